import { codeLengths, codesOf, runs } from './huffman.ts';

/** Packs bytes in the deflate format, RFC 1951, without a header. */
export interface Deflate {
  push(bytes: Uint8Array): void;
  /** What came so far, complete and ending on a whole byte. The context stays: what follows may point back into it. */
  flush(): Uint8Array;
}

const windowBytes = 32_768;
const mask = windowBytes - 1;
const longest = 258;
// How many places a match is looked for at: more find little and take long.
const tries = 24;
// A match as long as this is not given up for a longer one.
const longEnough = 32;
const blockTokens = 16_384;
const noByte = -1;
// The order in which the format wants the lengths of the lengths.
const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const fixedLengths = Uint8Array.from({ length: 288 }, (_, at) => (at < 144 ? 8 : at < 256 ? 9 : at < 280 ? 7 : 8));
const fixedDistances = new Uint8Array(30).fill(5);

// A length or a distance is told as a class and the bits that say which one of it.
const lengthClass = (x: number, bits: number) => (x === 255 ? 285 : 257 + (bits << 2) + (x >> bits));
const lengthBits = (x: number) => (x < 8 || x === 255 ? 0 : 29 - Math.clz32(x));
const distanceBits = (y: number) => (y < 4 ? 0 : 30 - Math.clz32(y));

/** Makes a {@link Deflate}. */
export function createDeflate(): Deflate {
  const bytes = new Uint8Array(4 * windowBytes);
  // Where three bytes like these stood last, and where before that; counted from the beginning of everything, from 1.
  const heads = new Int32Array(windowBytes);
  const before = new Int32Array(windowBytes);
  const tokens = new Uint32Array(blockTokens);
  let out = new Uint8Array(16_384);
  let outAt = 0;
  let held = 0;
  let heldBits = 0;
  /** What `bytes` begins with, counted from the beginning of everything. */
  let base = 0;
  let end = 0;
  let at = 0;
  let count = 0;
  let matchLength = 0;
  let matchDistance = 0;

  function write(value: number, bits: number): void {
    held |= value << heldBits;
    heldBits += bits;
    while (heldBits >= 8) {
      if (outAt === out.length) {
        const larger = new Uint8Array(out.length * 2);
        larger.set(out);
        out = larger;
      }
      out[outAt] = held & 255;
      outAt += 1;
      held >>>= 8;
      heldBits -= 8;
    }
  }

  function note(place: number): void {
    const hash = ((bytes[place]! << 10) ^ (bytes[place + 1]! << 5) ^ bytes[place + 2]!) & mask;
    before[(base + place) & mask] = heads[hash]!;
    heads[hash] = base + place + 1;
  }

  /** The longest stretch before `place` that reads like what stands there. */
  function match(place: number): void {
    matchLength = 0;
    const most = Math.min(longest, end - place);
    const hash = ((bytes[place]! << 10) ^ (bytes[place + 1]! << 5) ^ bytes[place + 2]!) & mask;
    const oldest = Math.max(base + place - mask, base);
    let from = heads[hash]! - 1;
    for (let left = tries; left > 0 && from >= oldest && matchLength < most; left -= 1) {
      const start = from - base;
      if (bytes[start + matchLength] === bytes[place + matchLength]) {
        let length = 0;
        while (length < most && bytes[start + length] === bytes[place + length]) length += 1;
        if (length > matchLength) {
          matchLength = length;
          matchDistance = place - start;
        }
      }
      from = before[from & mask]! - 1;
    }
    if (matchLength < 3) matchLength = 0;
  }

  function token(value: number): void {
    tokens[count] = value;
    count += 1;
    if (count === blockTokens) block();
  }

  /** Turns bytes into signs and pointers back. Leaves the last few for when more is known, unless it is `all`. */
  function read(all: boolean): void {
    const stop = all ? end : end - longest;
    // A match that waits to see whether a longer one begins with the next byte.
    let waiting = noByte;
    let length = 0;
    let distance = 0;
    while (at < stop || waiting !== noByte) {
      const mayMatch = at < stop && at + 2 < end && (waiting === noByte || length < longEnough);
      if (mayMatch) match(at);
      else matchLength = 0;
      if (waiting !== noByte && matchLength <= length) {
        token(0x1000000 | ((length - 3) << 16) | (distance - 1));
        const next = at + length - 1;
        for (; at < next; at += 1) if (at + 2 < end) note(at);
        waiting = noByte;
        continue;
      }
      if (waiting !== noByte) token(waiting);
      if (at + 2 < end) note(at);
      waiting = matchLength > 0 ? bytes[at]! : noByte;
      if (matchLength === 0) token(bytes[at]!);
      length = matchLength;
      distance = matchDistance;
      at += 1;
    }
  }

  function block(): void {
    const lits = new Uint32Array(286);
    const dists = new Uint32Array(30);
    lits[256] = 1;
    for (let i = 0; i < count; i += 1) {
      const one = tokens[i]!;
      if (one < 256) lits[one]! += 1;
      else {
        const x = (one >> 16) & 255;
        const y = one & 0xffff;
        lits[lengthClass(x, lengthBits(x))]! += 1;
        dists[(distanceBits(y) << 1) + (y >> distanceBits(y))]! += 1;
      }
    }
    const litLengths = codeLengths(lits, 15);
    const distLengths = codeLengths(dists, 15);
    let [litCount, distCount] = [286, 30];
    while (litLengths[litCount - 1] === 0) litCount -= 1;
    while (distCount > 1 && distLengths[distCount - 1] === 0) distCount -= 1;
    const told = runs([...litLengths.subarray(0, litCount), ...distLengths.subarray(0, distCount)]);
    const metas = new Uint32Array(19);
    for (const [sign] of told) metas[sign]! += 1;
    const metaLengths = codeLengths(metas, 7);
    let metaCount = 19;
    while (metaCount > 4 && metaLengths[order[metaCount - 1]!] === 0) metaCount -= 1;
    const cost = (counts: Uint32Array, lengths: Uint8Array) =>
      counts.reduce((sum, n, sign) => sum + n * lengths[sign]!, 0);
    const own =
      cost(lits, litLengths) +
      cost(dists, distLengths) +
      cost(metas, metaLengths) +
      told.reduce((sum, [, bits]) => sum + bits, 14 + 3 * metaCount);
    const isFixed = cost(lits, fixedLengths) + cost(dists, fixedDistances) <= own;
    write(isFixed ? 2 : 4, 3);
    if (!isFixed) {
      write(litCount - 257, 5);
      write(distCount - 1, 5);
      write(metaCount - 4, 4);
      for (const sign of order.slice(0, metaCount)) write(metaLengths[sign]!, 3);
      const metaCodes = codesOf(metaLengths);
      for (const [sign, bits, value] of told) {
        write(metaCodes[sign]!, metaLengths[sign]!);
        write(value, bits);
      }
    }
    body(isFixed ? fixedLengths : litLengths, isFixed ? fixedDistances : distLengths);
    count = 0;
  }

  function body(litLengths: Uint8Array, distLengths: Uint8Array): void {
    const litCodes = codesOf(litLengths);
    const distCodes = codesOf(distLengths);
    for (let i = 0; i < count; i += 1) {
      const one = tokens[i]!;
      if (one < 256) {
        write(litCodes[one]!, litLengths[one]!);
        continue;
      }
      const x = (one >> 16) & 255;
      const y = one & 0xffff;
      const xBits = lengthBits(x);
      const yBits = distanceBits(y);
      const lit = lengthClass(x, xBits);
      const dist = (yBits << 1) + (y >> yBits);
      write(litCodes[lit]!, litLengths[lit]!);
      write(x & ((1 << xBits) - 1), xBits);
      write(distCodes[dist]!, distLengths[dist]!);
      write(y & ((1 << yBits) - 1), yBits);
    }
    write(litCodes[256]!, litLengths[256]!);
  }

  return {
    push(more) {
      for (let from = 0; from < more.length; ) {
        if (end === bytes.length) {
          // Keeps what may still be pointed at.
          const gone = at - windowBytes;
          bytes.copyWithin(0, gone, end);
          base += gone;
          end -= gone;
          at -= gone;
        }
        const part = more.subarray(from, from + bytes.length - end);
        bytes.set(part, end);
        end += part.length;
        from += part.length;
        read(false);
      }
    },
    flush() {
      read(true);
      if (count > 0) block();
      // An empty stored block: ends on a byte, so that all of it can be unpacked now.
      write(0, 3);
      write(0, (8 - heldBits) & 7);
      for (const byte of [0, 0, 255, 255]) write(byte, 8);
      const whole = out.slice(0, outAt);
      outAt = 0;
      return whole;
    },
  };
}
