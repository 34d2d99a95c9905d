import type { Mutation } from '../../events.ts';
import type { Entry } from './book.ts';
import type { Context } from './context.ts';
import { keptInOrder } from './kept.ts';

/** Nodes to be told, side by side in a told parent. */
export interface Run {
  parent: Entry;
  nodes: Node[];
  /** The told neighbour they stand before; null: they come last. */
  next: Entry | null;
}

/** Elements, texts and document types are told; comments and the like are not. */
const isTold = (kind: number) => kind === 1 || kind === 3 || kind === 10;

/** The children of a node that are told of, if its insides are. */
export function childrenOf({ dom }: Context, parent: Node): Node[] {
  const all: Node[] = [];
  for (let node = dom.first(parent); node; node = dom.next(node)) if (isTold(dom.kind(node))) all.push(node);
  return all;
}

interface Gap {
  told: Entry[];
  now: Node[];
  end: Entry | null;
}

/**
 * Between two told neighbours that nobody touched: what was told there and what is there now. Null when the neighbours do not fit
 * each other, which only happens when changes were missed.
 */
function gapAfter(context: Context, parent: Entry, start: Entry | null, touched: Set<Node>): Gap | null {
  const { dom, book } = context;
  const told: Entry[] = [];
  let end = start ? start.next : parent.first;
  for (; end && touched.has(end.node); end = end.next) told.push(end);
  const now: Node[] = [];
  let node = start ? dom.next(start.node) : dom.first(parent.node);
  for (; node; node = dom.next(node)) {
    const entry = book.entry(node);
    if (entry?.up === parent && !touched.has(node)) break;
    if (isTold(dom.kind(node))) now.push(node);
  }
  return (node ? book.entry(node) : null) === end ? { told, now, end } : null;
}

function gaps(context: Context, parent: Entry, touched: Set<Node> | null): Gap[] {
  const { dom, book } = context;
  const whole = (): Gap[] => {
    const told: Entry[] = [];
    for (let entry = parent.first; entry; entry = entry.next) told.push(entry);
    return [{ told, now: childrenOf(context, parent.node), end: null }];
  };
  if (!touched) return whole();
  const starts = new Set<Entry | null>();
  // Each place is walked over once, however many nodes were touched side by side.
  const seenTold = new Set<Entry>();
  const seen = new Set<Node>();
  for (const node of touched) {
    const entry = book.entry(node);
    if (entry?.up === parent) {
      let before = entry.previous;
      seenTold.add(entry);
      for (; before && touched.has(before.node) && !seenTold.has(before); before = before.previous)
        seenTold.add(before);
      if (!before || !seenTold.has(before)) starts.add(before);
    }
    if (dom.parent(node) !== parent.node) continue;
    let before = dom.previous(node);
    for (; before && !seen.has(before); before = dom.previous(before)) {
      if (book.entry(before)?.up === parent && !touched.has(before)) break;
      seen.add(before);
    }
    // Seen already: whoever saw it has found the start.
    if (!before || !seen.has(before)) starts.add(before ? (book.entry(before) ?? null) : null);
    seen.add(node);
  }
  const found: Gap[] = [];
  for (const start of starts) {
    const gap = gapAfter(context, parent, start, touched);
    if (!gap) return whole();
    found.push(gap);
  }
  return found;
}

/**
 * Brings the book in line with the page, as far as nodes have gone, and gives what is to be put in. Afterwards every told node
 * stands under the parent it was told under; only additions are missing.
 */
export function settle(context: Context): { removes: Mutation['removes']; runs: Run[] } {
  const { book, dom, due } = context;
  const removes: Mutation['removes'] = [];
  const runs: Run[] = [];

  function remove(entry: Entry): void {
    const { up } = entry;
    if (entry.gone || !up) return;
    const gone = (one: Entry) =>
      removes.push({
        parentId: one.up!.id,
        id: one.id,
        ...(dom.kind(one.up!.node) === 11 ? { isShadow: true as const } : {}),
      });
    // The other side forgets what is inside a removed node, but not what stands in its shadow roots.
    book.forget(entry, gone);
    gone(entry);
  }

  for (const node of due.anew) {
    const entry = book.entry(node);
    if (entry?.up) due.child(entry.up.node, node);
  }
  for (const [node, touched] of due.children) {
    const parent = book.entry(node);
    if (!parent?.isOpen) continue;
    for (const { told, now, end } of gaps(context, parent, touched)) {
      const stays = told.filter((entry) => !due.anew.has(entry.node)).map((entry) => entry.node);
      const kept = keptInOrder(stays, now);
      for (const entry of told) if (!kept.has(entry.node)) remove(entry);
      let nodes: Node[] = [];
      for (const one of now) {
        if (!kept.has(one)) {
          const elsewhere = book.entry(one);
          if (elsewhere) remove(elsewhere);
          nodes.push(one);
        } else if (nodes.length > 0) {
          runs.push({ parent, nodes, next: book.entry(one)! });
          nodes = [];
        }
      }
      if (nodes.length > 0) runs.push({ parent, nodes, next: end });
    }
  }
  due.children.clear();
  due.anew.clear();
  return { removes, runs };
}
