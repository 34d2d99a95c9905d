import type { Act, ActOutcome, ActTry, ActWhy } from '@theke/protocol';
import type { Surface } from '../surface.ts';
import type { Target } from './target.ts';

/** What every kind of act needs: the element as the agent knew it, and an honest no. */
export interface Grip {
  /** The element of that number, unless the page has changed since the agent saw it. */
  take(act: ActTry, node: number): Element | ActWhy;
  refuse(act: ActTry, why: ActWhy, target?: Pick<Target, 'element' | 'acting' | 'facts'> | null): ActOutcome;
  done(act: Act, element: Element | null): ActOutcome;
}

export interface GripPowers {
  surface: Surface;
  showInstead(element: Element, label: string): void;
  onActed(act: Act, label: string): void;
}

/** Makes a {@link Grip}. */
export function createGrip({ surface, showInstead, onActed }: GripPowers): Grip {
  // The same act is looked at first and tried then; the visitor is shown it once.
  let shownFor = '';

  return {
    take({ seen }, node) {
      const found = surface.nodeOf(node);
      const element = found?.nodeType === 3 ? found.parentElement : found;
      if (element?.nodeType !== 1 || !element.isConnected) return 'gone';
      return surface.changedSince(seen, element as Element) ? 'changed' : (element as Element);
    },
    refuse({ actId }, why, target) {
      const label = target ? { label: target.facts.label } : {};
      if (!target || (why !== 'denied' && why !== 'onlyVisitor')) return { done: false, why, ...label };
      const element = target.acting ?? target.element;
      if (shownFor !== actId) showInstead(element, surface.spokenLabel(element));
      shownFor = actId;
      return { done: false, why, ...label, shown: true };
    },
    done(act, element) {
      onActed(act, element ? surface.spokenLabel(element) : '');
      return { done: true };
    },
  };
}
