import { heldValue } from '../engine/graph.ts';
import type { Inside } from '../engine/inside.ts';
import { lookAt } from '../engine/leaf.ts';
import { childrenOf, isLeaf, type Truth } from '../engine/truth.ts';
import type { Leaf, Node } from '../rule/nodes.ts';
import { evaluate, type HeldNode } from './evaluate.ts';

// A rule of 200 conditions has far fewer changes ahead of it when nothing happens; this bounds what cannot be foreseen.
const maxSteps = 2_000;

/** One rule's conditions at one instant, in a time in which nothing happens but time passing. */
export interface Moment {
  readonly atMs: number;
  /** With `agent` as unknown, as the page sees it. */
  value(node: Node): Truth;
  /** With `agent` taken as granted, as the engine sees it. */
  granted(node: Node): Truth;
  /** Since when the inside of a `held` has been true; undefined when it is not. */
  sinceMs(node: HeldNode): number | undefined;
  /** The next instant at which anything of the rule may change; Infinity for none. */
  nextMs: number;
}

/** Everything inside, with what is inside it first. */
function nodesOf(node: Node): Node[] {
  return isLeaf(node) ? [node] : [...childrenOf(node).flatMap(nodesOf), node];
}

/** Goes from one instant at which something may change to the next. Changes nothing of the engine. */
export function createWalk(when: Node, inside: Inside) {
  const { visit, predicates } = inside;
  const nodes = nodesOf(when);
  const looks = new Map(nodes.filter(isLeaf).map((leaf) => [leaf, lookAt(leaf, visit, predicates)]));
  const helds = nodes.filter((node): node is HeldNode => node.op === 'held');
  const since = new Map(helds.map((node) => [node, inside.pasts.get(JSON.stringify(node))]));

  function at(atMs: number): Moment {
    const known = (leaf: Leaf): Truth => looks.get(leaf)!.value(atMs);
    const read = (leaf: Leaf): Truth => (leaf.op === 'agent' ? 'unknown' : known(leaf));
    const waited = (node: HeldNode) => heldValue(true, node.ms, since.get(node), atMs) === true;
    let nextMs = Number.POSITIVE_INFINITY;
    for (const look of looks.values()) nextMs = Math.min(nextMs, look.next?.(atMs) ?? nextMs);
    for (const node of helds) {
      // Inner ones come first, so what an outer one asks is known.
      const is = evaluate(node.of, known, waited) === true;
      const beganMs = is ? (since.get(node) ?? atMs) : undefined;
      since.set(node, beganMs);
      if (beganMs !== undefined && beganMs + node.ms > atMs) nextMs = Math.min(nextMs, beganMs + node.ms);
    }
    return {
      atMs,
      nextMs,
      value: (node) => evaluate(node, read, waited),
      granted: (node) => evaluate(node, known, waited),
      sinceMs: (node) => since.get(node),
    };
  }

  return {
    /** The rule as it is at an instant not before the engine's own. */
    to(atMs: number): Moment {
      let moment = at(Math.min(inside.nowMs, atMs));
      for (let i = 0; i < maxSteps && moment.nextMs <= atMs; i += 1) moment = at(moment.nextMs);
      return moment.atMs === atMs ? moment : at(atMs);
    },
    /** How long until the rule holds when nothing happens; null for never, or further ahead than can be seen. */
    holdsInMs(from: Moment): number | null {
      let moment = from;
      for (let i = 0; i < maxSteps; i += 1) {
        if (moment.granted(when) === true) return moment.atMs - from.atMs;
        if (moment.nextMs === Number.POSITIVE_INFINITY) return null;
        moment = at(moment.nextMs);
      }
      return null;
    },
  };
}
