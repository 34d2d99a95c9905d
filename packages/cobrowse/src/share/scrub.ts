import { plainUrl } from '@theke/rules';
import { type AddedRule, change, eventType, type PageChange, type PageEvent } from '../events.ts';
import { type RawAttributes, scrubAttributes } from './attributes.ts';
import { fieldChecked, fieldValue } from './field.ts';
import { type NodeTools, type RawNode, scrubNode, scrubText } from './scrubNode.ts';
import { scrubSheetChange } from './scrubSheet.ts';
import type { Sight } from './sight.ts';

/** An event as the recorder gives it. */
export interface RawEvent {
  type: number;
  data: Record<string, unknown>;
}

export interface Scrubber {
  /** The event as it may leave, or null. Always built anew; whatever is not known here does not leave. */
  scrub(raw: RawEvent): PageEvent | null;
}

export interface ScrubPowers extends Omit<NodeTools, 'sent'> {
  /** What was sent no longer fits the shop's marks: only a whole new picture puts that right. */
  onStale(): void;
}

// What a verdict hangs on.
const telling = new Set(
  'data-theke-show data-theke-mask data-theke-block type autocomplete name id hidden contenteditable'.split(' '),
);

const list = <T>(value: unknown): T[] => (Array.isArray(value) ? (value as T[]) : []);
const count = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : 0);

function learnAll(tools: NodeTools, raw: RawNode): void {
  const css = raw.attributes?._cssText;
  if (typeof css === 'string') tools.style.learn(css);
  // Gradients, clips and symbols are called by their ids.
  if (raw.isSVG) {
    for (const value of Object.values(raw.attributes ?? {})) {
      if (typeof value === 'string' && value.includes('#')) tools.style.learn(value);
    }
  }
  for (const child of raw.childNodes ?? []) {
    if (raw.tagName === 'style' && child.type === 3) tools.style.learn(String(child.textContent ?? ''));
    learnAll(tools, child);
  }
}

/** Makes the one gate between the recorder and the line. */
export function createScrubber(powers: ScrubPowers): Scrubber {
  let sentAs = new WeakMap<Element, string>();
  const lastInput = new WeakMap<Element, string>();
  const mark = (sight: Sight) => `${sight.verdict} ${sight.place} ${sight.typed}`;
  const tools: NodeTools = { ...powers, sent: (element, sight) => void sentAs.set(element, mark(sight)) };

  function live(id: unknown): Element | null {
    const node = powers.nodeOf(Number(id));
    return powers.dom.isElement(node) ? node : null;
  }

  /** Whether changes inside the node with this id may go out at all. The document has no element. */
  function isOpen(id: unknown, memo: Map<Element, Sight>): boolean {
    const element = live(id);
    return element ? powers.eyes.see(element, memo).place === 'open' : powers.nodeOf(Number(id)) !== null;
  }

  function mutation(raw: Record<string, unknown>): PageChange | null {
    const memo = new Map<Element, Sight>();
    let stale = false;
    const adds = list<{ parentId: number; nextId: number | null; node: RawNode }>(raw.adds).flatMap((add) => {
      if (!isOpen(add.parentId, memo)) return [];
      learnAll(tools, add.node);
      const node = scrubNode(tools, add.node, memo);
      return node ? { parentId: add.parentId, nextId: add.nextId, node } : [];
    });
    const attributes = list<{ id: number; attributes: RawAttributes }>(raw.attributes).flatMap((item) => {
      const element = live(item.id);
      if (!element) return [];
      const sight = powers.eyes.see(element, memo);
      if (
        Object.keys(item.attributes).some((name) => telling.has(name)) &&
        (sentAs.get(element) ?? mark(sight)) !== mark(sight)
      )
        stale = true;
      if (sight.place === 'away' || sight.place === 'gone' || powers.dom.tag(element) === 'iframe') return [];
      if (typeof item.attributes._cssText === 'string') tools.style.learn(item.attributes._cssText);
      const clean = scrubAttributes(tools, element, sight, item.attributes);
      return Object.keys(clean).length > 0 ? { id: item.id, attributes: clean } : [];
    });
    const texts = list<{ id: number; value: string | null }>(raw.texts).flatMap((text) => {
      const node = powers.nodeOf(text.id);
      const parent = node && powers.dom.around(node);
      if (!parent) return [];
      const sight = powers.eyes.see(parent, memo);
      if (sight.place !== 'open') return [];
      return { id: text.id, value: scrubText(tools, String(text.value ?? ''), parent, sight) };
    });
    const removes = list<{ parentId: number; id: number; isShadow?: unknown }>(raw.removes).map((gone) => ({
      parentId: gone.parentId,
      id: gone.id,
      ...(gone.isShadow ? { isShadow: true as const } : {}),
    }));
    if (stale) powers.onStale();
    return adds.length + attributes.length + texts.length + removes.length > 0 && !stale
      ? { source: change.mutation, adds, attributes, texts, removes }
      : null;
  }

  function input(raw: Record<string, unknown>): PageChange | null {
    const element = live(raw.id);
    if (!element) return null;
    const sight = powers.eyes.see(element);
    if (sight.place !== 'open') return null;
    const tag = powers.dom.tag(element);
    const text = fieldValue(element, sight);
    if (sight.verdict !== 'show' && (tag === 'select' || text === undefined)) return null;
    const now = { id: count(raw.id), text: text ?? '', isChecked: fieldChecked(element, sight) };
    // The recorder tells of one act up to three times.
    if (lastInput.get(element) === `${now.text}${now.isChecked}`) return null;
    lastInput.set(element, `${now.text}${now.isChecked}`);
    return { source: change.input, ...now };
  }

  function changed(raw: Record<string, unknown>): PageChange | null {
    switch (raw.source) {
      case change.mutation:
        return mutation(raw);
      case change.input:
        return input(raw);
      case change.scroll:
        return isOpen(raw.id, new Map())
          ? { source: change.scroll, id: count(raw.id), x: count(raw.x), y: count(raw.y) }
          : null;
      case change.resize:
        return { source: change.resize, width: count(raw.width), height: count(raw.height) };
      case change.adopted: {
        if (!isOpen(raw.id, new Map())) return null;
        const styles = list<{ styleId: number; rules: AddedRule[] }>(raw.styles).map((sheet) => ({
          styleId: count(sheet.styleId),
          rules: list<AddedRule>(sheet.rules).map(({ rule }, index) => ({
            rule: powers.style.sheet(String(rule)),
            index,
          })),
        }));
        return { source: change.adopted, id: count(raw.id), styles, styleIds: list<number>(raw.styleIds).map(count) };
      }
      default:
        return scrubSheetChange(powers.style, raw, (id) => isOpen(id, new Map()));
    }
  }

  return {
    scrub(raw) {
      const { data } = raw;
      switch (raw.type) {
        case eventType.page:
          return {
            type: eventType.page,
            data: { href: plainUrl(String(data.href)), width: count(data.width), height: count(data.height) },
          };
        case eventType.picture: {
          sentAs = new WeakMap();
          learnAll(tools, data.node as RawNode);
          const node = scrubNode(tools, data.node as RawNode, new Map());
          const offset = data.initialOffset as { left?: number; top?: number } | undefined;
          return (
            node && {
              type: eventType.picture,
              data: { node, initialOffset: { left: count(offset?.left), top: count(offset?.top) } },
            }
          );
        }
        case eventType.change: {
          const data = changed(raw.data);
          return data && { type: eventType.change, data };
        }
        default:
          return null;
      }
    },
  };
}
