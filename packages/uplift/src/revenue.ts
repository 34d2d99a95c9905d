import { alwaysValidP, alwaysValidReach, type Plan } from './alwaysValid.ts';
import { studentReach, studentTwoSided } from './beta.ts';
import type { Interval } from './intervals.ts';
import { zFor } from './normal.ts';
import { meanRevenue, type Sums } from './sums.ts';

/** ln of revenue per visitor of `a` over that of `b`, with its standard error (delta method); undefined without revenue in both. */
export function lnRevenueRatio(a: Sums, b: Sums): { lnRatio: number; error: number } | undefined {
  const [ma, mb] = [meanRevenue(a), meanRevenue(b)];
  if (!ma || !mb || !(ma.mean > 0) || !(mb.mean > 0)) return undefined;
  return {
    lnRatio: Math.log(ma.mean / mb.mean),
    error: Math.sqrt(ma.variance / ma.mean ** 2 + mb.variance / mb.mean ** 2),
  };
}

const around = ({ lnRatio, error }: { lnRatio: number; error: number }, reach: number): Interval => ({
  estimate: Math.expm1(lnRatio),
  low: Math.expm1(lnRatio - reach * error),
  high: Math.expm1(lnRatio + reach * error),
});

/**
 * Relative uplift of revenue per visitor, exp(ln(m₁/m₀) ± z·√(v₁/m₁² + v₀/m₀²)) − 1, for one look at a planned time.
 *
 * On the log scale, with order values capped beforehand: the plain difference misses on one side when the hold-out is small and
 * orders are of very unequal size. Source: delta method on the log of a ratio of means, e.g. Casella & Berger, 2nd ed., 5.5.24.
 */
export function revenueUplift(a: Sums, b: Sums, confidence = 0.95): Interval | undefined {
  const found = lnRevenueRatio(a, b);
  return found && around(found, zFor(confidence));
}

/** The same as an interval that may be looked at every day; see `alwaysValidUplift` for the source. */
export function alwaysValidRevenueUplift(a: Sums, b: Sums, plan: Plan): (Interval & { p: number }) | undefined {
  const found = lnRevenueRatio(a, b);
  if (!found) return undefined;
  const visitors = a.visitors + b.visitors;
  return {
    ...around(found, alwaysValidReach(visitors, plan)),
    p: alwaysValidP(found.lnRatio / found.error, visitors, plan),
  };
}

/**
 * Relative difference of two means as experiment platforms print it: (m₁ − m₀)/m₀ with the delta method and Welch's degrees of freedom.
 *
 * For comparing with their figures; with a small hold-out it misses on one side, so no verdict rests on it. Sources: Welch,
 * Biometrika 34 (1947) 28–35; delta method for the ratio of means as in the documentation of open experiment platforms.
 */
export function welchRelative(a: Sums, b: Sums, confidence = 0.95): (Interval & { p: number }) | undefined {
  const [ma, mb] = [meanRevenue(a), meanRevenue(b)];
  if (!ma || !mb || mb.mean === 0) return undefined;
  const estimate = (ma.mean - mb.mean) / mb.mean;
  const error = Math.sqrt(ma.variance / mb.mean ** 2 + (mb.variance * ma.mean ** 2) / mb.mean ** 4);
  const df =
    (ma.variance + mb.variance) ** 2 / (ma.variance ** 2 / (a.visitors - 1) + mb.variance ** 2 / (b.visitors - 1));
  const reach = studentReach(confidence, df) * error;
  return { estimate, low: estimate - reach, high: estimate + reach, p: studentTwoSided(estimate / error, df) };
}

/**
 * Mean order value Σr/Σo with its interval; undefined without orders. Describes those who bought and compares nothing: who buys
 * is itself changed by inviting. Source: variance of a ratio of sums by the delta method, (s_r² − 2A·s_ro + A²·s_o²)/(n·ō²).
 */
export function orderValue(sums: Sums, confidence = 0.95): Interval | undefined {
  const { visitors: n, revenue, orders } = sums;
  if (n < 2 || !(orders > 0)) return undefined;
  const [meanR, meanO] = [revenue / n, orders / n];
  const value = revenue / orders;
  const about = (sumOfProducts: number, x: number, y: number) => (sumOfProducts - n * x * y) / (n - 1);
  const spread =
    about(sums.revenueSquared, meanR, meanR) -
    2 * value * about(sums.revenueOrders, meanR, meanO) +
    value * value * about(sums.ordersSquared, meanO, meanO);
  const reach = zFor(confidence) * Math.sqrt(Math.max(0, spread) / (n * meanO * meanO));
  return { estimate: value, low: value - reach, high: value + reach };
}
