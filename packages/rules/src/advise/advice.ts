import type { FactValue } from '../rule/vocabulary.ts';

/** What kind of value a fact has. `any`: whoever told of it did not say. */
export type FactKind = 'text' | 'number' | 'boolean' | 'any';

/**
 * What seems wrong, without words: for texts in any language. Closed.
 *
 * - `unknownFact`: no such fact in a group whose facts we know, or one told without a group
 * - `wrongKind`: compared with a value the fact can never have, or in an order or by a glob it does not know
 * - `wrongValue`: none of the few texts the fact can be
 * - `outOfRange`: beyond what the fact's number can be; a fact that counts whole things was given a part of one
 * - `wrongStart`: a path has to begin with a slash, ids of a cart stand between spaces
 * - `unknownSignal`: given by no page, and close to one that is; `noPlace`: this one is never given at a form or field
 * - `unknownSkill`, `unknownPredicate`: nobody has it, nobody registered it
 * - `sameVariant`: two texts of one id, which nobody can tell apart in the report
 * - `noSuchDay`: not in the calendar, so its hours never count
 * - `neverTrue`: the condition cannot become true, and why
 * - `noTime`: a length of nothing adds nothing; under `not` it never is
 * - `neverInvites`: hours without one, a cap of none
 */
export type AdviceSay =
  | { readonly code: 'unknownFact'; readonly fact: string }
  | { readonly code: 'wrongKind'; readonly fact: string; readonly want: Exclude<FactKind, 'any'> }
  | { readonly code: 'wrongValue'; readonly fact: string; readonly known: readonly string[] }
  | { readonly code: 'outOfRange'; readonly fact: string; readonly from: number; readonly to: number }
  | { readonly code: 'wrongStart'; readonly fact: string }
  | { readonly code: 'unknownSignal' | 'noPlace'; readonly signal: string }
  | { readonly code: 'unknownSkill'; readonly skill: string }
  | { readonly code: 'unknownPredicate'; readonly name: string }
  | { readonly code: 'sameVariant'; readonly id: string }
  | { readonly code: 'noSuchDay'; readonly day: string }
  | { readonly code: 'neverTrue'; readonly why: 'nothingInside' | 'noWindow' | 'contradicts' | 'whileTalking' }
  | { readonly code: 'noTime'; readonly op: string; readonly negated: boolean }
  | { readonly code: 'neverInvites'; readonly why: 'hours' | 'cap' };

/** One thing to look at. */
export interface Advice {
  /** Where it is written, like `when.of[1].fact` or `hours.open.days.2026-02-31`. */
  readonly path: string;
  readonly say: AdviceSay;
  /** What was perhaps meant: the value for that place; in a card's text the name of the fact, for a day its key. */
  readonly instead?: FactValue;
}

/** What the shop has besides what every page has; what is left out is not judged. */
export interface AdviseOptions {
  /** Facts of the shop's own. A group that is not ours may hold any fact, declared or not. */
  facts?: Readonly<Record<string, FactKind>>;
  /** Signals of the shop's own. Any other may be given as well, unless it looks like a misspelt one. */
  signals?: readonly string[];
  /** Every skill somebody on this site has. */
  skills?: readonly string[];
  /** Every predicate the pages register. */
  predicates?: readonly string[];
}

/** A list of one, or none: what each look at a part of a rule answers. */
export const found = (path: string, say: AdviceSay, instead?: FactValue): Advice[] => [
  instead === undefined ? { path, say } : { path, say, instead },
];
