import type { Leaf, Node } from '../rule/nodes.ts';
import { childrenOf, isLeaf, joined, type Truth } from './truth.ts';

/** A condition's value from the values of its leaves, all looked at: the plain reading the engine must agree with. */
export function evaluate(node: Node, leafValue: (leaf: Leaf) => Truth): Truth {
  if (isLeaf(node)) return leafValue(node);
  let no = 0;
  let unknown = 0;
  let yes = 0;
  for (const child of childrenOf(node)) {
    const v = evaluate(child, leafValue);
    if (v === 'unknown') unknown += 1;
    else if (v) yes += 1;
    else no += 1;
  }
  return joined(node.op, no, unknown, yes);
}
