import type { FactValue } from '../rule/vocabulary.ts';

/** What became of an invitation on the screen. */
export type Outcome = 'accepted' | 'dismissed' | 'expired';

/** What the engine is told. Times come beside it, in milliseconds of one clock that never runs backward. */
export type RuleEvent =
  /** `undefined` or `null` makes the fact unknown again. */
  | { type: 'fact'; name: string; value: FactValue | null | undefined }
  /** A page began, also within a single-page shop: dwell on page and forms starts again. Sets page.type and page.url. */
  | { type: 'page'; page: { type?: string; url?: string } }
  /** The tab came into sight or left it. Time counts only in sight. */
  | { type: 'visible'; on: boolean }
  /** The visitor entered or left a form. */
  | { type: 'form'; form: string; on: boolean }
  | { type: 'signal'; name: string }
  /** The visitor did anything at all: pointer, key, scroll, touch. Ends idleness. */
  | { type: 'input' }
  | { type: 'conversation'; open: boolean }
  | { type: 'invitation'; ruleId: string; outcome: Outcome };
