import { expect, it } from 'vitest';
import { binomial, dice } from './dice.ts';

/** χ² of what was drawn against what chance gives, over the values that are due at least ten times; and the degrees. */
function misfit(n: number, p: number, draws: number) {
  const roll = dice(5);
  const seen = new Map<number, number>();
  for (let i = 0; i < draws; i += 1) {
    const k = binomial(roll, n, p);
    seen.set(k, (seen.get(k) ?? 0) + 1);
  }
  let [chiSquare, degrees] = [0, -1];
  let lnChance = n * Math.log(1 - p);
  for (let k = 0; k <= n; k += 1) {
    const due = draws * Math.exp(lnChance);
    if (due >= 10) {
      chiSquare += ((seen.get(k) ?? 0) - due) ** 2 / due;
      degrees += 1;
    }
    lnChance += Math.log(((n - k) * p) / ((k + 1) * (1 - p)));
  }
  return { chiSquare, degrees };
}

it.each([
  [40, 0.02],
  [400, 0.02],
  [2_000, 0.2],
  [500, 0.5],
  [100, 0.93],
])('[UP118] %d visitors who each do it with chance %d give the numbers that chance gives', (n, p) => {
  const { chiSquare, degrees } = misfit(n, p, 40_000);
  expect(degrees).toBeGreaterThan(2);
  // Five standard deviations of χ².
  expect(chiSquare).toBeLessThan(degrees + 5 * Math.sqrt(2 * degrees));
});

it('[UP118] the same seed gives the same shop, and the ends are certain', () => {
  const some = (seed: number) => {
    const roll = dice(seed);
    return Array.from({ length: 20 }, () => binomial(roll, 300, 0.3));
  };
  expect(some(1)).toEqual(some(1));
  expect(some(1)).not.toEqual(some(2));
  expect([binomial(dice(1), 9, 0), binomial(dice(1), 9, 1), binomial(dice(1), 0, 0.5)]).toEqual([0, 9, 0]);
});
