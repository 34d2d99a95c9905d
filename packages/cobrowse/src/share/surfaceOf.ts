import type { PrivateSurface } from './privacy/surface.ts';
import type { Surface } from './surface.ts';
import type { Watch } from './watch/watching.ts';

export interface SurfacePowers {
  window: Window & typeof globalThis;
  firstStream: number;
  watch(): Pick<Watch, 'book' | 'isDue'> | null;
  privacy: PrivateSurface;
  /** What tells of changes; null while that part is on its way. */
  changes(): Surface['changedSince'] | null;
  ignore(element: Element): boolean;
  label(element: Element): string;
}

/** Makes the {@link Surface} of a shared page. */
export function createSurface(powers: SurfacePowers): Surface {
  return {
    ...powers.privacy,
    window: powers.window,
    firstStream: powers.firstStream,
    nodeOf: (id) => powers.watch()?.book.at(id)?.node ?? null,
    idOf: (node) => powers.watch()?.book.entry(node)?.id ?? null,
    // Before that part is here nothing is sure to be as it was.
    changedSince: (seen, element) => powers.changes()?.(seen, element) ?? true,
    ignore: powers.ignore,
    spokenLabel: (element) => powers.label(element),
  };
}
