import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alwaysValidDifference, alwaysValidReach } from './alwaysValid.ts';
import { studentReach, studentTwoSided } from './beta.ts';
import { perAcceptedChat } from './complier.ts';
import { differenceInterval } from './intervals.ts';
import { scoreUplift } from './koopman.ts';
import { alwaysValidRevenueUplift, orderValue, revenueUplift, welchRelative } from './revenue.ts';
import { addSums, addVisitor, capAt, noSums, type Outcome, type Sums } from './sums.ts';
import { type Evidence, judge } from './verdict.ts';

const summed = (visitors: number, revenue: number, revenueSquared: number): Sums => ({
  ...noSums,
  visitors,
  revenue,
  revenueSquared,
});
const outcome = fc.record({
  revenue: fc.integer({ min: 0, max: 100_000 }).map((cents) => cents / 100),
  orders: fc.integer({ min: 0, max: 4 }),
});
const sumOf = (all: readonly Outcome[]) => all.reduce(addVisitor, noSums);

describe('seven sums', () => {
  it('[UP20] are the same whether visitors are added one by one or day by day', () => {
    fc.assert(
      fc.property(fc.array(outcome), fc.array(outcome), (one, two) => {
        const apart = addSums(sumOf(one), sumOf(two));
        const whole = sumOf([...one, ...two]);
        for (const key of Object.keys(whole) as (keyof Sums)[]) expect(apart[key]).toBeCloseTo(whole[key], 4);
      }),
    );
  });

  it('[UP21] the cap is the 99th percentile of earlier orders, and none without any', () => {
    expect(capAt(Array.from({ length: 200 }, (_, n) => n + 1))).toBe(198);
    expect(capAt([5])).toBe(5);
    expect(capAt([])).toBeUndefined();
  });
});

describe('revenue per visitor', () => {
  it('[UP22] reproduces a published example of the relative difference of means', () => {
    const a = summed(3461, 2422.7, 134698.29);
    const b = summed(3407, 1396.87, 52377.9767);
    const found = welchRelative(a, b)!;
    expect(found.estimate).toBeCloseTo(0.70732, 5);
    expect(found.low).toBeCloseTo(-0.03526, 5);
    expect(found.high).toBeCloseTo(1.44989, 5);
    expect(found.p).toBeCloseTo(0.06191, 5);
  });

  it('[UP23] stands on the log scale, so that a third more and a quarter less mirror each other', () => {
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 5 }), fc.array(outcome, { minLength: 5 }), (one, two) => {
        const [there, back] = [revenueUplift(sumOf(one), sumOf(two)), revenueUplift(sumOf(two), sumOf(one))];
        if (!there || !back) return expect(there ?? back).toBeUndefined();
        expect(Math.log1p(there.low)).toBeCloseTo(-Math.log1p(back.high), 8);
        expect(Math.log1p(there.estimate)).toBeCloseTo(-Math.log1p(back.estimate), 8);
      }),
    );
  });

  it('[UP9] the always-valid interval is wider than the one for a single look, by the published factor at the planned time', () => {
    const [a, b] = [summed(8_000, 9_000, 400_000), summed(2_000, 2_000, 90_000)];
    const plan = { plannedVisitors: 10_000 };
    const [fixed, always] = [revenueUplift(a, b)!, alwaysValidRevenueUplift(a, b, plan)!];
    const widthOf = ({ low, high }: { low: number; high: number }) => Math.log1p(high) - Math.log1p(low);
    expect(alwaysValidReach(10_000, plan)).toBeCloseTo(3.035, 3);
    expect(widthOf(always) / widthOf(fixed)).toBeCloseTo(3.035 / 1.959964, 3);
  });

  it('[UP12] is not given without revenue in both arms', () => {
    expect(revenueUplift(summed(10, 0, 0), summed(10, 5, 25))).toBeUndefined();
    expect(revenueUplift(summed(1, 5, 25), summed(10, 5, 25))).toBeUndefined();
    expect(orderValue(summed(10, 0, 0))).toBeUndefined();
  });

  it('[UP24] the order value is revenue over orders, with the interval of a ratio', () => {
    const one = sumOf([
      { revenue: 100, orders: 1 },
      { revenue: 60, orders: 2 },
      { revenue: 0, orders: 0 },
      { revenue: 45, orders: 1 },
    ]);
    const found = orderValue(one)!;
    expect(found.estimate).toBeCloseTo(205 / 4, 12);
    // By hand: s_r² = 1706.25, s_o² = 2/3, s_ro = 20, A = 51.25, ō = 1.
    const spread = one.revenueSquared / 3 - (4 * (205 / 4) ** 2) / 3;
    expect(spread).toBeCloseTo(1706.25, 6);
    const error = Math.sqrt((1706.25 - 2 * 51.25 * 20 + 51.25 ** 2 * (2 / 3)) / 4);
    expect(found.high - found.estimate).toBeCloseTo(1.959964 * error, 3);
  });
});

describe('Student’s t', () => {
  it('[UP25] has the tails that tables print', () => {
    // Two-sided 5 % and 1 % points, as in any printed table.
    for (const [df, five, one] of [
      [1, 12.706, 63.657],
      [5, 2.571, 4.032],
      [10, 2.228, 3.169],
      [30, 2.042, 2.75],
      [120, 1.98, 2.617],
    ] as const) {
      expect(studentReach(0.95, df)).toBeCloseTo(five, 3);
      expect(studentReach(0.99, df)).toBeCloseTo(one, 3);
    }
    expect(studentTwoSided(0, 7)).toBe(1);
    expect(studentTwoSided(1, 1)).toBeCloseTo(0.5, 12);
  });
});

describe('few conversions', () => {
  it('[UP26] reproduces the published score interval of a ratio', () => {
    const found = scoreUplift({ visitors: 40, converted: 36 }, { visitors: 80, converted: 16 })!;
    expect(found.estimate + 1).toBeCloseTo(4.5, 12);
    expect(found.low + 1).toBeCloseTo(2.94, 2);
    expect(found.high + 1).toBeCloseTo(7.15, 2);
  });

  it('[UP26] with none in one arm an end is open, and with none at all there is no answer', () => {
    const none = { visitors: 500, converted: 0 };
    const some = { visitors: 500, converted: 8 };
    const more = scoreUplift(some, none)!;
    expect(more.high).toBe(Number.POSITIVE_INFINITY);
    expect(more.low).toBeGreaterThan(0);
    const less = scoreUplift(none, some)!;
    expect(less.low).toBe(-1);
    expect(less.high).toBeLessThan(0);
    // The two are the same question, asked from either side.
    expect((less.high + 1) * (more.low + 1)).toBeCloseTo(1, 6);
    expect(scoreUplift(none, none)).toBeUndefined();
  });
});

describe('per accepted chat', () => {
  const bought = { invite: { visitors: 8_000, converted: 400 }, holdout: { visitors: 2_000, converted: 60 } };
  const chatted = { invite: { visitors: 8_000, converted: 640 }, holdout: { visitors: 2_000, converted: 20 } };
  const plan = { plannedVisitors: 10_000 };
  const at = (confidence: number, { invite, holdout }: typeof bought) =>
    alwaysValidDifference(invite, holdout, { ...plan, confidence })!;

  it('[UP27] is told only where the invitation certainly made more people chat', () => {
    const found = perAcceptedChat(bought, chatted, plan)!;
    expect(found.estimate).toBeCloseTo((400 / 8_000 - 60 / 2_000) / (640 / 8_000 - 20 / 2_000), 12);
    const even = { ...chatted, holdout: { visitors: 2_000, converted: 158 } };
    expect(perAcceptedChat(bought, even, plan)).toBeUndefined();
    expect(perAcceptedChat(bought, { ...even, holdout: { visitors: 0, converted: 0 } }, plan)).toBeUndefined();
  });

  it('[UP109] asks that by the interval that may be looked at every day, not by the one for a single look', () => {
    // 1.5 points more: certain for one look, not yet for every day.
    const some = { ...chatted, holdout: { visitors: 2_000, converted: 130 } };
    const once = differenceInterval(some.invite, some.holdout)!;
    expect(once.low).toBeGreaterThan(0);
    expect(at(0.95, some).low).toBeLessThan(0);
    expect(perAcceptedChat(bought, some, plan)).toBeUndefined();
  });

  it('[UP109] reaches as far as both differences allow, each at half the error', () => {
    const [outcome, more] = [at(0.975, bought), at(0.975, chatted)];
    const found = perAcceptedChat(bought, chatted, plan)!;
    const corners = [outcome.low, outcome.high].flatMap((end) => [end / more.low, end / more.high]);
    expect(found.low).toBeCloseTo(Math.min(...corners), 12);
    expect(found.high).toBeCloseTo(Math.max(...corners), 12);
    // The other way round, too.
    const turned = perAcceptedChat({ invite: bought.holdout, holdout: bought.invite }, chatted, plan)!;
    expect(turned.estimate).toBeLessThan(0);
    expect(turned.low).toBeLessThan(turned.estimate);
    expect(turned.high).toBeGreaterThan(turned.estimate);
  });

  it('[UP121] says nothing impossible: ends and middle lie within −100 and +100 points, and beyond them there is no figure', () => {
    const count = (visitors: number, converted: number) => ({ visitors, converted });
    const some = { invite: count(8_000, 480), holdout: count(8_000, 160) };
    // Without the bound: 0.32 to far above 1.
    const orders = { invite: count(8_000, 500), holdout: count(8_000, 240) };
    const found = perAcceptedChat(orders, some, plan)!;
    const [outcome, more] = [at(0.975, orders), at(0.975, some)];
    expect(outcome.high / more.low).toBeGreaterThan(1);
    expect(found).toEqual({ estimate: outcome.estimate / more.estimate, low: outcome.low / more.high, high: 1 });
    const back = perAcceptedChat({ invite: orders.holdout, holdout: orders.invite }, some, plan)!;
    expect([back.low, back.high, back.estimate]).toEqual(
      [-1, -found.low, -found.estimate].map((one) => expect.closeTo(one, 9)),
    );
    // A middle that cannot be is told as the nearest that can.
    const steep = { invite: count(8_000, 640), holdout: count(8_000, 240) };
    expect(perAcceptedChat(steep, some, plan)).toMatchObject({ estimate: 1, high: 1 });
    // Certainly more buyers than more chats: they do not come by way of the chat.
    const other = { invite: count(8_000, 2_000), holdout: count(8_000, 240) };
    expect(perAcceptedChat(other, some, plan)).toBeUndefined();
    expect(perAcceptedChat({ invite: other.holdout, holdout: other.invite }, some, plan)).toBeUndefined();
  });
});

describe('the verdict', () => {
  const sound: Evidence = {
    holdoutShare: 0.2,
    ratioP: 0.4,
    bothArmsShare: 0.001,
    fullDays: 28,
    fewestConversions: 120,
    interval: { estimate: 0.2, low: 0.05, high: 0.4 },
  };

  it('[UP28] says better or worse only when the interval leaves out nought', () => {
    expect(judge(sound).verdict).toBe('better');
    expect(judge({ ...sound, interval: { estimate: -0.2, low: -0.4, high: -0.05 } }).verdict).toBe('worse');
    expect(judge({ ...sound, interval: { estimate: 0.1, low: -0.1, high: 0.4 } }).verdict).toBe('inconclusive');
  });

  it('[UP29] reads no figure while arms are broken, days or conversions are few, or nobody is held out', () => {
    expect(judge({ ...sound, ratioP: 0.0009 })).toEqual({ verdict: 'invalid', reasons: ['sampleRatio'] });
    expect(judge({ ...sound, bothArmsShare: 0.02, ratioP: 0 }).reasons).toEqual(['sampleRatio', 'bothArms']);
    expect(judge({ ...sound, fullDays: 13, fewestConversions: 49 })).toEqual({
      verdict: 'tooEarly',
      reasons: ['fewDays', 'fewConversions'],
    });
    expect(judge({ ...sound, interval: undefined }).verdict).toBe('tooEarly');
    expect(judge({ ...sound, holdoutShare: 0 })).toEqual({ verdict: 'invalid', reasons: ['noHoldout'] });
  });
});
