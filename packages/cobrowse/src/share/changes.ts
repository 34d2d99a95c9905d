import type { Dom } from './dom.ts';
import type { Surface } from './surface.ts';
import type { Ring } from './watch/ring.ts';
import type { Watch } from './watch/watching.ts';

export interface ChangesPowers {
  firstStream: number;
  dom: Dom;
  ring: Ring;
  watch(): Pick<Watch, 'book' | 'isDue'> | null;
}

// What tells one thing from another of its kind. Looks change with every hover.
const telling = new Set(
  'href src alt title aria-label aria-labelledby role type name id for form formaction action value disabled data-theke-deny'.split(
    ' ',
  ),
);
// What a person aims at when aiming at something inside it.
const standsFor = new Set(['a', 'button', 'label', 'summary', 'option']);

/** Makes the answer to whether something is still what an agent saw: see {@link Surface}. */
export function createChanges(powers: ChangesPowers): Surface['changedSince'] {
  const { dom, ring } = powers;

  function isInside(node: Node, element: Element): boolean {
    for (let at: Node | null = node; at; at = dom.around(at)) if (at === element) return true;
    return false;
  }

  function landmarks(element: Element): Element[] {
    const found: Element[] = [];
    for (let at = dom.around(element); at; at = dom.around(at)) {
      if (standsFor.has(dom.tag(at)) || dom.attribute(at, 'role') === 'button') found.push(at);
    }
    return found;
  }

  return (seen, element) => {
    if (seen.stream < powers.firstStream) return true;
    const changes = ring.since(seen);
    const watch = powers.watch();
    if (!changes || !watch) return true;
    const around = landmarks(element);
    const touches = (node: Node, names: ReadonlySet<string> | null) => {
      if (names && ![...names].some((name) => telling.has(name))) return false;
      if (isInside(node, element)) return true;
      return names !== null && around.includes(node as Element);
    };
    if (changes.some(({ node, names }) => touches(node, names))) return true;
    return watch.isDue((node, names) => touches(node, names));
  };
}
