import type { Dom } from '../dom.ts';
import type { Eyes } from '../sight.ts';
import type { Surface } from '../surface.ts';
import type { hiddenBoxes } from './boxes.ts';
import type { Taps } from './taps.ts';

/** What the visitor is told and may do about what agents see. */
export type PrivateSurface = Pick<
  Surface,
  'sees' | 'isSecret' | 'isDenied' | 'hide' | 'unhide' | 'hidden' | 'hiddenBoxes'
>;

export interface PrivateSurfacePowers {
  window: Window & typeof globalThis;
  dom: Dom;
  /** Asked anew each time: they are others when the site's rules change. */
  eyes: () => Eyes;
  taps: Taps;
  /** Finds the boxes; null while that part is on its way. */
  boxes(): typeof hiddenBoxes | null;
  /** Something was hidden or shown again: only a whole new picture takes back what was sent. */
  onChange(): void;
}

// Drawn by other means where the shop shows them.
const stills = new Set(['canvas', 'video']);

/** Makes the part of a {@link Surface} that is about privacy. */
export function createPrivateSurface({
  window,
  dom,
  eyes,
  taps,
  boxes,
  onChange,
}: PrivateSurfacePowers): PrivateSurface {
  return {
    sees(element) {
      const { verdict, place } = eyes().see(element);
      if (place === 'gone' || place === 'away' || verdict === 'block') return 'hidden';
      if (place === 'closed') {
        if (verdict === 'show' && stills.has(dom.tag(element))) return 'shown';
        return dom.tag(element) === 'select' ? 'shape' : 'hidden';
      }
      return verdict === 'show' ? 'shown' : 'shape';
    },
    isSecret: (element) => eyes().isSecret(element),
    isDenied: (element) => eyes().isDenied(element),
    hide(element) {
      taps.hide(element);
      onChange();
    },
    unhide(element) {
      taps.unhide(element);
      onChange();
    },
    hidden: () => taps.all(),
    hiddenBoxes: (max) => boxes()?.(window, dom, eyes(), max) ?? [],
  };
}
