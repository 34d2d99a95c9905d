import { lnGamma } from './gamma.ts';

const maxTerms = 10_000;
const precision = 1e-16;
const tiny = 1e-300;

/** Regularised incomplete beta function I_x(a, b) by its continued fraction, DLMF 8.17.22, with the modified Lentz method. */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  // The fraction converges fast only on this side; DLMF 8.17.4 mirrors the other.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const lnFront = a * Math.log(x) + b * Math.log1p(-x) + lnGamma(a + b) - lnGamma(a) - lnGamma(b) - Math.log(a);
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
  let h = d;
  const step = (term: number) => {
    d = 1 / (1 + term * d || tiny);
    c = 1 + term / c || tiny;
    h *= d * c;
    return Math.abs(d * c - 1);
  };
  for (let m = 1; m < maxTerms; m += 1) {
    step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    if (step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))) < precision) break;
  }
  return Math.exp(lnFront) * h;
}

/** P(|T| > |t|) of Student's t. Source: DLMF 8.17 and Abramowitz & Stegun 26.7.1, I_x(df/2, 1/2) with x = df/(df + t²). */
export const studentTwoSided = (t: number, df: number): number => incompleteBeta(df / (df + t * t), df / 2, 0.5);

/** The t whose two-sided tail is 1 − confidence. Bisection on the tail itself: slow, and right for every df. */
export function studentReach(confidence: number, df: number): number {
  const tail = 1 - confidence;
  let low = 0;
  let high = 1;
  while (studentTwoSided(high, df) > tail) high *= 2;
  for (let i = 0; i < 200 && high - low > 1e-14 * high; i += 1) {
    const middle = (low + high) / 2;
    if (studentTwoSided(middle, df) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
