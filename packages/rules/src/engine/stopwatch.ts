/** Adds up time while it runs. Knows no clock. */
export interface Stopwatch {
  readonly running: boolean;
  /** What had been counted at this instant. */
  at(nowMs: number): number;
  run(on: boolean, nowMs: number): void;
  /** Begins anew, with so much counted already. */
  reset(nowMs: number, counted?: number): void;
}

export function createStopwatch(counted = 0): Stopwatch {
  let since: number | undefined;
  const at = (nowMs: number) => counted + (since === undefined ? 0 : nowMs - since);
  return {
    get running() {
      return since !== undefined;
    },
    at,
    run(on, nowMs) {
      counted = at(nowMs);
      since = on ? nowMs : undefined;
    },
    reset(nowMs, anew = 0) {
      counted = anew;
      if (since !== undefined) since = nowMs;
    },
  };
}
