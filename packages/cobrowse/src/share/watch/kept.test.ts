import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptInOrder } from './kept.ts';

/** The length of the longest common run, the slow way. */
function longest(a: readonly number[], b: readonly number[]): number {
  const rows = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      rows[i]![j] = a[i - 1] === b[j - 1] ? rows[i - 1]![j - 1]! + 1 : Math.max(rows[i - 1]![j]!, rows[i]![j - 1]!);
    }
  }
  return rows[a.length]![b.length]!;
}

describe('children that stay', () => {
  it('[SH103] of two orders of the same children as many stay as can, and those that stay are in order', () => {
    const list = fc.uniqueArray(fc.integer({ min: 0, max: 30 }), { maxLength: 25 });
    fc.assert(
      fc.property(list, list, (told, now) => {
        const kept = keptInOrder(told, now);
        expect(kept.size).toBe(longest(told, now));
        expect(told.filter((one) => kept.has(one))).toEqual(now.filter((one) => kept.has(one)));
      }),
    );
  });

  it('[SH103] one child moved in a list of a thousand is one move', () => {
    const told = Array.from({ length: 1_000 }, (_, i) => i);
    const now = [...told.slice(1), 0];
    expect(told.filter((one) => !keptInOrder(told, now).has(one))).toEqual([0]);
  });
});
