import type { FieldState } from '@theke/protocol';
import type { FieldDetails, Found, Scroller } from './doors.ts';
import type { Player } from './player.ts';

const maxLabelChars = 60;
const lines: Record<string, FieldState['kind']> = { textarea: 'lines', select: 'choice' };
const whole = /^(date|datetime-local|time|week|month|number|range|color)$/;
const noField = /^(hidden|submit|button|reset|image|file)$/;

/** What an element would be filled in as. */
function fieldOf({ dom }: Player, element: Element): FieldState['kind'] | null {
  const tag = dom.tag(element);
  if (lines[tag]) return lines[tag];
  if (tag === 'input') {
    const type = (dom.attribute(element, 'type') ?? 'text').toLowerCase();
    if (type === 'checkbox' || type === 'radio') return 'tick';
    return noField.test(type) ? null : whole.test(type) ? 'whole' : 'text';
  }
  return dom.closest(element, '[theke-rich]') ? 'rich' : null;
}

/** Where a document of the view begins, in CSS pixels of the visitor's viewport. */
function origin({ dom, document }: Player, of: Document): { x: number; y: number } {
  let at = { x: 0, y: 0 };
  for (let inner: Document | null = of; inner && inner !== document; ) {
    const frame = inner.defaultView?.frameElement ?? null;
    if (!frame) break;
    const box = dom.box(frame);
    at = { x: at.x + box.left + frame.clientLeft, y: at.y + box.top + frame.clientTop };
    inner = dom.documentOf(frame);
  }
  return at;
}

function boxOf(player: Player, element: Element): DOMRect {
  const { x, y } = origin(player, player.dom.documentOf(element)!);
  const box = player.dom.box(element);
  return new DOMRect(box.left + x, box.top + y, box.width, box.height);
}

/** The innermost element at a place, through shadow roots and frames. */
function elementAt(player: Player, x: number, y: number): Element | null {
  const { dom } = player;
  let root: Document | ShadowRoot | null = player.document;
  let at = { x, y };
  let found: Element | null = null;
  while (root) {
    const next: Element | null = root.elementFromPoint(at.x, at.y);
    if (!next || next === found) break;
    found = next;
    root = dom.shadow(found);
    if (root || dom.tag(found) !== 'iframe') continue;
    const inside = dom.inside(found);
    if (!inside?.documentElement) break;
    const box = dom.box(found);
    at = { x: at.x - box.left - found.clientLeft, y: at.y - box.top - found.clientTop };
    root = inside;
  }
  return found;
}

/** Out of shadow roots and frames, too. */
function around({ dom }: Player, element: Element): Element | null {
  const parent = dom.parent(element);
  if (!parent) return null;
  if (dom.kind(parent) === 1) return parent as Element;
  if (dom.kind(parent) === 11) return (parent as ShadowRoot).host;
  return (parent as Document).defaultView?.frameElement ?? null;
}

/** The element at a place in the visitor's viewport that both sides know by a number. */
export function nodeAt(player: Player, x: number, y: number): Found | null {
  const { dom, book } = player;
  let element = elementAt(player, x, y);
  while (element && book.idOf(element) === 0) element = around(player, element);
  if (!element) return null;
  // A field that is written in like a page is one as a whole.
  const rich = fieldOf(player, element) === 'rich' ? dom.closest(element, '[theke-rich]') : null;
  if (rich && book.idOf(rich) > 0) element = rich;
  const box = boxOf(player, element);
  const within = (value: number, size: number) => (size > 0 ? Math.min(1, Math.max(0, value / size)) : 0.5);
  const words = (element.textContent ?? '').replace(/\s+/g, ' ').trim().slice(0, maxLabelChars);
  const tag = dom.tag(element);
  return {
    node: book.idOf(element),
    label: `${tag} ${typeof words === 'string' ? words : ''}`.trim(),
    box,
    rx: within(x - box.left, box.width),
    ry: within(y - box.top, box.height),
    field: fieldOf(player, element),
    tag,
  };
}

/** Where an element stands now; null when it is not there. */
export function boxOfNode(player: Player, node: number): DOMRect | null {
  const element = player.book.elementOf(node);
  return element && player.dom.isThere(element) ? boxOf(player, element) : null;
}

const maxOptions = 200;

/** Of a field, what an editor over it must know beside its text. */
export function detailsOf(player: Player, node: number): FieldDetails | null {
  const { book, dom } = player;
  const element = book.elementOf(node);
  if (!element || !dom.isThere(element)) return null;
  const options = dom.tag(element) === 'select' ? dom.all(element, 'option').slice(0, maxOptions) : [];
  const words = (text: string | null) => (text ?? '').replace(/\s+/g, ' ').trim().slice(0, maxLabelChars);
  const named = dom.attribute(element, 'aria-label') || dom.attribute(element, 'placeholder');
  return {
    label: words(dom.closest(element, 'label')?.textContent ?? named),
    type: (dom.attribute(element, 'type') ?? 'text').toLowerCase(),
    options: options.map((option) => dom.attribute(option, 'label') || words(option.textContent)),
    multiple: dom.attribute(element, 'multiple') !== null,
  };
}

function scrolls(element: Element, isPage: boolean): boolean {
  const room = element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1;
  if (!room || isPage) return room;
  const look = element.ownerDocument.defaultView?.getComputedStyle(element);
  return /auto|scroll/.test(`${look?.overflowX} ${look?.overflowY}`);
}

const reading = (player: Player, element: Element, node: number | null): Scroller => {
  const { left, top } = player.dom.scrollOf(element);
  const roomX = Math.max(0, element.scrollWidth - element.clientWidth);
  const isRtl = element.ownerDocument.defaultView?.getComputedStyle(element).direction === 'rtl';
  const maxTop = Math.max(0, element.scrollHeight - element.clientHeight);
  return { node, left, top, minLeft: isRtl ? -roomX : 0, maxLeft: isRtl ? 0 : roomX, maxTop };
};

/** What would scroll at a place: the innermost that can; the page itself when nothing else does. */
export function scrollerAt(player: Player, x: number, y: number): Scroller {
  const { book, document } = player;
  const none: Scroller = { node: null, left: 0, top: 0, minLeft: 0, maxLeft: 0, maxTop: 0 };
  const page = document?.scrollingElement;
  if (!document || !page) return none;
  for (let element = elementAt(player, x, y); element; element = around(player, element)) {
    const of = element.ownerDocument;
    const isRoot = element === of.scrollingElement;
    if (isRoot && of === document) break;
    const id = book.idOf(element);
    if (id > 0 && scrolls(element, isRoot)) return reading(player, element, id);
  }
  return reading(player, page, null);
}
