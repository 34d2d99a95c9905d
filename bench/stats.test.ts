import fc from 'fast-check';
import { expect, it } from 'vitest';
import { median, quantile, rounded } from './stats.ts';

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

it('[RE95] a quantile is the nearest rank: of 1 to 100 the p50 is 50, the p95 95, the p99 99', () => {
  expect(quantile(hundred, 0.5)).toBe(50);
  expect(quantile(hundred, 0.95)).toBe(95);
  expect(quantile(hundred, 0.99)).toBe(99);
  expect(quantile(hundred, 0)).toBe(1);
  expect(quantile(hundred, 1)).toBe(100);
  expect(quantile([7], 0.99)).toBe(7);
  // One slow one in ten is not hidden by a p95.
  expect(quantile([1, 1, 1, 1, 1, 1, 1, 1, 1, 900], 0.95)).toBe(900);
});

it('[RE95] a quantile is one of the values, and at least that share of them is not above it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer(), { minLength: 1, maxLength: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (values, q) => {
        const found = quantile(values, q);
        expect(values).toContain(found);
        expect(values.filter((value) => value <= found).length).toBeGreaterThanOrEqual(q * values.length - 1e-9);
        expect(values.filter((value) => value < found).length).toBeLessThan(Math.max(q * values.length, 1e-9) + 1e-9);
      },
    ),
  );
});

it('[RE95] the median is the middle, of an even count the mean of the two in the middle; the given order stays', () => {
  const values = [3, 1, 2];
  expect(median(values)).toBe(2);
  expect(values).toEqual([3, 1, 2]);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

it('[RE95] of nothing there is no figure: not zero', () => {
  expect(quantile([], 0.5)).toBeNaN();
  expect(median([])).toBeNaN();
});

it('[RE95] figures are rounded to what they can tell', () => {
  expect(rounded(12_345.6)).toBe(12_346);
  expect(rounded(12.345)).toBe(12.3);
  expect(rounded(0.012345)).toBe(0.012);
  expect(rounded(0)).toBe(0);
});
