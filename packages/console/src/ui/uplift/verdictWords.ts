import type { UpliftReason, UpliftReport } from '@theke/protocol';
import { lengthOf, type Say } from './say.ts';

/** One reason for a verdict, and what follows from it. */
export interface Told {
  reason: UpliftReason;
  why: string;
  next: string;
}

// Below it the sizes of the groups do not fit; the same limit the verdict is made with.
const ratioAlarm = 0.001;

/** p of the sample ratio as its logarithm: the one that raised the alarm where only the sequential test did. */
function ratioLnP({ sampleRatio: { p, lnP, sequentialP } }: UpliftReport): number {
  if (p >= ratioAlarm && sequentialP < ratioAlarm) return Math.log(Math.max(sequentialP, Number.MIN_VALUE));
  return lnP;
}

function whyOf(reason: UpliftReason, report: UpliftReport, { words, figures }: Say): string {
  const { arms, guards, experiment } = report;
  switch (reason) {
    case 'sampleRatio': {
      const all = arms.invite.visitors + arms.holdout.visitors;
      return words.reasons.sampleRatio({
        p: figures.tinyP(ratioLnP(report)),
        invite: figures.count(arms.invite.visitors),
        holdout: figures.count(arms.holdout.visitors),
        plannedInvite: figures.count(all * (1 - experiment.holdoutShare)),
        plannedHoldout: figures.count(all * experiment.holdoutShare),
      });
    }
    case 'bothArms':
      return words.reasons.bothArms({
        both: figures.count(report.bothArms),
        visitors: figures.count(arms.invite.visitors + arms.holdout.visitors + report.bothArms),
      });
    case 'fewDays':
      // The days are there, but not every visitor's time to order is over.
      if (guards.fullDays >= guards.fullDaysNeeded)
        return words.reasons.openWindows({ window: lengthOf(experiment.windowMs, { words, figures }) });
      return words.reasons.fewDays({
        days: figures.count(guards.fullDays),
        needed: figures.count(guards.fullDaysNeeded),
      });
    case 'fewConversions':
      return words.reasons.fewConversions({
        conversions: figures.count(guards.fewestConversions),
        needed: figures.count(guards.fewestConversionsNeeded),
      });
    default:
      return words.reasons[reason];
  }
}

/** Every reason of a report in sentences, in the order in which the verdict gives them. */
export const toldOf = (report: UpliftReport, say: Say): Told[] =>
  report.reasons.map((reason) => ({
    reason,
    why: whyOf(reason, report, say),
    next: say.words.nexts[reason],
  }));

/** Whether the middle of the interval is likely to come down: a clear result before the planned visitors were there. */
export const isEarlyStop = ({ verdict, arms, experiment }: UpliftReport): boolean =>
  (verdict === 'better' || verdict === 'worse') &&
  arms.invite.visitors + arms.holdout.visitors < experiment.plannedVisitors;
