/**
 * Reads of the shop's page that the page cannot bend: a form with a field named `parentNode` answers with that field,
 * and a page may have replaced what we call. Taken once at the start; changes nothing.
 */
export interface Dom {
  isElement(node: Node | null | undefined): node is Element;
  /** `nodeType`. */
  kind(node: Node): number;
  /** Lower case, without namespace. */
  tag(element: Element): string;
  attribute(element: Element, name: string): string | null;
  attributeNames(element: Element): string[];
  has(element: Element, name: string): boolean;
  matches(element: Element, selector: string): boolean;
  parent(node: Node): Node | null;
  first(node: Node): Node | null;
  next(node: Node): Node | null;
  previous(node: Node): Node | null;
  text(node: Node): string;
  connected(node: Node): boolean;
  /** Open shadow roots only; nobody else may look into closed ones. */
  shadow(element: Element): ShadowRoot | null;
  /** The element a shadow root belongs to; null for any other node. */
  host(node: Node): Element | null;
  scroll(element: Element): { left: number; top: number };
  /** The document inside a frame, where its origin lets us look. */
  inside(frame: Element): Document | null;
  /**
   * Takes note that this document is shared as the inside of `frame`; null: not any more. Of a frame nobody may look into, the
   * frame itself stands for its document.
   */
  place(document: Node, frame: Element | null): void;
  /** Whether the inside of this frame is shared. */
  isPlaced(frame: Element): boolean;
  /** The element around a node, out of shadow roots and shared frames too; null at the top. */
  around(node: Node): Element | null;
  /** Whether the element is the outermost of a document inside a frame: the shop's marks outside do not speak for it. */
  entersFrame(element: Element): boolean;
  inSvg(element: Element): boolean;
}

const svgNamespace = 'http://www.w3.org/2000/svg';

/** Makes a {@link Dom} on the untouched methods of `window` as they are now. They work on nodes of frames too. */
export function createDom(window: Window & typeof globalThis): Dom {
  const getter = (proto: object, key: string) => {
    const get = Object.getOwnPropertyDescriptor(proto, key)?.get;
    return (of: unknown): unknown => get?.call(of);
  };
  const node = window.Node.prototype;
  const element = window.Element.prototype;
  const kind = getter(node, 'nodeType') as (of: Node) => number;
  const parent = getter(node, 'parentNode') as (of: Node) => Node | null;
  const first = getter(node, 'firstChild') as (of: Node) => Node | null;
  const next = getter(node, 'nextSibling') as (of: Node) => Node | null;
  const previous = getter(node, 'previousSibling') as (of: Node) => Node | null;
  const text = getter(node, 'nodeValue');
  const connected = getter(node, 'isConnected');
  const localName = getter(element, 'localName');
  const namespace = getter(element, 'namespaceURI');
  const shadow = getter(element, 'shadowRoot') as (of: Element) => ShadowRoot | null;
  const left = getter(element, 'scrollLeft') as (of: Element) => number;
  const top = getter(element, 'scrollTop') as (of: Element) => number;
  const rootHost = getter(window.ShadowRoot.prototype, 'host');
  const contents = getter(window.HTMLIFrameElement.prototype, 'contentDocument');
  const { getAttribute, getAttributeNames, hasAttribute, matches } = element;
  const frames = new WeakMap<Node, Element | null>();

  function host(of: Node): Element | null {
    if (kind(of) !== 11) return null;
    try {
      return rootHost(of) as Element;
    } catch {
      return null;
    }
  }

  function inside(frame: Element): Document | null {
    try {
      return contents(frame) as Document | null;
    } catch {
      return null;
    }
  }

  return {
    isElement: (of): of is Element => of != null && kind(of) === 1,
    kind,
    tag: (of) => String(localName(of)).toLowerCase(),
    attribute: (of, name) => getAttribute.call(of, name),
    attributeNames: (of) => getAttributeNames.call(of),
    has: (of, name) => hasAttribute.call(of, name),
    matches(of, selector) {
      try {
        return matches.call(of, selector);
      } catch {
        // A selector this browser does not know.
        return false;
      }
    },
    parent,
    first,
    next,
    previous,
    text: (of) => String(text(of) ?? ''),
    connected: (of) => connected(of) === true,
    shadow,
    host,
    scroll: (of) => ({ left: left(of), top: top(of) }),
    inside,
    place: (document, frame) => void frames.set(document, frame),
    isPlaced: (frame) => frames.get(inside(frame) ?? frame) === frame,
    inSvg: (of) => namespace(of) === svgNamespace,
    around(of) {
      const up = parent(of);
      if (!up) return null;
      return kind(up) === 1 ? (up as Element) : (frames.get(up) ?? host(up));
    },
    // Of no parent at all a map has nothing either.
    entersFrame: (of) => !!frames.get(parent(of) as Node),
  };
}
