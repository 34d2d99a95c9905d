/** Three floods within a minute, and the sender waits a minute. */
const maxStrikes = 3;
const strikeMs = 1_000;
const memoryMs = 60_000;

/** Remembers who floods, beyond the life of one socket: reconnecting does not help. */
export interface Strikes {
  /** Notes a flood; true when it was one too many. Within one second it counts once. */
  strike(key: string): boolean;
  /** Milliseconds this sender still has to stay away; 0 = welcome. */
  awayMs(key: string): number;
}

export function createStrikes(elapsed: () => number): Strikes {
  const known = new Map<string, { count: number; atMs: number; awayUntilMs: number }>();
  return {
    strike(key) {
      const nowMs = elapsed();
      if (known.size > 10_000) for (const [old, kept] of known) if (nowMs - kept.atMs > memoryMs) known.delete(old);
      const kept = known.get(key);
      if (!kept || nowMs - kept.atMs > memoryMs) {
        known.set(key, { count: 1, atMs: nowMs, awayUntilMs: 0 });
        return false;
      }
      if (nowMs - kept.atMs < strikeMs) return false;
      kept.count += 1;
      kept.atMs = nowMs;
      if (kept.count < maxStrikes) return false;
      kept.awayUntilMs = nowMs + memoryMs;
      return true;
    },
    awayMs: (key) => Math.max(0, (known.get(key)?.awayUntilMs ?? 0) - elapsed()),
  };
}
