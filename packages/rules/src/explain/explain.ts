import type { RuleGate, RuleState } from '@theke/protocol';
import { type Edge, maxEdges } from '../engine/edges.ts';
import type { Inside } from '../engine/inside.ts';
import { childrenOf, isLeaf, type Truth } from '../engine/truth.ts';
import type { Node, Rule } from '../rule/nodes.ts';
import { type Blocker, blockersOf } from './blockers.ts';
import { leafDetail } from './detail.ts';
import { createWalk, type Moment } from './walk.ts';

/** One condition with what it is now. `have` and `need` are values of facts, counts, or milliseconds; null is unknown. */
export interface ExplainedNode {
  op: Node['op'];
  value: Truth;
  what?: string;
  have?: unknown;
  need?: unknown;
  /** The window of a `count`. */
  withinMs?: number;
  note?: 'serverAsked' | 'noPredicate' | 'tooSlow';
  of?: ExplainedNode[];
}

/** Why a rule did or did not invite at an instant. */
export interface Explanation {
  ruleId: string;
  version: number;
  atMs: number;
  /** `waiting`: conditions; `held`: a gate; `ready`: would be asked now. */
  state: RuleState['state'];
  /** When a value may change with no event; null if none will. */
  nextChangeMs: number | null;
  /** How long until the conditions hold if nothing else happens; 0 when they do, null if they will not. */
  holdsInMs: number | null;
  tree: ExplainedNode;
  /** The fewest changes that, all made as said, make the conditions true. Empty when they are, or when nothing could. */
  blockers: Blocker[];
  /** The gate that is shut, also while conditions are not met. */
  gate: RuleGate | null;
  /** When the gate opens by itself; null when it is open, or waits for something to happen. */
  gateOpensMs: number | null;
  /** The rule that is being asked for or shown in its place. */
  losesTo: string | null;
}

const finite = (atMs: number) => (atMs === Number.POSITIVE_INFINITY ? null : atMs);

function treeOf(node: Node, inside: Inside, moment: Moment): ExplainedNode {
  const value = moment.value(node);
  if (isLeaf(node)) return { op: node.op, value, ...leafDetail(node, inside, moment.atMs) };
  const of = childrenOf(node).map((child) => treeOf(child, inside, moment));
  if (node.op !== 'held') return { op: node.op, value, of };
  const sinceMs = moment.sinceMs(node);
  return { op: 'held', value, have: sinceMs === undefined ? null : moment.atMs - sinceMs, need: node.ms, of };
}

/** Where a rule stands, from its gate and whether it holds. */
function stateOf(rule: Rule, { gates }: Inside, holds: boolean, gate: RuleGate | null): RuleState['state'] {
  if (rule.mode === 'off') return 'off';
  if (gates.asking?.ruleId === rule.id) return 'asking';
  if (gates.showing === rule.id) return 'showing';
  if (!holds) return 'waiting';
  return gate ? 'held' : 'ready';
}

function momentOf(rule: Rule, inside: Inside, atMs: number) {
  const at = Math.max(inside.nowMs, Math.floor(atMs) || 0);
  const walk = createWalk(rule.when, inside);
  const moment = walk.to(at);
  const holds = moment.granted(rule.when) === true;
  const gate = inside.gates.shut(rule, at) ?? null;
  return { walk, moment, holds, gate, state: stateOf(rule, inside, holds, gate) };
}

function explained(rule: Rule, inside: Inside, atMs: number): Explanation {
  const { walk, moment, gate, state } = momentOf(rule, inside, atMs);
  const { gates } = inside;
  const rival = gate === 'asking' ? gates.asking?.ruleId : gate === 'showing' ? gates.showing : undefined;
  const isTimed = gate !== null && ['quiet', 'funnel', 'settle', 'backoff'].includes(gate);
  const blockers = blockersOf(rule.when, moment);
  return {
    ruleId: rule.id,
    version: rule.version,
    atMs: moment.atMs,
    state,
    nextChangeMs: finite(moment.nextMs),
    tree: treeOf(rule.when, inside, moment),
    blockers,
    gate,
    gateOpensMs: isTimed ? finite(gates.opensMs(rule)) : null,
    losesTo: rival && rival !== rule.id ? rival : null,
    // Last: it walks the moments on.
    holdsInMs: walk.holdsInMs(moment),
  };
}

/** Why a rule does or does not invite at an instant not before the engine's own. Undefined for a rule that is not there. */
export function explainRule(inside: Inside, ruleId: string, atMs: number): Explanation | undefined {
  const rule = inside.rules.find(({ id }) => id === ruleId);
  return rule && explained(rule, inside, atMs);
}

/** The same for every rule, the highest first. */
export const explainAll = (inside: Inside, atMs: number): Explanation[] =>
  inside.rules.map((rule) => explained(rule, inside, atMs));

/** Where every rule stands, the highest first: what the list of visitors shows. */
export function ruleStates(inside: Inside, atMs: number): RuleState[] {
  return inside.rules.map((rule) => {
    const { walk, moment, state } = momentOf(rule, inside, atMs);
    const inMs = state === 'waiting' ? walk.holdsInMs(moment) : null;
    return inMs === null ? { ruleId: rule.id, state } : { ruleId: rule.id, state, inMs };
  });
}

/** What happened last, oldest first; at most 200. */
export function edges({ ring }: Inside): readonly Edge[] {
  const begin = ring.count % maxEdges;
  return [...ring.edges.slice(begin), ...ring.edges.slice(0, begin)];
}
