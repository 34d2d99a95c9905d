import type { Slices, Work } from './slices.ts';

/** One long work at a time, slice by slice. What begins takes the place of what ran. */
export interface Turns {
  /** Begins in a task of its own and goes on by itself; `done` follows when nothing came between. */
  begin(work: Work, done: () => void): void;
  /** One slice now, of what is under way or else of what `next` begins. False: there is more. */
  go(next: () => Work): boolean;
  /** Drops what is under way and does `then`: at once, or right after the slice that is running. */
  interrupt(then: () => void): void;
  drop(): void;
}

/** Makes {@link Turns}. An error inside drops the work and is told by `trouble`. */
export function createTurns(slices: Slices, before: () => void, trouble: () => void): Turns {
  let work: Work | null = null;
  let isInside = false;
  let urgent: (() => void) | null = null;

  /** Whether `mine` is through; null: it was dropped. */
  function step(mine: Work): boolean | null {
    let isDone: boolean | null = null;
    isInside = true;
    try {
      isDone = slices.step(mine);
    } catch {
      urgent ??= trouble;
    }
    isInside = false;
    const then = urgent;
    urgent = null;
    if (then) {
      work = null;
      then();
      return null;
    }
    if (isDone && work === mine) work = null;
    return isDone;
  }

  return {
    begin(mine, done) {
      work = mine;
      const go = () => {
        if (work !== mine) return;
        try {
          before();
        } catch {
          work = null;
          trouble();
          return;
        }
        const isDone = step(mine);
        if (isDone) done();
        else if (isDone === false) slices.later(go);
      };
      slices.later(go);
    },
    go(next) {
      work ??= next();
      return step(work) !== false;
    },
    interrupt(then) {
      if (isInside) {
        urgent ??= then;
        return;
      }
      work = null;
      then();
    },
    drop() {
      work = null;
    },
  };
}
