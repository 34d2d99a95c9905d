import { createDom, type Dom } from '../dom.ts';

/**
 * Reads of the page that the page cannot bend, also in frames of the same origin: there the same getters serve, while `instanceof`
 * does not. A form with a field named `elements` or `action` answers with that field; these do not.
 */
export interface Reads
  extends Pick<Dom, 'isElement' | 'tag' | 'attribute' | 'attributeNames' | 'has' | 'matches' | 'shadow'> {
  window: Window & typeof globalThis;
  /** The window an element lives in; null when its page is gone. */
  windowOf(node: Node): (Window & typeof globalThis) | null;
  connected(node: Node): boolean;
  /** What is around an element as it is drawn and as events pass: slots, hosts, and the frame around a page. */
  around(element: Element): Element | null;
  /** The element itself and everything around it, inside out. */
  path(element: Element): Element[];
  /** What is inside as it is drawn: the open shadow tree instead of the children, what is slotted instead of the slot. */
  inside(element: Element): Node[];
  form(element: Element): HTMLFormElement | null;
  /** The fields and buttons of a form, wherever on the page they stand. */
  fields(form: Element): Element[];
  /** Where a label leads its clicks. */
  control(label: Element): Element | null;
  labels(field: Element): Element[];
  type(element: Element): string;
  find(root: ParentNode, selector: string): Element[];
  style(element: Element, pseudo?: string): CSSStyleDeclaration;
  box(element: Element): DOMRect;
  visible(element: Element): boolean;
}

type Getter = (of: unknown) => unknown;

const formOwners = ['Button', 'Input', 'Select', 'TextArea', 'Label', 'FieldSet', 'Output', 'Object'];

/** Makes {@link Reads} on the methods of `window` as they are now. Changes nothing. */
export function createReads(window: Window & typeof globalThis): Reads {
  const dom = createDom(window);
  const getter = (proto: object | undefined, key: string): Getter => {
    const get = proto && Object.getOwnPropertyDescriptor(proto, key)?.get;
    return (of) => {
      try {
        return get?.call(of) ?? null;
      } catch {
        return null;
      }
    };
  };
  const html = (name: string) =>
    (window as unknown as Record<string, { prototype: object }>)[`HTML${name}Element`]?.prototype;
  const node = window.Node.prototype;
  const ownerDocument = getter(node, 'ownerDocument');
  const childNodes = getter(node, 'childNodes');
  const slotOf = getter(window.Element.prototype, 'assignedSlot');
  const control = getter(html('Label'), 'control');
  const elements = getter(html('Form'), 'elements');
  const defaultView = getter(window.Document.prototype, 'defaultView');
  const forms = new Map(formOwners.map((name) => [name.toLowerCase(), getter(html(name), 'form')]));
  const labelled = new Map(
    ['Input', 'Select', 'TextArea', 'Button'].map((name) => [name.toLowerCase(), getter(html(name), 'labels')]),
  );
  const types = new Map(['Input', 'Button'].map((name) => [name.toLowerCase(), getter(html(name), 'type')]));
  const { getBoundingClientRect } = window.Element.prototype;
  const { assignedNodes } = window.HTMLSlotElement.prototype;
  const { querySelectorAll } = window.Element.prototype;
  const findIn = {
    1: querySelectorAll,
    9: window.Document.prototype.querySelectorAll,
    11: window.DocumentFragment.prototype.querySelectorAll,
  };
  const list = (found: unknown): Element[] => (found ? Array.from(found as ArrayLike<Element>) : []);

  const windowOf = (of: Node) => defaultView(ownerDocument(of) ?? of) as (Window & typeof globalThis) | null;

  function around(of: Element): Element | null {
    const slot = slotOf(of) as Element | null;
    if (slot) return slot;
    const parent = dom.parent(of);
    if (!parent || dom.isElement(parent)) return parent;
    if (dom.kind(parent) !== 9) return dom.host(parent);
    try {
      return (defaultView(parent) as Window | null)?.frameElement ?? null;
    } catch {
      return null;
    }
  }

  function inside(of: Element): Node[] {
    const tag = dom.tag(of);
    if (tag === 'slot') {
      const slotted = assignedNodes.call(of as HTMLSlotElement, { flatten: true });
      if (slotted.length > 0) return slotted;
    }
    return Array.from(childNodes(dom.shadow(of) ?? of) as ArrayLike<Node>);
  }

  return {
    isElement: dom.isElement,
    tag: dom.tag,
    attribute: dom.attribute,
    attributeNames: dom.attributeNames,
    has: dom.has,
    matches: dom.matches,
    shadow: dom.shadow,
    window,
    windowOf,
    connected: (of) => dom.connected(of) && windowOf(of) !== null,
    around,
    path(element) {
      const path: Element[] = [];
      for (let at: Element | null = element; at && path.length < 4_000; at = around(at)) path.push(at);
      return path;
    },
    inside,
    form: (of) => (forms.get(dom.tag(of))?.(of) ?? null) as HTMLFormElement | null,
    fields: (form) => list(elements(form)),
    control: (label) => control(label) as Element | null,
    labels: (field) => list(labelled.get(dom.tag(field))?.(field)),
    type: (of) => String(types.get(dom.tag(of))?.(of) ?? '').toLowerCase(),
    find: (root, selector) => list(findIn[dom.kind(root) as 1 | 9 | 11].call(root as Element & Document, selector)),
    style: (of, pseudo) => (windowOf(of) ?? window).getComputedStyle(of, pseudo),
    box: (of) => getBoundingClientRect.call(of),
    visible: (of) => of.checkVisibility?.({ visibilityProperty: true }) !== false,
  };
}
