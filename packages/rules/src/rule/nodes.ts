import type { BusinessHours } from '../hours/hours.ts';
import type { FactValue } from './vocabulary.ts';

/** A fact compared with a value. An unknown fact, or one whose type does not fit an order, makes it unknown. */
export interface CompareNode {
  readonly op: 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'match';
  readonly fact: string;
  readonly value: FactValue | readonly FactValue[];
}

/**
 * Active time (page visible and in use) of at least `ms`. `site`: over all pages of the visit. `page`: this page. `form`, `section`,
 * `field`, `product`: while in it, in sight of it or looking at it; without a name: in any. For a form the name stands in `form`.
 */
export interface DwellNode {
  readonly op: 'dwell';
  readonly what: 'site' | 'page' | 'form' | 'section' | 'field' | 'product';
  readonly form?: string;
  readonly name?: string;
  readonly ms: number;
}

/** A condition. Leaves are compared, timed or asked; `all`, `any` and `not` join them in three-valued logic. */
export type Node =
  | { readonly op: 'all' | 'any'; readonly of: readonly Node[] }
  | { readonly op: 'not'; readonly of: Node }
  /** What is inside has been true without a break for at least `ms`. */
  | { readonly op: 'held'; readonly of: Node; readonly ms: number }
  | Leaf;

/** A signal, and where it happened if that matters: a form, a field. */
export interface SignalAt {
  readonly signal: string;
  readonly at?: string;
}

/** A condition without conditions inside. */
export type Leaf =
  | CompareNode
  | DwellNode
  | { readonly op: 'page'; readonly type: string }
  | { readonly op: 'idle'; readonly ms: number }
  | ({ readonly op: 'seen'; readonly withinMs?: number } & SignalAt)
  /** Given at least `n` times, ever or within the last `withinMs`. */
  | ({ readonly op: 'count'; readonly n: number; readonly withinMs?: number } & SignalAt)
  /** Given, and at least `ms` ago. */
  | ({ readonly op: 'since'; readonly ms: number } & SignalAt)
  /** Given in this order; from the first to the last at most `withinMs`. */
  | { readonly op: 'seq'; readonly of: readonly SignalAt[]; readonly withinMs?: number }
  | { readonly op: 'agent'; readonly skill: string }
  | { readonly op: 'custom'; readonly name: string; readonly args?: unknown };

/** A sentence in the languages of the widget. `{fact.name}` stands for a fact, `{fact.name|else}` with what to say when it is unknown. */
export interface Words {
  readonly en: string;
  readonly de: string;
}

/** What the card says. One of `variants` is chosen for each visitor and stays theirs. */
export interface Offer {
  /** Default `chat`. */
  readonly kind?: 'chat' | 'call' | 'share' | 'article';
  readonly skill: string;
  readonly title?: Words;
  readonly text: Words;
  /** For `article`: where it stands, on a page of the same shop. */
  readonly url?: string;
  readonly variants?: readonly { readonly id: string; readonly title?: Words; readonly text: Words }[];
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
  readonly offer: Offer;
  /** `perVisit` is 1 by default. */
  readonly caps?: {
    readonly perPage?: number;
    readonly perVisit?: number;
    readonly perVisitor?: { readonly n: number; readonly withinMs: number };
  };
  /** How long nothing is offered after this rule's invitation was dismissed (default one day), ignored, after a conversation, after an order. */
  readonly cooldown?: {
    readonly afterDismissMs?: number;
    readonly afterIgnoreMs?: number;
    readonly afterChatMs?: number;
    readonly afterOrderMs?: number;
  };
  /** Only within these hours, on the wall clock of the shop, of the visitor, or of an IANA zone. Decided by the server. */
  readonly hours?: { readonly timeZone: string; readonly open: BusinessHours };
  /** How long a true rule waits for a higher one to become true as well. Default 0. */
  readonly settleMs?: number;
  /** After this was offered, rules of a lower level (and those without one) are silent for `lockMs`. */
  readonly funnel?: { readonly level: number; readonly lockMs: number };
  /** Part of the eligible visitors who are not invited, to measure what inviting does. Default: nobody. */
  readonly holdout?: { readonly share: number; readonly salt: string; readonly windowMs: number };
}
