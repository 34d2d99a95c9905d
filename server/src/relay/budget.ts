/** Takes from an allowance that refills by the second. `null`: taken; a number: milliseconds until there is enough. */
export type Budget = (amount: number, nowMs: number) => number | null;

/** Makes a {@link Budget} that starts full. An amount over the burst passes when it is full, so that nothing waits for ever. */
export function createBudget(allowance: { perSecond: number; burst: number }): Budget {
  let left = allowance.burst;
  let atMs = Number.NEGATIVE_INFINITY;
  return (amount, nowMs) => {
    if (nowMs > atMs) {
      left = Math.min(allowance.burst, left + ((nowMs - atMs) / 1000) * allowance.perSecond);
      atMs = nowMs;
    }
    const needed = Math.min(amount, allowance.burst);
    if (left < needed) return Math.ceil(((needed - left) / allowance.perSecond) * 1000);
    left -= needed;
    return null;
  };
}
