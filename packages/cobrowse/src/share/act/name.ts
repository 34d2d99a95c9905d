import { scrubSecrets } from '@theke/rules';
import type { Surface } from '../surface.ts';
import type { Reads } from './reads.ts';

/** Names of what can be pressed: whole ones for deciding, which stay in this browser, and shown ones for the record. */
export interface Names {
  /**
   * Everything an element could be called by: its texts with what is slotted and what style sheets put before and after them, captions of
   * pictures, labels, titles. Two spellings: pieces apart and pieces together.
   */
  whole(element: Element, without?: (element: Element) => boolean): string[];
  /** The texts and captions in it, each by itself: a word above small print. */
  pieces(element: Element, without?: (element: Element) => boolean): string[];
  /** Only what the agent sees of it; empty when that is nothing. */
  shown(element: Element): string;
}

const maxPieces = 200;
const maxLabel = 120;
const captioned = /^(submit|button|reset|image)$/;
const skipped = /^(script|style|noscript|template|head|select|textarea)$/;

const quoted = /"((?:[^"\\]|\\.)*)"|attr\(\s*([\w-]+)[^)]*\)/g;

/** Makes {@link Names}. */
export function createNames(reads: Reads, surface: Surface): Names {
  const textOf = (node: Node) => (node as Text).data ?? '';

  function generated(element: Element, pseudo: '::before' | '::after'): string {
    const { content } = reads.style(element, pseudo);
    if (!content || content === 'none' || content === 'normal') return '';
    return [...content.matchAll(quoted)].map((m) => m[1] ?? reads.attribute(element, m[2] ?? '') ?? '').join('');
  }

  function labelledBy(element: Element): Element[] {
    const ids = reads.attribute(element, 'aria-labelledby')?.trim().split(/\s+/).slice(0, 20) ?? [];
    const root = element.getRootNode() as Document | ShadowRoot;
    return ids.flatMap((id) => root.getElementById?.(id) ?? []);
  }

  /** Captions that stand in attributes. A picture's file name counts: "buy-now.png" is all that some buttons say. */
  function captions(element: Element): string[] {
    const names = ['aria-label', 'title', 'alt'];
    if (reads.tag(element) === 'input' && captioned.test(reads.type(element))) names.push('value');
    return names.flatMap((name) => reads.attribute(element, name) ?? []);
  }

  function pieces(element: Element, without: (element: Element) => boolean = () => false): string[] {
    const pieces: string[] = [];
    const walk = (at: Element) => {
      if (pieces.length >= maxPieces || skipped.test(reads.tag(at)) || (at !== element && without(at))) return;
      pieces.push(...captions(at), generated(at, '::before'));
      for (const child of reads.inside(at)) {
        if (reads.isElement(child)) walk(child);
        else if (child.nodeType === 3) pieces.push(textOf(child));
      }
      pieces.push(generated(at, '::after'));
    };
    walk(element);
    return pieces.filter((piece) => piece.trim() !== '');
  }

  function whole(element: Element, without?: (element: Element) => boolean): string[] {
    const all = pieces(element, without);
    const others = [...labelledBy(element), ...reads.labels(element)].map((other) => other.textContent ?? '');
    const spellings = [all.join(' '), all.map((piece) => piece.trim()).join(''), ...captions(element), ...others];
    return [...new Set(spellings)].filter((name) => name.trim() !== '');
  }

  function shownText(element: Element): string {
    const pieces: string[] = [];
    const walk = (at: Element) => {
      if (pieces.length >= maxPieces || skipped.test(reads.tag(at)) || surface.sees(at) === 'hidden') return;
      const open = surface.sees(at) === 'shown';
      for (const child of reads.inside(at)) {
        if (reads.isElement(child)) walk(child);
        else if (open && child.nodeType === 3) pieces.push(textOf(child));
      }
    };
    walk(element);
    return pieces.join(' ');
  }

  function shown(element: Element): string {
    const others = [...labelledBy(element), ...reads.labels(element)].map(shownText);
    const own = surface.sees(element) === 'shown' ? captions(element) : [];
    const isField = /^(input|select|textarea)$/.test(reads.tag(element)) && !captioned.test(reads.type(element));
    const text = isField || surface.sees(element) === 'hidden' ? '' : shownText(element);
    const found = [...others, ...own, text].map((name) => name.replace(/\s+/g, ' ').trim()).find((name) => name !== '');
    return scrubSecrets(found ?? '').text.slice(0, maxLabel);
  }

  return { whole, pieces, shown };
}
