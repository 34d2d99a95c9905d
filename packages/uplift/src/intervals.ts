import { zFor } from './normal.ts';

/** Visitors of one arm, and how many of them did what is counted. */
export interface Count {
  visitors: number;
  converted: number;
}

export interface Interval {
  estimate: number;
  low: number;
  high: number;
}

/** Wilson's score interval for one proportion. Source: Wilson, JASA 22 (1927) 209–212. */
export function wilson({ visitors: n, converted: k }: Count, z: number): Interval {
  const p = k / n;
  const middle = p + (z * z) / (2 * n);
  const reach = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  const whole = 1 + (z * z) / n;
  // At the ends rounding would leave a grain below 0 or above 1.
  const low = k === 0 ? 0 : (middle - reach) / whole;
  const high = k === n ? 1 : (middle + reach) / whole;
  return { estimate: p, low, high };
}

const isEmpty = (...counts: Count[]): boolean => counts.some(({ visitors }) => !(visitors > 0));

/**
 * Conversion of `a` less conversion of `b`, with its interval; undefined if an arm is empty.
 *
 * Source: Newcombe, Statistics in Medicine 17 (1998) 873–890, method 10 (hybrid score, no continuity correction). It stays
 * within −1…1 and holds its level with few or no conversions, where the textbook interval does not. For one look at a planned time.
 */
export const differenceInterval = (a: Count, b: Count, confidence = 0.95): Interval | undefined =>
  hybridDifference(a, b, zFor(confidence));

/** The same for any reach `z` in standard errors. */
export function hybridDifference(a: Count, b: Count, z: number): Interval | undefined {
  if (isEmpty(a, b)) return undefined;
  const [wa, wb] = [wilson(a, z), wilson(b, z)];
  const estimate = wa.estimate - wb.estimate;
  return {
    estimate,
    low: estimate - Math.hypot(wa.estimate - wa.low, wb.high - wb.estimate),
    high: estimate + Math.hypot(wa.high - wa.estimate, wb.estimate - wb.low),
  };
}

/** ln of conversion of `a` over conversion of `b`, with its standard error; undefined without conversions in both. */
export function lnRatio(a: Count, b: Count): { lnRatio: number; error: number } | undefined {
  if (isEmpty(a, b) || !(a.converted > 0) || !(b.converted > 0)) return undefined;
  const variance = ({ visitors, converted }: Count) => 1 / converted - 1 / visitors;
  return {
    lnRatio: Math.log(a.converted / a.visitors / (b.converted / b.visitors)),
    error: Math.sqrt(variance(a) + variance(b)),
  };
}

/**
 * Relative uplift of `a` over `b` (0.1 is ten per cent more), with its interval; undefined without conversions in both.
 *
 * Source: Katz, Baptista, Azen, Pike, Biometrics 34 (1978) 469–474: normal on the logarithm of the ratio. For one look at a
 * planned time; while a test runs use `alwaysValidUplift`.
 */
export function upliftInterval(a: Count, b: Count, confidence = 0.95): Interval | undefined {
  const found = lnRatio(a, b);
  if (!found) return undefined;
  const reach = zFor(confidence) * found.error;
  return {
    estimate: Math.expm1(found.lnRatio),
    low: Math.expm1(found.lnRatio - reach),
    high: Math.expm1(found.lnRatio + reach),
  };
}
