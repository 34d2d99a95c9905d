import type { Pace } from '../powers.ts';

/** A token bucket. `take` gives 0 when allowed, else the milliseconds until the next one would be. */
export interface Bucket {
  take(): number;
}

/** `elapsed` is a monotonic clock, so that a jump of the wall clock gives nobody a burst. */
export function createBucket(pace: Pace, elapsed: () => number): Bucket {
  let tokens = pace.burst;
  let seenMs = elapsed();
  return {
    take() {
      const nowMs = elapsed();
      // A clock that was set back takes nothing away: whoever behaved would be shut out for as long as it was set back by.
      tokens = Math.min(pace.burst, tokens + (Math.max(0, nowMs - seenMs) / 1000) * pace.perSecond);
      seenMs = nowMs;
      if (tokens >= 1) {
        tokens -= 1;
        return 0;
      }
      return Math.ceil(((1 - tokens) / pace.perSecond) * 1000);
    },
  };
}

/** Keys with a bucket at most: whoever has more addresses or names than that is slowed down by none of them anyway. */
const maxKeys = 20_000;

/** Buckets by key (an address, an agent), forgotten when they are full again; of too many the one not used for longest. */
export function createBuckets(pace: Pace, elapsed: () => number): { take(key: string): number } {
  const buckets = new Map<string, { bucket: Bucket; usedMs: number }>();
  const refillMs = (pace.burst / pace.perSecond) * 1000;
  let sweptMs = elapsed();
  return {
    take(key) {
      const nowMs = elapsed();
      if (nowMs - sweptMs > refillMs) {
        for (const [old, { usedMs }] of buckets) if (nowMs - usedMs > refillMs) buckets.delete(old);
        sweptMs = nowMs;
      }
      const kept = buckets.get(key) ?? { bucket: createBucket(pace, elapsed), usedMs: nowMs };
      kept.usedMs = nowMs;
      buckets.delete(key);
      buckets.set(key, kept);
      const [oldest] = buckets.size > maxKeys ? buckets.keys() : [];
      if (oldest !== undefined) buckets.delete(oldest);
      return kept.bucket.take();
    },
  };
}
