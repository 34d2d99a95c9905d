import type { Count, Interval } from './intervals.ts';
import { zFor } from './normal.ts';

/** The rate of `b` that fits both arms best if conversion of `a` is `ratio` times that of `b`: a quadratic's smaller root. */
function bestRate(a: Count, b: Count, ratio: number): number {
  const n = a.visitors + b.visitors;
  const A = n * ratio;
  const B = a.visitors * ratio + a.converted + b.visitors + b.converted * ratio;
  const C = a.converted + b.converted;
  return (B - Math.sqrt(Math.max(0, B * B - 4 * A * C))) / (2 * A);
}

/** Squared distance from the observed counts to that fit, in standard errors. */
function score(a: Count, b: Count, ratio: number): number {
  const q = Math.min(1, Math.max(0, bestRate(a, b, ratio)));
  const p = Math.min(1, q * ratio);
  const part = ({ visitors, converted }: Count, rate: number) =>
    rate <= 0 || rate >= 1
      ? converted === visitors * rate
        ? 0
        : Number.POSITIVE_INFINITY
      : (converted - visitors * rate) ** 2 / (visitors * rate * (1 - rate));
  return part(a, p) + part(b, q);
}

/** The ratio between `from` and `to` (multiplied or divided step by step) at which the score crosses `limit`. */
function crossing(a: Count, b: Count, from: number, factor: number, limit: number): number {
  let near = from;
  let far = from * factor;
  for (let i = 0; i < 2_000 && score(a, b, far) < limit; i += 1) {
    near = far;
    far *= factor;
  }
  for (let i = 0; i < 200 && Math.abs(far - near) > 1e-14 * far; i += 1) {
    const middle = Math.sqrt(near * far);
    if (score(a, b, middle) < limit) near = middle;
    else far = middle;
  }
  return Math.sqrt(near * far);
}

/**
 * Relative uplift of conversion where there are few conversions, or none in one arm: −1 and ∞ are honest ends then. Undefined
 * without any conversion. Source: Koopman, Biometrics 40 (1984) 513–517 (asymptotic score). For one look at a planned time.
 */
export function scoreUplift(a: Count, b: Count, confidence = 0.95): Interval | undefined {
  if (!(a.visitors > 0) || !(b.visitors > 0) || a.converted + b.converted === 0) return undefined;
  const limit = zFor(confidence) ** 2;
  const [pa, pb] = [a.converted / a.visitors, b.converted / b.visitors];
  const step = 1.5;
  // Without conversions in one arm the best ratio lies at an end; any ratio inside is where the search may begin.
  const inside = pa > 0 && pb > 0 ? pa / pb : pa > 0 ? pa * b.visitors * 2 : 1 / (pb * a.visitors * 2);
  const low = pa === 0 ? 0 : crossing(a, b, pb === 0 ? start(a, b, inside, limit) : inside, 1 / step, limit);
  const high =
    pb === 0 ? Number.POSITIVE_INFINITY : crossing(a, b, pa === 0 ? start(a, b, inside, limit) : inside, step, limit);
  return { estimate: pb === 0 ? Number.POSITIVE_INFINITY : pa / pb - 1, low: low - 1, high: high - 1 };
}

/** A ratio that is certainly not refused, from which the one bound there is can be looked for. */
function start(a: Count, b: Count, ratio: number, limit: number): number {
  const outward = a.converted === 0 ? 0.5 : 2;
  let at = ratio;
  for (let i = 0; i < 200 && score(a, b, at) >= limit; i += 1) at *= outward;
  return at;
}
