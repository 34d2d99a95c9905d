import type { Outcome, RuleEvent } from '../engine/events.ts';

/** One moment of a journey. Times are milliseconds since it began. */
export type Step =
  | { readonly tMs: number; readonly event: RuleEvent }
  /** A page was loaded anew: a fresh engine, with what outlives a page. */
  | { readonly tMs: number; readonly load: true }
  /** The visitor answers the card that is up, whichever rule's it is. Without a card nothing happens. */
  | { readonly tMs: number; readonly card: Exclude<Outcome, 'expired'> };

/** What one visitor did, in order: names and times, no contents. It lasts until `endMs`. */
export interface Journey {
  readonly site?: string;
  readonly device?: string;
  readonly language?: string;
  readonly steps: readonly Step[];
  readonly endMs: number;
}
