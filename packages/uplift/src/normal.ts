import { lnUpperGamma } from './gamma.ts';

/** ln P(Z > z) of a standard normal, for z ≥ 0. Source: DLMF 7.11.2, erfc(x) = Q(1/2, x²), and P(Z > z) = erfc(z/√2)/2. */
export const lnNormalTail = (z: number): number => lnUpperGamma(0.5, (z * z) / 2) - Math.LN2;

/**
 * The z with P(Z > z) = p, for 0 < p < 1.
 *
 * Starts from Abramowitz & Stegun 26.2.23 and takes Newton steps on the logarithm of the tail, so it is right for any p a double holds.
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  let z = t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
  for (let i = 0; i < 6; i += 1) {
    const lnTail = lnNormalTail(Math.abs(z));
    const lnDensity = -0.5 * (z * z + Math.log(2 * Math.PI));
    z = Math.max(0, z + (lnTail - Math.log(p)) * Math.exp(lnTail - lnDensity));
  }
  return z;
}

/** How many standard errors a two-sided interval of this confidence reaches: 1.96 for 0.95. */
export const zFor = (confidence: number): number => normalQuantile((1 - confidence) / 2);
