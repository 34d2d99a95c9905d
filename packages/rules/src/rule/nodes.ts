import type { FactValue } from './vocabulary.ts';

/** A fact compared with a value. An unknown fact, or one whose type does not fit an order, makes it unknown. */
export interface CompareNode {
  readonly op: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'match';
  readonly fact: string;
  readonly value: FactValue | readonly FactValue[];
}

/** Active time (page visible) on this page, or in a form of it, of at least `ms`. Without `form`: in any form. */
export interface DwellNode {
  readonly op: 'dwell';
  readonly what: 'page' | 'form';
  readonly form?: string;
  readonly ms: number;
}

/** A condition. Leaves are compared, timed or asked; `all`, `any` and `not` join them in three-valued logic. */
export type Node =
  | { readonly op: 'all' | 'any'; readonly of: readonly Node[] }
  | { readonly op: 'not'; readonly of: Node }
  | Leaf;

/** A condition without conditions inside. */
export type Leaf =
  | CompareNode
  | DwellNode
  | { readonly op: 'page'; readonly type: string }
  | { readonly op: 'idle'; readonly ms: number }
  | { readonly op: 'seen'; readonly signal: string; readonly withinMs?: number }
  | { readonly op: 'agent'; readonly skill: string }
  | { readonly op: 'custom'; readonly name: string; readonly args?: unknown };

/** A sentence in the languages of the widget. */
export interface Words {
  readonly en: string;
  readonly de: string;
}

/** When to invite whom to what. Plain JSON: what a shop writes, what is stored and what runs are the same thing. */
export interface Rule {
  readonly id: string;
  /** Raised with every change of `when` or `offer`: results of different versions are never mixed. */
  readonly version: number;
  /** The highest true rule wins; equal ones by id. Default 0. A rule that is not true yet holds nobody up. */
  readonly priority?: number;
  /** `shadow` reports whom it would have invited and invites nobody. Default `live`. */
  readonly mode?: 'live' | 'shadow' | 'off';
  readonly when: Node;
  readonly offer: { readonly skill: string; readonly title?: Words; readonly text: Words };
  /** Default 1. */
  readonly caps?: { readonly perVisit: number };
  /** How long nothing is offered after this rule's invitation was dismissed. Default one day. */
  readonly cooldown?: { readonly afterDismissMs?: number };
}
