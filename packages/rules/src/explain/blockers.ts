import { childrenOf, isLeaf } from '../engine/truth.ts';
import type { Leaf, Node } from '../rule/nodes.ts';
import type { HeldNode } from './evaluate.ts';
import type { Moment } from './walk.ts';

/**
 * Something that is not what the rule needs. `path` leads to its first place, like `when.of[0]`. A `held` here only has to wait: for
 * `waitMs` more, once what is inside it is true.
 */
export interface Blocker {
  path: string;
  leaf: Leaf | HeldNode;
  want: boolean;
  waitMs?: number;
}

/** One way to make a condition come out as wanted: what everything in it has to be, and how much is not that yet. */
interface Way {
  wants: ReadonlyMap<string, Blocker & { change: boolean }>;
  changes: number;
  /** How many of the changes are mere waiting. */
  waits: number;
  /** How long it takes at least, and how long it is good for. */
  afterMs: number;
  beforeMs: number;
}

// A rule has few cheap ways to come true; keeping the cheapest bounds the work for rules of 200 conditions.
const maxWays = 32;

const idleWay: Way = { wants: new Map(), changes: 0, waits: 0, afterMs: 0, beforeMs: Number.POSITIVE_INFINITY };
/** The fewest changes, and of as many those for which the least has to happen: waiting is done by itself. */
const cheapest = (ways: Way[]): Way[] =>
  ways
    .filter(({ afterMs, beforeMs }) => afterMs < beforeMs)
    .sort((a, b) => a.changes - b.changes || b.waits - a.waits)
    .slice(0, maxWays);
const wayOf = (blocker: Blocker, change: boolean): Way => ({
  ...idleWay,
  wants: new Map([[JSON.stringify(blocker.leaf), { ...blocker, change }]]),
  changes: change ? 1 : 0,
  waits: change && blocker.leaf.op === 'held' ? 1 : 0,
});

function joinedWay(a: Way, b: Way): Way[] {
  const wants = new Map(a.wants);
  let { changes, waits } = a;
  for (const [key, blocker] of b.wants) {
    const known = wants.get(key);
    if (known && known.want !== blocker.want) return [];
    if (known) continue;
    wants.set(key, blocker);
    if (!blocker.change) continue;
    changes += 1;
    if (blocker.leaf.op === 'held') waits += 1;
  }
  const [afterMs, beforeMs] = [Math.max(a.afterMs, b.afterMs), Math.min(a.beforeMs, b.beforeMs)];
  return [{ wants, changes, waits, afterMs, beforeMs }];
}

const together = (left: readonly Way[], right: readonly Way[]): Way[] =>
  left.flatMap((a) => right.flatMap((b) => joinedWay(a, b)));

/**
 * The fewest changes that, made as said, make the condition true. Empty when it is true, or when nothing makes it true.
 *
 * Equal leaves are one, so a condition that wants the same leaf both ways is found impossible. Leaves that differ are taken as free
 * of each other, though two about one fact may not be.
 */
export function blockersOf(when: Node, moment: Pick<Moment, 'atMs' | 'granted' | 'sinceMs'>): Blocker[] {
  function ways(node: Node, want: boolean, path: string): Way[] {
    if (isLeaf(node)) {
      // Granted or not is the server's; the page cannot change it.
      if (node.op === 'agent') return want ? [idleWay] : [];
      return [wayOf({ path, leaf: node, want }, moment.granted(node) !== want)];
    }
    if (node.op === 'not') return ways(node.of, !want, `${path}.of`);
    if (node.op === 'held') return heldWays(node, want, path);
    const each = childrenOf(node).map((child, i) => ways(child, want, `${path}.of[${i}]`));
    // "All true" and "not any true" need every child; the other two need one.
    if ((node.op === 'all') === want) return each.reduce((some, more) => cheapest(together(some, more)), [idleWay]);
    return cheapest(each.flat());
  }

  /** True: the inside true, and the wait over. False: the inside false, or the wait not over yet. */
  function heldWays(node: HeldNode, want: boolean, path: string): Way[] {
    const beganMs = moment.sinceMs(node);
    const waitMs = node.ms - (beganMs === undefined ? 0 : moment.atMs - beganMs);
    const inside = ways(node.of, true, `${path}.of`);
    const wait = wayOf({ path, leaf: node, want, waitMs }, want && waitMs > 0);
    if (want)
      return cheapest(inside.flatMap((way) => joinedWay(way, { ...wait, afterMs: way.afterMs + Math.max(0, waitMs) })));
    const early = inside.flatMap((way) => joinedWay(way, { ...wait, beforeMs: way.afterMs + waitMs }));
    return cheapest([...ways(node.of, false, `${path}.of`), ...early]);
  }

  const best = cheapest(ways(when, true, 'when'))[0];
  return [...(best?.wants.values() ?? [])].filter(({ change }) => change).map(({ change: _, ...blocker }) => blocker);
}
