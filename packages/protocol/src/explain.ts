import type { RuleState } from './invite.ts';

/** What a fact can be, on its way to an agent: a text that may be the visitor's own is `?`, a long one is cut. */
export type ToldValue = string | number | boolean;

/** What stands between a rule that holds and its card, besides its conditions; the first that is shut is told. */
export const ruleGates = [
  'mode',
  'consent',
  'visible',
  'conversation',
  'showing',
  'asking',
  'elsewhere',
  'perVisit',
  'cap',
  'edge',
  'quiet',
  'funnel',
  'settle',
  'backoff',
] as const;
export type RuleGate = (typeof ruleGates)[number];

/** What a condition is: of others, or one of its own. */
export const conditionOps = [
  ...(['all', 'any', 'not', 'held'] as const),
  ...(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'match'] as const),
  ...(['dwell', 'page', 'idle', 'seen', 'count', 'since', 'seq', 'agent', 'custom'] as const),
] as const;

/** What can happen to a rule on a page. */
export const ruleEdges = [
  ...(['true', 'false', 'asked', 'denied', 'shown', 'shadow', 'dropped', 'lostTo'] as const),
  ...(['accepted', 'dismissed', 'expired'] as const),
] as const;

/** One condition of a rule and where it stands. `have` and `need` are values of facts, counts, or milliseconds; null is unknown. */
export interface ToldCondition {
  op: (typeof conditionOps)[number];
  value: boolean | 'unknown';
  /** A fact, a place, signals, a skill, a predicate: by the name the shop gave it. */
  what?: string;
  have?: ToldValue | null;
  need?: ToldValue | ToldValue[] | null;
  /** The window of a `count`. */
  withinMs?: number;
  /** Asked of the server only when all else is true; not registered on that page; switched off there for slowness. */
  note?: 'serverAsked' | 'noPredicate' | 'tooSlow';
  of?: ToldCondition[];
}

/** Something that happened to a rule on that page. */
export interface ToldEdge {
  what: (typeof ruleEdges)[number];
  agoMs: number;
  /** For `lostTo`: the rule that went first. */
  to?: string;
}

/** Why a rule does or does not invite one visitor now, as their page says. All times are lengths from the moment of answering. */
export interface VisitorExplanation {
  ruleId: string;
  version: number;
  state: RuleState['state'];
  tree: ToldCondition;
  /** When a condition may change though nothing happens; null: none will. */
  nextChangeInMs: number | null;
  /** When the conditions hold if nothing else happens; 0 when they do, null when waiting alone will not do. */
  holdsInMs: number | null;
  /** The fewest changes that make the conditions true. `path` leads into the tree, like `when.of[0]`; `waitMs`: only time is missing. */
  blockers: { path: string; want: boolean; waitMs?: number }[];
  /** The first gate that is shut; `opensInMs` null: no waiting opens it. */
  gate: { name: RuleGate; opensInMs: number | null } | null;
  /** The rule that is being asked for or shown in its place. */
  losesTo: string | null;
  /** Newest last, at most `limits.toldEdges`. */
  last: ToldEdge[];
}
