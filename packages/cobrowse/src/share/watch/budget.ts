import type { Clock } from '@theke/kit';

/** How often one and the same element may tell of its attributes. */
export interface Budget {
  /** Whether it may now; each yes costs. */
  take(element: Element): boolean;
}

// An animation written into attributes: full pace for half a second, a film at ten a second after that.
const burst = 30;
const perMs = 0.01;
/** How long until an element that was refused may tell again. */
export const refillMs = 100;

/** Makes a {@link Budget}. What was refused stays to be told: the last value always comes. */
export function createBudget(clock: Pick<Clock, 'elapsed'>): Budget {
  const left = new WeakMap<Element, { tokens: number; atMs: number }>();
  return {
    take(element) {
      const nowMs = clock.elapsed();
      const state = left.get(element) ?? { tokens: burst, atMs: nowMs };
      state.tokens = Math.min(burst, state.tokens + (nowMs - state.atMs) * perMs);
      state.atMs = nowMs;
      left.set(element, state);
      if (state.tokens < 1) return false;
      state.tokens -= 1;
      return true;
    },
  };
}
