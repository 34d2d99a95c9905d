import type { Leaf, Node, Rule } from '../rule/nodes.ts';
import { type Look, lookAt, type Predicates } from './leaf.ts';
import { childrenOf, isLeaf, type Truth } from './truth.ts';
import { clockKey, type Visit } from './visit.ts';

const never = Number.POSITIVE_INFINITY;
/** More than any joint has children. */
const decided = 1e6;

/** An inner node that keeps a sum of its children, so that a change below costs one step per level. */
interface Joint {
  /** What one child alone decides by: true under `any`, else false. */
  by: boolean;
  /** What then comes out; without such a child and without an unknown one, the opposite. */
  out: boolean;
  /** `decided` for each child that decides, 1 for each that is unknown. */
  sum: number;
  value: Truth;
  up: Joint | undefined;
  /** On the topmost joint the position of its rule, else -1. */
  rule: number;
  /** Only a `held` has a past: since when its child has been true. All joints look alike, which makes climbing cheap. */
  held: Held | undefined;
}

interface Held {
  joint: Joint;
  key: string;
  ms: number;
  sinceMs: number | undefined;
  dueMs: number;
  /** What is inside has changed in this instant. */
  stale: boolean;
}

interface Tip extends Pick<Look, 'value' | 'next'> {
  is: Truth;
  dueMs: number;
  up: Joint[];
}

/** Since when the child of each `held` has been true, by the JSON of its node. */
export type Pasts = ReadonlyMap<string, number | undefined>;

/** All rules as one net: equal leaves are one, and an event reaches only the leaves that depend on it. */
export interface Graph {
  /** With `agent` taken as granted: whether a rule is worth asking the server. */
  value(rule: number): Truth;
  /** Looks again at what the keys touch and at what is due by now; answers the rules whose value may have changed, until the next touch. */
  touch(keys: readonly string[], nowMs: number): readonly number[];
  /** The earliest instant at which anything may change by itself; something after `untilMs` if there is none until then. */
  dueMs(untilMs: number): number;
  pasts(): Pasts;
  /** What the rules look at, in the words of `Engine.wants`. */
  wants(): ReadonlySet<string>;
}

const outcome = ({ sum, out }: Joint): Truth => (sum >= decided ? out : sum ? 'unknown' : !out);

const weigh = (value: Truth, by: boolean) => (value === 'unknown' ? 1 : value === by ? decided : 0);

/** What a `held` is at an instant, from what its child is and since when that is so. */
export const heldValue = (child: Truth, ms: number, sinceMs: number | undefined, nowMs: number): Truth =>
  child === true ? nowMs - (sinceMs ?? nowMs) >= ms : child;

// Written once for each leaf, however many pages it is met on: rules are frozen.
const written = new WeakMap<Leaf, string>();

function keyOf(leaf: Leaf): string {
  const key = written.get(leaf) ?? JSON.stringify(leaf);
  written.set(leaf, key);
  return key;
}

export function createGraph(
  rules: readonly Rule[],
  visit: Visit,
  predicates: Predicates,
  startMs: number,
  pasts: Pasts,
): Graph {
  const tips = new Map<string, Tip>();
  const byKey = new Map<string, Tip[]>();
  const timed: Tip[] = [];
  const roots: Joint[] = [];
  // Inner ones first.
  const helds: Held[] = [];
  const changed: number[] = [];
  let earliestMs = never;
  let earliestIsStale = false;
  let heldIsStale = false;

  function tipFor(leaf: Leaf): Tip {
    const key = keyOf(leaf);
    const known = tips.get(key);
    if (known) return known;
    const { keys, value, next } = lookAt(leaf, visit, predicates);
    // Each has its own copy of what is called at every event: one step less to it.
    const tip: Tip = { value, next, is: value(startMs), dueMs: never, up: [] };
    if (next) {
      timed.push(tip);
      plan(tip, next(startMs));
    }
    tips.set(key, tip);
    for (const on of new Set(keys)) {
      const filed = byKey.get(on) ?? [];
      filed.push(tip);
      byKey.set(on, filed);
    }
    return tip;
  }

  function build(node: Node, up: Joint | undefined, rule: number): Truth {
    if (isLeaf(node)) {
      const tip = tipFor(node);
      if (up) tip.up.push(up);
      return tip.is;
    }
    const { op } = node;
    const by = op === 'any';
    const joint: Joint = { by, out: by || op === 'not', sum: 0, value: false, up, rule, held: undefined };
    if (!up) roots[rule] = joint;
    for (const child of childrenOf(node)) joint.sum += weigh(build(child, joint, -1), by);
    joint.value = outcome(joint);
    if (op === 'held') {
      const key = JSON.stringify(node);
      joint.held = { joint, key, ms: node.ms, sinceMs: pasts.get(key), dueMs: never, stale: false };
      helds.push(joint.held);
      wait(joint.held, startMs);
    }
    return joint.value;
  }

  /** Files a new due time; only when the earliest moves away all have to be looked through. */
  function plan(one: { dueMs: number }, dueMs: number) {
    if (dueMs < earliestMs) earliestMs = dueMs;
    else if (one.dueMs <= earliestMs && dueMs > earliestMs) earliestIsStale = true;
    one.dueMs = dueMs;
  }

  /** What a `held` is now that all below it is known. */
  function wait(held: Held, nowMs: number) {
    const child = outcome(held.joint);
    held.sinceMs = child === true ? (held.sinceMs ?? nowMs) : undefined;
    const is = heldValue(child, held.ms, held.sinceMs, nowMs);
    held.joint.value = is;
    held.stale = false;
    plan(held, is !== child ? held.sinceMs! + held.ms : never);
  }

  for (const [i, rule] of rules.entries()) if (rule.mode !== 'off') build({ op: 'all', of: [rule.when] }, undefined, i);

  function climb(start: Joint | undefined, before: Truth, now: Truth) {
    let was = before;
    let is = now;
    for (let joint = start; joint && was !== is; joint = joint.up) {
      joint.sum += weigh(is, joint.by) - weigh(was, joint.by);
      if (joint.held) {
        // It must not take a passing mixture of one instant for a break.
        joint.held.stale = heldIsStale = true;
        return;
      }
      was = joint.value;
      is = outcome(joint);
      joint.value = is;
      if (joint.rule >= 0 && was !== is) changed.push(joint.rule);
    }
  }

  function look(tip: Tip, nowMs: number) {
    const was = tip.is;
    const is = tip.value(nowMs);
    if (tip.next) plan(tip, tip.next(nowMs));
    if (was === is) return;
    tip.is = is;
    for (let i = 0; i < tip.up.length; i += 1) climb(tip.up[i], was, is);
  }

  /** Never later than the earliest; exact when that is not after `untilMs`. */
  function dueMs(untilMs: number): number {
    if (earliestIsStale && earliestMs <= untilMs) {
      earliestMs = never;
      for (const list of [timed, helds]) for (const one of list) if (one.dueMs < earliestMs) earliestMs = one.dueMs;
      earliestIsStale = false;
    }
    return earliestMs;
  }

  return {
    value: (rule) => roots[rule]?.value ?? false,
    touch(keys, nowMs) {
      changed.length = 0;
      for (const key of keys) {
        const touched = byKey.get(key);
        if (touched) for (const tip of touched) look(tip, nowMs);
      }
      const isDue = dueMs(nowMs) <= nowMs;
      if (isDue) {
        for (const tip of timed) if (tip.dueMs <= nowMs) look(tip, nowMs);
      }
      if (isDue || heldIsStale) {
        for (const held of helds) {
          if (!held.stale && held.dueMs > nowMs) continue;
          const was = held.joint.value;
          wait(held, nowMs);
          climb(held.joint.up, was, held.joint.value);
        }
        heldIsStale = false;
      }
      return changed;
    },
    dueMs,
    wants() {
      const names = [...byKey.keys()].map((key) => key.replace(/^(signal:[^@]+|dwell:\w+).*/, '$1'));
      return new Set(names.filter((name) => name !== clockKey));
    },
    pasts: () => new Map(helds.map(({ key, sinceMs }) => [key, sinceMs])),
  };
}
