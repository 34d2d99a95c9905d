import type { Pen } from './tell.ts';

// Packed in one go: two milliseconds, eight on a slow phone.
const pieceChars = 16_384;

/** A {@link Pen} as its owner holds it. */
export interface FullPen extends Pen {
  /** Hands on the rest, too. */
  finish(): Generator<void, void, boolean>;
  clear(): void;
}

/** Makes a {@link Pen} that hands on what was written in pieces. */
export function createPen(push: (text: string) => void): FullPen {
  let waiting = '';

  function* hand(leave: number): Generator<void, void, boolean> {
    while (waiting.length > leave) {
      // A sign of two halves stays whole.
      const last = waiting.charCodeAt(Math.min(pieceChars, waiting.length) - 1);
      const end = last >= 0xd800 && last < 0xdc00 && waiting.length > pieceChars ? pieceChars - 1 : pieceChars;
      push(waiting.slice(0, end));
      waiting = waiting.slice(end);
      if (waiting.length > 0) yield;
    }
  }

  return {
    write(text) {
      waiting += text;
    },
    press: () => hand(pieceChars),
    finish: () => hand(0),
    clear() {
      waiting = '';
    },
  };
}
