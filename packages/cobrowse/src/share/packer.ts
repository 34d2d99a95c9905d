import { Deflate } from 'fflate';

/** Packs texts one after the other in one compression context: the repetition between them is what makes them small. */
export interface Packer {
  /** The bytes that complete everything given so far, in pieces of at most `maxBytes`. */
  pack(text: string): Uint8Array[];
}

// Of 0 to 12: a hash table of 128 kB, not 2 MB, on the visitor's phone; no worse for a window of 32 kB.
const mem = 4;

/** What a stream has of an unfinished byte: its bits above, how many of them below. */
interface Unfinished {
  s: { r: number };
}

/**
 * An empty stored block, which ends on a byte: what came before can be unpacked at once.
 *
 * The library has this too (`flush(true)`), but in 0.8.3 takes the unfinished byte for a position and writes nonsense.
 */
function byteEnd(deflate: Deflate): Uint8Array {
  const { s: state } = deflate as unknown as Unfinished;
  const bits = state.r & 7;
  const end = [state.r >> 3, 0, 0, 0xff, 0xff];
  // The block's three bits do not fit beside the unfinished ones.
  if (bits > 5) end.splice(1, 0, 0);
  state.r = 0;
  return new Uint8Array(end);
}

/** Makes a {@link Packer}; a new stream needs a new one. */
export function createPacker(maxBytes: number): Packer {
  let out: Uint8Array[] = [];
  const deflate = new Deflate({ level: 6, mem }, (bytes) => bytes.length > 0 && out.push(bytes));
  const encoder = new TextEncoder();
  return {
    pack(text) {
      out = [];
      deflate.push(encoder.encode(text));
      deflate.flush();
      out.push(byteEnd(deflate));
      const whole = new Uint8Array(out.reduce((sum, bytes) => sum + bytes.length, 0));
      let at = 0;
      for (const bytes of out) {
        whole.set(bytes, at);
        at += bytes.length;
      }
      const pieces: Uint8Array[] = [];
      // Copies: a view would keep, and a socket might send, the whole.
      for (let from = 0; from < whole.length; from += maxBytes) pieces.push(whole.slice(from, from + maxBytes));
      return pieces;
    },
  };
}
