import { type AttributeValue, goneTag, nodeType, type PageElement, type PageNode } from '../events.ts';
import { bounds, isId, isObject, isText } from './guard.ts';
import { readAttributes } from './readAttributes.ts';
import { customName, goneTags, htmlTags, mathTags, shadowTags, svgTags, tagName } from './tags.ts';
import type { Cleaner } from './taste.ts';

/** What is read: a whole page, one inside a frame, which may still be empty, or something in a page. */
export type Top = 'page' | 'frame' | 'part';

/** A list of children being read, and where its readings go. */
interface Level {
  raw: unknown[];
  at: number;
  into: PageNode[];
  /** Of the element they are in; '' for one that stands elsewhere. */
  tag: string;
}

// Between two rests of whoever wants to rest.
const stride = 400;
// '' is unknown.
const styleTags = new Set(['style', 'link', '']);

const stub = (id: number, isShadow: boolean): PageElement => ({
  type: 2,
  id,
  tagName: goneTag,
  attributes: {},
  childNodes: [],
  ...(isShadow ? { isShadow: true } : {}),
});

function nameOf(tag: string, isSvg: boolean): string {
  if (goneTags.has(tag) && !(isSvg && tag === 'title')) return goneTag;
  const known = isSvg ? svgTags.has(tag) : htmlTags.has(tag) || mathTags.has(tag) || customName.test(tag);
  return known ? tag : isSvg ? 'g' : 'span';
}

function readElement(raw: Record<string, unknown>, id: number, clean: Cleaner): PageElement | null {
  const { tagName: told } = raw;
  if (typeof told !== 'string' || !tagName.test(told)) return null;
  const isShadow = raw.isShadow === true;
  const isSvg = raw.isSVG === true;
  const tag = nameOf(told, isSvg);
  // What is inside stays: both sides count it. It is as harmless as all else, and not shown.
  if (tag === goneTag) return stub(id, isShadow);
  const attributes: Record<string, AttributeValue> | null = readAttributes(tag, raw.attributes ?? {}, clean);
  if (!attributes) return null;
  // Without its text a link is nothing we show; it stays, because the text may follow.
  const bare = tag === 'link' && attributes._cssText === undefined;
  const node: PageElement = { ...stub(id, isShadow), tagName: tag, attributes: bare ? {} : attributes };
  if (isSvg) node.isSVG = true;
  else if (raw.isShadowHost === true && (customName.test(tag) || shadowTags.has(tag))) node.isShadowHost = true;
  return node;
}

/** One node without what is inside it. */
function readAlone(raw: unknown, top: Top | null, tag: string, clean: Cleaner): PageNode | null {
  if (!isObject(raw) || !isId(raw.id)) return null;
  const { id } = raw;
  if ((raw.type === nodeType.document) !== (top === 'page' || top === 'frame')) return null;
  const shadow = raw.isShadow === true ? { isShadow: true as const } : {};
  switch (raw.type) {
    case nodeType.document:
      return { type: 0, id, childNodes: [], ...(raw.compatMode === 'BackCompat' ? { compatMode: 'BackCompat' } : {}) };
    case nodeType.doctype: {
      const publicId = typeof raw.publicId === 'string' && /^[\w ./-]{0,100}$/.test(raw.publicId) ? raw.publicId : '';
      return { type: 1, id, name: 'html', publicId, systemId: '' };
    }
    case nodeType.element:
      return readElement(raw, id, clean);
    case nodeType.text:
      // Of a style sheet, perhaps: whoever puts it in its place knows, and cleans it then.
      if (!isText(raw.textContent, styleTags.has(tag) ? bounds.cssChars : bounds.textChars)) return null;
      return { type: 3, id, textContent: tag === goneTag ? '' : raw.textContent, ...shadow };
    case nodeType.cdata:
    case nodeType.comment:
      return { type: 5, id, textContent: '', ...shadow };
    default:
      return null;
  }
}

function isPage(node: PageNode): boolean {
  return node.type === 0 && node.childNodes.some((child) => child.type === 2 && child.tagName === 'html');
}

/**
 * A node with what is inside it, newly built; null when any of it is not as it must be. Rests now and
 * then, for a page of a hundred thousand nodes takes longer than a window may stand still.
 */
export function* readNode(raw: unknown, clean: Cleaner, top: Top): Generator<void, PageNode | null> {
  const made: PageNode[] = [];
  const levels: Level[] = [{ raw: [raw], at: 0, into: made, tag: '' }];
  // Of two nodes with one id nobody could say which is meant.
  const seen = new Set<number>();
  for (let level = levels.at(-1); level; level = levels.at(-1)) {
    if (level.at >= level.raw.length) {
      levels.pop();
      continue;
    }
    const next = level.raw[level.at]!;
    level.at += 1;
    if (levels.length > bounds.depth || seen.size >= bounds.nodes) return null;
    const node = readAlone(next, levels.length === 1 ? top : null, level.tag, clean);
    if (!node || seen.has(node.id)) return null;
    seen.add(node.id);
    level.into.push(node);
    if (seen.size % stride === 0) yield;
    const { childNodes } = next as { childNodes?: unknown };
    if (childNodes === undefined || !('childNodes' in node)) continue;
    if (!Array.isArray(childNodes)) return null;
    const tag = node.type === 2 ? node.tagName : '#document';
    if (childNodes.length > 0) levels.push({ raw: childNodes, at: 0, into: node.childNodes, tag });
  }
  const whole = made[0]!;
  return top === 'page' && !isPage(whole) ? null : whole;
}

/** The same without a rest. */
export function readNodeAtOnce(raw: unknown, clean: Cleaner, top: Top): PageNode | null {
  const reading = readNode(raw, clean, top);
  for (;;) {
    const step = reading.next();
    if (step.done) return step.value;
  }
}
