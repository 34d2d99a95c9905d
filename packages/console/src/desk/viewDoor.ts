import type { Clock } from '@theke/kit';
import type {
  ActingCapability,
  ActKey,
  ActOutcome,
  ActTry,
  ActWhy,
  Answer,
  FieldNews,
  FieldState,
  PageChunk,
  PictureGap,
  Pointer,
} from '@theke/protocol';
import type { ReadonlySignal } from './signals.ts';

/** CSS pixels of the visitor's viewport. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** An element under the pointer. `field`: what it would open as; null when it is nothing to fill in. */
export interface Found {
  node: number;
  label: string;
  box: Box;
  rx: number;
  ry: number;
  field: FieldState['kind'] | null;
  tag: string;
}

/** A field as its picture tells: `type` of an input, the words of a choice's options by their place. */
export interface FieldDetails {
  /** Empty where the page shows no name for it. */
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

/** What a view knows of its own line. Counts go up only. */
export interface ViewQuality {
  lagMs: number;
  dropped: number;
  pictures: number;
  bad: number;
  /** Bytes in a second. */
  rate: number;
}

/** The last minutes, from memory, while live goes on. `at` null: now. */
export interface Rewind {
  readonly range: ReadonlySignal<{ fromMs: number; toMs: number } | null>;
  readonly at: ReadonlySignal<number | null>;
  seek(ms: number): void;
  play(on: boolean): void;
  live(): void;
}

/** What the desk needs of a running view; the room of co-browsing makes it. */
export interface PageView {
  readonly state: ReadonlySignal<
    { phase: 'waiting' } | { phase: 'live' } | { phase: 'gap'; why: PictureGap } | { phase: 'ended' }
  >;
  /** The visitor's viewport in CSS pixels. */
  readonly size: ReadonlySignal<{ width: number; height: number } | null>;
  readonly pageUrl: ReadonlySignal<string | null>;
  readonly quality: ReadonlySignal<ViewQuality>;
  readonly rewind: Rewind;
  take(chunk: PageChunk): void;
  gap(why: PictureGap): void;
  pointer(pointer: Pointer): void;
  nodeAt(x: number, y: number): Found | null;
  /** Where an element stands now. */
  boxOf(node: number): Box | null;
  scrollerAt(x: number, y: number): ScrollPlace & { maxLeft: number; maxTop: number };
  /** What an editor over a field must know beside its text. Absent where the room does not tell. */
  detailsOf?(node: number): FieldDetails | null;
  /** Lets the agent scroll their own picture without moving the visitor's page. */
  look(on: boolean): void;
  lookBy(dx: number, dy: number): ScrollPlace | null;
  ended(): void;
  close(): void;
}

/** What a view is started with. */
export interface ViewPowers {
  shareId: string;
  mount: HTMLElement;
  frameTitle: string;
  frameLabel?: string;
  assetUrl: (url: string) => string | null;
  wantPicture: () => void;
  clock: Clock;
}

/** A field that is filled in together, as the editor over it needs it. */
export interface OpenField {
  node: number;
  kind: FieldState['kind'];
  mode: FieldState['mode'];
  text: ReadonlySignal<string>;
  /** `busy`: the visitor writes right now; `closed`: over. */
  locked: ReadonlySignal<'busy' | 'closed' | null>;
  visitorCaret: ReadonlySignal<{ start: number; end: number } | null>;
  caret: ReadonlySignal<{ start: number; end: number }>;
  write(next: string, caret: number): void;
  put(text: string): void;
  pick(options: number[]): void;
  tick(on: boolean): void;
  leave(): void;
}

/** Turns what the agent does on the picture into acts. Places are CSS pixels of the visitor's viewport. */
export interface Reach {
  click(x: number, y: number): Promise<void>;
  wheel(x: number, y: number, dx: number, dy: number): void;
  key(key: ActKey): Promise<void>;
  navigate(url: string): Promise<boolean>;
  back(): Promise<void>;
  may: Record<Exclude<ActingCapability, 'point'>, boolean>;
  readonly field: ReadonlySignal<OpenField | null>;
  told(news: FieldNews): void;
  close(): void;
}

/** What a {@link Reach} is made with. */
export interface ReachPowers {
  shareId: string;
  view: PageView;
  tryAct: (act: ActTry) => Promise<Answer<ActOutcome>>;
  clock: Clock;
  /** `shown`: the visitor was shown the element instead. */
  onRefused: (why: ActWhy, label?: string, shown?: boolean) => void;
  /** An act got no answer: nobody knows whether it was done. */
  onLost: () => void;
}

/** A recorded share being played. Times are milliseconds from its beginning. */
export interface Playback {
  readonly position: ReadonlySignal<number>;
  readonly duration: ReadonlySignal<number>;
  readonly playing: ReadonlySignal<boolean>;
  readonly size: ReadonlySignal<{ width: number; height: number } | null>;
  /** `broken`: the rest could not be read. */
  readonly loaded: ReadonlySignal<'loading' | 'whole' | 'broken'>;
  /** So many times as fast as it was. */
  speed(times: number): void;
  play(): void;
  pause(): void;
  seek(ms: number): void;
  close(): void;
}

/** What a recording is played with. */
export interface PlaybackPowers {
  mount: HTMLElement;
  frameTitle: string;
  frameLabel?: string;
  assetUrl: (url: string) => string | null;
  clock: Clock;
  parts: AsyncIterable<{ atMs: number; chunk: PageChunk }>;
}

/**
 * The doors into the room of co-browsing. Arguments of the desk, so that a screen can be tested without a recorder.
 * Written as methods: the room's own view knows more than the desk asks of it.
 */
export interface ViewDoor {
  startView(powers: ViewPowers): PageView;
  createReach(powers: ReachPowers): Reach;
  playRecording(powers: PlaybackPowers): Playback;
}
