import type { Interval } from './intervals.ts';

/** What may be said of an experiment today. */
export type Verdict = 'invalid' | 'tooEarly' | 'inconclusive' | 'better' | 'worse';

/** Why. A closed list; each has its words in the console. */
export type VerdictReason =
  | 'sampleRatio' // the arms are not of the sizes they should be: somebody gets lost
  | 'bothArms' // too many visitors were seen in both arms
  | 'noHoldout' // nobody is held out: nothing can be compared
  | 'fewDays'
  | 'fewConversions'
  | 'coversZero'
  | 'aboveZero'
  | 'belowZero';

export interface Evidence {
  holdoutShare: number;
  /** The smallest p so far of the sample ratio that may be looked at every day: it never rises again. Not the p of one look. */
  ratioP: number;
  /** Visitors seen in both arms over all visitors. */
  bothArmsShare: number;
  fullDays: number;
  /** Conversions in the arm that has fewer. */
  fewestConversions: number;
  /** Always-valid interval of the primary measure; undefined where there is none. */
  interval: Interval | undefined;
}

/** Fixed before the start, the same for everybody. */
export const guards = {
  /** Alarm level usual in open experiment platforms. */
  ratioP: 0.001,
  bothArmsShare: 0.005,
  /** Two whole weeks: weekdays differ. */
  fullDays: 14,
  /** Below this an always-valid interval of revenue is not valid: measured, see docs/uplift.md. */
  fewestConversions: 50,
} as const;

/** The verdict and every reason for it. Guards come first: a figure that cannot be trusted is not read. */
export function judge(evidence: Evidence): { verdict: Verdict; reasons: VerdictReason[] } {
  if (evidence.holdoutShare <= 0) return { verdict: 'invalid', reasons: ['noHoldout'] };
  const broken: VerdictReason[] = [];
  if (evidence.ratioP < guards.ratioP) broken.push('sampleRatio');
  if (evidence.bothArmsShare > guards.bothArmsShare) broken.push('bothArms');
  if (broken.length > 0) return { verdict: 'invalid', reasons: broken };
  const early: VerdictReason[] = [];
  if (evidence.fullDays < guards.fullDays) early.push('fewDays');
  if (evidence.fewestConversions < guards.fewestConversions || !evidence.interval) early.push('fewConversions');
  if (early.length > 0 || !evidence.interval) return { verdict: 'tooEarly', reasons: early };
  if (evidence.interval.low > 0) return { verdict: 'better', reasons: ['aboveZero'] };
  if (evidence.interval.high < 0) return { verdict: 'worse', reasons: ['belowZero'] };
  return { verdict: 'inconclusive', reasons: ['coversZero'] };
}
