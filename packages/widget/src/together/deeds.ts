import { signal } from '@preact/signals-core';
import type { Clock } from '@theke/kit';

// A screen reader that is told more often says nothing to the end.
const betweenMs = 2_000;
const standsMs = 10_000;

/** The live line: what the agent has just done. Shown at once; said at most every two seconds, the newest of what came. */
export function createDeeds(clock: Clock, say: (text: string) => void) {
  const last = signal('');
  let saidAtMs = Number.NEGATIVE_INFINITY;
  let waiting = '';
  let takeBack = () => {};
  let fade = () => {};

  function speak() {
    takeBack = () => {};
    if (!waiting) return;
    saidAtMs = clock.elapsed();
    say(waiting);
    waiting = '';
  }

  function clear() {
    takeBack();
    takeBack = () => {};
    fade();
    waiting = '';
    last.value = '';
  }

  return {
    last,
    did(text: string) {
      if (!text) return;
      last.value = text;
      fade();
      fade = clock.after(standsMs, () => {
        last.value = '';
      });
      const due = waiting !== '';
      waiting = text;
      if (!due) takeBack = clock.after(Math.max(0, saidAtMs + betweenMs - clock.elapsed()), speak);
    },
    clear,
  };
}

export type Deeds = ReturnType<typeof createDeeds>;
