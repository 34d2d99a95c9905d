import { Inflate } from 'fflate';
import { bounds } from './guard.ts';

/** Turns the bytes of one stream back into lines. Throws when they are not what they should be; it is of no use then. */
export interface Unpacker {
  unpack(bytes: Uint8Array): string[];
}

/** Makes an {@link Unpacker} for one stream. A few bytes can be made to unfold into gigabytes: it stops before. */
export function createUnpacker(
  maxLineChars: number = bounds.lineChars,
  maxChars: number = bounds.chunkChars,
): Unpacker {
  const decoder = new TextDecoder();
  // The beginning of a line, in pieces: joined once, when its end has come.
  let rest: string[] = [];
  let restChars = 0;
  let lines: string[] = [];
  let chars = 0;
  const inflate = new Inflate((bytes) => {
    const piece = decoder.decode(bytes, { stream: true });
    chars += piece.length;
    if (chars > maxChars) throw new Error('too long');
    const parts = piece.split('\n');
    for (const [i, part] of parts.entries()) {
      if (i > 0) {
        const line = rest.join('');
        if (line !== '') lines.push(line);
        rest = [];
        restChars = 0;
      }
      if (part !== '') rest.push(part);
      restChars += part.length;
      if (restChars > maxLineChars) throw new Error('too long');
    }
  });
  return {
    unpack(bytes) {
      lines = [];
      chars = 0;
      inflate.push(bytes);
      return lines;
    },
  };
}
