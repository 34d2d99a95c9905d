import type { Leaf, Node } from '../rule/nodes.ts';
import { isLeaf, type Truth } from './truth.ts';

/** A leaf that is not what the rule needs. `path` leads to its first place, like `when.of[0]`. */
export interface Blocker {
  path: string;
  leaf: Leaf;
  want: boolean;
}

/** One way to make a condition come out as wanted: what every leaf in it has to be, and how many are not that yet. */
interface Way {
  wants: ReadonlyMap<string, Blocker>;
  changes: number;
}

// A rule has few cheap ways to come true; keeping the cheapest bounds the work for rules of 200 conditions.
const maxWays = 32;

const cheapest = (ways: Way[]): Way[] => ways.sort((a, b) => a.changes - b.changes).slice(0, maxWays);

/**
 * The fewest leaves that, changed as said, make the condition true. Empty when it is true, or when nothing makes it true.
 *
 * Equal leaves are one, so a condition that wants the same leaf both ways is found impossible. Leaves that differ are taken as free
 * of each other, though two about one fact may not be.
 */
export function blockersOf(when: Node, leafValue: (leaf: Leaf) => Truth): Blocker[] {
  function ways(node: Node, want: boolean, path: string): Way[] {
    if (node.op === 'not') return ways(node.of, !want, `${path}.of`);
    if (!isLeaf(node)) {
      const each = node.of.map((child, i) => ways(child, want, `${path}.of[${i}]`));
      // "All true" and "not any true" need every child; the other two need one.
      if ((node.op === 'all') === want) return each.reduce((some, more) => cheapest(together(some, more)), [idleWay]);
      return cheapest(each.flat());
    }
    // Granted or not is the server's; the page cannot change it.
    if (node.op === 'agent') return want ? [idleWay] : [];
    const changes = leafValue(node) === want ? 0 : 1;
    return [{ wants: new Map([[JSON.stringify(node), { path, leaf: node, want }]]), changes }];
  }

  function together(left: readonly Way[], right: readonly Way[]): Way[] {
    return left.flatMap((a) => right.flatMap((b) => joinedWay(a, b)));
  }

  function joinedWay(a: Way, b: Way): Way[] {
    const wants = new Map(a.wants);
    let changes = a.changes;
    for (const [key, blocker] of b.wants) {
      const known = wants.get(key);
      if (known && known.want !== blocker.want) return [];
      if (known) continue;
      wants.set(key, blocker);
      if (leafValue(blocker.leaf) !== blocker.want) changes += 1;
    }
    return [{ wants, changes }];
  }

  const best = ways(when, true, 'when')[0];
  return [...(best?.wants.values() ?? [])].filter(({ leaf, want }) => leafValue(leaf) !== want);
}

const idleWay: Way = { wants: new Map(), changes: 0 };
