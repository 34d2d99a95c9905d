import type { Matter } from '../powers.ts';
import type { AnyHandler } from './gate.ts';

/** One map for each namespace. Two matters that claim the same event are a mistake of ours, told at start. */
export function gather(
  matters: readonly Matter[],
  side: 'visitor' | 'agent' | 'live',
): ReadonlyMap<string, AnyHandler> {
  const all = new Map<string, AnyHandler>();
  for (const matter of matters) {
    for (const [event, handler] of Object.entries(matter[side] ?? {})) {
      if (all.has(event)) throw new Error(`two matters take ${event} of ${side}`);
      all.set(event, handler as AnyHandler);
    }
  }
  return all;
}
