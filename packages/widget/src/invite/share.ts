import { endVisit, type Kept } from './memory.ts';
import type { RadarInside } from './radar.ts';

/**
 * Of what two tabs know the more, part by part: yes before no, the larger number, of lists the one that goes on longer. What is of another
 * kind is nothing a tab of ours has kept.
 */
function more<T>(mine: T, theirs: T): T {
  if (theirs == null || !mine) return theirs ?? mine;
  if (typeof mine !== typeof theirs || Array.isArray(mine) !== Array.isArray(theirs)) return mine;
  if (typeof mine !== 'object') return mine > theirs ? mine : theirs;
  if (Array.isArray(mine)) return Math.max(...(theirs as number[])) > Math.max(...mine) ? theirs : mine;
  const names = Object.keys({ ...mine, ...theirs }) as (keyof T)[];
  return Object.fromEntries(names.map((name) => [name, more(mine[name], theirs[name])])) as T;
}

/**
 * Adds what the visitor's other tabs have kept meanwhile, so that no tab takes another's word back and "never" holds in all. Of a visit
 * that is over only what outlives it counts. Without anything in it: they were forgotten, and are somebody new from now on.
 */
export function shareMemory({ kept, engine, clock, nowMs, change }: RadarInside, theirs: Kept): void {
  if (theirs.atMs) {
    const { source, visitMs } = kept;
    if (theirs.visitMs !== visitMs) {
      const older = theirs.visitMs > visitMs ? kept : theirs;
      endVisit(older);
      older.views = undefined;
    }
    try {
      Object.assign(kept, more(kept, theirs));
    } catch {
      // Too long or too deep for a tab of ours: rubbish, and it is written over.
    }
    // Where from is one answer, not a mixture.
    kept.source = source ?? theirs.source;
  } else {
    for (const name of Object.keys(kept)) delete kept[name as never];
    Object.assign(kept, { atMs: 0, visitMs: clock.now(), pages: 0 });
  }
  change(engine.recall(kept.memory, nowMs()));
}
