import type { Aids } from './aids/index.ts';

/** The parts that come after the first picture, once somebody fetches them. */
export interface LateAids {
  readonly now: Aids | null;
  /** Rejects where they cannot be had: each use has a way on without them. */
  fetch(): Promise<Aids>;
  soon(then: (aids: Aids) => void): void;
}

export function createLateAids(load?: () => Promise<Aids>): LateAids {
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
    soon: (then) => void fetch().then(then, () => {}),
  };
}
