import { type Added, change, type Mutation, nodeType, type PageChange, type PageNode } from '../events.ts';
import type { Book } from './book.ts';
import type { Builder } from './build.ts';
import { catchUp, decorate, type Later, noLater, putField } from './decorate.ts';
import type { Dom } from './dom.ts';
import { bounds } from './guard.ts';
import { readAttributes } from './readAttributes.ts';
import { resolve } from './resolve.ts';
import { type Cleaner, trusting } from './taste.ts';

export interface ApplyPowers {
  dom: Dom;
  book: Book;
  builder: Builder;
  /** A change spoke of something that is not there, or cannot be: the picture and the page have drifted apart. */
  onMissing(): void;
  /** The document inside a frame; null: this frame gets none. */
  openFrame(frame: Element, page: PageNode & { type: 0 }): Document | null;
  onSvg(use: Element | null): void;
  /** A place to scroll to; the agent may be looking elsewhere just now. */
  scroll(node: Node, x: number, y: number): void;
}

/** Makes the function that carries one change out, at once and in full. What has no place in the picture is told by `onMissing`. */
export function createApply(powers: ApplyPowers): (data: PageChange, clean: Cleaner) => void {
  const { dom, book, builder, onMissing } = powers;

  /** The document of what can have children; null for what cannot. */
  function documentFor(parent: Node): Document | null {
    if (dom.kind(parent) === nodeTypeOfDocument) return parent as Document;
    return dom.kind(parent) === 1 ? dom.documentOf(parent) : null;
  }

  /** A browser lays pages out level by level, and comes to its end before we do. */
  function isTooDeep(parent: Node): boolean {
    let depth = 0;
    for (let node: Node | null = parent; node && depth <= bounds.depth; depth += 1)
      node = dom.kind(node) === 11 ? (node as ShadowRoot).host : dom.parent(node);
    return depth > bounds.depth;
  }

  function drop(node: Node): void {
    book.forget(node);
    dom.remove(node);
  }

  /** What is told of again is built again: nothing that was written into it since, or stands in it, comes along. */
  function dropKnown(adds: readonly Added[]): void {
    const waiting = adds.map(({ node }) => node);
    for (let node = waiting.pop(); node; node = waiting.pop()) {
      const known = book.nodeOf(node.id);
      // Never the document: it holds all others.
      if (known && dom.kind(known) !== nodeTypeOfDocument) drop(known);
      if ('childNodes' in node) waiting.push(...node.childNodes);
    }
  }

  function add({ parentId, nextId, node }: Added, clean: Cleaner, later: Later): void {
    const parent = book.nodeOf(parentId);
    const document = parent && documentFor(parent);
    if (!document || book.nodeOf(node.id) || isTooDeep(parent)) {
      onMissing();
      return;
    }
    const home = builder.home(node, parent);
    const made = finish(builder.build(node, document, home, clean, later));
    const next = nextId === null ? null : book.nodeOf(nextId);
    try {
      dom.insert(home, made, next && dom.parent(next) === home ? next : null);
    } catch {
      // A second root element, a text beside it.
      book.forget(made);
      onMissing();
      return;
    }
    if (nextId !== null && (!next || dom.parent(next) !== home)) onMissing();
    const around = dom.kind(home) === 1 ? (home as Element) : null;
    if (around && dom.tag(around) === 'style' && node.type === nodeType.text) settle(around, made);
  }

  /** A style sheet that came as one, before its first text: the text takes it over. */
  function settle(style: Element, text: Node): void {
    for (let child = dom.first(style); child; child = dom.next(child)) {
      if (dom.kind(child) !== 3 || book.idOf(child) > 0) continue;
      if (dom.textOf(text) === '') dom.text(text, dom.textOf(child));
      dom.remove(child);
      return;
    }
  }

  function addFrame({ parentId, node }: Added, clean: Cleaner, later: Later): void {
    const frame = book.elementOf(parentId);
    if (!frame || node.type !== 0 || book.nodeOf(node.id)) {
      onMissing();
      return;
    }
    const document = powers.openFrame(frame, node);
    if (!document) return;
    for (const child of node.childNodes) {
      const made = finish(builder.build(child, document, document, clean, later));
      try {
        dom.insert(document, made, null);
      } catch {
        book.forget(made);
      }
    }
  }

  function mutate(told: Mutation, clean: Cleaner): void {
    const later = noLater();
    dropKnown(told.adds);
    const data = resolve({ type: 3, data: told }, book.nodeOf, onMissing)?.data as Mutation;
    for (const { id } of data.removes) {
      const node = book.nodeOf(id);
      if (node && dom.kind(node) !== nodeTypeOfDocument) drop(node);
    }
    for (const added of data.adds) {
      if (told.isFrame) addFrame(added, clean, later);
      else add(added, clean, later);
    }
    for (const { id, value } of data.texts) {
      const node = book.nodeOf(id);
      if (node && dom.kind(node) === 3) builder.write(node, dom.parent(node), value, clean);
      else onMissing();
    }
    for (const { id, attributes } of data.attributes) attribute(id, attributes, clean, later);
    catchUp(later);
  }

  function attribute(id: number, raw: object, clean: Cleaner, later: Later): void {
    const element = book.elementOf(id);
    const kept = element && (clean === trusting ? (raw as never) : readAttributes(dom.tag(element), raw, clean));
    if (!element || !kept) {
      onMissing();
      return;
    }
    decorate(dom, element, kept, later, book.idOf);
    if (dom.space(element) === 'svg') powers.onSvg(null);
  }

  return (data, clean) => {
    if (data.source === change.mutation) return mutate(data, clean);
    if (data.source === change.scroll) {
      const node = book.nodeOf(data.id);
      if (node) powers.scroll(node, data.x, data.y);
      else onMissing();
    } else if (data.source === change.input) {
      const element = book.elementOf(data.id);
      if (!element) {
        onMissing();
        return;
      }
      putField(dom, element, 'value', data.text);
      putField(dom, element, 'checked', data.isChecked ? '' : null);
    }
  };
}

const nodeTypeOfDocument = 9;

/** Work that may rest, done without. */
export function finish<T>(work: Generator<void, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
