import type { Leaf, Node } from '../rule/nodes.ts';

/** Kleene's three values. Unknown is neither: a rule fires on true alone. */
export type Truth = boolean | 'unknown';

/** A condition with conditions inside. */
export type Inner = Exclude<Node, Leaf>;

export const childrenOf = (node: Inner): readonly Node[] =>
  node.op === 'not' || node.op === 'held' ? [node.of] : node.of;

/** Whether a condition has none inside. */
export const isLeaf = (node: Node): node is Leaf => !/^(all|any|not|held)$/.test(node.op);
