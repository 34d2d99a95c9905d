import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textsOf } from '../../texts/index.ts';
import { additionalBuyers, createFigures, digitsFor } from './figures.ts';
import { intervalOf } from './say.ts';

const plain = (text: string) => text.replace(/\s/gu, ' ');
const en = createFigures('en', 'EUR');
const de = createFigures('de', 'EUR');

describe('figures of the report', () => {
  it('[UP77] a percentage has the places its interval allows, and a minus that is one', () => {
    const written = (estimate: number, low: number, high: number) =>
      [estimate, low, high].map((value) => plain(en.lift(value, digitsFor({ estimate, low, high })))).join(' ');
    expect(written(0.142, 0.025, 0.2731)).toBe('+14% +3% +27%');
    expect(written(0.142, 0.119, 0.1651)).toBe('+14.2% +11.9% +16.5%');
    expect(written(-0.2, -0.35, -0.02)).toBe('−20% −35% −2%');
    expect(plain(de.lift(-0.142, 1))).toBe('−14,2 %');
  });

  it('[UP77] an end on which a verdict stands does not read as zero', () => {
    expect(digitsFor({ estimate: 0.14, low: 0.003, high: 0.29 })).toBe(1);
    expect(en.lift(0.003, 1)).toBe('+0.3%');
    const end = fc.double({ min: -0.9, max: 3, noNaN: true });
    fc.assert(
      fc.property(end, end, end, (a, b, c) => {
        const [low, estimate, high] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        const digits = digitsFor({ estimate, low, high });
        expect(digits).toBeGreaterThanOrEqual(0);
        expect(digits).toBeLessThanOrEqual(3);
        for (const value of [low, high])
          if (Math.abs(value) >= 0.000_005) expect(en.lift(value, digits)).not.toBe('0%');
      }),
    );
  });

  it('[UP78] p is written in the language’s figures; tiny ones are said to be, not rounded to zero', () => {
    expect([0.4321, 0.0321, 0.00004, 0].map(en.p)).toEqual(['p = 0.43', 'p = 0.032', 'p < 0.001', 'p < 0.001']);
    expect(de.p(0.0321)).toBe('p = 0,032');
    expect(de.p(0.0004)).toBe('p < 0,001');
  });

  it('[UP78] the p of group sizes is a power of ten, below what a computer’s number can hold too', () => {
    expect(en.tinyP(Math.log(0.000020079))).toBe('p = 2·10⁻⁵');
    expect(en.tinyP(Math.log(9.7e-6))).toBe('p = 1·10⁻⁵');
    expect(en.tinyP(-10_000)).toBe('p = 1·10⁻⁴³⁴³');
    expect(en.tinyP(Math.log(0.24))).toBe('p = 0.24');
    expect(de.tinyP(Math.log(0.0042))).toBe('p = 0,004');
    expect(en.tinyP(0)).toBe('p = 1.00');
  });

  it('[UP79] an open end is said in words', () => {
    const write = (value: number) => en.lift(value, 0);
    const said = (low: unknown, high: unknown, language: 'en' | 'de') =>
      intervalOf({ estimate: 0.1, low, high } as never, write, { words: textsOf(language).uplift, figures: en });
    expect(said(-0.1, undefined, 'en')).toBe('95% interval −10%, open above');
    expect(said(null, 0.3, 'de')).toBe('95-%-Intervall nach unten offen, bis +30%');
    expect(said(null, Number.POSITIVE_INFINITY, 'en')).toBe('95% interval open below, open above');
  });

  it('[UP82] additional customers have the sign of the uplift at each end and are never more than there are', () => {
    expect(additionalBuyers({ estimate: 0.25, low: 0, high: 1 }, 1_000)).toEqual({ estimate: 200, low: 0, high: 500 });
    const end = fc.double({ min: -0.99, max: 50, noNaN: true });
    fc.assert(
      fc.property(end, end, end, fc.nat(100_000), (a, b, c, buyers) => {
        const [low, estimate, high] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        const found = additionalBuyers({ estimate, low, high }, buyers);
        // The last digit of a product is rounded.
        const hair = buyers * 1e-12;
        expect(found.low).toBeLessThanOrEqual(found.estimate + hair);
        expect(found.estimate).toBeLessThanOrEqual(found.high + hair);
        expect(found.high).toBeLessThanOrEqual(buyers);
        if (buyers > 0 && low !== 0) expect(Math.sign(found.low)).toBe(Math.sign(low));
      }),
    );
    const open = additionalBuyers({ estimate: 0.2, low: -1, high: Number.POSITIVE_INFINITY }, 60);
    expect(open).toEqual({ estimate: expect.closeTo(10, 9), low: Number.NEGATIVE_INFINITY, high: 60 });
  });
});
