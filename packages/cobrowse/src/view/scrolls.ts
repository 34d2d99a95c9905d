import type { Book } from './book.ts';
import type { Dom } from './dom.ts';

/** Where the scrollers of the shown page stand: where the visitor has them, or where the agent looks. */
export interface Scrolls {
  begin(document: Document, id: number, offset: { left: number; top: number }): void;
  /** Where the visitor has it. */
  put(node: Node, left: number, top: number): void;
  /** The agent looks around by themselves: the visitor's places are kept for later. */
  look(on: boolean): void;
  readonly looking: boolean;
  /** What scrolls for a node: an element itself, of a document its scrolling element. */
  scrollerOf(node: Node): Element | null;
  /** How far the page's own place is from where the visitor has it. */
  shift(): { x: number; y: number };
  /** The visitor's places, by number. */
  readonly wanted: ReadonlyMap<number, { left: number; top: number }>;
  forget(id: number): void;
  close(): void;
}

// Places are kept for elements too, until they go.
const maxPlaces = 2_000;

/** Makes {@link Scrolls} for one picture. */
export function createScrolls(dom: Dom, book: Book): Scrolls {
  const wanted = new Map<number, { left: number; top: number }>();
  let page: { document: Document; id: number } | null = null;
  let looking = false;
  let watch: ResizeObserver | null = null;

  function scrollerOf(node: Node): Element | null {
    if (dom.kind(node) === 1) return node as Element;
    return dom.kind(node) === 9 ? (node as Document).scrollingElement : null;
  }

  function go(node: Node, to: { left: number; top: number }): void {
    const scroller = scrollerOf(node);
    if (scroller && !looking) dom.scroll(scroller, to);
  }

  function put(node: Node, left: number, top: number): void {
    const id = book.idOf(node);
    wanted.delete(id);
    if (wanted.size < maxPlaces) wanted.set(id, { left, top });
    go(node, { left, top });
  }

  /** Pictures that load late make the page longer: then it can stand where it should. */
  function grown(): void {
    const to = page && wanted.get(page.id);
    if (page && to) go(page.document, to);
  }

  return {
    begin(document, id, { left, top }) {
      page = { document, id };
      put(document, left, top);
      const { documentElement } = document;
      watch = documentElement ? new ResizeObserver(grown) : null;
      watch?.observe(documentElement);
    },
    put,
    look(on) {
      if (looking === on) return;
      looking = on;
      if (on) return;
      for (const [id, to] of wanted) {
        const node = book.nodeOf(id);
        if (node) go(node, to);
      }
    },
    get looking() {
      return looking;
    },
    scrollerOf,
    shift() {
      const to = page && wanted.get(page.id);
      const scroller = page?.document.scrollingElement;
      if (!looking || !to || !scroller) return { x: 0, y: 0 };
      const { left, top } = dom.scrollOf(scroller);
      return { x: to.left - left, y: to.top - top };
    },
    wanted,
    forget: (id) => void wanted.delete(id),
    close: () => watch?.disconnect(),
  };
}
