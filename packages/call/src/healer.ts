import type { Clock } from '@theke/kit';

/** Tries to bring a link back: at once, then ever more slowly, and not for ever. */
export interface Healer {
  /** Begins. While at work, a second start changes nothing. */
  start(): void;
  /** The way for signals is new: tries at once and quickly again. Only while at work. */
  nudge(): void;
  stop(): void;
  readonly active: boolean;
}

/** 0.8 s covers a restart over a slow line; 8 s is the most that a person should wait for a path that is back. */
const firstWaitMs = 800;
const longestWaitMs = 8_000;
/** Bound by time, not by number: a path may be gone for 40 s and come back. */
export const healForMs = 60_000;

export function createHealer(powers: { clock: Clock; attempt(): void; giveUp(): void }): Healer {
  const { clock } = powers;
  let startedMs: number | null = null;
  let waitMs = firstWaitMs;
  let disarm = () => {};

  function attempt(): void {
    if (startedMs === null) return;
    disarm();
    const leftMs = healForMs - (clock.elapsed() - startedMs);
    if (leftMs <= 0) {
      stop();
      powers.giveUp();
      return;
    }
    disarm = clock.after(Math.min(waitMs, leftMs), attempt);
    waitMs = Math.min(waitMs * 2, longestWaitMs);
    powers.attempt();
  }

  function stop(): void {
    startedMs = null;
    disarm();
  }

  return {
    start() {
      if (startedMs !== null) return;
      startedMs = clock.elapsed();
      waitMs = firstWaitMs;
      attempt();
    },
    nudge() {
      waitMs = firstWaitMs;
      attempt();
    },
    stop,
    get active() {
      return startedMs !== null;
    },
  };
}
