import type { FactValue } from '../rule/vocabulary.ts';

/** What became of an invitation on the screen. */
export type Outcome = 'accepted' | 'dismissed' | 'expired';

/** What a visitor can be in sight of, in, or looking at. */
export type Place = 'section' | 'field' | 'product';

/** What the engine is told. Times come beside it, in milliseconds of one clock that never runs backward. */
export type RuleEvent =
  /** `undefined` or `null` makes the fact unknown again. */
  | { type: 'fact'; name: string; value: FactValue | null | undefined }
  /** A page began, also within a single-page shop: all dwell but that on the site starts again. Sets page.type and page.url. */
  | { type: 'page'; page: { type?: string; url?: string } }
  /** The tab came into sight or left it. Time counts only in sight. */
  | { type: 'visible'; on: boolean }
  /** The visitor entered or left a form. */
  | { type: 'form'; form: string; on: boolean }
  /** A section came into sight or left it, a field was entered or left, a product is looked at or no longer. */
  | { type: 'inside'; what: Place; name: string; on: boolean }
  /** `at`: the form or field it happened in. */
  | { type: 'signal'; name: string; at?: string }
  /** The visitor did anything at all: pointer, key, scroll, touch. Ends idleness. */
  | { type: 'input' }
  | { type: 'conversation'; open: boolean }
  /** Something was bought: the fact visit.ordered, and the quiet after an order. */
  | { type: 'ordered' }
  /** Another tab of this visitor shows an invitation, or no longer does. */
  | { type: 'elsewhere'; showing: boolean }
  | { type: 'invitation'; ruleId: string; outcome: Outcome };
