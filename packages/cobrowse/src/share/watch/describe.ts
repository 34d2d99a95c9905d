import { shapeOf } from '@theke/rules';
import { type AttributeValue, frameMark, frameTag, goneTag } from '../../events.ts';
import { boxSize, type RawAttributes, scrubAttributes } from '../attributes.ts';
import { encode } from '../encode.ts';
import { filled } from '../field.ts';
import { cutSecrets } from '../privacy/line.ts';
import { keepsLook, type Sight } from '../sight.ts';
import type { Context } from './context.ts';

/** One node as it may leave the browser. Nothing else of it ever stands anywhere. */
export interface Told {
  /** JSON of the node without its last bracket, its children and its style sheet. */
  json: string;
  /** Whether what is inside it is told, too. */
  isOpen: boolean;
  isBox: boolean;
  mark: string;
  /** Its open shadow root, where that is told, too. */
  root: ShadowRoot | null;
}

// Asking an element how far it is scrolled takes longer than all else about it; these never are.
const neverScrolls = new Set(
  'a abbr b br button cite code em h1 h2 h3 h4 h5 h6 hr i img input label li link meta option path small source span strong style sub sup svg time'.split(
    ' ',
  ),
);
const mayHost = new Set(
  'article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span'.split(' '),
);

// Deeper than any page anybody looks at; the view takes no more.
const maxDepth = 240;
// Says nothing about how the page looks, and nothing in the head is placed by its neighbours.
const silentInHead = /^(script|noscript|meta|base|template|title|object)$/;

/** How an element was seen, as one word; when it is another later, the whole picture is out of date. */
export const markOf = (sight: Sight): string => `${sight.verdict} ${sight.place} ${sight.typed}`;

/** A text as it may leave, by the element it stands in. Not for the text of style sheets. */
export function scrubText(context: Context, node: Node, parent: Element, sight: Sight): string {
  const tag = context.dom.tag(parent);
  const text = context.dom.text(node);
  if (tag === 'title' && !context.dom.inSvg(parent)) return '';
  if (sight.verdict === 'show') return cutSecrets(node, text);
  if (!sight.typed) return shapeOf(text);
  return tag === 'textarea' || text.trim() === '' ? '' : filled;
}

/** All attributes of an element and what no attribute says, raw. */
function rawAttributes({ dom }: Context, element: Element, tag: string): RawAttributes {
  const raw = Object.create(null) as RawAttributes;
  for (const name of dom.attributeNames(element)) raw[name] = dom.attribute(element, name);
  if (!neverScrolls.has(tag) && dom.first(element)) {
    const { left, top } = dom.scroll(element);
    if (left) raw.rr_scrollLeft = Math.round(left);
    if (top) raw.rr_scrollTop = Math.round(top);
  }
  if (tag === 'dialog' && dom.has(element, 'open') && dom.matches(element, ':modal')) raw.rr_open_mode = 'modal';
  return raw;
}

/** Whether it lies above the page, where no rule of the page can say so. */
export function topLayer({ dom }: Context, element: Element): Record<string, AttributeValue> {
  return dom.has(element, 'popover') && dom.matches(element, ':popover-open') ? { 'theke-popover': '' } : {};
}

/** A sheet switched off by script. */
const isOff = (owner: Element): boolean => (owner as HTMLStyleElement).sheet?.disabled === true;

const told = (json: string, mark = '', isOpen = false, isBox = false, root: Told['root'] = null): Told => ({
  json,
  isOpen,
  isBox,
  mark,
  root,
});
const flags = (isShadow: boolean) => (isShadow ? ',"isShadow":true' : '');
const element = (id: number, tag: string, attributes: object, isShadow: boolean, more = '') =>
  `{"type":2,"id":${id},"tagName":${JSON.stringify(tag)},"attributes":${encode(attributes)}${more}${flags(isShadow)}`;

function describeElement(
  context: Context,
  live: Element,
  id: number,
  isShadow: boolean,
  depth: number,
  memo: Map<Element, Sight>,
): Told | null {
  const { dom, eyes, style } = context;
  const sight = eyes.see(live, memo);
  const mark = markOf(sight);
  const tag = dom.tag(live);
  const parent = dom.parent(live);
  if (silentInHead.test(tag) && parent && dom.kind(parent) === 1 && dom.tag(parent as Element) === 'head') return null;
  const alone = (name: string, given: object, isOpen = false, isBox = false) =>
    told(element(id, name, given, isShadow), mark, isOpen, isBox);
  if (sight.place === 'gone' || sight.place === 'away') return alone(goneTag, {});
  const raw = rawAttributes(context, live, tag);
  const attributes = scrubAttributes(context, live, sight, raw);
  if (dom.inSvg(live)) {
    // Gradients, clips and symbols are called by their ids.
    for (const value of Object.values(raw)) if (typeof value === 'string' && value.includes('#')) style.learn(value);
  }
  if (tag === 'iframe') {
    if (dom.isPlaced(live))
      return alone(tag, { ...attributes, src: undefined, srcset: undefined, name: undefined }, true);
    return alone(frameTag, { class: attributes.class ?? '', [frameMark]: '', ...boxSize(live) }, false, true);
  }
  if (tag === 'link') return alone(tag, { media: isOff(live) ? 'not all' : attributes.media });
  if (tag === 'style' && isOff(live)) attributes.media = 'not all';
  const pictureLess = tag === 'img' && attributes.src === undefined && attributes.srcset === undefined;
  const isBox = pictureLess || (sight.place === 'closed' && !keepsLook(tag));
  if (isBox) Object.assign(attributes, boxSize(live));
  Object.assign(attributes, topLayer(context, live));
  const isSvg = dom.inSvg(live) ? ',"isSVG":true' : '';
  const isCustom = tag.includes('-') && dom.matches(live, ':defined') ? ',"isCustom":true' : '';
  // What a text area holds is its value.
  const isOpen = sight.place === 'open' && tag !== 'textarea' && depth < maxDepth;
  const root = isOpen && (mayHost.has(tag) || tag.includes('-')) ? dom.shadow(live) : null;
  const isHost = root ? ',"isShadowHost":true' : '';
  return told(element(id, tag, attributes, isShadow, isSvg + isCustom + isHost), mark, isOpen, isBox, root);
}

/** A node as it may leave, read from the page as it is now; null: the view need not know that it is there. */
export function describe(
  context: Context,
  node: Node,
  id: number,
  depth: number,
  memo: Map<Element, Sight>,
): Told | null {
  const { dom, eyes } = context;
  const isShadow = dom.host(dom.parent(node) ?? node) !== null;
  switch (dom.kind(node)) {
    case 1:
      return describeElement(context, node as Element, id, isShadow, depth, memo);
    case 3: {
      const around = dom.around(node);
      if (!around) return null;
      if (dom.tag(around) === 'head') return null;
      // A sheet's own text is cleaned and put in piece by piece, by whoever tells it.
      const text = dom.tag(around) === 'style' ? '' : scrubText(context, node, around, eyes.see(around, memo));
      return told(`{"type":3,"id":${id},"textContent":${JSON.stringify(text)}${flags(isShadow)}`, text);
    }
    case 9: {
      const quirks = (node as Document).compatMode === 'BackCompat' ? ',"compatMode":"BackCompat"' : '';
      return told(`{"type":0,"id":${id}${quirks}`, '', true);
    }
    case 10: {
      const { publicId } = node as DocumentType;
      const known = /^-\/\/W3C\/\/[\w ./]+$/.test(publicId) ? publicId : '';
      return told(`{"type":1,"id":${id},"name":"html","publicId":${JSON.stringify(known)},"systemId":""`);
    }
    default:
      return null;
  }
}
