import { createDeflate } from './deflate.ts';

/** Packs texts one after the other in one compression context: the repetition between them is what makes them small. */
export interface Packer {
  /** Takes a text in; its bytes may come later. Never half of a sign: each text is packed by itself. */
  push(text: string): void;
  /** The bytes that complete everything given so far, in pieces of at most `maxBytes`. */
  take(): Uint8Array[];
  /** Both. */
  pack(text: string): Uint8Array[];
}

/** Makes a {@link Packer}; a new stream needs a new one. */
export function createPacker(maxBytes: number): Packer {
  const deflate = createDeflate();
  const encoder = new TextEncoder();
  const push = (text: string) => deflate.push(encoder.encode(text));

  function take(): Uint8Array[] {
    const whole = deflate.flush();
    const pieces: Uint8Array[] = [];
    // Copies: a view would keep, and a socket might send, the whole.
    for (let from = 0; from < whole.length; from += maxBytes) pieces.push(whole.slice(from, from + maxBytes));
    return pieces;
  }

  return {
    push,
    take,
    pack(text) {
      push(text);
      return take();
    },
  };
}
