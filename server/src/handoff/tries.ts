/** Counts by key within a time, in this process. */
export interface Tries {
  /** Milliseconds until the key may try again; 0: now. */
  waitMs(key: string, nowMs: number): number;
  add(key: string, nowMs: number): void;
  /** A try that turned out right does not count. */
  takeBack(key: string): void;
}

/** At most so many keys are kept: a crowd of addresses must not fill the memory. */
const maxKeys = 50_000;

/** Makes {@link Tries}: `limit` within `windowMs`, then nothing until `pauseMs` after the last one. */
export function createTries(rule: { limit: number; windowMs: number; pauseMs?: number }): Tries {
  const seen = new Map<string, number[]>();
  const pauseMs = rule.pauseMs ?? rule.windowMs;
  const fresh = (key: string, nowMs: number) =>
    (seen.get(key) ?? []).filter((at) => at > nowMs - Math.max(rule.windowMs, pauseMs));
  return {
    waitMs(key, nowMs) {
      const times = fresh(key, nowMs);
      const newest = times.at(-1);
      if (newest === undefined || times.length < rule.limit) return 0;
      const spread = newest - times.at(-rule.limit)!;
      return spread > rule.windowMs ? 0 : Math.max(0, newest + pauseMs - nowMs);
    },
    add(key, nowMs) {
      const times = fresh(key, nowMs);
      seen.delete(key);
      seen.set(key, [...times, nowMs].slice(-rule.limit));
      if (seen.size > maxKeys) seen.delete(seen.keys().next().value!);
    },
    takeBack(key) {
      const times = seen.get(key);
      times?.pop();
      if (times?.length === 0) seen.delete(key);
    },
  };
}
