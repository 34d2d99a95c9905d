import type { Clock } from '@theke/kit';

/** Work in slices, so that the agent's window answers in between. */
export interface Slices {
  /** Begins at once, and rests when it takes longer. Gives its end. */
  run<T>(work: Generator<void, T>, done: (made: T) => void, failed: () => void): () => void;
  /** In a quiet moment. */
  idle<T>(work: Generator<void, T>, done: (made: T) => void): () => void;
  /** As soon as the window has had its turn. */
  soon(step: () => void): () => void;
}

// A slice leaves a picture's time for the rest: 60 a second.
const sliceMs = 10;
// So much is done in one go even where time is measured wrongly: a small page is there before its chunk is out of hand.
const freeSteps = 12;
const idleMs = 4;

/** Makes {@link Slices} for this window. In a hidden one nobody waits for an answer: there all work is done in one go. */
export function createSlices(window: Window & typeof globalThis, clock: Clock): Slices {
  const waiting: (() => void)[] = [];
  const channel = new window.MessageChannel();
  channel.port1.onmessage = () => waiting.shift()?.();

  function soon(step: () => void): () => void {
    let on = true;
    waiting.push(() => on && step());
    channel.port2.postMessage(null);
    return () => {
      on = false;
    };
  }

  function go<T>(
    work: Generator<void, T>,
    rest: (step: () => void) => () => void,
    forMs: number,
    free: number,
    done: (made: T) => void,
    failed: () => void,
  ): () => void {
    let on = true;
    let cancel: (() => void) | null = null;
    let steps = free;
    const slice = () => {
      const endMs = clock.elapsed() + forMs;
      try {
        for (;;) {
          const step = work.next();
          if (!on) return;
          if (step.done) return done(step.value);
          steps -= 1;
          if (steps < 0 && clock.elapsed() >= endMs && !window.document.hidden) break;
        }
      } catch {
        if (on) failed();
        return;
      }
      cancel = rest(slice);
    };
    if (free > 0) slice();
    else cancel = rest(slice);
    return () => {
      on = false;
      cancel?.();
      work.return(undefined as T);
    };
  }

  const quiet = (step: () => void): (() => void) => {
    if (!window.requestIdleCallback) return clock.after(50, step);
    const handle = window.requestIdleCallback(step, { timeout: 1_000 });
    return () => window.cancelIdleCallback(handle);
  };

  return {
    soon,
    run: (work, done, failed) => go(work, soon, sliceMs, freeSteps, done, failed),
    idle: (work, done) => go(work, quiet, idleMs, 0, done, () => {}),
  };
}
