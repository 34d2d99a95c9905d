import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alwaysValidDifference, alwaysValidP, alwaysValidReach, alwaysValidUplift } from './alwaysValid.ts';
import { type Count, differenceInterval, upliftInterval } from './intervals.ts';

const of = (converted: number, visitors: number): Count => ({ converted, visitors });

describe('difference of two proportions', () => {
  // Newcombe 1998, table II, method 10; the last one: Fagerland, Lydersen, Laake 2015.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [0, 10, 0, 10, -0.2775, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1],
    [7, 34, 1, 34, 0.0189, 0.3404],
  ])('[UP7] %d/%d − %d/%d is as published', (ka, na, kb, nb, low, high) => {
    const found = differenceInterval(of(ka, na), of(kb, nb))!;
    expect(found.estimate).toBeCloseTo(ka / na - kb / nb, 12);
    expect(Math.abs(found.low - low)).toBeLessThan(0.00005001);
    expect(Math.abs(found.high - high)).toBeLessThan(0.00005001);
  });

  const count = fc
    .tuple(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([n, p]) => of(Math.round(n * p), n));

  it('[UP7] holds the estimate, stays within −1 … 1, turns its sign with the arms, widens with confidence', () => {
    fc.assert(
      fc.property(count, count, (a, b) => {
        const found = differenceInterval(a, b)!;
        const turned = differenceInterval(b, a)!;
        const wider = differenceInterval(a, b, 0.99)!;
        expect(found.low).toBeLessThanOrEqual(found.estimate);
        expect(found.high).toBeGreaterThanOrEqual(found.estimate);
        expect(found.low).toBeGreaterThanOrEqual(-1 - 1e-12);
        expect(found.high).toBeLessThanOrEqual(1 + 1e-12);
        expect(turned.low).toBeCloseTo(-found.high, 12);
        expect(wider.low).toBeLessThanOrEqual(found.low);
        expect(wider.high).toBeGreaterThanOrEqual(found.high);
      }),
    );
  });

  it('[UP12] has no answer for an empty arm, nor a ratio without conversions', () => {
    expect(differenceInterval(of(0, 0), of(1, 2))).toBeUndefined();
    expect(upliftInterval(of(0, 10), of(1, 10))).toBeUndefined();
    expect(upliftInterval(of(1, 10), of(0, 10))).toBeUndefined();
    expect(alwaysValidUplift(of(1, 10), of(0, 10), { plannedVisitors: 100 })).toBeUndefined();
  });
});

describe('relative uplift', () => {
  it('[UP8] is the Katz interval, checked by hand and against a published risk ratio', () => {
    const found = upliftInterval(of(73, 829), of(14, 840))!;
    // Statsmodels prints a risk ratio of 5.283 (3.007 … 9.284) for this table of Motulsky's Intuitive Biostatistics.
    expect(found.estimate + 1).toBeCloseTo(5.283, 3);
    expect(found.low + 1).toBeCloseTo(3.007, 3);
    expect(found.high + 1).toBeCloseTo(9.284, 3);
    const same = upliftInterval(of(50, 1000), of(50, 1000))!;
    expect(same.estimate).toBeCloseTo(0, 12);
    expect(Math.log1p(same.high)).toBeCloseTo(1.959963984540054 * Math.sqrt(2 * (1 / 50 - 1 / 1000)), 12);
  });
});

describe('always valid', () => {
  it('[UP9] reaches 3.035 standard errors at the planned size, and more before and long after', () => {
    const plan = { plannedVisitors: 5000 };
    expect(alwaysValidReach(5000, plan)).toBeCloseTo(3.035, 3);
    expect(alwaysValidReach(50, plan)).toBeGreaterThan(4);
    expect(alwaysValidReach(5_000_000, plan)).toBeGreaterThan(3.5);
  });

  it('[UP9] gives the published interval for relative uplift by the delta method', () => {
    // GrowthBook statistics tests (MIT): 1396/3000 against 2422/3461, planned for 5000.
    const [m0, m1, n0, n1] = [1396 / 3000, 2422 / 3461, 3000, 3461];
    const [v0, v1] = [(m0 * (1 - m0)) / n0, (m1 * (1 - m1)) / n1];
    const lift = m1 / m0 - 1;
    const reach =
      alwaysValidReach(n0 + n1, { plannedVisitors: 5000 }) * Math.sqrt(v1 / m0 ** 2 + (v0 * m1 ** 2) / m0 ** 4);
    expect(lift).toBeCloseTo(0.50386, 5);
    expect(lift - reach).toBeCloseTo(0.40098, 5);
    expect(lift + reach).toBeCloseTo(0.60675, 5);
  });

  it('[UP9] has a p below α exactly when the interval leaves 0 out', () => {
    const plan = { plannedVisitors: 20_000 };
    for (const visitors of [100, 20_000, 900_000]) {
      const reach = alwaysValidReach(visitors, plan);
      expect(alwaysValidP(reach, visitors, plan)).toBeCloseTo(0.05, 10);
      expect(alwaysValidP(reach * 1.01, visitors, plan)).toBeLessThan(0.05);
      expect(alwaysValidP(0, visitors, plan)).toBe(1);
    }
    const found = alwaysValidUplift(of(900, 16_000), of(150, 4_000), plan)!;
    expect(found.low > 0).toBe(found.p < 0.05);
    expect(found.estimate).toBeCloseTo(0.5, 12);
  });

  it('[UP9] raises false alarms in at most 5 % of tests without effect that are looked at daily, where the usual interval does in many', () => {
    let seed = 7;
    const random = () => {
      // Park and Miller's minimal standard generator: good enough here, and the same everywhere.
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const runs = 200;
    let peeked = 0;
    let sound = 0;
    for (let run = 0; run < runs; run += 1) {
      const arms = [of(0, 0), of(0, 0)] as const;
      let [peekAlarm, soundAlarm] = [false, false];
      for (let day = 0; day < 28; day += 1) {
        for (let visitor = 0; visitor < 1000; visitor += 1) {
          const arm = arms[random() < 0.2 ? 1 : 0];
          arm.visitors += 1;
          if (random() < 0.05) arm.converted += 1;
        }
        const usual = upliftInterval(...arms);
        const always = alwaysValidUplift(...arms, { plannedVisitors: 28_000 });
        peekAlarm ||= usual !== undefined && usual.low * usual.high > 0;
        soundAlarm ||= always !== undefined && always.low * always.high > 0;
      }
      if (peekAlarm) peeked += 1;
      if (soundAlarm) sound += 1;
    }
    expect(sound / runs).toBeLessThanOrEqual(0.05);
    expect(peeked / runs).toBeGreaterThan(0.15);
  });
});

describe('difference while a test runs', () => {
  it('[UP113] covers the truth at all looks of a month at once, in 95 of 100 tests and more, with no guard at all', () => {
    let seed = 11;
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed / 2_147_483_647;
    };
    const runs = 200;
    let [missed, missedByOne] = [0, 0];
    for (let run = 0; run < runs; run += 1) {
      const arms = [of(0, 0), of(0, 0)] as const;
      let [always, once] = [false, false];
      for (let day = 0; day < 28; day += 1) {
        for (let visitor = 0; visitor < 500; visitor += 1) {
          const [arm, rate] = random() < 0.1 ? ([arms[1], 0.02] as const) : ([arms[0], 0.028] as const);
          arm.visitors += 1;
          if (random() < rate) arm.converted += 1;
        }
        const misses = (found?: { low: number; high: number }) => !!found && (found.low > 0.008 || found.high < 0.008);
        always ||= misses(alwaysValidDifference(...arms, { plannedVisitors: 14_000 }));
        once ||= misses(differenceInterval(...arms));
      }
      if (always) missed += 1;
      if (once) missedByOne += 1;
    }
    expect(missed / runs).toBeLessThanOrEqual(0.05);
    expect(missedByOne / runs).toBeGreaterThan(0.15);
  });

  const count = fc
    .tuple(fc.integer({ min: 1, max: 50_000 }), fc.integer({ min: 0, max: 50_000 }))
    .map(([visitors, converted]) => of(Math.min(visitors, converted), visitors));

  it('[UP64] stays within −1…1, holds the estimate, and reaches further than one look', () => {
    fc.assert(
      fc.property(count, count, fc.integer({ min: 100, max: 200_000 }), (a, b, plannedVisitors) => {
        const found = alwaysValidDifference(a, b, { plannedVisitors })!;
        const once = differenceInterval(a, b)!;
        expect(found.estimate).toBe(once.estimate);
        expect(found.low).toBeGreaterThanOrEqual(-1);
        expect(found.high).toBeLessThanOrEqual(1);
        expect(found.low).toBeLessThanOrEqual(once.low);
        expect(found.high).toBeGreaterThanOrEqual(once.high);
      }),
    );
    expect(alwaysValidDifference(of(0, 0), of(1, 2), { plannedVisitors: 100 })).toBeUndefined();
  });

  it('[UP64] is Newcombe’s interval at the reach of the sequence', () => {
    // At the planned end the reach is 3.0345…, which is what one look would take for 99.76 % confidence.
    const [a, b] = [of(448, 11_200), of(1_400, 44_800)];
    const sequence = alwaysValidDifference(a, b, { plannedVisitors: 56_000 })!;
    const once = differenceInterval(a, b, 0.9975933)!;
    expect(sequence.low).toBeCloseTo(once.low, 5);
    expect(sequence.high).toBeCloseTo(once.high, 5);
  });
});
