/** Wrong tries by key (an address, an e-mail), in memory. */
export interface Tries {
  /** Milliseconds until another try is allowed; 0 = now. */
  waitMs(key: string): number;
  wrong(key: string): void;
  right(key: string): void;
  /** A try that was counted beforehand and turned out right. */
  takeBack(key: string): void;
}

/** After `limit` wrong tries within the window the key waits until the window is over. */
export function createTries(options: { limit: number; windowMs: number; now(): number }): Tries {
  const { limit, windowMs, now } = options;
  const known = new Map<string, { count: number; sinceMs: number }>();
  const present = (key: string) => {
    const kept = known.get(key);
    if (kept && now() - kept.sinceMs < windowMs) return kept;
    known.delete(key);
    return null;
  };
  return {
    waitMs(key) {
      const kept = present(key);
      return kept && kept.count >= limit ? kept.sinceMs + windowMs - now() : 0;
    },
    wrong(key) {
      if (known.size > 50_000) for (const old of known.keys()) present(old);
      const kept = present(key) ?? { count: 0, sinceMs: now() };
      // The window begins anew with the last try that counts, so that the lock holds its whole length.
      known.set(key, { count: kept.count + 1, sinceMs: kept.count + 1 === limit ? now() : kept.sinceMs });
    },
    right: (key) => void known.delete(key),
    takeBack(key) {
      const kept = present(key);
      if (kept && kept.count > 1) kept.count -= 1;
      else known.delete(key);
    },
  };
}
