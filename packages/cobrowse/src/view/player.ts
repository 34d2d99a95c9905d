import type { Check } from '../checksum.ts';
import type { PageChange, PageEvent, PageFacts, PageNode } from '../events.ts';
import { createApply } from './apply.ts';
import { type Book, createBook } from './book.ts';
import { createBuilder } from './build.ts';
import { catchUp, noLater } from './decorate.ts';
import { createDom, type Dom } from './dom.ts';
import { createFrame, openDocument } from './frame.ts';
import { bounds } from './guard.ts';
import { createScrolls, type Scrolls } from './scrolls.ts';
import { createSheets, type Sheets } from './sheets.ts';
import { createSkin, type Skin } from './skin.ts';
import { tally } from './tally.ts';
import type { Cleaner } from './taste.ts';
import { createUses } from './uses.ts';

/** Shows one picture and its changes, each applied at once and in full. Holds nothing but what is to be seen. */
export interface Player {
  /** Builds a whole picture, with rests; until it is done nothing else may be applied. Throws when there is none to be made. */
  picture(event: PageEvent & { type: 2 }, clean: Cleaner): Generator<void, void>;
  /** Throws when the picture can no longer be trusted. */
  change(data: PageChange, clean: Cleaner): void;
  page(facts: PageFacts): void;
  still(id: number, image: string): void;
  /** Counts the shape, or that of the page with this document; with rests. Null: it changed meanwhile, or is not there. */
  check(root?: number): Generator<void, Check | null>;
  /** Counts up with every change of shape. */
  readonly version: number;
  /** Counts up with every change. */
  readonly changes: number;
  readonly dom: Dom;
  readonly book: Book;
  readonly sheets: Sheets;
  readonly scrolls: Scrolls;
  /** The document on show; null before there is a picture. */
  readonly document: Document | null;
  readonly facts: PageFacts | null;
  /** All documents on show, with our own rules in them. */
  readonly skins: ReadonlyMap<Document, Skin>;
  close(): void;
}

export interface PlayerPowers {
  /** In the document already; the player adds its frame to it. */
  root: HTMLElement;
  frameTitle: string;
  frameLabel: string;
  /** A change spoke of something that is not there: the picture and the page have drifted apart. */
  onMissing(): void;
}

/** Makes a {@link Player}. Nothing given to it runs, and nothing loads but through addresses that were put in before. */
export function createPlayer(powers: PlayerPowers): Player {
  const outer = powers.root.ownerDocument;
  const window = outer.defaultView as Window & typeof globalThis;
  const dom = createDom(window);
  const frame = createFrame(outer, powers.frameTitle);
  powers.root.append(frame);
  const skins = new Map<Document, Skin>();
  const book = createBook(dom, (id) => {
    for (const skin of skins.values()) skin.forget(id);
    scrolls.forget(id);
  });
  const sheets = createSheets((id) => book.nodeOf(id) !== null);
  const scrolls = createScrolls(dom, book);
  const uses = createUses(dom);
  let facts: PageFacts | null = null;
  let document: Document | null = null;
  let version = 0;
  let changes = 0;
  let closed = false;

  const skinOf = (node: Node) => skins.get((dom.kind(node) === 9 ? node : dom.documentOf(node)) as Document);
  const ownOf = (node: Node) => skinOf(node)?.sheets ?? [];

  const builder = createBuilder({
    dom,
    book,
    onShadow: (root, id) => sheets.dress(root, id, ownOf(root)),
    onCanvas(id, width, height) {
      const element = book.elementOf(id);
      if (element) skinOf(element)?.canvas(id, width, height);
    },
    onSvg: (use) => uses.touched(use),
  });

  /** A document of ours, empty, with our rules in it. */
  function open(inside: Document, page: PageNode & { type: 0 }): Document {
    const opened = openDocument(inside, page);
    book.write(page.id, opened);
    for (const known of skins.keys()) if (!known.defaultView) skins.delete(known);
    const skin = createSkin(opened.defaultView as Window & typeof globalThis, powers.frameLabel);
    skin.scrollbar(facts?.scrollbar ?? 0);
    skins.set(opened, skin);
    sheets.dress(opened, page.id, skin.sheets);
    return opened;
  }

  function depthOf(element: Element): number {
    let depth = 0;
    let around = dom.documentOf(element);
    while (around && around !== document && depth < bounds.frameDepth) {
      depth += 1;
      around = around.defaultView?.frameElement?.ownerDocument ?? null;
    }
    return depth;
  }

  const apply = createApply({
    dom,
    book,
    builder,
    onMissing: powers.onMissing,
    onSvg: (use) => uses.touched(use),
    scroll: (node, x, y) => scrolls.put(node, x, y),
    openFrame(element, page) {
      const inside = dom.tag(element) === 'iframe' ? dom.inside(element) : null;
      if (!inside || depthOf(element) >= bounds.frameDepth) return null;
      // What was in it goes with it.
      for (let child = dom.first(inside); child; child = dom.next(child)) book.forget(child);
      book.forget(inside);
      return open(inside, page);
    },
  });

  /** Sheets of roots and of elements; everything else is a change of nodes or places. */
  function change(data: PageChange, clean: Cleaner): void {
    if (data.source === 15) {
      const node = book.nodeOf(data.id);
      const root =
        node && dom.kind(node) === 9
          ? (node as Document)
          : node && dom.kind(node) === 1
            ? builder.shadowOf(node as Element)
            : null;
      if (!sheets.adopt(data, root, root ? ownOf(root) : []) || !root) powers.onMissing();
    } else if (data.source === 8 || data.source === 13) {
      const element = data.id === undefined ? null : book.elementOf(data.id);
      const own = element && dom.tag(element) === 'style' ? (element as HTMLStyleElement).sheet : null;
      if (!sheets.change(data, own)) powers.onMissing();
    } else if (data.source === 4) {
      if (facts) size({ ...facts, width: data.width, height: data.height });
    } else {
      if (data.source === 0) version += 1;
      apply(data, clean);
    }
    uses.check();
  }

  function size(next: PageFacts): void {
    facts = next;
    frame.style.width = `${next.width}px`;
    frame.style.height = `${next.height}px`;
    for (const skin of skins.values()) skin.scrollbar(next.scrollbar ?? 0);
  }

  return {
    *picture({ data }, clean) {
      const page = data.node;
      const inside = frame.contentDocument;
      if (page.type !== 0 || !inside) throw new Error('no document');
      document = open(inside, page);
      const later = noLater();
      const made: Node[] = [];
      for (const child of page.childNodes) {
        // A document holds nothing else; the rest would only be refused.
        if (child.type === 1 || child.type === 2 || child.type === 5)
          made.push(yield* builder.build(child, document, document, clean, later));
      }
      if (closed) return;
      for (const node of made) dom.insert(document, node, null);
      catchUp(later);
      uses.check();
      scrolls.begin(document, page.id, data.initialOffset);
    },
    change(data, clean) {
      if (closed) return;
      changes += 1;
      change(data, clean);
    },
    page: size,
    still(id, image) {
      const element = book.elementOf(id);
      changes += 1;
      if (!element) return powers.onMissing();
      if (dom.tag(element) === 'video') dom.set(element, 'poster', image);
      else if (dom.tag(element) === 'canvas') skinOf(element)?.still(id, image);
    },
    *check(root) {
      const counted = root === undefined ? document : book.nodeOf(root);
      if (counted?.nodeType !== 9) return null;
      const from = version;
      return yield* tally(dom, book, counted as Document, () => version !== from);
    },
    get version() {
      return version;
    },
    get changes() {
      return changes;
    },
    dom,
    book,
    sheets,
    scrolls,
    get document() {
      return document;
    },
    get facts() {
      return facts;
    },
    skins,
    close() {
      if (closed) return;
      closed = true;
      scrolls.close();
      frame.remove();
    },
  };
}
