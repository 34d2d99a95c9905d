import type { Dom } from './dom.ts';

/**
 * Keeps masks, clips, patterns and markers from multiplying: one whose ten shapes are each drawn through another, whose ten shapes
 * are each drawn through a third, freezes the window. What is in one may refer to colours that run, to nothing else.
 */
export interface Servers {
  came(element: Element): void;
  /** Looks at all of them, whatever has changed: a rule of a sheet can make one refer to another. Before the browser draws. */
  check(): void;
}

/** Elements others are drawn through. */
export const serverTags: ReadonlySet<string> = new Set(['mask', 'clippath', 'pattern', 'marker']);

const references = 'fill stroke mask mask-image clip-path filter marker-start marker-mid marker-end'.split(' ');
// Each is drawn again for everything that is drawn through it.
const maxParts = 300;
const maxLooks = 4_000;

/** Makes {@link Servers} for one picture. */
export function createServers(dom: Dom): Servers {
  let servers: Element[] = [];

  /** Whether an element is drawn through anything but a gradient. */
  function refers(element: Element): boolean {
    const style = element.ownerDocument.defaultView?.getComputedStyle(element);
    // What moves may refer to something a moment later.
    if (!style) return true;
    if (style.animationName !== 'none' || /allow-discrete/.test(style.transitionBehavior)) return true;
    return references.some((name) =>
      [...style.getPropertyValue(name).matchAll(/url\(["']?([^"')]*)/g)].some(([, url]) => {
        const root = element.getRootNode() as Document | ShadowRoot;
        const through = url!.startsWith('#') ? root.getElementById(url!.slice(1)) : null;
        return !through || !/^(linear|radial)gradient$/.test(dom.tag(through));
      }),
    );
  }

  /** What is drawn in it, what it shows by `use` included; null: too much, or what nobody can look into. */
  function partsOf(server: Element): Element[] | null {
    const parts = dom.all(server, '*');
    for (const use of parts.filter((part) => dom.tag(part) === 'use')) {
      const href = dom.attribute(use, 'href') ?? dom.attribute(use, 'xlink:href') ?? '';
      const shown = (use.getRootNode() as Document | ShadowRoot).getElementById(href.slice(1));
      if (shown) parts.push(shown, ...dom.all(shown, '*'));
      if (parts.length > maxParts) return null;
    }
    const isOpen = parts.length <= maxParts && !parts.some((part) => dom.tag(part) === 'foreignobject');
    return isOpen ? parts : null;
  }

  return {
    came(element) {
      servers.push(element);
    },
    check() {
      if (servers.length === 0) return;
      servers = servers.filter((server) => dom.isThere(server));
      let looks = 0;
      for (const server of servers) {
        if (dom.attribute(server, 'id') === null) continue;
        const parts = partsOf(server);
        looks += parts?.length ?? 0;
        // Without a name nothing can be drawn through it.
        if (!parts || looks > maxLooks || parts.some(refers)) dom.set(server, 'id', null);
      }
    },
  };
}
