import type { Surface } from '../share/surface.ts';

// A small stand-in for what the recorder knows of a page, so that acting can be tested by itself. Runs in the browser.

const never =
  'input[type=password],input[type=file],input[type=hidden],[autocomplete*=cc-],[autocomplete=one-time-code],[name=card]';
const telling = ['href', 'aria-label', 'title', 'alt', 'value', 'name', 'type', 'disabled', 'data-theke-deny', 'role'];

/** What {@link pageSurface} adds: the number of the last change it has seen. */
export interface PageSurface extends Surface {
  seq(): number;
  stop(): void;
}

/** A {@link Surface} on this page and its same-origin frames; marks are read as written, nothing is recorded. */
export function pageSurface(view: Window & typeof globalThis, firstStream = 1): PageSurface {
  const ids = new Map<Node, number>();
  const nodes: Node[] = [];
  const changes = new WeakMap<Node, number>();
  const taps = new Set<Element>();
  let seq = 0;

  const idOf = (node: Node) => {
    const known = ids.get(node);
    if (known !== undefined) return known;
    ids.set(node, nodes.push(node));
    return nodes.length;
  };
  const observer = new view.MutationObserver(note);
  const watch = (root: Node) =>
    observer.observe(root, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: telling,
    });
  watch(view.document);
  for (const element of view.document.querySelectorAll('*')) if (element.shadowRoot) watch(element.shadowRoot);
  for (const frame of view.document.querySelectorAll('iframe')) if (frame.contentDocument) watch(frame.contentDocument);

  function note(records: MutationRecord[]): void {
    if (records.length > 0) seq += 1;
    for (const { target, type } of records)
      changes.set(type === 'characterData' ? (target.parentNode ?? target) : target, seq);
  }

  const near = (element: Element, selector: string): Element | null => {
    const found = element.closest(selector);
    const host = (element.getRootNode() as ShadowRoot).host;
    return found ?? (host ? near(host, selector) : null);
  };
  const isSecret = (element: Element) => element.matches(never);

  return {
    window: view,
    firstStream,
    nodeOf: (id) => nodes[id - 1] ?? null,
    idOf,
    changedSince({ seq: seen }, element) {
      note(observer.takeRecords());
      const around = element.closest('a,button,label');
      const all = [element, ...(around ? [around] : []), ...element.querySelectorAll('*')];
      return all.some((one) => (changes.get(one) ?? 0) > seen);
    },
    sees(element) {
      if (near(element, '[data-theke-block]') || isSecret(element) || [...taps].some((tap) => tap.contains(element)))
        return 'hidden';
      const mark = near(element, '[data-theke-show],[data-theke-mask]');
      return mark?.hasAttribute('data-theke-show') && !mark.hasAttribute('data-theke-mask') ? 'shown' : 'shape';
    },
    isSecret,
    isDenied: (element) => near(element, '[data-theke-deny]') !== null,
    ignore: (element) => element.localName === 'theke-widget',
    hide: (element) => void taps.add(element),
    unhide: (element) => void taps.delete(element),
    hidden: () => [...taps],
    hiddenBoxes: () => [],
    spokenLabel: (element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60),
    seq() {
      note(observer.takeRecords());
      return seq;
    },
    stop: () => observer.disconnect(),
  };
}
