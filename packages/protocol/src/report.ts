import type { Time } from './conversation.ts';

/** `low` or `high` may be missing where that end is open. */
export interface ReportInterval {
  estimate: number;
  low: number;
  high: number;
}

export type UpliftVerdict = 'invalid' | 'tooEarly' | 'inconclusive' | 'better' | 'worse';
export type UpliftReason =
  | 'noHoldout'
  | 'sampleRatio'
  | 'bothArms'
  | 'fewDays'
  | 'fewConversions'
  /** It would be *better* or *worse*, but not by what the shop's own server told: what pages tell can be made up. */
  | 'toldByPages'
  /** The same, but several visitors claimed too many of these orders: somebody tries to get other people's. */
  | 'contested'
  /** The same, but for most of these orders it is not known whose they are: whoever claims them decides. */
  | 'fewTied'
  | 'coversZero'
  | 'aboveZero'
  | 'belowZero';

/** The seven sums of one arm; money in cents, cut at the cap. */
export interface ArmSums {
  visitors: number;
  buyers: number;
  revenue: number;
  revenueSquared: number;
  orders: number;
  ordersSquared: number;
  revenueOrders: number;
}

/** One rule in one version, or the programme as a whole, with a part of the visitors held out. */
export interface Experiment {
  experimentId: string;
  siteId: string;
  layer: 'rule' | 'programme';
  ruleId: string;
  version: number;
  startedAt: Time;
  /** Set when a newer version took its place. */
  endedAt?: Time;
  holdoutShare: number;
  /** Orders count so long after the moment a visitor became eligible. */
  windowMs: number;
  plannedVisitors: number;
  /** Frozen at the start; absent where there were too few orders before. */
  capCents?: number;
  currency: string;
}

/** One experiment in a list: enough to choose by. */
export interface ExperimentLine extends Experiment {
  visitors: number;
  verdict: UpliftVerdict;
}

/** Everything the uplift report shows; recomputed from stored sums and rows, by anyone. */
export interface UpliftReport {
  experiment: Experiment;
  untilAt: Time;
  verdict: UpliftVerdict;
  reasons: UpliftReason[];
  arms: { invite: ArmSums; holdout: ArmSums };
  /** Relative uplift with an interval that may be looked at every day; null where there is nothing to compare. */
  conversion: { relative: ReportInterval | null; absolute: ReportInterval | null; p: number | null };
  revenue: { relative: ReportInterval | null; p: number | null };
  /**
   * The same judgement without orders that pages alone have told. *Better* and *worse* are said only where it says so too. `buyers`
   * have at least one order that the shop's own server told.
   */
  confirmed: { buyers: { invite: number; holdout: number }; relative: ReportInterval | null; verdict: UpliftVerdict };
  /** Describes those who bought; compares nothing. In cents. */
  orderValue: { invite: ReportInterval | null; holdout: ReportInterval | null };
  sampleRatio: { p: number; lnP: number; alarm: boolean; sequentialP: number };
  /** Visitors seen in both arms: left out, and counted. */
  bothArms: number;
  /** Cumulated to the end of each day of eligibility; `day` is YYYY-MM-DD in the shop's zone. */
  overTime: { day: string; visitors: number; interval: ReportInterval | null }[];
  flow: {
    eligible: { invite: number; holdout: number };
    shown: number;
    dismissed: number;
    accepted: number;
    chatted: { invite: number; holdout: number };
    ordered: { invite: number; holdout: number };
  };
  /** What it cost: minutes agents spent in conversations that began with this invitation. */
  cost: { agentMinutes: number; perAcceptedMinutes: number | null };
  /** Change of conversion per accepted chat, where it can be told at all. */
  perAcceptedChat: ReportInterval | null;
  /** Chatters against all others: what the field shows, and why it means nothing. */
  naive: { chatters: number; others: number; chattersRate: number; othersRate: number; ratio: number } | null;
  /** Days and conversions that a verdict waits for. */
  guards: { fullDays: number; fullDaysNeeded: number; fewestConversions: number; fewestConversionsNeeded: number };
  /** What the data are made of. */
  quality: {
    visitors: number;
    /** Known for a day only, because nothing may be kept in their browser. */
    dayOnly: number;
    ordersFromPage: number;
    ordersFromShop: number;
    /** Pages of several visitors told the same order: a page's word counts for none of them. */
    ordersContested: number;
    /** A page told them, but not near the time that the shop gave: counted for nobody by the page's word. */
    ordersClaimedLate: number;
    ordersInOtherCurrency: number;
    refundsCents: number;
  };
}

/** What this shop's traffic can prove, told before the start. */
export interface UpliftPlan {
  /** Eligible visitors a day, of the last 28 days; null when nothing is known yet. */
  visitorsPerDay: number | null;
  baseRate: number | null;
  /** What both rest on: eligible visitors, over how many days, and how many of `followed` of them bought in the window. */
  basis: { visitors: number; days: number; followed: number; buyers: number; windowMs: number };
  /** For several hold-outs: the smallest relative uplift that 28 days can prove. */
  provable: { holdoutShare: number; lift: number | null }[];
  /** The same for shops of other sizes, where nothing is known of this one: eligible visitors in 28 days, and the lift they prove. */
  examples: { baseRate: number; holdoutShare: number; rows: { visitors: number; lift: number | null }[] };
}
