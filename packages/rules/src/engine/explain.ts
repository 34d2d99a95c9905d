import type { Leaf, Node, Rule } from '../rule/nodes.ts';
import { type Blocker, blockersOf } from './blockers.ts';
import { evaluate } from './evaluate.ts';
import type { GateName } from './gates.ts';
import { nextOf, type Predicates, truthOf } from './leaf.ts';
import { childrenOf, isLeaf, type Truth } from './truth.ts';
import { anyForm, type Visit } from './visit.ts';

/** One condition with what it is now. `have` and `need` are values of facts, or milliseconds; null is unknown. */
export interface ExplainedNode {
  op: Node['op'];
  value: Truth;
  what?: string;
  have?: unknown;
  need?: unknown;
  note?: 'serverAsked' | 'noPredicate';
  of?: ExplainedNode[];
}

/** Why a rule did or did not invite at an instant. */
export interface Explanation {
  ruleId: string;
  version: number;
  atMs: number;
  /** `waiting`: conditions; `held`: a gate; `ready`: would be asked now. */
  state: 'off' | 'waiting' | 'held' | 'ready' | 'asking' | 'showing';
  /** When a value may change with no event; null if none will. */
  nextChangeMs: number | null;
  tree: ExplainedNode;
  /** The fewest leaves that, all changed as said, make the conditions true. Empty when they are, or when nothing could. */
  blockers: Blocker[];
  /** The gate that is shut, also while conditions are not met. */
  gate: GateName | null;
  /** The rule that is being asked for or shown in its place. */
  losesTo: string | null;
}

function leafDetail(leaf: Leaf, visit: Visit, nowMs: number, predicates: Predicates): Partial<ExplainedNode> {
  switch (leaf.op) {
    case 'page':
      return { what: 'page.type', have: visit.fact('page.type') ?? null, need: leaf.type };
    case 'dwell': {
      const watch = leaf.what === 'page' ? visit.page : visit.form(leaf.form ?? anyForm);
      const what = leaf.form === undefined ? leaf.what : `form:${leaf.form}`;
      return { what, have: visit.page ? (watch?.at(nowMs) ?? 0) : null, need: leaf.ms };
    }
    case 'idle':
      return { have: visit.idle.at(nowMs), need: leaf.ms };
    case 'seen': {
      const at = visit.signalAt(leaf.signal);
      return { what: leaf.signal, have: at === undefined ? null : nowMs - at, need: leaf.withinMs ?? null };
    }
    case 'agent':
      return { what: leaf.skill, note: 'serverAsked' };
    case 'custom':
      return predicates[leaf.name] ? { what: leaf.name } : { what: leaf.name, note: 'noPredicate' };
    default:
      return { what: leaf.fact, have: visit.fact(leaf.fact) ?? null, need: leaf.value };
  }
}

/** The part of an explanation that follows from conditions alone. */
export function explainConditions(rule: Rule, visit: Visit, nowMs: number, predicates: Predicates) {
  const value = (leaf: Leaf): Truth => truthOf(leaf, visit, nowMs, predicates);
  const granted = (leaf: Leaf): Truth => (leaf.op === 'agent' ? true : value(leaf));
  let nextMs = Number.POSITIVE_INFINITY;

  function explained(node: Node): ExplainedNode {
    if (!isLeaf(node)) return { op: node.op, value: evaluate(node, value), of: childrenOf(node).map(explained) };
    nextMs = Math.min(nextMs, nextOf(node, visit, nowMs));
    return { op: node.op, value: value(node), ...leafDetail(node, visit, nowMs, predicates) };
  }

  const tree = explained(rule.when);
  return {
    tree,
    nextChangeMs: nextMs === Number.POSITIVE_INFINITY ? null : nextMs,
    blockers: blockersOf(rule.when, granted),
    worthAsking: evaluate(rule.when, granted) === true,
  };
}
