/**
 * Reads of the shop's page that the page cannot bend: a form with a field named `parentNode` answers with that field,
 * and a page may have replaced what we call. Taken once at the start; changes nothing.
 */
export interface Dom {
  isElement(node: Node | null | undefined): node is Element;
  /** Lower case, without namespace. */
  tag(element: Element): string;
  attribute(element: Element, name: string): string | null;
  has(element: Element, name: string): boolean;
  /** The element around a node, out of shadow roots too; null at the top. */
  around(node: Node): Element | null;
  inSvg(element: Element): boolean;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Makes a {@link Dom} on the untouched methods of `window` as they are now. */
export function createDom(window: Window & typeof globalThis): Dom {
  const getter = (proto: object, key: string) => {
    const get = Object.getOwnPropertyDescriptor(proto, key)?.get;
    return (of: unknown): unknown => get?.call(of);
  };
  const node = window.Node.prototype;
  const element = window.Element.prototype;
  const nodeKind = getter(node, 'nodeType');
  const parentNode = getter(node, 'parentNode');
  const localName = getter(element, 'localName');
  const namespace = getter(element, 'namespaceURI');
  const host = getter(window.ShadowRoot.prototype, 'host');
  const { getAttribute, hasAttribute } = element;
  return {
    isElement: (of): of is Element => of != null && nodeKind(of) === 1,
    tag: (of) => String(localName(of)).toLowerCase(),
    attribute: (of, name) => getAttribute.call(of, name),
    has: (of, name) => hasAttribute.call(of, name),
    inSvg: (of) => namespace(of) === svgNamespace,
    around(of) {
      const parent = parentNode(of) as Node | null;
      if (!parent) return null;
      if (nodeKind(parent) === 1) return parent as Element;
      return parent instanceof window.ShadowRoot ? (host(parent) as Element) : null;
    },
  };
}
