import { constants, inflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createUnpacker } from '../view/unpack.ts';
import { createPacker } from './packer.ts';

const join = (pieces: Uint8Array[]) => Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
const lineOf = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.integer({ min: 1, max: 40_000 }).map((length) => 'abc"{}:0123 '.repeat(length / 12 + 1).slice(0, length)),
);

describe('packing', () => {
  it('[SH14] every pack can be unpacked as soon as it comes, by our own means and by any other', () => {
    fc.assert(
      fc.property(fc.array(lineOf, { minLength: 1, maxLength: 25 }), (lines) => {
        const packer = createPacker(65_536);
        const unpacker = createUnpacker();
        const all: Uint8Array[] = [];
        let told = '';
        for (const line of lines) {
          const text = `${line.replaceAll('\n', ' ')}\n`;
          told += text;
          const pieces = packer.pack(text);
          all.push(...pieces);
          const lines = pieces.flatMap((piece) => unpacker.unpack(piece));
          expect(lines.join('')).toBe(text.slice(0, -1));
        }
        expect(inflateRawSync(join(all), { finishFlush: constants.Z_SYNC_FLUSH }).toString()).toBe(told);
      }),
      { numRuns: 40 },
    );
  });

  it('[SH15] no piece is larger than a chunk may be, and repetition costs almost nothing', () => {
    const packer = createPacker(1_000);
    const noise = Array.from({ length: 9_000 }, (_, i) => ((i * 2_654_435_761) >>> 0).toString(36)).join('');
    const pieces = packer.pack(noise);
    expect(pieces.length).toBeGreaterThan(10);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBe(1_000);
    const event = '{"type":3,"data":{"source":0,"adds":[],"texts":[{"id":17,"value":"x"}]}}\n';
    packer.pack(event);
    expect(join(packer.pack(event)).length).toBeLessThan(25);
  });

  it('[VW27] bytes that unfold beyond all bounds are refused before they fill the memory', () => {
    const packer = createPacker(1_000_000);
    const unpacker = createUnpacker(100_000);
    expect(() => {
      for (const piece of packer.pack('x'.repeat(2_000_000))) unpacker.unpack(piece);
    }).toThrow();
  });
});
