import fc from 'fast-check';
import { expect, it } from 'vitest';
import { toldApart } from './area.ts';

it('[UP119] two kinds of times are told apart as often as one is longer than the other, ties half, whichever way round', () => {
  expect(toldApart([1, 2, 3], [4, 5])).toBe(1);
  expect(toldApart([4, 5], [1, 2, 3])).toBe(1);
  expect(toldApart([1, 1], [1, 1, 1])).toBe(0.5);
  expect(toldApart([1, 3], [2, 2])).toBe(0.5);
  const times = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(times, times, (a, b) => {
      const wins = a.flatMap((x) => b.map((y): number => (x > y ? 1 : x === y ? 0.5 : 0)));
      const area = wins.reduce((sum, one) => sum + one, 0) / wins.length;
      expect(toldApart(a, b)).toBeCloseTo(Math.max(area, 1 - area), 9);
    }),
  );
});
