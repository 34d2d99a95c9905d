import { expect, it } from 'vitest';
import { createBudget, createDebt } from './budget.ts';

it('[SH75] a budget refills by the second, never beyond its burst, and a clock set back neither fills nor stops it', () => {
  const budget = createBudget({ perSecond: 10, burst: 20 });
  expect(budget(20, 1_000)).toBeNull();
  expect(budget(5, 1_000)).toBe(500);
  expect(budget(5, 1_500)).toBeNull();
  expect(budget(20, 60_000)).toBeNull();
  expect(budget(1, -5_000_000)).toBe(100);
  expect(budget(1, -4_999_900)).toBeNull();
  // More than it ever holds passes when it is full.
  expect(budget(500, 1e9)).toBeNull();
});

it('[SH243] what unfolds to more than a share may have waits until the whole of it is there again', () => {
  const debt = createDebt({ perSecond: 10, burst: 100 });
  expect(debt.waitMs(0)).toBeNull();
  debt.charge(99);
  expect(debt.waitMs(0)).toBeNull();
  debt.charge(50);
  expect(debt.waitMs(0)).toBe(14_900);
  expect(debt.waitMs(10_000)).toBe(4_900);
  expect(debt.waitMs(14_900)).toBeNull();
});
