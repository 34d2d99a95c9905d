import type { Leaf, Node } from '../rule/nodes.ts';

/** Kleene's three values. Unknown is neither: a rule fires on true alone. */
export type Truth = boolean | 'unknown';

export const opposite = (v: Truth): Truth => (v === 'unknown' ? v : !v);

/** Value of a joint from how many of its children are false, unknown and true. */
export function joined(op: 'all' | 'any' | 'not', no: number, unknown: number, yes: number): Truth {
  if (op === 'not') return unknown > 0 ? 'unknown' : no > 0;
  if (op === 'all') return no > 0 ? false : unknown > 0 ? 'unknown' : true;
  return yes > 0 ? true : unknown > 0 ? 'unknown' : false;
}

export const childrenOf = (node: Node): readonly Node[] =>
  node.op === 'all' || node.op === 'any' ? node.of : node.op === 'not' ? [node.of] : [];

/** Whether a condition has none inside. */
export const isLeaf = (node: Node): node is Leaf => node.op !== 'all' && node.op !== 'any' && node.op !== 'not';
