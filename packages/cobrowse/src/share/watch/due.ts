/** What has changed since it was last told. Notes which, never what: that is read when it is told. */
export interface Due {
  /** Children of a told parent, by the nodes that came, went or moved; null: any of them. */
  readonly children: Map<Node, Set<Node> | null>;
  readonly attributes: Map<Element, Set<string>>;
  readonly texts: Set<Node>;
  /** Fields whose value may be another. */
  readonly fields: Set<Element>;
  /** Elements and documents that were scrolled. */
  readonly scrolled: Set<Node>;
  /** Documents and shadow roots that may have adopted other style sheets. */
  readonly roots: Set<Node>;
  /** Told nodes to be told anew as a whole, with what is inside them. */
  readonly anew: Set<Node>;
  /** The window's size, address, or what it is looked at through. */
  page: boolean;
  /** More than is worth telling one by one; nothing further is noted until `clear`. */
  readonly isStorm: boolean;
  readonly count: number;
  child(parent: Node, node: Node | null): void;
  attribute(element: Element, name: string): void;
  note(which: 'texts' | 'fields' | 'scrolled' | 'roots' | 'anew', node: Node): void;
  clear(): void;
}

/** So many changes at once cost more than the whole page anew. */
export const stormRecords = 10_000;

/** Makes an empty {@link Due}. `onFirst` is called with everything that is noted. */
export function createDue(onNote: () => void): Due {
  const children = new Map<Node, Set<Node> | null>();
  const attributes = new Map<Element, Set<string>>();
  const sets = {
    texts: new Set<Node>(),
    fields: new Set<Element>(),
    scrolled: new Set<Node>(),
    roots: new Set<Node>(),
    anew: new Set<Node>(),
  };
  let count = 0;
  let isStorm = false;

  function empty(): void {
    children.clear();
    attributes.clear();
    for (const set of Object.values(sets)) set.clear();
    count = 0;
  }

  function counted(): void {
    count += 1;
    if (count > stormRecords) {
      empty();
      isStorm = true;
    }
    onNote();
  }

  return {
    children,
    attributes,
    ...sets,
    page: false,
    get isStorm() {
      return isStorm;
    },
    get count() {
      return count;
    },
    child(parent, node) {
      if (isStorm) return;
      const known = children.get(parent);
      if (known === null || (node && known?.has(node))) return;
      if (node === null) children.set(parent, null);
      else if (known) known.add(node);
      else children.set(parent, new Set([node]));
      counted();
    },
    attribute(element, name) {
      if (isStorm) return;
      const known = attributes.get(element);
      if (known?.has(name)) return;
      if (known) known.add(name);
      else attributes.set(element, new Set([name]));
      counted();
    },
    note(which, node) {
      const set: Set<Node> = sets[which];
      if (isStorm || set.has(node)) return;
      set.add(node);
      counted();
    },
    clear() {
      empty();
      isStorm = false;
      this.page = false;
    },
  };
}
