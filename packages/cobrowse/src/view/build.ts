import { frameMark, frameTag, goneTag, type PageElement, type PageNode } from '../events.ts';
import type { Book } from './book.ts';
import { decorate, type Later } from './decorate.ts';
import type { Dom } from './dom.ts';
import { bounds } from './guard.ts';
import { serverTags } from './servers.ts';
import { canvasMark } from './skin.ts';
import { customName, mathTags, shadowTags, svgTags } from './tags.ts';
import type { Cleaner } from './taste.ts';

/** Makes real nodes out of clean ones. */
export interface Builder {
  /**
   * One node with what is inside it, not yet in its place; rests now and then. `around`: where it will stand. What can only be
   * done there goes to `later`.
   */
  build(node: PageNode, document: Document, around: Node, clean: Cleaner, later: Later): Generator<void, Node>;
  /** Gives a text its words; those of a style sheet are cleaned as such, whoever called it what. */
  write(text: Node, around: Node | null, value: string, clean: Cleaner): void;
  /** Where a child belongs: into the shadow root of its host, or among its other children. */
  home(child: PageNode, parent: Node): Node;
  /** The root of a host, made if there was none: its sheets may come before its first node. Null: it can have none. */
  shadowOf(host: Element): ShadowRoot | null;
}

export interface BuilderPowers {
  dom: Dom;
  book: Book;
  /** A shadow root was made for this host. */
  onShadow(root: ShadowRoot, id: number): void;
  onCanvas(id: number, width: number, height: number): void;
  /** Something of SVG has come: what refers to what is to be looked at again. */
  onSvg(use: Element | null): void;
}

const svg = 'http://www.w3.org/2000/svg';
const math = 'http://www.w3.org/1998/Math/MathML';
const stride = 250;

/** Makes a {@link Builder}. */
export function createBuilder({ dom, book, onShadow, onCanvas, onSvg }: BuilderPowers): Builder {
  const tagOf = (node: Node | null) => (node !== null && dom.kind(node) === 1 ? dom.tag(node as Element) : '');

  function write(text: Node, around: Node | null, value: string, clean: Cleaner): void {
    const tag = tagOf(around);
    dom.text(text, tag === 'style' ? clean.css(value) : tag === goneTag ? '' : value.slice(0, bounds.textChars));
  }

  function element(node: PageElement, document: Document, around: Node, later: Later): Element {
    const { tagName: tag, id } = node;
    if (node.isSVG) {
      const made = document.createElementNS(svg, svgTags.get(tag) ?? 'g');
      onSvg(tag === 'use' || serverTags.has(tag) ? made : null);
      return made;
    }
    const inMath = dom.kind(around) === 1 && dom.space(around as Element) === 'math';
    if (tag === 'math' || (inMath && mathTags.has(tag))) return document.createElementNS(math, tag);
    // Frames within frames within frames: each is a page of its own.
    if (tag === 'iframe' && book.frames >= bounds.frames) {
      const cover = document.createElement(frameTag);
      dom.set(cover, frameMark, '');
      return cover;
    }
    const made = document.createElement(tag === 'link' ? 'style' : tag);
    if (tag === 'iframe') dom.set(made, 'sandbox', 'allow-same-origin');
    if (tag === 'canvas') {
      const side = (name: string, usual: number) => {
        const told = Number(node.attributes[name]);
        return told >= 0 && told <= bounds.viewport ? told : usual;
      };
      dom.set(made, canvasMark, String(id));
      later.states.push(() => onCanvas(id, side('width', 300), side('height', 150)));
    }
    return made;
  }

  function one(node: PageNode, document: Document, around: Node, clean: Cleaner, later: Later): Node {
    switch (node.type) {
      case 1:
        return document.implementation.createDocumentType('html', node.publicId, '');
      case 2: {
        const made = element(node, document, around, later);
        decorate(dom, made, node.attributes, later, book.idOf);
        return made;
      }
      case 3: {
        const text = document.createTextNode('');
        write(text, around, node.textContent, clean);
        return text;
      }
      default:
        return document.createComment('');
    }
  }

  function shadowOf(host: Element): ShadowRoot | null {
    const known = dom.shadow(host);
    const tag = dom.tag(host);
    if (known || dom.space(host) !== 'html' || !(customName.test(tag) || shadowTags.has(tag))) return known;
    const made = dom.makeShadow(host);
    onShadow(made, book.idOf(host));
    return made;
  }

  function home(child: PageNode, parent: Node): Node {
    if (!('isShadow' in child) || !child.isShadow || dom.kind(parent) !== 1) return parent;
    return shadowOf(parent as Element) ?? parent;
  }

  return {
    write,
    home,
    shadowOf,
    *build(node, document, around, clean, later) {
      const add = (told: PageNode, parent: Node) => {
        const made = one(told, document, parent, clean, later);
        book.write(told.id, made);
        if (told.type === 2 && told.isShadowHost) shadowOf(made as Element);
        return made;
      };
      const top = add(node, around);
      let count = 0;
      const levels = [{ nodes: 'childNodes' in node ? node.childNodes : [], at: 0, parent: top }];
      for (let level = levels.at(-1); level; level = levels.at(-1)) {
        const child = level.nodes[level.at];
        level.at += 1;
        if (!child) {
          levels.pop();
          continue;
        }
        const made = add(child, level.parent);
        dom.insert(home(child, level.parent), made, null);
        if ('childNodes' in child && child.childNodes.length > 0)
          levels.push({ nodes: child.childNodes, at: 0, parent: made });
        count += 1;
        if (count % stride === 0) yield;
      }
      return top;
    },
  };
}
