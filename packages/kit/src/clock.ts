/** Time as an argument, so that tests never wait. All figures in milliseconds. */
export interface Clock {
  /** Wall clock: for what people read. May jump. */
  now(): number;
  /** Monotonic: for durations. Never goes back. */
  elapsed(): number;
  /** Runs `fn` once after `ms`; the returned function takes it back. */
  after(ms: number, fn: () => void): () => void;
}

/** The real clock of a browser or of Node. */
export function systemClock(): Clock {
  return {
    now: () => Date.now(),
    elapsed: () => performance.now(),
    after(ms, fn) {
      const timer = setTimeout(fn, ms);
      return () => clearTimeout(timer);
    },
  };
}

/** A clock for tests: stands still until `advance` is called, then runs what is due, in order. */
export interface FakeClock extends Clock {
  advance(ms: number): void;
  /** How many timers are armed: leaks show here. */
  readonly pending: number;
}

/** Makes a {@link FakeClock} that starts at `startMs` (default: a fixed day in 2026). */
export function fakeClock(startMs = 1_790_000_000_000): FakeClock {
  let passedMs = 0;
  let nextId = 0;
  const timers = new Map<number, { dueMs: number; fn: () => void }>();
  return {
    now: () => startMs + passedMs,
    elapsed: () => passedMs,
    after(ms, fn) {
      const id = nextId++;
      timers.set(id, { dueMs: passedMs + Math.max(0, ms), fn });
      return () => timers.delete(id);
    },
    advance(ms) {
      const endMs = passedMs + ms;
      for (;;) {
        const due = [...timers]
          .filter(([, t]) => t.dueMs <= endMs)
          .sort((a, b) => a[1].dueMs - b[1].dueMs || a[0] - b[0]);
        const first = due[0];
        if (!first) break;
        timers.delete(first[0]);
        passedMs = Math.max(passedMs, first[1].dueMs);
        first[1].fn();
      }
      passedMs = endMs;
    },
    get pending() {
      return timers.size;
    },
  };
}
