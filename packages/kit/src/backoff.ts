/** Waiting times that double up to a ceiling, with full jitter so that a crowd does not return at once. */
export interface Backoff {
  /** The next wait in milliseconds. */
  nextMs(): number;
  reset(): void;
}

/** `random` is a function giving [0, 1); the wait is never under a quarter of the step, so a retry is never instant. */
export function createBackoff(options: { firstMs: number; maxMs: number; random?: () => number }): Backoff {
  const random = options.random ?? Math.random;
  let stepMs = options.firstMs;
  return {
    nextMs() {
      const waitMs = stepMs * (0.25 + 0.75 * random());
      stepMs = Math.min(stepMs * 2, options.maxMs);
      return Math.round(waitMs);
    },
    reset() {
      stepMs = options.firstMs;
    },
  };
}
