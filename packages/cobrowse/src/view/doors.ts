import type { ReadonlySignal } from '@preact/signals-core';
import type { Clock } from '@theke/kit';
import type { FieldState, PageChunk, PictureGap, Pointer } from '@theke/protocol';
import type { AssetUrl } from './taste.ts';

/** What the view shows. In a gap the last picture stays, dimmed. */
export type ViewState =
  | { phase: 'waiting' }
  | { phase: 'live' }
  | { phase: 'gap'; why: PictureGap }
  | { phase: 'ended' };

export interface ViewPowers {
  shareId: string;
  /** In the document, with a size of its own. */
  mount: HTMLElement;
  frameTitle: string;
  /** Written over frames inside the page, whose content is never shown. */
  frameLabel?: string;
  /** The guarded address for one on the shared page, or null: not loaded. The only way anything is loaded. */
  assetUrl: AssetUrl;
  /** This view cannot go on: the other side is to send a new picture. Called at most once a second. */
  wantPicture: () => void;
  clock: Clock;
}

/** Figures of this view so far. */
export interface ViewStats {
  readonly chunks: number;
  readonly events: number;
  /** Events that were not as they must be. */
  readonly bad: number;
  readonly pictures: number;
  readonly wanted: number;
  /** Streams given up: a hole, a flood, too many troubles. */
  readonly dropped: number;
  /** Pictures that had another shape than the page. */
  readonly drifted: number;
}

/** How well the picture comes, as far as this side alone can tell: no other machine's clock is asked. */
export interface Quality {
  /** From a chunk's arrival to its being on the screen, the slowest of the last seconds. */
  lagMs: number;
  /** Streams that were given up. */
  dropped: number;
  pictures: number;
  bad: number;
  /** Bytes a second, of late. */
  rate: number;
  /** How unevenly chunks come, beyond the pause between two changes. */
  jitterMs: number;
}

/** An element under the pointer. Places are CSS pixels of the visitor's viewport. */
export interface Found {
  node: number;
  label: string;
  box: DOMRect;
  /** Where in its box, 0 to 1. */
  rx: number;
  ry: number;
  /** What it would open as; null when it is nothing to fill in. */
  field: FieldState['kind'] | null;
  tag: string;
}

/** What an editor over a field must know beside its text: the `type` of an input, the words of a choice's options by their place. */
export interface FieldDetails {
  /** What stands around or in it as its name; empty where the page shows none. */
  label: string;
  type: string;
  options: string[];
  multiple: boolean;
}

/** Where a scroller of the page stands; `node` null is the page itself. */
export interface ScrollPlace {
  node: number | null;
  left: number;
  top: number;
}

/** The same with how far it could go. */
export interface Scroller extends ScrollPlace {
  /** Below 0 where is written from right to left. */
  minLeft: number;
  maxLeft: number;
  maxTop: number;
}

/** The last minutes, from memory, masked as they came, while live goes on beneath. Times are the clock's `now`. */
export interface Rewind {
  readonly range: ReadonlySignal<{ fromMs: number; toMs: number } | null>;
  /** Null: now. */
  readonly at: ReadonlySignal<number | null>;
  seek(ms: number): void;
  play(on: boolean): void;
  live(): void;
}

export interface ViewSession {
  readonly state: ReadonlySignal<ViewState>;
  /** The visitor's viewport in CSS pixels. */
  readonly size: ReadonlySignal<{ width: number; height: number } | null>;
  /** Where the visitor is: origin and path. */
  readonly pageUrl: ReadonlySignal<string | null>;
  readonly stats: ViewStats;
  readonly quality: ReadonlySignal<Quality>;
  readonly rewind: Rewind;
  /** The last chunk that has been shown: what the agent had seen when they act. */
  readonly seen: { stream: number; seq: number };
  take(chunk: PageChunk): void;
  gap(why: PictureGap): void;
  /** The visitor's pointer. */
  pointer(pointer: Pointer): void;
  /** From a place in the agent's window to one in the visitor's viewport; null outside the picture. */
  toPage(clientX: number, clientY: number): { x: number; y: number } | null;
  /** The element at a place, under the name both sides know it by; null while the past is shown. */
  nodeAt(x: number, y: number): Found | null;
  /** Where an element stands now. */
  boxOf(node: number): DOMRect | null;
  /** Null for what is not there. Words are as masked as the picture's. */
  detailsOf(node: number): FieldDetails | null;
  scrollerAt(x: number, y: number): Scroller;
  /** Lets the agent scroll their own picture without moving the visitor's page; off: back to where the visitor is. */
  look(on: boolean): void;
  /** By so much; gives where the page stands then, null when it cannot. */
  lookBy(dx: number, dy: number): ScrollPlace | null;
  ended(): void;
  close(): void;
}
