import type { ArmSums, Experiment, ExperimentLine, ReportInterval, UpliftReason, UpliftReport } from '@theke/protocol';
import * as v from 'valibot';
import type { ServiceReport } from '../service.ts';
import { count, share, strings, time } from './words.ts';

const number = v.number();
const perhaps = v.nullable(number);
const verdict = v.picklist(['invalid', 'tooEarly', 'inconclusive', 'better', 'worse']);
const reasons = {
  noHoldout: 'nobody is held out',
  sampleRatio:
    'the groups have sizes the lot cannot explain; find the cause and start a new version, this one stays invalid',
  bothArms: 'more than 0.5 % were in both groups; likewise',
  fewDays: 'under 14 full days, or orders of the last visitors still come in',
  fewConversions: 'under 50 buyers in one group',
  toldByPages: 'the difference does not hold without orders that only pages told',
  contested: 'several visitors claimed too many of the orders',
  fewTied: 'of more than half of the shop’s orders it is unknown whose they are',
  coversZero: 'the interval holds both a loss and a gain',
  aboveZero: 'the whole interval is a gain',
  belowZero: 'the whole interval is a loss',
} satisfies Record<UpliftReason, string>;
const reason = v.pipe(
  v.picklist(Object.keys(reasons) as UpliftReason[]),
  v.description(
    `Why the verdict is what it is. ${Object.entries(reasons)
      .map(([code, say]) => `${code}: ${say}`)
      .join('. ')}.`,
  ),
);

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
    perAcceptedChat: v.pipe(
      perhapsInterval,
      v.description(
        'Change of the share who order by one accepted chat, −1 to 1, if an invitation works by way of the chat alone. Null: it cannot be told. Wider than 1 it says little, and the console does not show it.',
      ),
    ),
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
  why: v.optional(
    v.pipe(
      reason,
      v.description(
        'The first of the report’s reasons; noHoldout where there is no report. Each is explained at `reasons` of the report.',
      ),
    ),
  ),
  experiments: v.array(line),
  report: v.nullable(report),
});
