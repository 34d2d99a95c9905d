import { type Count, hybridDifference, type Interval, lnRatio } from './intervals.ts';

/** How a test was planned. Fixed before it starts: changing it afterwards takes away the guarantee. */
export interface Plan {
  /** Visitors of both arms at which the interval is to be narrowest. */
  plannedVisitors: number;
  /** Default 0.95. */
  confidence?: number;
}

const rho = (alpha: number, plannedVisitors: number): number =>
  Math.sqrt((-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha) + 1)) / plannedVisitors);

/**
 * How many standard errors an interval must reach so that it holds at all times at once, however often one looks.
 *
 * √N · √( 2(Nρ²+1)/(N²ρ²) · ln(√(Nρ²+1)/α) ) with ρ² = (−2 ln α + ln(−2 ln α + 1))/N*. At N = N* and 0.95: 3.035 instead of 1.96.
 * Source: asymptotic confidence sequence, Waudby-Smith, Arbour, Sinha, Kennedy, Ramdas (arXiv 2103.06476), eq. 9 and appendix on ρ.
 */
export function alwaysValidReach(visitors: number, { plannedVisitors, confidence = 0.95 }: Plan): number {
  const alpha = 1 - confidence;
  const r2 = rho(alpha, plannedVisitors) ** 2;
  const grown = visitors * r2 + 1;
  return Math.sqrt(((2 * grown) / (visitors * r2)) * Math.log(Math.sqrt(grown) / alpha));
}

/** The p that goes with it: min(1, √(Nρ²+1) · exp(−ρ²N z² / 2(Nρ²+1))). Same source. `z` is the estimate in standard errors. */
export function alwaysValidP(z: number, visitors: number, { plannedVisitors, confidence = 0.95 }: Plan): number {
  const nr2 = visitors * rho(1 - confidence, plannedVisitors) ** 2;
  return Math.min(1, Math.exp(0.5 * Math.log(nr2 + 1) - (nr2 * z * z) / (2 * (nr2 + 1))));
}

/**
 * Relative uplift of conversion with an interval that may be looked at every day; undefined without conversions in both arms.
 *
 * On the logarithm of the ratio, where a small hold-out does not bend it to one side.
 */
export function alwaysValidUplift(a: Count, b: Count, plan: Plan): (Interval & { p: number }) | undefined {
  const found = lnRatio(a, b);
  if (!found) return undefined;
  const visitors = a.visitors + b.visitors;
  const reach = alwaysValidReach(visitors, plan) * found.error;
  return {
    estimate: Math.expm1(found.lnRatio),
    low: Math.expm1(found.lnRatio - reach),
    high: Math.expm1(found.lnRatio + reach),
    p: alwaysValidP(found.lnRatio / found.error, visitors, plan),
  };
}

/**
 * Conversion of `a` less conversion of `b`, as an interval that may be looked at every day; undefined if an arm is empty.
 *
 * Newcombe's hybrid score interval (see `differenceInterval`) with the reach of the confidence sequence in place of 1.96, so that it
 * stays within −1…1. Says in points what `alwaysValidUplift` says in per cent; verdicts rest on that one.
 */
export const alwaysValidDifference = (a: Count, b: Count, plan: Plan): Interval | undefined =>
  hybridDifference(a, b, alwaysValidReach(a.visitors + b.visitors, plan));
