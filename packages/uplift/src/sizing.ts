import { alwaysValidReach } from './alwaysValid.ts';
import { normalQuantile, zFor } from './normal.ts';

/** A planned test of conversion with two arms of unequal size. */
export interface Design {
  /** Conversion without invitation, between 0 and 1. */
  baseRate: number;
  /** Part of the visitors that is held out, between 0 and 1. */
  holdoutShare: number;
  /** Two-sided. Default 0.95. */
  confidence?: number;
  /** Chance to find the uplift if it is there. Default 0.8. */
  power?: number;
  /** Standard errors the interval will reach, where that is not the confidence of one look: `alwaysValidReach(N, { plannedVisitors: N })`. */
  reach?: number;
}

const between = (x: number, low: number, high: number): boolean => x > low && x < high;
const isSound = ({ baseRate, holdoutShare }: Design): boolean => between(baseRate, 0, 1) && between(holdoutShare, 0, 1);

const spread = ({ confidence = 0.95, power = 0.8, reach = zFor(confidence) }: Design): number =>
  (reach + normalQuantile(1 - power)) ** 2;

/**
 * Eligible visitors of both arms together that are needed to find a relative uplift, for one look at the end (or, with `reach`, for
 * any number of looks); undefined for a design that makes no sense.
 *
 * N = (z₁₋α/₂ + z₁₋β)² · [p(1−p)/h + p₂(1−p₂)/(1−h)] / (p₂−p)², p₂ = p(1+L). Source: the usual normal approximation without pooling,
 * e.g. Fleiss, Levin, Paik, Statistical Methods for Rates and Proportions, 3rd ed. 2003, ch. 4, for unequal arms.
 */
export function sampleSize(design: Design & { relativeLift: number }): number | undefined {
  const { baseRate: p, holdoutShare: h, relativeLift } = design;
  const p2 = p * (1 + relativeLift);
  if (!isSound(design) || !between(p2, 0, 1) || relativeLift === 0) return undefined;
  return Math.ceil((spread(design) * ((p * (1 - p)) / h + (p2 * (1 - p2)) / (1 - h))) / (p2 - p) ** 2);
}

/**
 * The smallest relative uplift so many visitors can prove: `sampleSize` solved for the uplift, exactly, as a quadratic in p₂ − p.
 * Undefined when not even everybody buying would be enough.
 */
export function smallestProvableLift(design: Design & { visitors: number }): number | undefined {
  const { baseRate: p, holdoutShare: h, visitors } = design;
  if (!isSound(design) || !(visitors > 0)) return undefined;
  const perInvited = spread(design) / (visitors * (1 - h));
  const fixed = p * (1 - p) * (perInvited + spread(design) / (visitors * h));
  const half = (perInvited * (1 - 2 * p)) / 2;
  const difference = (half + Math.sqrt(half * half + (1 + perInvited) * fixed)) / (1 + perInvited);
  return p + difference < 1 ? difference / p : undefined;
}

/**
 * How many times as large an effect must be for an interval that may be looked at every day, against one look fixed beforehand for
 * the same visitors: (c + z_power)/(z + z_power) at the planned end, (3.035 + 0.842)/(1.960 + 0.842) = 1.38. Sources as above.
 */
export function priceOfLooking({ confidence = 0.95, power = 0.8 }: Pick<Design, 'confidence' | 'power'> = {}): number {
  const found = normalQuantile(1 - power);
  // At the planned end the reach is the same whatever was planned.
  return (alwaysValidReach(1, { plannedVisitors: 1, confidence }) + found) / (zFor(confidence) + found);
}
