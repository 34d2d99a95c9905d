import { constants, deflateRawSync, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { Inflate } from 'fflate';
import { describe, expect, it } from 'vitest';
import { createDeflate } from './deflate.ts';
import { codeLengths } from './huffman.ts';

const unpacked = (pieces: Uint8Array[]) =>
  inflateRawSync(Buffer.concat(pieces), { finishFlush: constants.Z_SYNC_FLUSH });

/** Bytes of all kinds: noise, runs, words that come again, near and far. */
const bytesOf = fc.oneof(
  fc.uint8Array({ maxLength: 3_000 }),
  fc
    .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 70_000 }))
    .map(([byte, n]) => new Uint8Array(n).fill(byte)),
  fc
    .tuple(
      fc.array(fc.string({ maxLength: 12 }), { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 1, max: 3_000 }),
      fc.integer(),
    )
    .map(([words, n, seed]) => {
      let state = seed >>> 0;
      const next = () => {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        return state;
      };
      return new TextEncoder().encode(Array.from({ length: n }, () => words[next() % words.length]).join(' '));
    }),
);

describe('packing bytes', () => {
  it('[SH14] whatever is packed unpacks to itself, by any ordinary means, as soon as it was flushed', () => {
    fc.assert(
      fc.property(fc.array(bytesOf, { minLength: 1, maxLength: 12 }), (parts) => {
        const deflate = createDeflate();
        const pieces: Uint8Array[] = [];
        const given: Uint8Array[] = [];
        for (const part of parts) {
          deflate.push(part);
          given.push(part);
          pieces.push(deflate.flush());
          expect(Buffer.compare(unpacked(pieces), Buffer.concat(given))).toBe(0);
        }
        const ours: Uint8Array[] = [];
        const inflate = new Inflate((bytes) => void ours.push(bytes));
        for (const piece of pieces) inflate.push(piece);
        expect(Buffer.compare(Buffer.concat(ours), Buffer.concat(given))).toBe(0);
      }),
      { numRuns: 120 },
    );
  });

  it('[SH14] pushed in any pieces, across the window and blocks of any kind, it is the same', () => {
    const noise = Uint8Array.from(
      { length: 400_000 },
      (_, i) => (i < 150_000 ? (i * 7919) >> 3 : 65 + (((i * i) >> 7) % 13)) & 255,
    );
    for (const step of [1_000, 32_768, 131_072, 400_000]) {
      const deflate = createDeflate();
      for (let at = 0; at < noise.length; at += step) deflate.push(noise.subarray(at, at + step));
      expect(Buffer.compare(unpacked([deflate.flush()]), Buffer.from(noise))).toBe(0);
    }
  });

  it('[SH15] it packs a page nearly as small as the usual library does', () => {
    const page = Array.from(
      { length: 3_000 },
      (_, i) =>
        `{"type":2,"id":${i * 3},"tagName":"article","attributes":{"class":"card"},"childNodes":[{"type":3,"id":${i * 3 + 1},"textContent":"Product number ${i * 7919} of kind ${i % 17}"}]},`,
    ).join('');
    const deflate = createDeflate();
    deflate.push(new TextEncoder().encode(page));
    const ours = deflate.flush().length;
    expect(ours).toBeLessThan(deflateRawSync(page, { level: 6 }).length * 1.08);
  });

  it('[SH14] codes are never longer than they may be, and leave no room unused', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 2 ** 28 })), { minLength: 3, maxLength: 286 }),
        fc.constantFrom(7, 9, 15),
        (counts, limit) => {
          if (limit === 7) counts = counts.slice(0, 19);
          const lengths = codeLengths(counts, limit);
          const used = counts.filter((count) => count > 0).length;
          expect([...lengths].filter((length) => length > 0).length).toBe(used);
          expect(Math.max(0, ...lengths)).toBeLessThanOrEqual(limit);
          if (used > 1) expect([...lengths].reduce((sum, length) => sum + (length > 0 ? 2 ** -length : 0), 0)).toBe(1);
        },
      ),
    );
    // Weights that would make a very deep tree.
    const deep = Array.from({ length: 40 }, (_, i) => 1.6 ** i);
    expect(Math.max(...codeLengths(deep, 15))).toBe(15);
  });
});
