import { insides } from './book.ts';
import type { Player } from './player.ts';

const sources = ['src', 'href', 'xlink:href', 'poster', 'srcset', 'style'];

/** A text with every old address replaced; null when it holds none. */
function replaced(text: string | null, swaps: ReadonlyMap<string, string>): string | null {
  if (!text) return null;
  let next = text;
  for (const [old, file] of swaps) if (next.includes(old)) next = next.split(old).join(file);
  return next === text ? null : next;
}

interface Rules {
  readonly cssRules: CSSRuleList;
  insertRule(rule: string, at?: number): number;
  deleteRule(at: number): void;
}

/** Rule for rule, so that those told of by number stay where they are. */
function swapRules(list: Rules, swaps: ReadonlyMap<string, string>): void {
  for (let at = 0; at < list.cssRules.length; at += 1) {
    const rule = list.cssRules[at]!;
    if (!('selectorText' in rule) && 'cssRules' in rule) {
      swapRules(rule as unknown as Rules, swaps);
      continue;
    }
    const next = replaced(rule.cssText, swaps);
    if (next === null) continue;
    try {
      list.insertRule(next, at);
      list.deleteRule(at + 1);
    } catch {
      // Stays as it was.
    }
  }
}

/** Puts files that have come in place of the addresses a picture was built with. Rests now and then. */
export function* swapFiles(player: Player, swaps: ReadonlyMap<string, string>): Generator<void, void> {
  const { dom, document, sheets } = player;
  if (!document) return;
  for (const sheet of sheets.all()) swapRules(sheet, swaps);
  const waiting: Node[] = [document];
  let count = 0;
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (dom.kind(node) === 1) {
      const element = node as Element;
      for (const name of sources) {
        const next = replaced(dom.attribute(element, name), swaps);
        if (next !== null) dom.set(element, name, next);
      }
      if (dom.tag(element) === 'style' && (element as HTMLStyleElement).sheet)
        swapRules((element as HTMLStyleElement).sheet!, swaps);
    }
    for (const inner of insides(dom, node)) if (dom.kind(inner) !== 3) waiting.push(inner);
    count += 1;
    if (count % 500 === 0) yield;
  }
}
