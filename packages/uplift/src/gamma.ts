// Bernoulli numbers over 2k(2k-1): DLMF 5.11.1.
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
// From here on seven terms are exact to the last bit of a double.
const stirlingFrom = 15;

/** ln Γ(x) for x > 0. Source: DLMF 5.11.1 (Stirling's series) after shifting up with 5.5.1, Γ(x+1) = xΓ(x). */
export function lnGamma(x: number): number {
  let shift = 0;
  let z = x;
  for (; z < stirlingFrom; z += 1) shift += Math.log(z);
  let series = 0;
  for (const [k, term] of stirling.entries()) series += term / z ** (2 * k + 1);
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

const maxTerms = 100_000;
const precision = 1e-16;

/** Lower regularised incomplete gamma P(a, x), by its series: DLMF 8.11.4. Right for x < a + 1. */
function lowerBySeries(a: number, x: number): number {
  let term = 1 / a;
  let sum = term;
  for (let n = 1; n < maxTerms && term > sum * precision; n += 1) {
    term *= x / (a + n);
    sum += term;
  }
  return sum * Math.exp(a * Math.log(x) - x - lnGamma(a));
}

/** ln of the upper one by its continued fraction, DLMF 8.9.2, with the modified Lentz method. Right for x ≥ a + 1. */
function lnUpperByFraction(a: number, x: number): number {
  const tiny = 1e-300;
  let b = x + 1 - a;
  let c = 1 / tiny;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < maxTerms; n += 1) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b || tiny);
    c = b + an / c || tiny;
    h *= d * c;
    if (Math.abs(d * c - 1) < precision) break;
  }
  return a * Math.log(x) - x - lnGamma(a) + Math.log(h);
}

/**
 * ln Q(a, x), the upper regularised incomplete gamma function: the tail itself, never one minus the rest, so that nothing is lost
 * however small it is.
 */
export function lnUpperGamma(a: number, x: number): number {
  if (x <= 0) return 0;
  return x < a + 1 ? Math.log1p(-lowerBySeries(a, x)) : lnUpperByFraction(a, x);
}
