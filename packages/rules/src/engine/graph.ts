import type { Node, Rule } from '../rule/nodes.ts';
import { type Look, lookAt, type Predicates } from './leaf.ts';
import { childrenOf, isLeaf, type Truth } from './truth.ts';
import { clockKey, type Visit } from './visit.ts';

const never = Number.POSITIVE_INFINITY;
/** What a condition weighs that decides alone against the one around it; more than any has others inside. One that is unknown weighs 1. */
const against = 1e6;

/** Since when the child of each `held` has been true, by the JSON of its node. */
export type Pasts = ReadonlyMap<string, number | undefined>;

/** All rules as one net: an event reaches only the conditions that depend on it, and climbs only as far as something changes. */
export interface Graph {
  /** With `agent` taken as granted: whether a rule is worth asking the server. */
  holds(rule: number): boolean;
  /** Looks again at what the keys touch and at what is due by now; answers the rules whose value may have changed, until the next touch. */
  touch(keys: readonly string[], nowMs: number, was?: unknown, is?: unknown): readonly number[];
  /** The earliest instant at which anything may change by itself; something after `untilMs` if there is none until then. */
  dueMs(untilMs: number): number;
  pasts(): Pasts;
  /** What the rules look at, in the words of `Engine.wants`. */
  wants(): ReadonlySet<string>;
}

/** What a `held` is at an instant, from what its child is and since when that is so: for who has no net. */
export const heldValue = (child: Truth, ms: number, sinceMs: number | undefined, nowMs: number): Truth =>
  child === true ? nowMs - (sinceMs ?? nowMs) >= ms : child;

const truthOf = (weight: number): Truth => (weight ? weight < against && 'unknown' : true);

/** What something weighs in the one around it, from its own sum. */
const turn = (sum: number, flip: number) => (sum >= against ? against - flip : sum ? 1 : flip);

export function createGraph(
  rules: readonly Rule[],
  visit: Visit,
  predicates: Predicates,
  startMs: number,
  pasts: Pasts,
): Graph {
  // All conditions of all rules in flat lists, inner ones first: an event reads a little of many, which is quick only where it lies close together.
  /** The position of the one around; `~rule` for the outermost. */
  const ups: number[] = [];
  /** All are sums of what stands against them: `any` is a `not` of `all` of `not`s. */
  const flips: number[] = [];
  const weights: number[] = [];
  /** Of the weights of those inside, so that a change costs one step per level. */
  const sums: number[] = [];
  /** Only for leaves, and for `held`, which is looked at once all inside it is known. */
  const looks: (Omit<Look, 'keys'> | undefined)[] = [];
  const dues: number[] = [];
  /** The numbers compared with. */
  const marks: number[] = [];
  const timed: number[] = [];
  const roots: number[] = [];
  const helds: { key: string; sinceMs: number | undefined }[] = [];
  const byKey = new Map<string, number[]>();
  const changed: number[] = [];
  let earliestMs = never;
  let earliestIsStale = false;

  function build(node: Node, isInAny: boolean): number {
    const { op } = node;
    const isAny = op === 'any';
    const children = isLeaf(node) ? [] : childrenOf(node).map((child) => build(child, isAny));
    const at = ups.push(-1) - 1;
    sums[at] = 0;
    for (const child of children) {
      ups[child] = at;
      sums[at] += weights[child]!;
    }
    flips[at] = isInAny === (isAny || op === 'not') ? 0 : against;
    weights[at] = turn(sums[at], flips[at]);
    looks[at] = undefined;
    if (op === 'held') {
      const key = JSON.stringify(node);
      const held = { key, sinceMs: pasts.get(key) };
      helds.push(held);
      looks[at] = {
        next(nowMs) {
          held.sinceMs = sums[at] ? undefined : (held.sinceMs ?? nowMs);
          const dueMs = held.sinceMs! + node.ms;
          return dueMs > nowMs ? dueMs : never;
        },
        // As long as it has an end to wait for it is not true.
        value: () => truthOf(sums[at] || (dues[at]! < never ? against : 0)),
      };
    } else if (isLeaf(node)) {
      const { keys, value, next, mark } = lookAt(node, visit, predicates);
      marks[at] = mark!;
      // Each has its own copy of what is called at every event: one step less to it.
      looks[at] = { value, next };
      for (const on of new Set(keys)) {
        const filed = byKey.get(on) ?? [];
        filed.push(at);
        byKey.set(on, filed);
      }
    }
    if (looks[at]) {
      if (looks[at].next) timed.push(at);
      look(at, startMs);
    }
    return at;
  }

  /** Files a new due time; only when the earliest moves away all have to be looked through. */
  function plan(at: number, dueMs: number) {
    if (dueMs < earliestMs) earliestMs = dueMs;
    else if (dues[at]! <= earliestMs && dueMs > earliestMs) earliestIsStale = true;
    dues[at] = dueMs;
  }

  function look(start: number, nowMs: number) {
    const { value, next } = looks[start]!;
    if (next) plan(start, next(nowMs));
    // Only numbers, and no texts, are compared at every step: that is what makes it quick.
    const is = value(nowMs);
    let sum = is === true ? 0 : is === false ? against : 1;
    for (let at = start; ; sum = sums[at]!) {
      const weight = turn(sum, flips[at]!);
      const more = weight - weights[at]!;
      if (!more) return;
      weights[at] = weight;
      at = ups[at]!;
      if (at < 0) {
        changed.push(~at);
        return;
      }
      sums[at]! += more;
      if (looks[at]) {
        // A `held` must not take a passing mixture of one instant for a break.
        plan(at, 0);
        return;
      }
    }
  }

  for (const [i, rule] of rules.entries())
    if (rule.mode !== 'off') {
      roots[i] = build(rule.when, false);
      ups[roots[i]] = ~i;
    }

  // In order, so that what is passed over lies together.
  for (const list of byKey.values()) list.sort((a, b) => marks[a]! - marks[b]!);

  /** Never later than the earliest; exact when that is not after `untilMs`. */
  function dueMs(untilMs: number): number {
    if (earliestIsStale && earliestMs <= untilMs) {
      earliestMs = never;
      for (const at of timed) earliestMs = Math.min(earliestMs, dues[at]!);
      earliestIsStale = false;
    }
    return earliestMs;
  }

  return {
    holds: (rule) => weights[roots[rule]!] === 0,
    touch(keys, nowMs, was, is) {
      changed.length = 0;
      // A number that goes from one to another changes only what compares with these and what lies between. Beside anything else NaN is looked at.
      const from = (typeof was === typeof is ? was : undefined) as number;
      const to = is as number;
      for (const key of keys)
        for (const at of byKey.get(key) ?? []) {
          const mark = marks[at]!;
          if (!((mark < from && mark < to) || (mark > from && mark > to))) look(at, nowMs);
        }
      if (dueMs(nowMs) <= nowMs) for (const at of timed) if (dues[at]! <= nowMs) look(at, nowMs);
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
