import type {
  ArmSums,
  Experiment,
  ExperimentLine,
  ReportInterval,
  UpliftPlan,
  UpliftReport,
  UpliftVerdict,
} from '@theke/protocol';
import {
  alwaysValidDifference,
  alwaysValidReach,
  alwaysValidRevenueUplift,
  alwaysValidUplift,
  guards,
  judge,
  noSums,
  orderValue,
  perAcceptedChat,
  sampleRatio,
  smallestProvableLift,
} from '@theke/uplift';
import { dice, oneDay } from './upliftTraffic.ts';

// Reports of shops that are not there, computed as the server computes them, so that their figures fit together.

const dayMs = 86_400_000;
const startedAt = Date.UTC(2026, 8, 7, 6, 30);

interface Shop {
  days: number;
  perDay: number;
  baseRate: number;
  /** The truth: 0.2 is a fifth more. */
  effect: number;
  share?: number;
  /** Part of the held-out visitors that gets lost: a broken measurement. */
  losesHoldout?: number;
  bothArms?: number;
  seed?: number;
}

const countOf = (arm: ArmSums) => ({ visitors: arm.visitors, converted: arm.buyers });
const bare = (interval: (ReportInterval & { p?: number }) | undefined): ReportInterval | null =>
  interval ? { estimate: interval.estimate, low: interval.low, high: interval.high } : null;

export const experimentOf = (more: Partial<Experiment> = {}): Experiment => ({
  experimentId: 'exp_checkout',
  siteId: 'demo',
  layer: 'rule',
  ruleId: 'checkout-help',
  version: 3,
  startedAt,
  holdoutShare: 0.2,
  windowMs: 7 * dayMs,
  plannedVisitors: 50_000,
  capCents: 38_000,
  currency: 'EUR',
  ...more,
});

/** The report of a made-up shop. */
export function reportOf(shop: Shop, more: Partial<Experiment> = {}): UpliftReport {
  const share = shop.share ?? 0.2;
  const experiment = experimentOf({ holdoutShare: share, ...more });
  const roll = dice(shop.seed ?? 11);
  let [invite, holdout] = [noSums, noSums];
  const overTime: UpliftReport['overTime'] = [];
  const plan = { plannedVisitors: experiment.plannedVisitors };
  for (let day = 0; day < shop.days; day++) {
    const today = Math.round(shop.perDay * (0.85 + 0.3 * roll()));
    const kept = Math.round(today * share * (1 - (shop.losesHoldout ?? 0)));
    invite = oneDay(invite, today - Math.round(today * share), shop.baseRate * (1 + shop.effect), roll);
    holdout = oneDay(holdout, kept, shop.baseRate, roll);
    overTime.push({
      day: new Date(startedAt + day * dayMs).toISOString().slice(0, 10),
      visitors: invite.visitors + holdout.visitors,
      interval: bare(alwaysValidUplift(countOf(invite), countOf(holdout), plan)),
    });
  }
  const all = invite.visitors + holdout.visitors;
  const conversion = alwaysValidUplift(countOf(invite), countOf(holdout), plan);
  const absolute = alwaysValidDifference(countOf(invite), countOf(holdout), plan);
  const ratio = sampleRatio([invite.visitors, holdout.visitors], [1 - share, share]);
  const revenue = alwaysValidRevenueUplift(invite, holdout, plan);
  const shown = Math.round(invite.visitors * 0.97);
  const accepted = Math.round(shown * 0.06);
  const chatted = {
    invite: Math.round(accepted * 0.96 + invite.visitors * 0.004),
    holdout: Math.round(holdout.visitors * 0.006),
  };
  const fewestConversions = Math.min(invite.buyers, holdout.buyers);
  const bothArms = shop.bothArms ?? Math.round(all * 0.0008);
  const chatters = chatted.invite + chatted.holdout;
  const [chattersRate, othersRate] = [Math.min(0.9, shop.baseRate * 7.2), shop.baseRate * 0.94];
  const sequentialP = Math.min(1, (ratio?.p ?? 1) * 4);
  const said = judge({
    holdoutShare: share,
    ratioP: sequentialP,
    bothArmsShare: bothArms / Math.max(1, all),
    fullDays: shop.days,
    fewestConversions,
    interval: conversion,
  });
  return {
    experiment,
    untilAt: startedAt + shop.days * dayMs,
    ...said,
    arms: { invite, holdout },
    conversion: { relative: bare(conversion), absolute: bare(absolute), p: conversion?.p ?? null },
    revenue: { relative: bare(revenue), p: revenue?.p ?? null },
    confirmed: {
      buyers: { invite: invite.buyers - Math.round(invite.buyers * 0.02), holdout: holdout.buyers },
      relative: bare(conversion),
      verdict: said.verdict,
    },
    orderValue: { invite: bare(orderValue(invite)), holdout: bare(orderValue(holdout)) },
    sampleRatio: {
      p: ratio?.p ?? 1,
      lnP: ratio?.lnP ?? 0,
      alarm: said.reasons.includes('sampleRatio'),
      sequentialP,
    },
    bothArms,
    overTime,
    flow: {
      eligible: { invite: invite.visitors, holdout: holdout.visitors },
      shown,
      dismissed: Math.round(shown * 0.31),
      accepted,
      chatted,
      ordered: { invite: invite.buyers, holdout: holdout.buyers },
    },
    cost: { agentMinutes: accepted * 6.4, perAcceptedMinutes: accepted ? 6.4 : null },
    perAcceptedChat: bare(
      perAcceptedChat(
        { invite: countOf(invite), holdout: countOf(holdout) },
        {
          invite: { visitors: invite.visitors, converted: chatted.invite },
          holdout: { visitors: holdout.visitors, converted: chatted.holdout },
        },
        plan,
      ),
    ),
    naive: { chatters, others: all - chatters, chattersRate, othersRate, ratio: chattersRate / othersRate },
    guards: {
      fullDays: shop.days,
      fullDaysNeeded: guards.fullDays,
      fewestConversions,
      fewestConversionsNeeded: guards.fewestConversions,
    },
    quality: {
      visitors: all,
      dayOnly: Math.round(all * 0.11),
      ordersFromPage: Math.round(invite.orders * 0.02),
      ordersFromShop: invite.orders + holdout.orders - Math.round(invite.orders * 0.02),
      ordersContested: 0,
      ordersClaimedLate: 0,
      ordersInOtherCurrency: 2,
      refundsCents: 184_300,
    },
  };
}

const shops: Record<UpliftVerdict, [Shop, Partial<Experiment>]> = {
  better: [
    { days: 35, perDay: 1_370, baseRate: 0.031, effect: 0.24 },
    { experimentId: 'exp_checkout', endedAt: startedAt + 42 * dayMs },
  ],
  inconclusive: [
    { days: 21, perDay: 640, baseRate: 0.028, effect: 0.03, seed: 4 },
    { experimentId: 'exp_sizes', ruleId: 'size-adviser', version: 1 },
  ],
  worse: [
    { days: 31, perDay: 1_900, baseRate: 0.034, effect: -0.25, seed: 8 },
    { experimentId: 'exp_exit', ruleId: 'leaving-product', version: 2, plannedVisitors: 80_000 },
  ],
  tooEarly: [
    { days: 11, perDay: 520, baseRate: 0.03, effect: 0.1, seed: 3 },
    { experimentId: 'exp_all', layer: 'programme', ruleId: '', version: 1, holdoutShare: 0.1 },
  ],
  invalid: [
    { days: 18, perDay: 1_500, baseRate: 0.03, effect: 0.1, losesHoldout: 0.06, seed: 4 },
    { experimentId: 'exp_voucher', ruleId: 'voucher-error', version: 4 },
  ],
};

/** One report for each verdict. */
export const reports = Object.fromEntries(
  Object.entries(shops).map(([verdict, [shop, more]]) => [verdict, reportOf(shop, more)]),
) as Record<UpliftVerdict, UpliftReport>;

/** A clear effect that only pages tell of: the shop's own server told so many buyers of each group, by default none. */
export const toldByPages = (buyers = { invite: 0, holdout: 0 }): UpliftReport => ({
  ...reports.better,
  verdict: 'inconclusive',
  reasons: ['toldByPages'],
  confirmed: { buyers, relative: null, verdict: 'tooEarly' },
});

/** The line a list shows of a report. */
export const lineOf = ({ experiment, verdict, arms }: UpliftReport): ExperimentLine => ({
  ...experiment,
  verdict,
  visitors: arms.invite.visitors + arms.holdout.visitors,
});

/** What the traffic of a small shop can prove, or nothing known. */
export function planOf(visitorsPerDay: number | null = 371): UpliftPlan {
  const baseRate = 0.031;
  const liftOf = (visitors: number, design: { baseRate: number; holdoutShare: number }) =>
    smallestProvableLift({ ...design, visitors, reach: alwaysValidReach(visitors, { plannedVisitors: visitors }) }) ??
    null;
  const example = { baseRate: 0.02, holdoutShare: 0.2 };
  const examples = {
    ...example,
    rows: [2_000, 10_000, 50_000].map((visitors) => ({ visitors, lift: liftOf(visitors, example) })),
  };
  const none = { visitors: 0, days: 0, followed: 0, buyers: 0, windowMs: 7 * dayMs };
  if (visitorsPerDay === null) return { visitorsPerDay: null, baseRate: null, basis: none, provable: [], examples };
  const visitors = visitorsPerDay * 28;
  const followed = Math.round(visitors * 0.75);
  return {
    visitorsPerDay,
    baseRate,
    basis: { visitors, days: 28, followed, buyers: Math.round(followed * baseRate), windowMs: 7 * dayMs },
    provable: [0.05, 0.1, 0.2, 0.5].map((holdoutShare) => ({
      holdoutShare,
      lift: liftOf(visitors, { baseRate, holdoutShare }),
    })),
    examples,
  };
}
