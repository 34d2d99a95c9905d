import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alwaysValidReach } from './alwaysValid.ts';
import { priceOfLooking, sampleSize, smallestProvableLift } from './sizing.ts';

describe('sizing', () => {
  it.each([
    [0.05, 0.05, 3_250_000],
    [0.05, 0.5, 630_000],
    [0.1, 0.1, 432_000],
    [0.1, 0.2, 245_000],
    [0.2, 0.05, 204_000],
    [0.2, 0.2, 62_000],
    [0.5, 0.2, 10_500],
    [0.5, 0.5, 7_600],
  ])('[UP10] +%d at 2 %% with a hold-out of %d needs about %d visitors', (relativeLift, holdoutShare, visitors) => {
    const found = sampleSize({ baseRate: 0.02, relativeLift, holdoutShare })!;
    expect(Math.abs(found / visitors - 1)).toBeLessThan(0.01);
  });

  it('[UP10] agrees with the textbook for two equal arms', () => {
    // p 0.5 against 0.6, 80 %, 5 %, unpooled: (1.959964 + 0.841621)² · (0.25 + 0.24) / 0.01 = 384.6 in each arm.
    expect(sampleSize({ baseRate: 0.5, relativeLift: 0.2, holdoutShare: 0.5 })).toBe(770);
  });

  it('[UP10] is smallest for equal arms and has no answer for a design without sense', () => {
    const need = (holdoutShare: number) => sampleSize({ baseRate: 0.02, relativeLift: 0.1, holdoutShare })!;
    expect(need(0.5)).toBeLessThan(need(0.4));
    expect(need(0.5)).toBeLessThan(need(0.6));
    for (const wrong of [
      { baseRate: 0 },
      { baseRate: 1 },
      { holdoutShare: 0 },
      { holdoutShare: 1 },
      { relativeLift: 0 },
      { relativeLift: 60 },
    ]) {
      expect(sampleSize({ baseRate: 0.02, relativeLift: 0.1, holdoutShare: 0.2, ...wrong })).toBeUndefined();
    }
  });

  it('[UP11] tells the smallest uplift a shop can prove with its traffic: the one it needs just so many visitors for', () => {
    const share = fc.double({ min: 0.02, max: 0.98, noNaN: true });
    const rate = fc.double({ min: 0.005, max: 0.3, noNaN: true });
    fc.assert(
      fc.property(rate, share, fc.integer({ min: 500, max: 10_000_000 }), (baseRate, holdoutShare, visitors) => {
        const relativeLift = smallestProvableLift({ baseRate, holdoutShare, visitors });
        if (relativeLift === undefined) return;
        const needed = sampleSize({ baseRate, holdoutShare, relativeLift })!;
        expect(Math.abs(needed - visitors)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('[UP11] says plainly that ten thousand visitors a month prove only large effects', () => {
    expect(smallestProvableLift({ baseRate: 0.02, holdoutShare: 0.2, visitors: 10_000 })).toBeGreaterThan(0.5);
    expect(smallestProvableLift({ baseRate: 0.5, holdoutShare: 0.2, visitors: 10 })).toBeUndefined();
  });

  it('[UP111] looking every day asks for an effect 1.38 times as large as one look', () => {
    expect(priceOfLooking()).toBeCloseTo((3.0345 + 0.8416) / (1.96 + 0.8416), 3);
    expect(priceOfLooking().toFixed(2)).toBe('1.38');
    // The square of it is what the visitors grow by.
    const design = { baseRate: 0.02, holdoutShare: 0.2, relativeLift: 0.4 };
    const reach = alwaysValidReach(1, { plannedVisitors: 1 });
    expect(sampleSize({ ...design, reach })! / sampleSize(design)!).toBeCloseTo(priceOfLooking() ** 2, 3);
    expect(priceOfLooking({ power: 0.95 })).toBeLessThan(priceOfLooking());
  });

  it('[UP65] an interval that is looked at every day needs (3.035 + 0.842)² / (1.960 + 0.842)² as many visitors', () => {
    const design = { baseRate: 0.02, holdoutShare: 0.2, relativeLift: 0.4 };
    const once = sampleSize(design)!;
    const reach = alwaysValidReach(1, { plannedVisitors: 1 });
    expect(reach).toBeCloseTo(3.035, 3);
    expect(sampleSize({ ...design, reach })! / once).toBeCloseTo(
      (reach + 0.841621) ** 2 / (1.959964 + 0.841621) ** 2,
      3,
    );
    const visitors = 56_000;
    const lift = smallestProvableLift({ baseRate: 0.02, holdoutShare: 0.2, visitors, reach })!;
    expect(
      Math.abs(sampleSize({ baseRate: 0.02, holdoutShare: 0.2, relativeLift: lift, reach })! - visitors),
    ).toBeLessThanOrEqual(1);
    expect(lift).toBeGreaterThan(smallestProvableLift({ baseRate: 0.02, holdoutShare: 0.2, visitors })!);
  });
});
