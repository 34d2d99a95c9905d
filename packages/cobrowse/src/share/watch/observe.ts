import type { Clock } from '@theke/kit';
import type { Context } from './context.ts';
import { alike } from './patch.ts';
import type { Sheets } from './sheets.ts';

/** Hears what changes on the page and notes it as due. Nothing is read here but what kind of thing it was. */
export interface Observer {
  /** Watches a document or a shadow root, until `stop`. */
  watch(root: Document | ShadowRoot): void;
  unwatch(root: Document | ShadowRoot): void;
  /** Notes at once what the browser has not told yet. */
  catchUp(): void;
  stop(): void;
}

export interface ObserverPowers {
  context: Context;
  sheets: Sheets;
  clock: Clock;
  /** A frame has loaded another document. */
  onFrame(frame: Element): void;
  trouble(): void;
}

const everything = { childList: true, attributes: true, characterData: true, subtree: true, attributeOldValue: true };
const heard = ['input', 'change', 'reset', 'scroll', 'load', 'toggle'] as const;
const fields = new Set(['input', 'textarea', 'select']);
// What can change the size of something that is told by its size alone.
const sizing = new Set(['style', 'class', 'width', 'height', 'hidden', 'src', 'open']);

/** Page libraries put one of their own in its place; what it stands on is the browser's. */
function nativeObserver(window: Window & typeof globalThis): typeof MutationObserver {
  const given = window.MutationObserver;
  const kept = (window as unknown as Record<string, unknown>).__zone_symbol__MutationObserver;
  if (typeof kept === 'function') return kept as typeof MutationObserver;
  const base = Object.getPrototypeOf(given) as unknown;
  return /\[native code\]/.test(Function.prototype.toString.call(given)) || base === Function.prototype
    ? given
    : (base as typeof MutationObserver);
}

/** Makes an {@link Observer}. */
export function createObserver(powers: ObserverPowers): Observer {
  const { context, sheets, clock } = powers;
  const { window, dom, book, due } = context;
  const roots = new Set<Document | ShadowRoot>();
  const Native = nativeObserver(window);
  const observer = new Native((records) => {
    try {
      for (const record of records) note(record);
    } catch {
      powers.trouble();
    }
  });

  function attributeChanged(element: Element, name: string, before: string | null): void {
    const tag = dom.tag(element);
    // Once a password, always one: look now, while it is one.
    if (name === 'type' && fields.has(tag)) context.eyes.see(element);
    if (name === 'type' && before?.toLowerCase() === 'password') context.sawPassword(element);
    const entry = book.entry(element);
    if (!entry) return;
    if (/^(data-|on)/i.test(name) && !context.eyes.tells(name)) return;
    if (tag === 'link' || (entry.isBox && sizing.has(name))) due.note('anew', element);
    if (fields.has(tag) && (name === 'value' || name === 'checked' || name === 'type')) due.note('fields', element);
    due.attribute(element, name);
  }

  function childrenChanged(record: MutationRecord): void {
    const { target } = record;
    const entry = book.entry(target);
    if (!entry) return;
    const element = dom.isElement(target) ? target : null;
    if (element && !entry.shadow && entry.isOpen && dom.shadow(element)) due.note('anew', target);
    if (element && sheets.isByRules(entry)) due.note('anew', target);
    if (!entry.isOpen) {
      if (element && dom.tag(element) === 'textarea') due.note('fields', element);
      return;
    }
    for (const node of Array.from(record.removedNodes)) due.child(target, node);
    for (const node of Array.from(record.addedNodes)) due.child(target, node);
    if (element && (dom.tag(element) === 'select' || dom.tag(element) === 'optgroup')) due.note('fields', element);
  }

  function note(record: MutationRecord): void {
    const { target } = record;
    if (record.type === 'attributes') {
      if (record.attributeName) attributeChanged(target as Element, record.attributeName, record.oldValue);
    } else if (record.type === 'childList') {
      childrenChanged(record);
    } else if (book.entry(target)) {
      const around = dom.around(target);
      const styled = around && dom.tag(around) === 'style' ? book.entry(around) : null;
      if (!styled) due.note('texts', target);
      else due.note('anew', sheets.isByRules(styled) ? styled.node : target);
    } else {
      const around = dom.around(target);
      if (around && book.entry(around) && dom.tag(around) === 'textarea') due.note('fields', around);
    }
  }

  function hear(event: Event): void {
    try {
      const target = (event.composedPath()[0] ?? event.target) as Node;
      if (event.type === 'scroll') {
        if (book.entry(target)) due.note('scrolled', target);
        return;
      }
      if (!dom.isElement(target)) return;
      const tag = dom.tag(target);
      if (event.type === 'load') {
        if (tag === 'link' && book.entry(target)) due.note('anew', target);
        if (tag === 'iframe') powers.onFrame(target);
      } else if (event.type === 'toggle') {
        if (book.entry(target)) due.attribute(target, 'open');
      } else if (event.type === 'reset') {
        // The fields change only after everybody has heard of it.
        const elements = Object.getOwnPropertyDescriptor(window.HTMLFormElement.prototype, 'elements')?.get;
        clock.after(0, () => {
          for (const field of Array.from((elements?.call(target) ?? []) as Iterable<Element>))
            if (book.entry(field)) due.note('fields', field);
        });
      } else if (fields.has(tag)) {
        for (const field of alike(target as HTMLInputElement)) if (book.entry(field)) due.note('fields', field);
      }
    } catch {
      powers.trouble();
    }
  }

  const options = { capture: true, passive: true };
  // An image may be named like a method of the document, and is then found in its place.
  const { addEventListener, removeEventListener } = window.EventTarget.prototype;

  function unwatch(root: Document | ShadowRoot): void {
    roots.delete(root);
    for (const type of heard) removeEventListener.call(root, type, hear, options);
  }

  return {
    watch(root) {
      roots.add(root);
      observer.observe(root, everything);
      for (const type of heard) addEventListener.call(root, type, hear, options);
    },
    unwatch,
    catchUp() {
      for (const record of observer.takeRecords()) note(record);
    },
    stop() {
      observer.disconnect();
      for (const root of [...roots]) unwatch(root);
    },
  };
}
