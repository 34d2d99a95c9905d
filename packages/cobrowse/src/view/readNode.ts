import { cleanCss } from '../css.ts';
import { type AttributeValue, goneTag, nodeType, type PageElement, type PageNode } from '../events.ts';
import { bounds, isId, isObject, isText } from './guard.ts';
import { type ReadTools, readAttributes } from './readAttributes.ts';

const tagName = /^[a-z][a-z0-9.-]{0,63}$/;
const customName = /^[a-z][a-z0-9.]*-[a-z0-9.-]*$/;
const notCustom = new Set(
  'annotation-xml color-profile font-face font-face-src font-face-uri font-face-format font-face-name missing-glyph'.split(
    ' ',
  ),
);
const shadowTags = new Set(
  'article aside blockquote body div footer h1 h2 h3 h4 h5 h6 header main nav p section span'.split(' '),
);

// Run, load, move the page elsewhere, or change an address later.
const dropped = new Set(
  (
    'script noscript base meta object embed applet param iframe frame frameset portal fencedframe source track template title ' +
    'animate animatemotion animatetransform set discard handler listener constructor'
  ).split(' '),
);

const stub = (id: number, isShadow: boolean): PageElement => ({
  type: 2,
  id,
  tagName: goneTag,
  attributes: {},
  childNodes: [],
  ...(isShadow ? { isShadow: true } : {}),
});

interface Reading extends ReadTools {
  left: number;
  /** Of two nodes with one id the library would take either for the other. */
  seen: Set<number>;
}

function readElement(raw: Record<string, unknown>, id: number, depth: number, reading: Reading): PageElement | null {
  const { tagName: tag } = raw;
  if (typeof tag !== 'string' || !tagName.test(tag)) return null;
  const isShadow = raw.isShadow === true;
  if (dropped.has(tag)) return stub(id, isShadow);
  const attributes: Record<string, AttributeValue> | null = readAttributes(tag, raw.attributes ?? {}, reading);
  if (!attributes) return null;
  // Without its text a link is nothing we show; it stays, because the text may follow.
  const bare = tag === 'link' && attributes._cssText === undefined;
  const node: PageElement = { ...stub(id, isShadow), tagName: tag, attributes: bare ? {} : attributes };
  const isCustom = customName.test(tag) && !notCustom.has(tag);
  if (raw.isSVG === true) node.isSVG = true;
  if (raw.isCustom === true && isCustom && !node.isSVG) node.isCustom = true;
  if (raw.isShadowHost === true && !node.isSVG && (isCustom || shadowTags.has(tag))) node.isShadowHost = true;
  const children = readChildren(raw.childNodes, depth, reading, tag);
  if (!children) return null;
  node.childNodes = children;
  return node;
}

function readChildren(raw: unknown, depth: number, reading: Reading, parentTag: string): PageNode[] | null {
  if (raw === undefined) return [];
  if (!Array.isArray(raw)) return null;
  const nodes: PageNode[] = [];
  for (const child of raw) {
    const node = readInner(child, depth + 1, reading, parentTag);
    if (!node) return null;
    nodes.push(node);
  }
  return nodes;
}

function readInner(raw: unknown, depth: number, reading: Reading, parentTag: string): PageNode | null {
  reading.left -= 1;
  if (depth > bounds.depth || reading.left < 0 || !isObject(raw) || !isId(raw.id) || reading.seen.has(raw.id))
    return null;
  const { id } = raw;
  reading.seen.add(id);
  const shadow = raw.isShadow === true ? { isShadow: true as const } : {};
  switch (raw.type) {
    case nodeType.document: {
      if (depth > 0) return null;
      const childNodes = readChildren(raw.childNodes, depth, reading, '');
      if (!childNodes?.some((child) => child.type === 2 && child.tagName === 'html')) return null;
      return { type: 0, id, childNodes };
    }
    case nodeType.doctype: {
      const publicId = typeof raw.publicId === 'string' && /^[\w ./-]{0,100}$/.test(raw.publicId) ? raw.publicId : '';
      return { type: 1, id, name: 'html', publicId, systemId: '' };
    }
    case nodeType.element:
      return readElement(raw, id, depth, reading);
    case nodeType.text:
      if (!isText(raw.textContent, parentTag === 'style' ? bounds.cssChars : bounds.textChars)) return null;
      return { type: 3, id, textContent: readText(raw.textContent, parentTag, reading), ...shadow };
    case nodeType.cdata:
    case nodeType.comment:
      return { type: 5, id, textContent: '', ...shadow };
    default:
      return null;
  }
}

/** A text as it may stand in an element of this tag. */
export function readText(text: string, parentTag: string, tools: ReadTools): string {
  // A link with a text becomes a style element.
  return parentTag === 'style' || parentTag === 'link' ? cleanCss(text, tools.taste) : text;
}

/** A node with what is inside it, newly built; null when any of it is not as it must be. `parentTag` is '' at the top. */
export function readNode(raw: unknown, tools: ReadTools, parentTag = ''): PageNode | null {
  return readInner(raw, parentTag === '' ? 0 : 1, { ...tools, left: bounds.nodes, seen: new Set() }, parentTag);
}
