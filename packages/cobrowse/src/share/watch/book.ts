import { edge } from '../../checksum.ts';

/** One node the other side has been told of. Siblings and children are those it was told of, in the order it was told. */
export interface Entry {
  /** Of a shadow root: its host's. */
  readonly id: number;
  readonly node: Node;
  up: Entry | null;
  previous: Entry | null;
  next: Entry | null;
  first: Entry | null;
  last: Entry | null;
  /** What stands in its shadow root. */
  shadow: Entry | null;
  readonly depth: number;
  /** Whether what is inside it is told at all. */
  isOpen: boolean;
  /** How it was seen when it was told; a change of that needs a new picture. */
  mark: string;
  /** Told with a fixed size instead of its content. */
  isBox: boolean;
  /** Forgotten meanwhile. */
  gone: boolean;
}

/** What the other side has been told: the tree as it stands there, and which live node each of its nodes is. */
export interface Book {
  readonly top: Entry | null;
  readonly nodes: number;
  /** See checksum.ts; kept up to date with every change. */
  readonly sum: number;
  entry(node: Node): Entry | undefined;
  at(id: number): Entry | undefined;
  /** The same for as long as the node lives, told or not. */
  idFor(node: Node): number;
  /** Puts a node into the tree, right of `previous` (null: first). */
  add(node: Node, up: Entry | null, previous: Entry | null): Entry;
  /** The shadow root of a told host. */
  addShadow(root: Node, host: Entry): Entry;
  /** Takes a node and everything in it out of the tree. `shadowed` hears of what stood directly in shadow roots, innermost first. */
  forget(entry: Entry, shadowed?: (entry: Entry) => void): void;
  clear(): void;
}

/** Makes an empty {@link Book} of numbers above `lastId`. Ids outlive `clear`. */
export function createBook(lastId = 0): Book {
  const ids = new WeakMap<Node, number>();
  let entries = new Map<Node, Entry>();
  let byId = new Map<number, Entry>();
  let top: Entry | null = null;
  let nodes = 0;
  let sum = 0;

  const idOf = (entry: Entry | null) => entry?.id ?? 0;
  const weigh = (up: Entry, previous: Entry | null, entry: Entry) => edge(up.id, idOf(previous), entry.id);

  function idFor(node: Node): number {
    const known = ids.get(node);
    if (known !== undefined) return known;
    lastId += 1;
    ids.set(node, lastId);
    return lastId;
  }

  function create(node: Node, id: number, up: Entry | null): Entry {
    const entry: Entry = {
      id,
      node,
      up,
      previous: null,
      next: null,
      first: null,
      last: null,
      shadow: null,
      depth: up ? up.depth + 1 : 0,
      isOpen: true,
      mark: '',
      isBox: false,
      gone: false,
    };
    entries.set(node, entry);
    return entry;
  }

  function link(entry: Entry, up: Entry, previous: Entry | null): void {
    const next = previous ? previous.next : up.first;
    entry.previous = previous;
    entry.next = next;
    if (previous) previous.next = entry;
    else up.first = entry;
    if (next) {
      sum += weigh(up, entry, next) - weigh(up, previous, next);
      next.previous = entry;
    } else up.last = entry;
    sum = (sum + weigh(up, previous, entry)) >>> 0;
    nodes += 1;
  }

  function unlink(entry: Entry): void {
    const { up, previous, next } = entry;
    if (!up) return;
    if (previous) previous.next = next;
    else up.first = next;
    if (next) {
      next.previous = previous;
      sum += weigh(up, previous, next) - weigh(up, entry, next);
    } else up.last = previous;
    sum -= weigh(up, previous, entry);
    sum >>>= 0;
    nodes -= 1;
  }

  function drop(entry: Entry): void {
    entry.gone = true;
    if (entries.get(entry.node) === entry) entries.delete(entry.node);
    if (byId.get(entry.id) === entry) byId.delete(entry.id);
  }

  return {
    get top() {
      return top;
    },
    get nodes() {
      return nodes;
    },
    get sum() {
      return sum;
    },
    entry: (node) => entries.get(node),
    at: (id) => byId.get(id),
    idFor,
    add(node, up, previous) {
      const entry = create(node, idFor(node), up);
      byId.set(entry.id, entry);
      if (up) link(entry, up, previous);
      else top = entry;
      return entry;
    },
    addShadow(root, host) {
      const entry = create(root, host.id, host);
      host.shadow = entry;
      return entry;
    },
    forget(entry, shadowed) {
      unlink(entry);
      // Without recursion: pages nest deeper than the stack. Outer before inner; hosts are told of the other way round.
      const all: Entry[] = [entry];
      const inFrames = new Set<Entry>();
      for (const one of all) {
        // The other side keeps what it had inside a frame: what is told there again goes by new names.
        if (one.node.nodeType === 9 || (one.up && inFrames.has(one.up))) {
          inFrames.add(one);
          ids.delete(one.node);
        }
        for (let inner = one.first; inner; inner = inner.next) {
          sum -= weigh(one, inner.previous, inner);
          nodes -= 1;
          all.push(inner);
        }
        sum >>>= 0;
        if (one.shadow) all.push(one.shadow);
      }
      for (const one of all.reverse()) {
        if (one.up?.shadow === one && shadowed) for (let inner = one.first; inner; inner = inner.next) shadowed(inner);
        drop(one);
      }
    },
    clear() {
      entries = new Map();
      byId = new Map();
      top = null;
      nodes = 0;
      sum = 0;
    },
  };
}
