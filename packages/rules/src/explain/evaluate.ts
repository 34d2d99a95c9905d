import { childrenOf, type Inner, isLeaf, type Truth } from '../engine/truth.ts';
import type { Leaf, Node } from '../rule/nodes.ts';

export type HeldNode = Extract<Inner, { op: 'held' }>;

/** Value of a condition from how many of its children are false, unknown and true. `held` is taken as its child, without the wait. */
function joined(op: Inner['op'], no: number, unknown: number, yes: number): Truth {
  if (op === 'any') return yes > 0 ? true : unknown > 0 ? 'unknown' : false;
  if (op === 'not') return unknown > 0 ? 'unknown' : no > 0;
  return no > 0 ? false : unknown > 0 ? 'unknown' : true;
}

/**
 * A condition's value from the values of its leaves, all looked at: the plain reading the engine must agree with. `waited` says whether
 * what is inside a `held`, being true now, has been so for long enough.
 */
export function evaluate(
  node: Node,
  leafValue: (leaf: Leaf) => Truth,
  waited: (node: HeldNode) => boolean = () => true,
): Truth {
  if (isLeaf(node)) return leafValue(node);
  let no = 0;
  let unknown = 0;
  let yes = 0;
  for (const child of childrenOf(node)) {
    const v = evaluate(child, leafValue, waited);
    if (v === 'unknown') unknown += 1;
    else if (v) yes += 1;
    else no += 1;
  }
  const value = joined(node.op, no, unknown, yes);
  return node.op === 'held' && value === true ? waited(node) : value;
}
