import type { Powers } from '../powers.ts';

/** Timers that can all be taken back at once. */
export interface Timers {
  after(ms: number, run: () => void): void;
  stop(): void;
}

/** Makes {@link Timers}; one that has fired is forgotten, so that a long life does not collect them. */
export function createTimers(powers: Pick<Powers, 'after'>): Timers {
  const armed = new Set<() => void>();
  let stopped = false;
  return {
    after(ms, run) {
      if (stopped) return;
      const undo = powers.after(ms, () => {
        armed.delete(undo);
        run();
      });
      armed.add(undo);
    },
    stop() {
      stopped = true;
      for (const undo of armed) undo();
      armed.clear();
    },
  };
}
