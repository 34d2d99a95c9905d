import type { ArmSums, Experiment, ExperimentLine, ReportInterval, UpliftReport } from '@theke/protocol';
import * as v from 'valibot';
import type { ServiceReport } from '../service.ts';
import { count, share, strings, time } from './words.ts';

const number = v.number();
const perhaps = v.nullable(number);
const verdict = v.picklist(['invalid', 'tooEarly', 'inconclusive', 'better', 'worse']);
const reason = v.picklist([
  'noHoldout',
  'sampleRatio',
  'bothArms',
  'fewDays',
  'fewConversions',
  'toldByPages',
  'contested',
  'fewTied',
  'coversZero',
  'aboveZero',
  'belowZero',
]);

/** What conversations of a stretch of time were like. Null where there is nothing to compute from. */
export const service = v.pipe(
  v.object({
    since: time,
    until: time,
    conversations: count,
    answered: count,
    waiting: count,
    ended: count,
    firstReplyMs: v.object({ median: perhaps, p90: perhaps }),
    rating: v.object({ count, mean: perhaps }),
  }),
  v.title('ServiceReport'),
) satisfies v.GenericSchema<ServiceReport & { since: number; until: number }>;

const experiment = {
  ...strings('experimentId', 'siteId', 'ruleId', 'currency'),
  layer: v.picklist(['rule', 'programme']),
  version: count,
  startedAt: time,
  endedAt: v.optional(time),
  holdoutShare: share,
  windowMs: count,
  plannedVisitors: count,
  capCents: v.optional(count),
};

const theExperiment = v.pipe(v.object(experiment), v.title('Experiment')) satisfies v.GenericSchema<Experiment>;
const line = v.pipe(
  v.object({ ...experiment, visitors: count, verdict }),
  v.title('ExperimentLine'),
) satisfies v.GenericSchema<ExperimentLine>;

const interval = v.pipe(
  v.object({ estimate: number, low: number, high: number }),
  v.title('Interval'),
) satisfies v.GenericSchema<ReportInterval>;
const perhapsInterval = v.nullable(interval);
const perArm = v.object({ invite: count, holdout: count });

const sums = v.pipe(
  v.object({
    visitors: count,
    buyers: count,
    revenue: number,
    revenueSquared: number,
    orders: count,
    ordersSquared: count,
    revenueOrders: number,
  }),
  v.title('ArmSums'),
  v.description('The seven sums of one arm; money in cents, cut at the cap.'),
) satisfies v.GenericSchema<ArmSums>;

const report = v.pipe(
  v.object({
    experiment: theExperiment,
    untilAt: time,
    verdict,
    reasons: v.array(reason),
    arms: v.object({ invite: sums, holdout: sums }),
    conversion: v.object({ relative: perhapsInterval, absolute: perhapsInterval, p: perhaps }),
    revenue: v.object({ relative: perhapsInterval, p: perhaps }),
    confirmed: v.pipe(
      v.object({ buyers: perArm, relative: perhapsInterval, verdict }),
      v.description('The same judgement by what the shop’s own server told alone.'),
    ),
    orderValue: v.object({ invite: perhapsInterval, holdout: perhapsInterval }),
    sampleRatio: v.object({ p: number, lnP: number, alarm: v.boolean(), sequentialP: number }),
    bothArms: count,
    overTime: v.array(v.object({ day: v.string(), visitors: count, interval: perhapsInterval })),
    flow: v.object({
      eligible: perArm,
      shown: count,
      dismissed: count,
      accepted: count,
      chatted: perArm,
      ordered: perArm,
    }),
    cost: v.object({ agentMinutes: number, perAcceptedMinutes: perhaps }),
    perAcceptedChat: perhapsInterval,
    naive: v.nullable(
      v.object({ chatters: count, others: count, chattersRate: number, othersRate: number, ratio: number }),
    ),
    guards: v.object({
      fullDays: count,
      fullDaysNeeded: count,
      fewestConversions: count,
      fewestConversionsNeeded: count,
    }),
    quality: v.object({
      visitors: count,
      dayOnly: count,
      ordersFromPage: count,
      ordersFromShop: count,
      ordersContested: count,
      ordersClaimedLate: count,
      ordersInOtherCurrency: count,
      refundsCents: number,
    }),
  }),
  v.title('UpliftReport'),
) satisfies v.GenericSchema<UpliftReport>;

/** Verdict, its reason, every experiment, and the report of one. */
export const uplift = v.object({
  verdict,
  why: v.optional(reason),
  experiments: v.array(line),
  report: v.nullable(report),
});
