import type { Clock } from '@theke/kit';
import type { PageChunk, PictureGap, Pointer } from '@theke/protocol';
import type { ReadonlySignal } from './signals.ts';

/** What the desk needs of a running view; the room of co-browsing makes it. */
export interface PageView {
  readonly state: ReadonlySignal<
    { phase: 'waiting' } | { phase: 'live' } | { phase: 'gap'; why: PictureGap } | { phase: 'ended' }
  >;
  /** The visitor's viewport in CSS pixels. */
  readonly size: ReadonlySignal<{ width: number; height: number } | null>;
  readonly pageUrl: ReadonlySignal<string | null>;
  take(chunk: PageChunk): void;
  gap(why: PictureGap): void;
  pointer(pointer: Pointer): void;
  nodeAt(x: number, y: number): { node: number; label: string; box?: DOMRect } | null;
  ended(): void;
  close(): void;
}

/** Starts a view inside `mount`. An argument of the desk, so that a screen can be tested without a recorder. */
export type StartView = (powers: {
  shareId: string;
  mount: HTMLElement;
  frameTitle: string;
  assetUrl: (url: string) => string | null;
  wantPicture: () => void;
  clock: Clock;
}) => PageView;
