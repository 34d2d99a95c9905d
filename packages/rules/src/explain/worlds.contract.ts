import { expect } from 'vitest';
import { childrenOf, isLeaf, type Truth } from '../engine/truth.ts';
import type { Leaf, Node } from '../rule/nodes.ts';
import { evaluate, type HeldNode } from './evaluate.ts';

/** Everything inside a condition, what is inside first. */
export function nodesOf(node: Node): Node[] {
  return isLeaf(node) ? [node] : [...childrenOf(node).flatMap(nodesOf), node];
}
export const leavesOf = (node: Node): Leaf[] => nodesOf(node).filter(isLeaf);

/** How long what is held has been true, in milliseconds; undefined when it is not. */
type AgoMs = (node: HeldNode) => number | undefined;

/** Whether the condition is true at any millisecond from now to `untilMs`, when leaves stay as they are now. */
export function comesTrue(when: Node, value: (leaf: Leaf) => Truth, agoMs: AgoMs, untilMs: number): boolean {
  const since = new Map<Node, number | undefined>();
  const helds = nodesOf(when).filter((node) => node.op === 'held');
  for (const node of helds) {
    const ago = agoMs(node);
    since.set(node, ago === undefined ? undefined : -ago);
  }
  for (let atMs = 0; atMs <= untilMs; atMs += 1) {
    const waited = (node: HeldNode) => atMs - (since.get(node) ?? atMs) >= node.ms;
    for (const node of helds)
      since.set(node, evaluate(node.of, value, waited) === true ? (since.get(node) ?? atMs) : undefined);
    if (evaluate(when, value, waited) === true) return true;
  }
  return false;
}

/** Tries every world of up to eight leaves, with the agent granted. */
export function expectNeverTrue(when: Node, agoMs: AgoMs = () => undefined) {
  const keys = [...new Set(leavesOf(when).map((leaf) => JSON.stringify(leaf)))].slice(0, 8);
  for (let bits = 0; bits < 2 ** keys.length; bits += 1) {
    const world = (leaf: Leaf) => leaf.op === 'agent' || ((bits >> keys.indexOf(JSON.stringify(leaf))) & 1) === 1;
    expect(comesTrue(when, world, agoMs, 60)).toBe(false);
  }
}
