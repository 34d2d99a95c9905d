// Chance for simulations: the same seed gives the same shop, everywhere.

/** Mulberry32: small, even enough for simulations. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A standard normal from two even numbers (Box & Muller 1958). */
export const bell = (roll: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - roll())) * Math.cos(2 * Math.PI * roll());

const lnFactorials = [0];
function lnFactorial(n: number): number {
  for (let next = lnFactorials.length; next <= n; next += 1)
    lnFactorials.push(lnFactorials[next - 1]! + Math.log(next));
  return lnFactorials[n]!;
}

/**
 * How many of `n` visitors do what each does with chance `p`: exact, without rolling for each. Few are counted up (inversion); many
 * are drawn under a hat and accepted or not (Hörmann, J. Statist. Comput. Simul. 46 (1993) 101–110, algorithm BTRS).
 */
export function binomial(roll: () => number, n: number, p: number): number {
  if (n <= 0 || p <= 0) return 0;
  if (p >= 1) return n;
  if (p > 0.5) return n - binomial(roll, n, 1 - p);
  return n * p < 10 ? countUp(roll, n, p) : underHat(roll, n, p);
}

function countUp(roll: () => number, n: number, p: number): number {
  const odds = p / (1 - p);
  let chance = (1 - p) ** n;
  let left = roll();
  let k = 0;
  while (left > chance && k < n) {
    left -= chance;
    k += 1;
    chance *= (odds * (n - k + 1)) / k;
  }
  return k;
}

function underHat(roll: () => number, n: number, p: number): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const middle = n * p + 0.5;
  const surely = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  const mode = Math.floor((n + 1) * p);
  const lnOdds = Math.log(p / (1 - p));
  for (;;) {
    const u = roll() - 0.5;
    const v = roll();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + middle);
    if (k < 0 || k > n) continue;
    if (us >= 0.07 && v <= surely) return k;
    const least = Math.log((v * alpha) / (a / (us * us) + b));
    const lnChance =
      lnFactorial(mode) + lnFactorial(n - mode) - lnFactorial(k) - lnFactorial(n - k) + (k - mode) * lnOdds;
    if (least <= lnChance) return k;
  }
}
