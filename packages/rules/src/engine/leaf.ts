import { matchesGlob } from '../rule/glob.ts';
import type { CompareNode, DwellNode, Leaf } from '../rule/nodes.ts';
import type { FactValue } from '../rule/vocabulary.ts';
import type { Stopwatch } from './stopwatch.ts';
import type { Truth } from './truth.ts';
import { anyForm, clockKey, type Visit } from './visit.ts';

/** A condition written in the page. Pure, and of its `deps` alone: it runs again only when one of these facts changes. */
export interface Predicate {
  deps: readonly string[];
  test(args: unknown, fact: (name: string) => FactValue | undefined): boolean | undefined;
}

export type Predicates = Readonly<Record<string, Predicate>>;

function compared(node: CompareNode, have: FactValue | undefined): Truth {
  if (have === undefined) return 'unknown';
  const { op, value } = node;
  if (op === 'eq') return have === value;
  if (op === 'ne') return have !== value;
  if (op === 'in') return (value as readonly FactValue[]).includes(have);
  // An order between different kinds is not false, it is meaningless.
  if (typeof have !== typeof value) return 'unknown';
  if (op === 'match') return matchesGlob(have as string, value as string);
  if (Number.isNaN(have)) return 'unknown';
  if (op === 'gt') return have > value;
  if (op === 'gte') return have >= value;
  return op === 'lt' ? have < value : have <= value;
}

function watchOf(node: DwellNode, visit: Visit): Stopwatch | undefined {
  return node.what === 'page' ? visit.page : visit.form(node.form ?? anyForm);
}

function asked(predicate: Predicate | undefined, args: unknown, visit: Visit): Truth {
  if (!predicate) return 'unknown';
  try {
    const answer: unknown = predicate.test(args, visit.fact);
    return typeof answer === 'boolean' ? answer : 'unknown';
  } catch {
    // Somebody else's code: its failure must not stop the other rules.
    return 'unknown';
  }
}

/** A leaf's value at this instant. `agent` is unknown here: only the server knows. */
export function truthOf(leaf: Leaf, visit: Visit, nowMs: number, predicates: Predicates): Truth {
  switch (leaf.op) {
    case 'page': {
      const type = visit.fact('page.type');
      return type === undefined ? 'unknown' : type === leaf.type;
    }
    case 'dwell':
      if (!visit.page) return 'unknown';
      return (watchOf(leaf, visit)?.at(nowMs) ?? 0) >= leaf.ms;
    case 'idle':
      return visit.idle.at(nowMs) >= leaf.ms;
    case 'seen': {
      const at = visit.signalAt(leaf.signal);
      return at !== undefined && (leaf.withinMs === undefined || nowMs - at < leaf.withinMs);
    }
    case 'agent':
      return 'unknown';
    case 'custom':
      return asked(predicates[leaf.name], leaf.args, visit);
    default:
      return compared(leaf, visit.fact(leaf.fact));
  }
}

const reachedAt = (watch: Stopwatch | undefined, ms: number, nowMs: number): number => {
  if (!watch?.running) return Number.POSITIVE_INFINITY;
  const left = ms - watch.at(nowMs);
  return left > 0 ? nowMs + left : Number.POSITIVE_INFINITY;
};

/** The earliest later instant at which a leaf may change with no event in between. Until then its value stands. */
export function nextOf(leaf: Leaf, visit: Visit, nowMs: number): number {
  if (leaf.op === 'dwell')
    return visit.page ? reachedAt(watchOf(leaf, visit), leaf.ms, nowMs) : Number.POSITIVE_INFINITY;
  if (leaf.op === 'idle') return reachedAt(visit.idle, leaf.ms, nowMs);
  if (leaf.op === 'seen' && leaf.withinMs !== undefined) {
    const ends = (visit.signalAt(leaf.signal) ?? Number.NEGATIVE_INFINITY) + leaf.withinMs;
    return ends > nowMs ? ends : Number.POSITIVE_INFINITY;
  }
  return Number.POSITIVE_INFINITY;
}

/** What a leaf depends on, in the keys that `Visit.apply` answers with. */
export function keysOf(leaf: Leaf, predicates: Predicates): readonly string[] {
  switch (leaf.op) {
    case 'page':
      return ['fact:page.type'];
    case 'dwell':
      return leaf.what === 'page' ? [clockKey] : [clockKey, `form:${leaf.form ?? anyForm}`];
    case 'idle':
      return [clockKey, 'idle'];
    case 'seen':
      return [`signal:${leaf.signal}`];
    case 'agent':
      return [];
    case 'custom':
      return (predicates[leaf.name]?.deps ?? []).map((name) => `fact:${name}`);
    default:
      return [`fact:${leaf.fact}`];
  }
}
