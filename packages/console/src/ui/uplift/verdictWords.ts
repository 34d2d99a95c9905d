import type { UpliftReason, UpliftReport } from '@theke/protocol';
import { byPagesOnly } from './byPages.ts';
import { lengthOf, type Say } from './say.ts';

/** One reason for a verdict, and what follows from it. */
export interface Told {
  reason: UpliftReason;
  why: string;
  next: string;
}

/** p of the sample ratio that the verdict is made with, as its logarithm; what is below a double is told as the least there is. */
const ratioLnP = ({ sampleRatio }: UpliftReport): number =>
  Math.log(Math.max(sampleRatio.sequentialP, Number.MIN_VALUE));

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
    case 'toldByPages': {
      const { count, buyers } = byPagesOnly(report);
      return words.reasons.toldByPages({ buyers: figures.count(buyers), confirmed: figures.count(buyers - count) });
    }
    case 'contested':
      return words.reasons.contested({
        contested: figures.count(report.quality.ordersContested),
        orders: figures.count(report.quality.ordersFromShop + report.quality.ordersFromPage),
      });
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

/**
 * What comes before everything else where the groups are broken: nothing of such an experiment can be saved, so a new one has to be
 * started, and how. Empty where nothing is broken, or where nobody is held out: then its own advice starts one.
 */
export function startAnew({ verdict, reasons, experiment }: UpliftReport, { words }: Say): string[] {
  const broken = reasons.includes('sampleRatio') || reasons.includes('bothArms');
  return verdict === 'invalid' && broken ? [words.anew.first, words.anew[experiment.layer]] : [];
}

/** Whether the middle of the interval is likely to come down: a clear result before the planned visitors were there. */
export const isEarlyStop = ({ verdict, arms, experiment }: UpliftReport): boolean =>
  (verdict === 'better' || verdict === 'worse') &&
  arms.invite.visitors + arms.holdout.visitors < experiment.plannedVisitors;
