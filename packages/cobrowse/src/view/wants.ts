import type { Clock } from '@theke/kit';

/** Asks for pictures: not too often, again when none comes, and less often when the one there is only seems wrong. */
export interface Wants {
  /** There is none, or no use in it: asks now or soon, and again until `got`. */
  need(): void;
  /** The one there has drifted: asks once, at most every ten seconds. Gives whether it did. */
  doubt(): boolean;
  /** One is on its way: asks again only when it does not get on. */
  coming(): void;
  got(): void;
  stop(): void;
}

const needEveryMs = 1_000;
const stallMs = 10_000;
const doubtEveryMs = 10_000;

/** Makes {@link Wants}. Who comes late to a quiet page would wait for the visitor's next move: it asks after a second by itself. */
export function createWants(clock: Clock, ask: () => void): Wants {
  let lastMs = clock.elapsed();
  let doubtedMs = Number.NEGATIVE_INFINITY;
  let armed: (() => void) | null = null;
  let stopped = false;

  function need(): void {
    if (armed || stopped) return;
    const dueMs = Math.max(0, lastMs + needEveryMs - clock.elapsed());
    const go = () => {
      armed = null;
      lastMs = clock.elapsed();
      ask();
      // The wish itself may be lost on the way.
      need();
    };
    if (dueMs === 0) go();
    else armed = clock.after(dueMs, go);
  }

  function again(): void {
    armed = null;
    need();
  }

  function got(): void {
    armed?.();
    armed = null;
  }

  need();
  return {
    coming() {
      got();
      if (!stopped) armed = clock.after(stallMs, again);
    },
    need,
    doubt() {
      if (stopped || clock.elapsed() < doubtedMs + doubtEveryMs) return false;
      doubtedMs = clock.elapsed();
      lastMs = doubtedMs;
      ask();
      return true;
    },
    got,
    stop() {
      stopped = true;
      got();
    },
  };
}
