/** Takes from an allowance that refills by the second. `null`: taken; a number: milliseconds until there is enough. */
export type Budget = (amount: number, nowMs: number) => number | null;

/** What fills itself again. A wall clock that is set back refills nothing, and goes on from there. */
function createTank(allowance: { perSecond: number; burst: number }) {
  let left = allowance.burst;
  let atMs: number | null = null;
  return {
    at(nowMs: number): number {
      const passedMs = atMs === null ? 0 : Math.max(0, nowMs - atMs);
      left = Math.min(allowance.burst, left + (passedMs / 1000) * allowance.perSecond);
      atMs = nowMs;
      return left;
    },
    take: (amount: number) => {
      left -= amount;
    },
    waitMs: (needed: number) => Math.max(1, Math.ceil(((needed - left) / allowance.perSecond) * 1000)),
  };
}

/** Makes a {@link Budget} that starts full. An amount over the burst passes when it is full, so that nothing waits for ever. */
export function createBudget(allowance: { perSecond: number; burst: number }): Budget {
  const tank = createTank(allowance);
  return (amount, nowMs) => {
    const needed = Math.min(amount, allowance.burst);
    if (tank.at(nowMs) < needed) return tank.waitMs(needed);
    tank.take(needed);
    return null;
  };
}

/**
 * An allowance for what is known only afterwards: it may be overdrawn once. Then nothing more is allowed before it is full
 * again: half a picture is none, and would cost as much.
 */
export function createDebt(allowance: { perSecond: number; burst: number }) {
  const tank = createTank(allowance);
  let inDebt = false;
  return {
    /** Milliseconds until something may be done again; null: now. */
    waitMs(nowMs: number): number | null {
      const left = tank.at(nowMs);
      if (left <= 0) inDebt = true;
      if (left >= allowance.burst) inDebt = false;
      return inDebt ? tank.waitMs(allowance.burst) : null;
    },
    charge: tank.take,
  };
}
