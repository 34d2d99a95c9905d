import type { Dom } from './dom.ts';

/** Which node of the view is called by which number on the visitor's side. */
export interface Book {
  nodeOf(id: number): Node | null;
  /** 0: not told of. */
  idOf(node: Node): number;
  elementOf(id: number): Element | null;
  write(id: number, node: Node): void;
  /** Forgets a node with all inside it, shadow roots and frames too. */
  forget(node: Node): void;
  readonly size: number;
  /** Frames inside the page that stand now. */
  readonly frames: number;
}

/** What stands directly inside a node: its children, and what else it holds. */
export function* insides(dom: Dom, node: Node): Generator<Node> {
  if (dom.kind(node) === 1) {
    const shadow = dom.shadow(node as Element);
    if (shadow) yield shadow;
    if (dom.tag(node as Element) === 'iframe') {
      const document = dom.inside(node as Element);
      if (document) yield document;
    }
  }
  for (let child = dom.first(node); child; child = dom.next(child)) yield child;
}

/** Makes an empty {@link Book}. `onForgotten` is told of each number that is free again. */
export function createBook(dom: Dom, onForgotten: (id: number) => void): Book {
  const nodes = new Map<number, Node>();
  const ids = new WeakMap<Node, number>();
  let frames = 0;
  const isFrame = (node: Node) => dom.kind(node) === 1 && dom.tag(node as Element) === 'iframe';
  return {
    nodeOf: (id) => nodes.get(id) ?? null,
    idOf: (node) => ids.get(node) ?? 0,
    elementOf(id) {
      const node = nodes.get(id);
      return node && dom.kind(node) === 1 ? (node as Element) : null;
    },
    write(id, node) {
      nodes.set(id, node);
      ids.set(node, id);
      if (isFrame(node)) frames += 1;
    },
    forget(node) {
      const waiting = [node];
      for (let one = waiting.pop(); one; one = waiting.pop()) {
        const id = ids.get(one) ?? 0;
        // A number that was given to another node meanwhile is that one's.
        if (id > 0 && nodes.get(id) === one) {
          nodes.delete(id);
          ids.delete(one);
          if (isFrame(one)) frames -= 1;
          onForgotten(id);
        }
        for (const inner of insides(dom, one)) waiting.push(inner);
      }
    },
    get size() {
      return nodes.size;
    },
    get frames() {
      return frames;
    },
  };
}
