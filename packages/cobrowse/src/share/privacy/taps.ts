import { isWhole } from '@theke/rules';
import type { Dom } from '../dom.ts';

/** What the visitor has hidden by tapping on it, on this page and as it will be found on the next load of it. */
export interface Taps {
  has(element: Element): boolean;
  hide(element: Element): void;
  unhide(element: Element): void;
  /** What is hidden so on this page and there now. */
  all(): Element[];
}

/** Where taps are kept from one page load to the next; absent: for this page only. */
export interface TapStore {
  read(): string[];
  write(keys: string[]): void;
}

export interface TapsPowers {
  dom: Dom;
  window: Window & typeof globalThis;
  store?: TapStore;
}

// Nobody taps more often; what is kept stays small.
const maxKeys = 200;
const maxChars = 600;
// Between the ways through nested shadow roots; no CSS path holds it.
const deeper = ' >>> ';

/** Makes {@link Taps}. A key is the path of the page and the way to the element from the nearest id, through open shadow roots. */
export function createTaps({ dom, window, store }: TapsPowers): Taps {
  const tapped = new Set<Element>();
  let keys = new Set((store?.read() ?? []).filter((key) => typeof key === 'string' && key.length <= maxChars));
  let page = '';
  // The last steps of all ways on this page in one selector: nearly every element is ruled out by asking that.
  let ends = '';

  function reads(selector: string): boolean {
    try {
      window.document.createDocumentFragment().querySelector(selector);
      return isWhole(selector);
    } catch {
      return false;
    }
  }

  function refresh(): void {
    page = window.location.pathname;
    const ways = [...keys].filter((key) => key.startsWith(`${page} `)).map((key) => key.slice(page.length + 1));
    ends = [...new Set(ways.map((way) => way.split(deeper).pop()!.split('>').pop()!.trim()))].filter(reads).join();
  }
  refresh();

  function step(element: Element): string {
    const tag = dom.tag(element);
    let place = 1;
    for (let at = dom.previous(element); at; at = dom.previous(at)) {
      if (dom.isElement(at) && dom.tag(at) === tag) place += 1;
    }
    return `${window.CSS.escape(tag)}:nth-of-type(${place})`;
  }

  /** The way to an element within its own tree, and the host of that tree. */
  function way(element: Element): { path: string; host: Element | null } {
    const steps: string[] = [];
    let at: Element = element;
    for (;;) {
      const id = dom.attribute(at, 'id');
      const parent = dom.parent(at);
      steps.unshift(id ? `#${window.CSS.escape(id)}` : step(at));
      if (id || !parent || dom.kind(parent) !== 1) break;
      at = parent as Element;
    }
    let root: Node = at;
    for (let up = dom.parent(root); up; up = dom.parent(root)) root = up;
    return { path: steps.join('>'), host: dom.host(root) };
  }

  function keyOf(element: Element): string {
    const ways: string[] = [];
    for (let at: Element | null = element; at; ) {
      const { path, host } = way(at);
      ways.unshift(path);
      at = host;
    }
    return `${window.location.pathname} ${ways.join(deeper)}`;
  }

  function keep(): void {
    keys = new Set([...keys].slice(-maxKeys));
    refresh();
    store?.write([...keys]);
  }

  function find(key: string): Element[] {
    let roots: ParentNode[] = [window.document];
    let found: Element[] = [];
    for (const path of key.slice(page.length + 1).split(deeper)) {
      try {
        found = roots.flatMap((root) => [...root.querySelectorAll(path)]);
      } catch {
        return [];
      }
      roots = found.flatMap((element) => dom.shadow(element) ?? []);
    }
    return found.filter((element) => keyOf(element) === key);
  }

  return {
    has(element) {
      if (tapped.has(element)) return true;
      if (keys.size === 0) return false;
      if (page !== window.location.pathname) refresh();
      return ends !== '' && dom.matches(element, ends) && keys.has(keyOf(element));
    },
    hide(element) {
      tapped.add(element);
      const key = keyOf(element);
      if (key.length > maxChars) return;
      keys.add(key);
      keep();
    },
    unhide(element) {
      tapped.delete(element);
      keys.delete(keyOf(element));
      keep();
    },
    all() {
      if (page !== window.location.pathname) refresh();
      for (const element of tapped) if (!dom.connected(element)) tapped.delete(element);
      return [...new Set([...tapped, ...[...keys].filter((key) => key.startsWith(`${page} `)).flatMap(find)])];
    },
  };
}
