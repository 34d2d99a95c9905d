import { lnGamma, lnUpperGamma } from './gamma.ts';

/** How well the sizes of the arms fit the shares that were planned. */
export interface SampleRatio {
  chiSquare: number;
  degrees: number;
  /** Chance of a misfit at least this large if assignment works. 0 only below what a double holds; then read `lnP`. */
  p: number;
  lnP: number;
  /** p < 0.001. For one look: asked every day it comes up in one sound test of eighty, so no verdict rests on it. */
  alarm: boolean;
}

const alarmBelow = 0.001;

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/**
 * Sample ratio mismatch: observed counts against expected shares (any positive weights), by Pearson's χ² with k − 1 degrees.
 *
 * Undefined with fewer than two arms, no visitors, or a share that is not positive. Source: Pearson 1900; the tail is
 * Q(degrees/2, χ²/2), DLMF 8.2.4, in logarithms. Alarm level as usual in open experiment platforms.
 */
export function sampleRatio(observed: readonly number[], expected: readonly number[]): SampleRatio | undefined {
  const total = sum(observed);
  const weights = sum(expected);
  const fits = observed.length === expected.length && observed.length > 1;
  if (!fits || !(total > 0) || !expected.every((share) => share > 0)) return undefined;
  const terms = observed.map((count, i) => {
    const due = (total * expected[i]!) / weights;
    return (count - due) ** 2 / due;
  });
  const chiSquare = sum(terms);
  const degrees = observed.length - 1;
  const lnP = lnUpperGamma(degrees / 2, chiSquare / 2);
  return { chiSquare, degrees, p: Math.exp(lnP), lnP, alarm: lnP < Math.log(alarmBelow) };
}

/**
 * The same question, answered anew with every visitor: ln of the evidence that the shares are not as planned. May be looked at
 * any number of times; `min(1, 1 / exp(largest so far))` is a valid p.
 *
 * ln E = lnΓ(Σa) − lnΓ(Σa + N) + Σ [lnΓ(aᵢ + nᵢ) − lnΓ(aᵢ) − nᵢ ln pᵢ] with a Dirichlet(a) prior, by default all ones.
 * Source: Lindon & Malek, Anytime-valid inference for multinomial count data, NeurIPS 2022 (arXiv 2011.03567).
 */
export function sampleRatioEvidence(
  observed: readonly number[],
  expected: readonly number[],
  prior: readonly number[] = expected.map(() => 1),
): number {
  const weights = sum(expected);
  const perArm = observed.map((count, i) => {
    const a = prior[i]!;
    return lnGamma(a + count) - lnGamma(a) - count * Math.log(expected[i]! / weights);
  });
  return lnGamma(sum(prior)) - lnGamma(sum(prior) + sum(observed)) + sum(perArm);
}

/**
 * How much a test that runs along trusts its plan beforehand, in visitors. A loss shows itself soonest when this is about the square
 * of what it moves the share by: a thousand is made for a tenth lost, and sees three in a hundred a quarter earlier than one per arm.
 */
const trustedVisitors = 1000;

/** The prior of the test that runs along, for `sampleRatioEvidence`: the planned shares, as if seen on a thousand visitors. Source: same. */
export const ratioPrior = (expected: readonly number[]): number[] =>
  expected.map((share) => (trustedVisitors * share) / sum(expected));
