import { describe, expect, it } from 'vitest';
import { lnGamma, lnUpperGamma } from './gamma.ts';
import { lnNormalTail, normalQuantile } from './normal.ts';
import { ratioPrior, sampleRatio, sampleRatioEvidence } from './sampleRatio.ts';

const relative = (got: number, expected: number) => Math.abs(got / expected - 1);

describe('tails', () => {
  // SciPy 1.x: chi2.logsf(x, df).
  it.each([
    [0.5, 1, -0.7350111298370846],
    [3.841458820694124, 1, -2.995732273553993],
    [30, 1, -16.95731815812879],
    [700, 1, -353.50275502514864],
    [1370, 1, -688.837802961851],
    [1e-6, 1, -0.0007982029070198696],
    [2, 2, -0.9999999999999997],
    [11.07, 5, -2.995539919607089],
    [1400, 3, -696.6029640728608],
    [50, 60, -0.20101998709648394],
    [700, 100, -207.3767330492843],
    [100_000, 1, -50005.982264084894],
  ])('[UP5] of χ² at %d with %d degrees agree with SciPy, far below what a double holds', (x, df, lnP) => {
    expect(relative(lnUpperGamma(df / 2, x / 2), lnP)).toBeLessThan(1e-12);
  });

  it.each([
    [0.5, 0.5723649429247],
    [1.5, -0.12078223763524526],
    [10, 12.801827480081469],
    [14.9, 24.924132002217277],
    [1e6, 12815504.569147611],
    [1e7 + 0.5, 151180957.42852172],
  ])('[UP5] ln Γ(%d) agrees with SciPy', (x, expected) => {
    expect(relative(lnGamma(x), expected)).toBeLessThan(1e-13);
  });

  it.each([
    [0.5, 0],
    [0.25, 0.6744897501960817],
    [0.1, 1.2815515655446004],
    [0.025, 1.9599639845400545],
    [0.975, -1.9599639845400545],
    [0.001, 3.090232306167813],
    [1e-10, 6.361340902404056],
    [1e-100, 21.273453560965322],
    [1e-300, 37.0470962993612],
  ])('[UP5] the normal quantile of %d agrees with SciPy', (p, z) => {
    expect(Math.abs(normalQuantile(p) - z)).toBeLessThan(1e-12);
    if (p <= 0.5) expect(relative(Math.exp(lnNormalTail(z)), p)).toBeLessThan(1e-11);
  });
});

describe('sample ratio', () => {
  it.each([
    [[1000, 1200], [0.5, 0.5], 0.000020079, 1e-9],
    // The count of PostHog issue 84351: a third instead of a fifth of the visitors.
    [[4072, 2035], [0.8, 0.2], 2.402003111e-149, 1e-158],
  ])('[UP4] of %j at %j has the published p', (observed, expected, p, within) => {
    const found = sampleRatio(observed, expected)!;
    expect(Math.abs(found.p - p)).toBeLessThan(within);
    expect(found.alarm).toBe(true);
  });

  it('[UP4] takes any weights for shares and raises no alarm for what chance does', () => {
    expect(sampleRatio([502, 498], [1, 1])).toMatchObject({ degrees: 1, alarm: false });
    expect(sampleRatio([502, 498], [1, 1])!.chiSquare).toBeCloseTo(0.016, 12);
    expect(sampleRatio([30, 30, 40], [3, 3, 4])).toMatchObject({ chiSquare: 0, p: 1, degrees: 2 });
  });

  it('[UP5] is exact to nine digits down to 1e-300, and still tells lnP where p is 0', () => {
    // χ² = 1370 with one degree: SciPy chi2.sf = 6.942937364643681e-300.
    const n = 1_000_000;
    const off = Math.sqrt((1370 * n) / 4);
    expect(relative(sampleRatio([n / 2 + off, n / 2 - off], [1, 1])!.p, 6.942937364643681e-300)).toBeLessThan(1e-9);
    const beyond = sampleRatio([1_000_000, 900_000], [1, 1])!;
    expect(beyond.p).toBe(0);
    expect(beyond.lnP).toBeLessThan(-2000);
  });

  it('[UP4] has no answer where there is nothing to compare', () => {
    expect(sampleRatio([], [])).toBeUndefined();
    expect(sampleRatio([5], [1])).toBeUndefined();
    expect(sampleRatio([0, 0], [1, 1])).toBeUndefined();
    expect(sampleRatio([1, 2], [1, 0])).toBeUndefined();
    expect(sampleRatio([1, 2], [1])).toBeUndefined();
  });

  it('[UP6] gathers evidence that may be looked at any time, as in the published test', () => {
    // The tests of the authors' own package (ssrm, Apache-2.0).
    expect(sampleRatioEvidence([20, 17, 9], [0.4, 0.4, 0.2])).toBeCloseTo(-2.950560785, 9);
    expect(sampleRatioEvidence([0, 0], [0.5, 0.5])).toBeCloseTo(0, 12);
    expect(sampleRatioEvidence([4072, 2035], [0.8, 0.2])).toBeCloseTo(292.925035351, 7);
  });

  it('[UP107] sees a loss of three in a hundred sooner when it trusts the plan a little, and of a third hardly later', () => {
    const needed = (loss: number, prior?: number[]) => {
      const invited = 0.8 * (1 - loss);
      let visitors = 100;
      while (sampleRatioEvidence([visitors * invited, visitors * 0.2], [0.8, 0.2], prior) < Math.log(1000))
        visitors *= 1.01;
      return visitors;
    };
    const trusting = (loss: number) => needed(loss, ratioPrior([0.8, 0.2]));
    expect(trusting(0.03)).toBeLessThan(0.8 * needed(0.03));
    expect(trusting(0.03)).toBeLessThan(140_000);
    expect(trusting(0.1)).toBeLessThan(0.85 * needed(0.1));
    expect(trusting(0.3)).toBeLessThan(1_600);
    // Any weights stand for the same shares.
    expect(ratioPrior([4, 1])).toEqual([800, 200]);
  });

  it('[UP6] is the same whether visitors come one by one or at once', () => {
    // One visitor of arm i multiplies the evidence by (aᵢ + nᵢ) / (Σa + N) / pᵢ: the Dirichlet's prediction over the plan.
    const counts = [0, 0];
    let ln = 0;
    for (let visitor = 0; visitor < 500; visitor += 1) {
      const arm = visitor % 3 === 0 ? 1 : 0;
      ln += Math.log((1 + counts[arm]!) / (2 + visitor) / 0.5);
      counts[arm]! += 1;
    }
    expect(sampleRatioEvidence(counts, [0.5, 0.5])).toBeCloseTo(ln, 9);
  });
});
