import type { Leaf, Node, Rule } from '../rule/nodes.ts';
import { keysOf, nextOf, type Predicates, truthOf } from './leaf.ts';
import { childrenOf, isLeaf, joined, type Truth } from './truth.ts';
import type { Visit } from './visit.ts';

/** An inner node that keeps count of its children, so that a change below costs one step per level. */
interface Joint {
  op: 'all' | 'any' | 'not';
  no: number;
  unknown: number;
  yes: number;
  value: Truth;
  up: Joint | undefined;
  /** On the topmost joint the position of its rule, else -1. */
  rule: number;
}

interface Tip {
  leaf: Leaf;
  value: Truth;
  timed: boolean;
  dueMs: number;
  up: Joint[];
}

/** All rules as one net: equal leaves are one, and an event reaches only the leaves that depend on it. */
export interface Graph {
  /** With `agent` taken as granted: whether a rule is worth asking the server. */
  value(rule: number): Truth;
  /** Looks again at what the keys touch and at what is due by now; answers the rules whose value may have changed. */
  touch(keys: readonly string[], nowMs: number): ReadonlySet<number>;
  /** The earliest instant at which any leaf may change by itself. */
  dueMs(): number;
}

function bump(joint: Joint, value: Truth, by: 1 | -1) {
  if (value === 'unknown') joint.unknown += by;
  else if (value) joint.yes += by;
  else joint.no += by;
}

export function createGraph(rules: readonly Rule[], visit: Visit, predicates: Predicates, startMs: number): Graph {
  const tips = new Map<string, Tip>();
  const byKey = new Map<string, Tip[]>();
  const roots: Joint[] = [];
  const changed = new Set<number>();
  let earliestMs = Number.POSITIVE_INFINITY;
  let earliestIsStale = true;

  const read = (leaf: Leaf, nowMs: number): Truth =>
    leaf.op === 'agent' ? true : truthOf(leaf, visit, nowMs, predicates);

  function tipFor(leaf: Leaf): Tip {
    const key = JSON.stringify(leaf);
    const known = tips.get(key);
    if (known) return known;
    const timed = leaf.op === 'dwell' || leaf.op === 'idle' || leaf.op === 'seen';
    const tip: Tip = { leaf, value: read(leaf, startMs), timed, dueMs: nextOf(leaf, visit, startMs), up: [] };
    tips.set(key, tip);
    for (const on of keysOf(leaf, predicates)) {
      const filed = byKey.get(on);
      if (filed) filed.push(tip);
      else byKey.set(on, [tip]);
    }
    return tip;
  }

  function build(node: Node, up: Joint | undefined, rule: number): Truth {
    if (isLeaf(node)) {
      const tip = tipFor(node);
      if (up) tip.up.push(up);
      return tip.value;
    }
    const joint: Joint = { op: node.op, no: 0, unknown: 0, yes: 0, value: false, up, rule: up ? -1 : rule };
    if (!up) roots[rule] = joint;
    for (const child of childrenOf(node)) bump(joint, build(child, joint, -1), 1);
    joint.value = joined(joint.op, joint.no, joint.unknown, joint.yes);
    return joint.value;
  }

  for (const [i, rule] of rules.entries()) build({ op: 'all', of: [rule.when] }, undefined, i);
  const timed = [...tips.values()].filter((tip) => tip.timed);

  function climb(start: Joint, was: Truth, is: Truth) {
    let joint: Joint | undefined = start;
    let before = was;
    let now = is;
    while (joint && before !== now) {
      bump(joint, before, -1);
      bump(joint, now, 1);
      before = joint.value;
      now = joined(joint.op, joint.no, joint.unknown, joint.yes);
      joint.value = now;
      if (joint.rule >= 0 && before !== now) changed.add(joint.rule);
      joint = joint.up;
    }
  }

  function look(tip: Tip, nowMs: number) {
    const was = tip.value;
    tip.value = read(tip.leaf, nowMs);
    if (tip.timed) {
      const dueMs = nextOf(tip.leaf, visit, nowMs);
      if (dueMs !== tip.dueMs) earliestIsStale = true;
      tip.dueMs = dueMs;
    }
    if (was !== tip.value) for (const joint of tip.up) climb(joint, was, tip.value);
  }

  function dueMs(): number {
    if (earliestIsStale) {
      earliestMs = Number.POSITIVE_INFINITY;
      for (const tip of timed) if (tip.dueMs < earliestMs) earliestMs = tip.dueMs;
      earliestIsStale = false;
    }
    return earliestMs;
  }

  return {
    value: (rule) => roots[rule]!.value,
    touch(keys, nowMs) {
      changed.clear();
      for (const key of keys) {
        const touched = byKey.get(key);
        if (touched) for (const tip of touched) look(tip, nowMs);
      }
      if (dueMs() <= nowMs) for (const tip of timed) if (tip.dueMs <= nowMs) look(tip, nowMs);
      return changed;
    },
    dueMs,
  };
}
