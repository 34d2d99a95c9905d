/**
 * Reads and moves in the shown page that it cannot bend: a form with a field named `parentNode` answers with that field. Works
 * on nodes of every frame of this window.
 */
export interface Dom {
  kind(node: Node): number;
  parent(node: Node): Node | null;
  first(node: Node): Node | null;
  next(node: Node): Node | null;
  isThere(node: Node): boolean;
  documentOf(node: Node): Document | null;
  insert(parent: Node, node: Node, before: Node | null): void;
  remove(node: Node): void;
  text(node: Node, value: string): void;
  textOf(node: Node): string;
  space(element: Element): 'html' | 'svg' | 'math';
  /** Lower case, without namespace. */
  tag(element: Element): string;
  shadow(element: Element): ShadowRoot | null;
  makeShadow(element: Element): ShadowRoot;
  attribute(element: Element, name: string): string | null;
  names(element: Element): string[];
  set(element: Element, name: string, value: string | null): void;
  style(element: Element): CSSStyleDeclaration | null;
  box(element: Element): DOMRect;
  all(root: Node, selector: string): Element[];
  closest(element: Element, selector: string): Element | null;
  /** Of elements and shadow hosts. */
  scrollOf(element: Element): { left: number; top: number };
  /** At once, whatever the page says of gliding. What is not given stays. */
  scroll(element: Element, to: { left?: number; top?: number }): void;
  /** The document inside an `iframe` of the view. */
  inside(element: Element): Document | null;
}

const xlink = 'http://www.w3.org/1999/xlink';

/** Makes a {@link Dom} on the methods of the agent's own window. */
export function createDom(window: Window & typeof globalThis): Dom {
  const get = <T>(proto: object, key: string): ((of: unknown) => T) => {
    const getter = Object.getOwnPropertyDescriptor(proto, key)?.get;
    return (of) => getter?.call(of) as T;
  };
  const node = window.Node.prototype;
  const element = window.Element.prototype;
  const data = Object.getOwnPropertyDescriptor(window.CharacterData.prototype, 'data')!;
  const kind = get<number>(node, 'nodeType');
  const parent = get<Node | null>(node, 'parentNode');
  const tag = get<string>(element, 'localName');
  const styleIn = (of: { prototype: object } | undefined) =>
    of ? get<CSSStyleDeclaration>(of.prototype, 'style') : null;
  const styles = {
    html: styleIn(window.HTMLElement),
    svg: styleIn(window.SVGElement),
    math: styleIn(window.MathMLElement),
  };
  const namespace = get<string>(element, 'namespaceURI');
  const space = (of: Element) =>
    namespace(of).endsWith('svg') ? 'svg' : namespace(of).endsWith('MathML') ? 'math' : 'html';
  const scrollLeft = get<number>(element, 'scrollLeft');
  const scrollTop = get<number>(element, 'scrollTop');
  const { querySelectorAll: ofElement } = element;
  const { querySelectorAll: ofDocument } = window.Document.prototype;
  const { querySelectorAll: ofFragment } = window.DocumentFragment.prototype;

  return {
    kind,
    parent,
    first: get(node, 'firstChild'),
    next: get(node, 'nextSibling'),
    isThere: get(node, 'isConnected'),
    documentOf: get(node, 'ownerDocument'),
    insert: (into, one, before) => void node.insertBefore.call(into, one, before),
    remove(one) {
      const around = parent(one);
      if (around) node.removeChild.call(around, one);
    },
    text: (of, value) => data.set?.call(of, value),
    textOf: (of) => String(data.get?.call(of) ?? ''),
    space,
    tag: (of) => tag(of).toLowerCase(),
    shadow: get(element, 'shadowRoot'),
    makeShadow: (of) => element.attachShadow.call(of, { mode: 'open' }),
    attribute: (of, name) => element.getAttribute.call(of, name),
    names: (of) => element.getAttributeNames.call(of),
    set(of, name, value) {
      if (value === null) element.removeAttribute.call(of, name);
      else if (name === 'xlink:href') element.setAttributeNS.call(of, xlink, name, value);
      else element.setAttribute.call(of, name, value);
    },
    style: (of) => styles[space(of)]?.(of) ?? null,
    box: (of) => element.getBoundingClientRect.call(of),
    all(root, selector) {
      const find = kind(root) === 9 ? ofDocument : kind(root) === 11 ? ofFragment : ofElement;
      return [...find.call(root as never, selector)];
    },
    closest: (of, selector) => element.closest.call(of, selector),
    scrollOf: (of) => ({ left: scrollLeft(of), top: scrollTop(of) }),
    scroll(of, to) {
      const options: ScrollToOptions = { ...to, behavior: 'instant' };
      (element.scrollTo as (this: Element, options: ScrollToOptions) => void).call(of, options);
    },
    inside: get(window.HTMLIFrameElement.prototype, 'contentDocument'),
  };
}
