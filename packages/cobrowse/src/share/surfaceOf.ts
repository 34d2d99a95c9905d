import type { LateAids } from './aidsLater.ts';
import type { PrivateSurface } from './privacy/surface.ts';
import type { SharePowers } from './session.ts';
import type { Surface } from './surface.ts';
import type { Watch } from './watch/watching.ts';

/**
 * Makes the {@link Surface} of a shared page. `watch`: null once sharing has ended. `changes`: what tells of changes; null while that
 * part is on its way.
 */
export function createSurface(
  { window, firstStream, ignore, foreign }: SharePowers,
  privacy: PrivateSurface,
  watch: () => Pick<Watch, 'book' | 'isDue'> | null,
  aids: LateAids,
  changes: () => Surface['changedSince'] | null,
): Surface {
  return {
    ...privacy,
    window: window as Surface['window'],
    firstStream,
    ignore,
    nodeOf: (id) => watch()?.book.at(id)?.node ?? foreign?.frameOf(id) ?? null,
    idOf: (node) => watch()?.book.entry(node)?.id ?? null,
    // Before that part is here nothing is sure to be as it was.
    changedSince: (seen, element) => changes()?.(seen, element) ?? true,
    spokenLabel: (element) => aids.now?.spokenLabel(element) ?? '',
  };
}
