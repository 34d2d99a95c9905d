import type { Experiment, ReportInterval, UpliftReport } from '@theke/protocol';
import {
  addSums,
  alwaysValidDifference,
  alwaysValidRevenueUplift,
  alwaysValidUplift,
  type Count,
  guards,
  judge,
  noSums,
  orderValue,
  type Plan,
  perAcceptedChat,
  type Sums,
  sampleRatio,
  sampleRatioEvidence,
} from '@theke/uplift';

const dayMs = 86_400_000;

/** Sums of those who became eligible on one day; `settled`: all their windows have closed. */
export interface DayOfArms {
  day: string;
  settled: boolean;
  invite: Sums;
  holdout: Sums;
}

/** Everything the report is computed from, as read from the tables. */
export interface UpliftFacts {
  experiment: Experiment;
  untilAt: number;
  /** One for each day, oldest first. */
  days: readonly DayOfArms[];
  bothArms: number;
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
}

const nobody: Arms = { invite: noSums, holdout: noSums };
const add = (a: Arms, b: Arms): Arms => ({
  invite: addSums(a.invite, b.invite),
  holdout: addSums(a.holdout, b.holdout),
});
const count = ({ visitors, buyers }: Sums): Count => ({ visitors, converted: buyers });
const sizes = ({ invite, holdout }: Arms) => [invite.visitors, holdout.visitors];
const bare = (found: ReportInterval | undefined): ReportInterval | null =>
  found ? { estimate: found.estimate, low: found.low, high: found.high } : null;

/** Relative uplift of conversion, the one measure the verdict rests on. */
const primary = ({ invite, holdout }: Arms, plan: Plan) => alwaysValidUplift(count(invite), count(holdout), plan);

/**
 * The verdict, from the days alone: sample ratio (the test for one look, and the one that may be looked at after every day),
 * visitors in both arms, whole days, conversions, and the always-valid interval of the conversion ratio.
 *
 * While windows are open, buying sooner looks like buying more. So *better* or *worse* is said only when the days whose windows
 * have all closed say the same by themselves; until then it is too early.
 */
export function judgeDays({
  experiment,
  untilAt,
  days,
  bothArms,
}: Pick<UpliftFacts, 'experiment' | 'untilAt' | 'days' | 'bothArms'>) {
  const plan: Plan = { plannedVisitors: experiment.plannedVisitors };
  const shares = [1 - experiment.holdoutShare, experiment.holdoutShare];
  const byDay: { day: string; arms: Arms }[] = [];
  let [arms, settled, evidence] = [nobody, nobody, 0];
  for (const one of days) {
    arms = add(arms, one);
    if (one.settled) settled = add(settled, one);
    evidence = Math.max(evidence, sampleRatioEvidence(sizes(arms), shares));
    byDay.push({ day: one.day, arms });
  }
  const ratio = sampleRatio(sizes(arms), shares);
  // 0 would be the evidence before anybody came: a p above 1 says nothing.
  const sequentialP = Math.min(1, Math.exp(-evidence));
  const visitors = arms.invite.visitors + arms.holdout.visitors;
  const interval = primary(arms, plan);
  const fullDays = Math.max(
    0,
    Math.floor((Math.min(untilAt, experiment.endedAt ?? untilAt) - experiment.startedAt) / dayMs),
  );
  const fewestConversions = Math.min(arms.invite.buyers, arms.holdout.buyers);
  const common = {
    holdoutShare: experiment.holdoutShare,
    ratioP: Math.min(ratio?.p ?? 1, sequentialP),
    bothArmsShare: bothArms > 0 ? bothArms / (visitors + bothArms) : 0,
    fullDays,
    fewestConversions,
  };
  const said = judge({ ...common, interval });
  const isEffect = said.verdict === 'better' || said.verdict === 'worse';
  const agreed = !isEffect || judge({ ...common, interval: primary(settled, plan) }).verdict === said.verdict;
  const { verdict, reasons }: ReturnType<typeof judge> = agreed ? said : { verdict: 'tooEarly', reasons: ['fewDays'] };
  return { verdict, reasons, arms, byDay, ratio, sequentialP, visitors, interval, fullDays, fewestConversions, plan };
}

/** The whole report. Pure: the same facts give the same report, anywhere; every formula with its source is in `@theke/uplift`. */
export function upliftReport(facts: UpliftFacts): UpliftReport {
  const { experiment, chatted } = facts;
  const judged = judgeDays(facts);
  const { arms, plan, visitors } = judged;
  const { invite, holdout } = arms;
  // What was measured with broken arms is not shown: somebody would read it.
  const isSound = judged.verdict !== 'invalid';
  const sound = <T>(found: T): T | undefined => (isSound ? found : undefined);
  const interval = sound(judged.interval);
  const absolute = sound(alwaysValidDifference(count(invite), count(holdout), plan));
  const revenue = sound(alwaysValidRevenueUplift(invite, holdout, plan));
  const chats = (arm: 'invite' | 'holdout'): Count => ({ visitors: arms[arm].visitors, converted: chatted[arm] });
  return {
    experiment,
    untilAt: facts.untilAt,
    verdict: judged.verdict,
    reasons: judged.reasons,
    arms,
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
    perAcceptedChat: absolute ? bare(perAcceptedChat(absolute, chats('invite'), chats('holdout'))) : null,
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
