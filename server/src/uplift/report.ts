import type { Experiment, ReportInterval, UpliftReason, UpliftReport, UpliftVerdict } from '@theke/protocol';
import {
  type Arm,
  addSums,
  alwaysValidDifference,
  alwaysValidRevenueUplift,
  alwaysValidUplift,
  type Count,
  type Evidence,
  guards,
  judge,
  noSums,
  orderValue,
  type Plan,
  perAcceptedChat,
  ratioPrior,
  type Sums,
  sampleRatio,
  sampleRatioEvidence,
} from '@theke/uplift';
import { dayMs } from './days.ts';
import { doubtOf, type Tied } from './tied.ts';

/** Sums of those who became eligible on one day; `settled`: all their windows have closed. */
export interface DayOfArms {
  day: string;
  settled: boolean;
  invite: Sums;
  holdout: Sums;
  /** Buyers with an order that the shop's own server told. */
  confirmed: Record<Arm, number>;
}

/** Everything the report is computed from, as read from the tables. */
export interface UpliftFacts {
  experiment: Experiment;
  untilAt: number;
  /** One for each day, oldest first. */
  days: readonly DayOfArms[];
  bothArms: number;
  /** Of these, how many may make it invalid (`leftOut.ts`); without it all. */
  bothArmsThatCount?: number;
  /** How sure it is whose orders they are; without it nothing is doubted. */
  tied?: Tied;
  shown: number;
  dismissed: number;
  accepted: number;
  chatted: { invite: number; holdout: number };
  /** Of those who chatted, in either arm: how many bought. */
  chattersWhoBought: number;
  agentMinutes: number;
  quality: Omit<UpliftReport['quality'], 'visitors'>;
}

interface Arms {
  invite: Sums;
  holdout: Sums;
  confirmed: Record<Arm, number>;
}

const nobody: Arms = { invite: noSums, holdout: noSums, confirmed: { invite: 0, holdout: 0 } };
const add = (a: Arms, b: Arms): Arms => ({
  invite: addSums(a.invite, b.invite),
  holdout: addSums(a.holdout, b.holdout),
  confirmed: {
    invite: a.confirmed.invite + b.confirmed.invite,
    holdout: a.confirmed.holdout + b.confirmed.holdout,
  },
});
/** The same visitors, with no buyers but those whom the shop's own word confirms. */
const confirmedOnly = ({ invite, holdout, confirmed }: Arms): Arms => ({
  invite: { ...invite, buyers: confirmed.invite },
  holdout: { ...holdout, buyers: confirmed.holdout },
  confirmed,
});
const count = ({ visitors, buyers }: Sums): Count => ({ visitors, converted: buyers });
const sizes = ({ invite, holdout }: Arms) => [invite.visitors, holdout.visitors];
const bare = (found: ReportInterval | undefined): ReportInterval | null =>
  found ? { estimate: found.estimate, low: found.low, high: found.high } : null;

/** Relative uplift of conversion, the one measure the verdict rests on. */
const primary = ({ invite, holdout }: Arms, plan: Plan) => alwaysValidUplift(count(invite), count(holdout), plan);

/**
 * The verdict, from the days alone: sample ratio, visitors in both arms, whole days, conversions, and the always-valid interval of
 * the conversion ratio.
 *
 * *Invalid* rests on the sample ratio that may be looked at after every day, on the largest evidence of all days so far: what was
 * broken once stays so. The p of one look is shown beside it and decides nothing; asked daily it would come up in one sound shop of eighty.
 *
 * What pages alone have told can be made up by anybody who opens the shop. So *better* or *worse* is said only when the orders that
 * the shop's own server told say the same by themselves. It asks for more and never for less: no false alarm comes of it.
 *
 * Nor is it said while it is in doubt whose these orders are (`tied.ts`): who claims other people's numbers forges both.
 *
 * While windows are open, buying sooner looks like buying more. So *better* or *worse* is said only when the days whose windows
 * have all closed say the same by themselves; until then it is too early.
 */
export function judgeDays({
  experiment,
  untilAt,
  days,
  bothArms,
  tied,
}: Pick<UpliftFacts, 'experiment' | 'untilAt' | 'days' | 'bothArms' | 'tied'>) {
  const plan: Plan = { plannedVisitors: experiment.plannedVisitors };
  const shares = [1 - experiment.holdoutShare, experiment.holdoutShare];
  const byDay: { day: string; arms: Arms }[] = [];
  let [arms, settled, evidence] = [nobody, nobody, 0];
  for (const one of days) {
    arms = add(arms, one);
    if (one.settled) settled = add(settled, one);
    evidence = Math.max(evidence, sampleRatioEvidence(sizes(arms), shares, ratioPrior(shares)));
    byDay.push({ day: one.day, arms });
  }
  const ratio = sampleRatio(sizes(arms), shares);
  // 0 would be the evidence before anybody came: a p above 1 says nothing.
  const sequentialP = Math.min(1, Math.exp(-evidence));
  const visitors = arms.invite.visitors + arms.holdout.visitors;
  const fullDays = Math.max(
    0,
    Math.floor((Math.min(untilAt, experiment.endedAt ?? untilAt) - experiment.startedAt) / dayMs),
  );
  const common = {
    holdoutShare: experiment.holdoutShare,
    ratioP: sequentialP,
    bothArmsShare: bothArms > 0 ? bothArms / (visitors + bothArms) : 0,
    fullDays,
  };
  const all = judgeBoth(arms, settled, { common, plan });
  const confirmed = judgeBoth(confirmedOnly(arms), confirmedOnly(settled), { common, plan });
  const holds = !isEffect(all.verdict) || confirmed.verdict === all.verdict;
  const doubt = !isEffect(all.verdict) ? null : holds ? tied && doubtOf(tied) : 'toldByPages';
  const { verdict, reasons }: Said = doubt ? { verdict: 'inconclusive', reasons: [doubt] } : all;
  const { interval, fewestConversions } = all;
  return {
    ...{ verdict, reasons, arms, confirmed, byDay, ratio, sequentialP },
    ...{ visitors, interval, fullDays, fewestConversions, plan },
  };
}

interface Said {
  verdict: UpliftVerdict;
  reasons: UpliftReason[];
}

const isEffect = (verdict: UpliftVerdict): boolean => verdict === 'better' || verdict === 'worse';

/** What these arms say, and whether the days whose windows have all closed say so too. */
function judgeBoth(
  arms: Arms,
  settled: Arms,
  { common, plan }: { common: Omit<Evidence, 'interval' | 'fewestConversions'>; plan: Plan },
) {
  const fewestConversions = Math.min(arms.invite.buyers, arms.holdout.buyers);
  const said = (interval: Evidence['interval']): Said => judge({ ...common, fewestConversions, interval });
  const interval = primary(arms, plan);
  const now = said(interval);
  const agreed = !isEffect(now.verdict) || said(primary(settled, plan)).verdict === now.verdict;
  const { verdict, reasons }: Said = agreed ? now : { verdict: 'tooEarly', reasons: ['fewDays'] };
  return { verdict, reasons, interval, fewestConversions };
}

/** The whole report. Pure: the same facts give the same report, anywhere; every formula with its source is in `@theke/uplift`. */
export function upliftReport(facts: UpliftFacts): UpliftReport {
  const { experiment, chatted } = facts;
  const judged = judgeDays({ ...facts, bothArms: facts.bothArmsThatCount ?? facts.bothArms });
  const { arms, plan, visitors } = judged;
  const { invite, holdout } = arms;
  // What was measured with broken arms is not shown: somebody would read it.
  const isSound = judged.verdict !== 'invalid';
  const sound = <T>(found: T): T | undefined => (isSound ? found : undefined);
  const bought = { invite: count(invite), holdout: count(holdout) };
  const interval = sound(judged.interval);
  const absolute = sound(alwaysValidDifference(bought.invite, bought.holdout, plan));
  // Without a cap a few large orders can make it promise more than it holds: measured, see docs/uplift.md.
  const isCut = experiment.capCents !== undefined;
  const revenue = isCut ? sound(alwaysValidRevenueUplift(invite, holdout, plan)) : undefined;
  const chats = {
    invite: { visitors: invite.visitors, converted: chatted.invite },
    holdout: { visitors: holdout.visitors, converted: chatted.holdout },
  };
  return {
    experiment,
    untilAt: facts.untilAt,
    verdict: judged.verdict,
    reasons: judged.reasons,
    arms: { invite, holdout },
    confirmed: {
      buyers: arms.confirmed,
      relative: bare(sound(judged.confirmed.interval)),
      verdict: judged.confirmed.verdict,
    },
    conversion: { relative: bare(interval), absolute: bare(absolute), p: interval?.p ?? null },
    revenue: { relative: bare(revenue), p: revenue?.p ?? null },
    orderValue: { invite: bare(orderValue(invite)), holdout: bare(orderValue(holdout)) },
    sampleRatio: {
      p: judged.ratio?.p ?? 1,
      lnP: judged.ratio?.lnP ?? 0,
      alarm: judged.reasons.includes('sampleRatio'),
      sequentialP: judged.sequentialP,
    },
    bothArms: facts.bothArms,
    overTime: judged.byDay.map(({ day, arms: until }) => ({
      day,
      visitors: until.invite.visitors + until.holdout.visitors,
      interval: bare(sound(primary(until, plan))),
    })),
    flow: {
      eligible: { invite: invite.visitors, holdout: holdout.visitors },
      shown: facts.shown,
      dismissed: facts.dismissed,
      accepted: facts.accepted,
      chatted,
      ordered: { invite: invite.buyers, holdout: holdout.buyers },
    },
    cost: {
      agentMinutes: facts.agentMinutes,
      perAcceptedMinutes: facts.accepted > 0 ? facts.agentMinutes / facts.accepted : null,
    },
    perAcceptedChat: bare(sound(perAcceptedChat(bought, chats, plan))),
    naive: naive(facts, arms, visitors),
    guards: {
      fullDays: judged.fullDays,
      fullDaysNeeded: guards.fullDays,
      fewestConversions: judged.fewestConversions,
      fewestConversionsNeeded: guards.fewestConversions,
    },
    quality: { visitors, ...facts.quality },
  };
}

/**
 * What the field shows: conversion of those who chatted over that of everybody else. `ratio` 1 is the same; null where one side
 * is empty or nobody else bought. People who mean to buy ask more often, so it says nothing of what chatting does.
 */
function naive({ chatted, chattersWhoBought }: UpliftFacts, arms: Arms, visitors: number): UpliftReport['naive'] {
  const chatters = chatted.invite + chatted.holdout;
  const others = visitors - chatters;
  const othersWhoBought = arms.invite.buyers + arms.holdout.buyers - chattersWhoBought;
  if (chatters <= 0 || others <= 0 || othersWhoBought <= 0) return null;
  const [chattersRate, othersRate] = [chattersWhoBought / chatters, othersWhoBought / others];
  return { chatters, others, chattersRate, othersRate, ratio: chattersRate / othersRate };
}
