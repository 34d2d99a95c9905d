import type { Clock } from '@theke/kit';

/**
 * Long work in short tasks: yields wherever it may be interrupted. A yield gives true when there was an interruption, in which
 * the page may have changed.
 */
export type Work = Generator<void, void, boolean>;

export interface Slices {
  /** Goes on with `work` until the slice is over. True: done. */
  step(work: Work): boolean;
  /** Does `then` in a task of its own, after whatever the page has waiting. */
  later(then: () => void): void;
  stop(): void;
  /** The longest slice so far, in ms. */
  readonly longestMs: number;
}

// With what a slow machine makes of the last step, well below the 50 ms from which on people notice.
const sliceMs = 8;

/** Makes {@link Slices}. Uses a message to itself rather than a timer: timers wait, in hidden tabs for a second. */
export function createSlices(window: Window & typeof globalThis, clock: Clock): Slices {
  const { port1, port2 } = new window.MessageChannel();
  let waiting: (() => void)[] = [];
  let longestMs = 0;
  port1.onmessage = () => waiting.shift()?.();
  return {
    step(work) {
      const sinceMs = clock.elapsed();
      let passedMs = 0;
      let isDone = work.next(true).done;
      while (!isDone) {
        passedMs = clock.elapsed() - sinceMs;
        if (passedMs >= sliceMs) break;
        isDone = work.next(false).done;
      }
      longestMs = Math.max(longestMs, clock.elapsed() - sinceMs);
      return isDone === true;
    },
    later(then) {
      waiting.push(then);
      port2.postMessage(null);
    },
    stop() {
      waiting = [];
      port1.onmessage = null;
      port1.close();
    },
    get longestMs() {
      return longestMs;
    },
  };
}
