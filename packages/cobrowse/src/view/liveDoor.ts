import type { Clock } from '@theke/kit';
import type { PageChunk, PictureGap } from '@theke/protocol';
import type { PageFacts } from '../events.ts';
import type { Captures } from './captures.ts';
import type { Showing } from './showing.ts';
import type { Slices } from './slices.ts';
import type { Wants } from './wants.ts';

/** Figures of a view, each only ever counted up. */
export interface LiveStats {
  chunks: number;
  events: number;
  /** Events that were not as they must be. */
  bad: number;
  pictures: number;
  /** Streams given up: a hole, a flood, too many troubles. */
  dropped: number;
  /** Pictures that had another shape than the page. */
  drifted: number;
}

export interface LivePowers {
  clock: Clock;
  slices: Slices;
  captures: Captures;
  wants: Wants;
  isHidden(): boolean;
  /** A new, invisible place for a picture. */
  open(onMissing: () => void): Showing;
  /** A picture is whole: it takes the place of the one before. */
  onShown(showing: Showing): void;
  onPage(facts: PageFacts): void;
  onLive(): void;
  onGap(why: PictureGap): void;
  /** Lines that have been shown, for who keeps them; `isPicture`: they begin with a whole one. */
  keep(lines: readonly string[], isPicture: boolean): void;
  onApplied(chunk: { stream: number; seq: number; atMs: number }): void;
  onFile(): void;
}

/** The stream as it comes, on to the screen. */
export interface Live {
  take(chunk: PageChunk): void;
  readonly shown: Showing | null;
  readonly seen: { stream: number; seq: number };
  readonly stats: LiveStats;
  close(): void;
}
