import { Inflate } from 'fflate';
import { bounds } from './guard.ts';

/** Turns the bytes of one stream back into lines. Throws when they are not what they should be; it is of no use then. */
export interface Unpacker {
  unpack(bytes: Uint8Array): string[];
}

/** Makes an {@link Unpacker} for one stream; `maxChars` is for what one chunk may unfold to, and one line. */
export function createUnpacker(maxChars: number = bounds.lineChars): Unpacker {
  const decoder = new TextDecoder();
  let rest = '';
  let text: string[] = [];
  let chars = 0;
  const inflate = new Inflate((bytes) => {
    const piece = decoder.decode(bytes, { stream: true });
    chars += piece.length;
    // A few bytes can be made to unfold into gigabytes.
    if (chars > maxChars) throw new Error('too long');
    text.push(piece);
  });
  return {
    unpack(bytes) {
      text = [rest];
      chars = rest.length;
      inflate.push(bytes);
      const lines = text.join('').split('\n');
      rest = lines.pop() ?? '';
      return lines.filter((line) => line !== '');
    },
  };
}
