import { scrubSecrets, shapeOf } from '@theke/rules';
import { frameMark, frameTag, goneTag, nodeType, type PageElement, type PageNode } from '../events.ts';
import { type AttributeTools, boxSize, type RawAttributes, scrubAttributes } from './attributes.ts';
import { filled } from './field.ts';
import { type Eyes, keepsLook, type Sight } from './sight.ts';

/** A node as the recorder wrote it down. Nothing of it is trusted to be harmless. */
export interface RawNode {
  type: number;
  id: number;
  tagName?: string;
  attributes?: RawAttributes;
  childNodes?: RawNode[];
  textContent?: string;
  name?: string;
  publicId?: string;
  compatMode?: string;
  isSVG?: unknown;
  isCustom?: unknown;
  isShadowHost?: unknown;
  isShadow?: unknown;
}

export interface NodeTools extends AttributeTools {
  eyes: Eyes;
  nodeOf: (id: number) => Node | null;
  /** Called for each element that goes out, so that a later change of verdict is noticed. */
  sent: (element: Element, sight: Sight) => void;
}

const stub = (raw: RawNode): PageElement => ({
  type: 2,
  id: raw.id,
  tagName: goneTag,
  attributes: {},
  childNodes: [],
  ...(raw.isShadow ? { isShadow: true } : {}),
});

/** A text as it may leave, by the element it stands in. */
export function scrubText(tools: NodeTools, text: string, parent: Element, sight: Sight): string {
  const tag = tools.dom.tag(parent);
  if (tag === 'style') return tools.style.sheet(text);
  if (tag === 'title' && !tools.dom.inSvg(parent)) return '';
  if (sight.verdict === 'show') return scrubSecrets(text).text;
  if (!sight.typed) return shapeOf(text);
  return tag === 'textarea' || text.trim() === '' ? '' : filled;
}

function scrubElement(tools: NodeTools, raw: RawNode, memo: Map<Element, Sight>): PageElement {
  const live = tools.nodeOf(raw.id);
  // Not there any more: a removal follows.
  if (!tools.dom.isElement(live)) return stub(raw);
  const sight = tools.eyes.see(live, memo);
  tools.sent(live, sight);
  if (sight.place === 'gone' || sight.place === 'away') return stub(raw);
  const tag = tools.dom.tag(live);
  const attributes = scrubAttributes(tools, live, sight, raw.attributes ?? {});
  const node = { ...stub(raw), tagName: tag, attributes };
  if (raw.isSVG) node.isSVG = true;
  if (tag === 'link' && attributes._cssText === undefined) node.attributes = {};
  if (tag === 'iframe')
    return {
      ...node,
      tagName: frameTag,
      attributes: { class: attributes.class ?? '', [frameMark]: '', ...boxSize(live) },
    };
  const pictureLess = tag === 'img' && attributes.src === undefined && attributes.srcset === undefined;
  if (pictureLess || (sight.place === 'closed' && !keepsLook(tag))) Object.assign(attributes, boxSize(live));
  if (sight.place === 'closed') return node;
  if (raw.isCustom) node.isCustom = true;
  if (raw.isShadowHost) node.isShadowHost = true;
  node.childNodes = (raw.childNodes ?? []).flatMap((child) => scrubNode(tools, child, memo, live) ?? []);
  return node;
}

/** A node and what is inside it, newly built from what may leave the browser. `around` is its parent, for texts. */
export function scrubNode(
  tools: NodeTools,
  raw: RawNode,
  memo: Map<Element, Sight>,
  around?: Element | null,
): PageNode | null {
  const shadow = raw.isShadow ? { isShadow: true as const } : {};
  switch (raw.type) {
    case nodeType.document: {
      const childNodes = (raw.childNodes ?? []).flatMap((child) => scrubNode(tools, child, memo) ?? []);
      return {
        type: 0,
        id: raw.id,
        childNodes,
        ...(raw.compatMode === 'BackCompat' ? { compatMode: 'BackCompat' } : {}),
      };
    }
    case nodeType.doctype:
      return {
        type: 1,
        id: raw.id,
        name: 'html',
        publicId: /^-\/\/W3C\/\/[\w ./]+$/.test(raw.publicId ?? '') ? raw.publicId! : '',
        systemId: '',
      };
    case nodeType.element:
      return scrubElement(tools, raw, memo);
    case nodeType.text: {
      const live = tools.nodeOf(raw.id);
      const parent = around ?? (live && tools.dom.around(live));
      const textContent = parent
        ? scrubText(tools, String(raw.textContent ?? ''), parent, tools.eyes.see(parent, memo))
        : '';
      return { type: 3, id: raw.id, textContent, ...shadow };
    }
    case nodeType.cdata:
    case nodeType.comment:
      // Empty, but there: other nodes are placed by it.
      return { type: 5, id: raw.id, textContent: '', ...shadow };
    default:
      return null;
  }
}
