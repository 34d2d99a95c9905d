import type { Dom } from './dom.ts';
import { createServers } from './servers.ts';

/**
 * Keeps drawings from multiplying: a `use` shows a whole part of the page again, and ten that show ten that show ten freeze the
 * window. None may show another `use`, and all together no more than a page's worth.
 */
export interface Uses {
  /** Something of a drawing has come or changed: a `use`, or what others are drawn through. */
  touched(use: Element | null): void;
  /** Looks at them all, if anything has changed; to be called before the browser draws. */
  check(): void;
}

const maxCopies = 5_000;

/** Makes {@link Uses} for one picture. */
export function createUses(dom: Dom): Uses {
  let uses: Element[] = [];
  let isDue = false;
  const servers = createServers(dom);

  const hrefOf = (use: Element) => dom.attribute(use, 'href') ?? dom.attribute(use, 'xlink:href');

  return {
    touched(use) {
      if (use && dom.tag(use) === 'use') uses.push(use);
      else if (use) servers.came(use);
      isDue = true;
    },
    check() {
      if (isDue) checkUses();
      servers.check();
    },
  };

  function checkUses() {
    isDue = false;
    uses = uses.filter((use) => dom.isThere(use));
    if (uses.length === 0) return;
    let copies = 0;
    const sizes = new Map<Element, number>();
    for (const use of uses) {
      const href = hrefOf(use);
      if (!href) continue;
      const root = use.getRootNode() as Document | ShadowRoot;
      const shown = root.getElementById(href.slice(1));
      if (!shown) continue;
      let size = sizes.get(shown);
      if (size === undefined) {
        size =
          dom.all(shown, 'use').length > 0 || dom.tag(shown) === 'use' ? maxCopies : 1 + dom.all(shown, '*').length;
        sizes.set(shown, size);
      }
      copies += size;
      if (size < maxCopies && copies <= maxCopies) continue;
      copies -= size;
      dom.set(use, 'href', null);
      dom.set(use, 'xlink:href', null);
    }
  }
}
