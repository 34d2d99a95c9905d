import { matchesGlob } from '../rule/glob.ts';
import type { CompareNode, Leaf } from '../rule/nodes.ts';
import type { FactValue } from '../rule/vocabulary.ts';
import { signalKey } from './signals.ts';
import type { Truth } from './truth.ts';
import { clockKey, placeOf, type Visit } from './visit.ts';

/** A condition written in the page. Pure, and of its `deps` alone: it runs again only when one of these facts changes. */
export interface Predicate {
  deps: readonly string[];
  /** The page has switched it off for taking too long: it answers nothing any more. */
  isOff?: boolean;
  test(args: unknown, fact: (name: string) => FactValue | undefined): boolean | undefined;
}

export type Predicates = Readonly<Record<string, Predicate>>;

const never = Number.POSITIVE_INFINITY;

/** A leaf made ready to be looked at: read thousands of times, taken apart once. */
export interface Look {
  /** What it depends on, in the keys that `Visit.apply` answers with. */
  keys: readonly string[];
  /** Its value at an instant. `agent` is taken as granted: whether somebody is free is not for the page to doubt. */
  value(nowMs: number): Truth;
  /** The earliest later instant at which it may change with no event in between; until then its value stands. Absent: never. */
  next?(nowMs: number): number;
  /** The number a fact is compared with: as long as the fact stays a number on one side of it, the value stands. */
  mark?: number;
}

// One function for all: called for every condition an event touches, where a table of functions would cost more than the comparison.
function compare(op: CompareNode['op'], have: FactValue, value: never): Truth {
  if (op === 'eq') return have === value;
  if (op === 'ne') return have !== value;
  if (op === 'in') return (value as readonly FactValue[]).includes(have);
  if (op === 'match') return typeof have === 'string' ? matchesGlob(have, value) : 'unknown';
  // An order between different kinds is not false, it is meaningless; so is one with what is no number.
  if (typeof have !== 'number' || Number.isNaN(have)) return 'unknown';
  if (op === 'gt') return have > value;
  if (op === 'gte') return have >= value;
  return op === 'lt' ? have < value : have <= value;
}

const later = (nowMs: number, leftMs: number) => (leftMs > 0 ? nowMs + leftMs : never);

/** Makes a leaf ready. Pure but for the visit, and for predicates that are not. */
export function lookAt(leaf: Leaf, visit: Visit, predicates: Predicates): Look {
  switch (leaf.op) {
    case 'page':
      return lookAt({ op: 'eq', fact: 'page.type', value: leaf.type }, visit, predicates);
    case 'dwell':
    case 'idle': {
      const { ms } = leaf;
      const place = leaf.op === 'idle' ? leaf.op : placeOf(leaf);
      // Nothing is known of a page's parts before there is a page.
      const known = leaf.op === 'idle' || leaf.what === 'site' ? place : placeOf({ what: 'page' });
      const left = (nowMs: number) => ms - (visit.watch(place)?.at(nowMs) ?? 0);
      return {
        keys: [clockKey, place],
        value: (nowMs) => (visit.watch(known) ? left(nowMs) <= 0 : 'unknown'),
        next: (nowMs) => later(nowMs, visit.watch(place)?.running ? left(nowMs) : 0),
      };
    }
    case 'seen':
    case 'count':
    case 'since': {
      const isSince = leaf.op === 'since';
      const nth = leaf.op === 'count' ? leaf.n : 1;
      const ms = (isSince ? leaf.ms : leaf.withinMs) ?? never;
      const key = signalKey(leaf);
      visit.signals.need(nth);
      // Counted from when it was given for the last time, or the n-th last; long over, or no number, when it was not that often.
      const left = (nowMs: number) => ms - (nowMs - (visit.signals.times(key).at(-nth) ?? -never));
      return {
        keys: [`signal:${key}`],
        value: (nowMs) => (isSince ? left(nowMs) <= 0 && left(nowMs) > -never : left(nowMs) > 0),
        next: (nowMs) => later(nowMs, left(nowMs)),
      };
    }
    case 'seq': {
      const { of, withinMs = Number.MAX_VALUE } = leaf;
      const run = visit.signals.run(of);
      return {
        keys: of.map((step) => `signal:${signalKey(step)}`),
        value: () => (run[of.length] ?? never) <= withinMs,
      };
    }
    case 'agent':
      return { keys: [], value: () => true };
    case 'custom': {
      const predicate = predicates[leaf.name];
      return {
        // What every object has stands under such names, and is no predicate.
        keys: (predicate?.deps ?? []).map((name) => `fact:${name}`),
        value() {
          try {
            const answer: unknown = predicate?.test(leaf.args, visit.fact);
            if (typeof answer === 'boolean') return answer;
          } catch {
            // Somebody else's code: its failure must not stop the other rules.
          }
          return 'unknown';
        },
      };
    }
    default: {
      const { op, fact, value } = leaf;
      const have = visit.cell(fact);
      return {
        keys: [`fact:${fact}`],
        mark: Number(value),
        value: () => (have.value === undefined ? 'unknown' : compare(op, have.value, value as never)),
      };
    }
  }
}
