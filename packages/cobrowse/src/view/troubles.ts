import type { Clock } from '@theke/kit';

/** Counts what went wrong lately. */
export interface Troubles {
  /** One more; true when there were too many of late. */
  add(): boolean;
  clear(): void;
}

const withinMs = 10_000;
const allowed = 3;

/** Makes {@link Troubles}: more than three within ten seconds are too many. */
export function createTroubles(clock: Pick<Clock, 'elapsed'>): Troubles {
  let times: number[] = [];
  return {
    add() {
      const nowMs = clock.elapsed();
      times = [...times.slice(-allowed).filter((time) => nowMs - time < withinMs), nowMs];
      return times.length > allowed;
    },
    clear() {
      times = [];
    },
  };
}
