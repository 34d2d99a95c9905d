import type { Aids } from './aids/index.ts';

/** The parts that come after the first picture, once somebody fetches them. */
export interface LateAids {
  readonly now: Aids | null;
  /** Rejects where they cannot be had: each use has a way on without them. */
  fetch(): Promise<Aids>;
  soon(then: (aids: Aids) => void): void;
}

export function createLateAids(load: (() => Promise<Aids>) | undefined, later: (then: () => void) => void): LateAids {
  let aids: Aids | null = null;
  async function fetch(): Promise<Aids> {
    // Absent, it throws: that is as good as any refusal.
    aids ??= await load!();
    return aids;
  }
  return {
    get now() {
      return aids;
    },
    fetch,
    // Each in a task of its own: put up at once, all of it would hold up the page for a moment.
    soon: (then) => later(() => void fetch().then(then, () => {})),
  };
}
