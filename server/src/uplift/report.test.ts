import type { Experiment } from '@theke/protocol';
import {
  addSums,
  addVisitor,
  alwaysValidRevenueUplift,
  alwaysValidUplift,
  noSums,
  type Sums,
  sampleRatio,
} from '@theke/uplift';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type DayOfArms, type UpliftFacts, upliftReport } from './report.ts';

const dayMs = 86_400_000;
const experiment: Experiment = {
  experimentId: 'exp_1',
  siteId: 'demo',
  layer: 'rule',
  ruleId: 'help',
  version: 1,
  startedAt: 0,
  holdoutShare: 0.2,
  windowMs: 7 * dayMs,
  plannedVisitors: 56_000,
  currency: 'EUR',
};

/** So many visitors of whom so many bought once, for 60 euros. */
const sums = (visitors: number, buyers: number): Sums => ({
  ...Array.from({ length: buyers }, () => ({ revenue: 6_000, orders: 1 })).reduce(addVisitor, noSums),
  visitors,
});
const dayOf = (n: number, invite: [number, number], holdout: [number, number], settled = true): DayOfArms => ({
  day: `2026-06-${String(n + 1).padStart(2, '0')}`,
  settled,
  invite: sums(...invite),
  holdout: sums(...holdout),
});
const days = (count: number, invite: [number, number], holdout: [number, number]) =>
  Array.from({ length: count }, (_, n) => dayOf(n, invite, holdout));
const facts = (more: Partial<UpliftFacts> = {}): UpliftFacts => ({
  experiment,
  untilAt: 28 * dayMs,
  days: days(28, [1_600, 45], [400, 8]),
  bothArms: 0,
  shown: 100,
  dismissed: 20,
  accepted: 40,
  chatted: { invite: 800, holdout: 20 },
  chattersWhoBought: 120,
  agentMinutes: 200,
  quality: { dayOnly: 0, ordersFromPage: 1, ordersFromShop: 2, ordersInOtherCurrency: 0, refundsCents: 0 },
  ...more,
});

it('[UP53] the verdict rests on conversion, by an interval that may be looked at every day', () => {
  const report = upliftReport(facts());
  expect(report).toMatchObject({ verdict: 'better', reasons: ['aboveZero'] });
  const { p, ...interval } = alwaysValidUplift(
    { visitors: 44_800, converted: 1_260 },
    { visitors: 11_200, converted: 224 },
    { plannedVisitors: 56_000 },
  )!;
  expect(report.conversion).toMatchObject({ relative: interval, p });
  expect(report.conversion.relative!.low).toBeGreaterThan(0);
  expect(upliftReport(facts({ days: days(28, [1_600, 32], [400, 8]) })).verdict).toBe('inconclusive');
  expect(upliftReport(facts({ days: days(28, [1_600, 16], [400, 8]) })).verdict).toBe('worse');
});

it('[UP53] revenue does not change the verdict, whatever it says', () => {
  const rich = (one: DayOfArms): DayOfArms => ({
    ...one,
    invite: { ...one.invite, revenue: one.invite.revenue * 5, revenueSquared: one.invite.revenueSquared * 25 },
  });
  const report = upliftReport(facts({ days: days(28, [1_600, 32], [400, 8]).map(rich) }));
  expect(report.revenue.relative!.low).toBeGreaterThan(0);
  expect(report.verdict).toBe('inconclusive');
});

it('[UP54] arms of wrong sizes are invalid, by the test for one look and by the one for every day; nothing is compared then', () => {
  const broken = upliftReport(facts({ days: days(28, [1_520, 45], [400, 8]) }));
  expect(broken).toMatchObject({
    verdict: 'invalid',
    reasons: ['sampleRatio'],
    sampleRatio: { alarm: true, p: sampleRatio([42_560, 11_200], [0.8, 0.2])!.p },
    conversion: { relative: null, absolute: null, p: null },
    revenue: { relative: null, p: null },
    perAcceptedChat: null,
  });
  expect(broken.overTime.every((one) => one.interval === null)).toBe(true);
  expect(broken.arms.invite.visitors).toBe(42_560);
  // Broken for a week, then mended so that the whole fits again: what was lost is lost.
  const mended = upliftReport(facts({ days: [...days(7, [1_400, 40], [400, 8]), ...days(21, [1_667, 47], [400, 8])] }));
  expect(mended.sampleRatio.p).toBeGreaterThan(0.9);
  expect(mended.sampleRatio.sequentialP).toBeLessThan(0.001);
  expect(mended).toMatchObject({ verdict: 'invalid', sampleRatio: { alarm: true } });
});

it('[UP54] visitors in both arms beyond one in two hundred are invalid', () => {
  expect(upliftReport(facts({ bothArms: 280 })).verdict).toBe('better');
  expect(upliftReport(facts({ bothArms: 300 }))).toMatchObject({ verdict: 'invalid', reasons: ['bothArms'] });
});

it('[UP55] better is said only when the days whose windows have closed say so by themselves', () => {
  const open = facts().days.map((one, n) => ({ ...one, settled: n < 4 }));
  expect(upliftReport(facts({ days: open }))).toMatchObject({ verdict: 'tooEarly', reasons: ['fewDays'] });
  const nearly = facts().days.map((one, n) => ({ ...one, settled: n < 26 }));
  expect(upliftReport(facts({ days: nearly }))).toMatchObject({ verdict: 'better', reasons: ['aboveZero'] });
});

it('[UP55] days are counted until the experiment ended, and few of anything is too early', () => {
  const ended = { ...experiment, endedAt: 13.9 * dayMs };
  expect(upliftReport(facts({ experiment: ended }))).toMatchObject({
    verdict: 'tooEarly',
    reasons: ['fewDays'],
    guards: { fullDays: 13, fullDaysNeeded: 14, fewestConversions: 224, fewestConversionsNeeded: 50 },
  });
  expect(upliftReport(facts({ days: days(28, [1_600, 45], [400, 1]) })).reasons).toEqual(['fewConversions']);
  const nobody = upliftReport(
    facts({ days: [], chatted: { invite: 0, holdout: 0 }, chattersWhoBought: 0, accepted: 0 }),
  );
  expect(nobody).toMatchObject({
    verdict: 'tooEarly',
    conversion: { relative: null, absolute: null, p: null },
    orderValue: { invite: null, holdout: null },
    sampleRatio: { p: 1, lnP: 0, alarm: false, sequentialP: 1 },
    overTime: [],
    naive: null,
    cost: { perAcceptedMinutes: null },
    perAcceptedChat: null,
  });
});

it('[UP56] days cumulate: the last one shows what the whole report says', () => {
  const count = fc
    .tuple(fc.integer({ min: 0, max: 800 }), fc.integer({ min: 0, max: 40 }))
    .map(([visitors, buyers]) => [visitors + buyers, buyers] as [number, number]);
  fc.assert(
    fc.property(fc.array(fc.tuple(count, count), { minLength: 1, maxLength: 8 }), (made) => {
      const several = made.map(([invite, holdout], n) => dayOf(n, invite, holdout));
      const report = upliftReport(facts({ days: several, chatted: { invite: 0, holdout: 0 }, chattersWhoBought: 0 }));
      const last = report.overTime.at(-1)!;
      expect(last.interval).toEqual(report.conversion.relative);
      expect(last.visitors).toBe(report.quality.visitors);
      expect(report.arms.invite).toEqual(several.reduce((all, one) => addSums(all, one.invite), noSums));
      const wire = JSON.parse(JSON.stringify(report)) as unknown;
      // What goes over the wire is what was computed: no infinities, no undefined.
      expect(wire).toEqual(report);
    }),
    { numRuns: 60 },
  );
});

it('[UP56] revenue is compared on the log scale; order values and the flow only describe', () => {
  const report = upliftReport(facts());
  const { p, ...interval } = alwaysValidRevenueUplift(report.arms.invite, report.arms.holdout, {
    plannedVisitors: 56_000,
  })!;
  expect(report.revenue).toEqual({ relative: interval, p });
  expect(report.orderValue.invite).toMatchObject({ estimate: 6_000 });
  expect(report.flow).toEqual({
    eligible: { invite: 44_800, holdout: 11_200 },
    shown: 100,
    dismissed: 20,
    accepted: 40,
    chatted: { invite: 800, holdout: 20 },
    ordered: { invite: 1_260, holdout: 224 },
  });
  expect(report.cost).toEqual({ agentMinutes: 200, perAcceptedMinutes: 5 });
});

it('[UP57] the effect of one chat is told only where inviting certainly made more people chat', () => {
  expect(upliftReport(facts()).perAcceptedChat!.low).toBeGreaterThan(0);
  expect(upliftReport(facts({ chatted: { invite: 80, holdout: 20 } })).perAcceptedChat).toBeNull();
});

it('[UP58] the naive figure is chatters against everybody else, in both arms', () => {
  expect(upliftReport(facts()).naive).toEqual({
    chatters: 820,
    others: 55_180,
    chattersRate: 120 / 820,
    othersRate: 1_364 / 55_180,
    ratio: 120 / 820 / (1_364 / 55_180),
  });
  expect(upliftReport(facts({ chatted: { invite: 0, holdout: 0 }, chattersWhoBought: 0 })).naive).toBeNull();
});
