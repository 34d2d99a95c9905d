import { type AttributeValue, eventType, type PageEvent, type PageNode } from '../../events.ts';
import { insides } from '../book.ts';
import type { Player } from '../player.ts';
import { canvasMark } from '../skin.ts';

const stride = 500;
// Ours for the moment, or made anew when the picture is.
const passing = new Set(['theke-hover', 'theke-focus-within', canvasMark, 'sandbox']);

interface Written {
  node: PageNode;
  of: Node;
}

/** What a field holds now, and where an element stands: no attribute says so. */
function holdings({ dom, book }: Player, element: Element, events: PageEvent[]): void {
  const id = book.idOf(element);
  const tag = dom.tag(element);
  if (tag === 'input' || tag === 'textarea' || tag === 'select') {
    const { value, checked = false } = element as HTMLInputElement;
    if (value || checked)
      events.push({
        type: eventType.change,
        data: { source: 5, id, text: String(value), isChecked: checked === true },
      });
  }
  const { left, top } = dom.scrollOf(element);
  if (left !== 0 || top !== 0) events.push({ type: eventType.change, data: { source: 3, id, x: left, y: top } });
}

function attributesOf({ dom, sheets }: Player, element: Element): Record<string, AttributeValue> {
  const attributes: Record<string, AttributeValue> = {};
  for (const name of dom.names(element)) {
    if (!passing.has(name)) attributes[name] = dom.attribute(element, name);
  }
  if (dom.tag(element) !== 'style') return attributes;
  const { sheet } = element as HTMLStyleElement;
  if (sheet && sheets.isChanged(sheet))
    attributes._cssText = [...sheet.cssRules].map((rule) => rule.cssText).join('\n');
  return attributes;
}

/** The text of a sheet that came as one has no number: it goes with its element. */
function untoldCss({ dom, book }: Player, element: Element): string | undefined {
  for (let child = dom.first(element); child; child = dom.next(child))
    if (dom.kind(child) === 3 && book.idOf(child) === 0) return dom.textOf(child);
  return undefined;
}

function alone(player: Player, node: Node, id: number, isShadow: boolean): PageNode | null {
  const { dom } = player;
  const shadow = isShadow ? { isShadow: true as const } : {};
  switch (dom.kind(node)) {
    case 9: {
      const compat = (node as Document).compatMode === 'BackCompat' ? { compatMode: 'BackCompat' } : {};
      return { type: 0, id, childNodes: [], ...compat };
    }
    case 10:
      return { type: 1, id, name: 'html', publicId: (node as DocumentType).publicId, systemId: '' };
    case 1: {
      const element = node as Element;
      const attributes = attributesOf(player, element);
      const css =
        attributes._cssText === undefined && dom.tag(element) === 'style' ? untoldCss(player, element) : undefined;
      if (css !== undefined) attributes._cssText = css;
      const host = dom.shadow(element) ? { isShadowHost: true as const } : {};
      const svg = dom.space(element) === 'svg' ? { isSVG: true as const } : {};
      return { type: 2, id, tagName: dom.tag(element), attributes, childNodes: [], ...host, ...svg, ...shadow };
    }
    case 3:
      return { type: 3, id, textContent: dom.textOf(node), ...shadow };
    default:
      return { type: 5, id, textContent: '', ...shadow };
  }
}

/** One document, written down; frames inside it are noted in `frames`. */
function* page(
  player: Player,
  document: Document,
  events: PageEvent[],
  frames: { id: number; inside: Document }[],
): Generator<void, PageNode & { type: 0 }> {
  const { dom, book } = player;
  const top = alone(player, document, book.idOf(document), false) as PageNode & { type: 0 };
  const waiting: Written[] = [{ node: top, of: document }];
  let count = 0;
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const into = 'childNodes' in place.node ? place.node.childNodes : [];
    const add = (inner: Node, isShadow: boolean) => {
      const id = book.idOf(inner);
      const node = id > 0 ? alone(player, inner, id, isShadow) : null;
      if (!node) return;
      into.push(node);
      if (dom.kind(inner) === 1) holdings(player, inner as Element, events);
      waiting.push({ node, of: inner });
    };
    for (const inner of insides(dom, place.of)) {
      if (dom.kind(inner) === 9) {
        if (book.idOf(inner) > 0) frames.push({ id: book.idOf(place.of), inside: inner as Document });
      } else if (dom.kind(inner) === 11) {
        for (let child = dom.first(inner); child; child = dom.next(child)) add(child, true);
      } else add(inner, false);
      count += 1;
      if (count % stride === 0) yield;
    }
  }
  return top;
}

/**
 * The picture on show as events that make it again, for our own use: what is in them has been cleaned. Null when it changed while
 * it was written.
 */
export function* snapshot(player: Player): Generator<void, PageEvent[] | null> {
  const { document, facts, changes, scrolls, sheets, book } = player;
  if (!document || !facts) return null;
  const after: PageEvent[] = [];
  const frames: { id: number; inside: Document }[] = [];
  const node = yield* page(player, document, after, frames);
  const wanted = scrolls.wanted.get(node.id) ?? { left: 0, top: 0 };
  const events: PageEvent[] = [
    { type: eventType.page, data: facts },
    { type: eventType.picture, data: { node, initialOffset: wanted } },
  ];
  // Grows while it is walked: frames in frames.
  for (const { id, inside } of frames) {
    const inner = yield* page(player, inside, after, frames);
    const added = { parentId: id, nextId: null, node: inner };
    const data = { source: 0 as const, isFrame: true as const, adds: [added], removes: [], texts: [], attributes: [] };
    events.push({ type: eventType.change, data });
  }
  for (const data of sheets.written()) events.push({ type: eventType.change, data });
  for (const skin of player.skins.values())
    for (const [id, image] of skin.stills)
      if (book.nodeOf(id)) after.push({ type: eventType.still, data: { id, image } });
  return player.changes === changes ? [...events, ...after] : null;
}
