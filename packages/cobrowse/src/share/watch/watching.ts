import type { Clock } from '@theke/kit';
import type { Aids } from '../aids/index.ts';
import type { AttributeTools } from '../attributes.ts';
import type { Captured } from '../privacy/captured.ts';
import type { Eyes } from '../sight.ts';
import type { Stream } from '../streaming.ts';
import type { Book } from './book.ts';
import type { Foreign } from './foreign.ts';
import type { Ring } from './ring.ts';
import type { Slices } from './slices.ts';

/** What watching a page needs. */
export interface WatchPowers extends AttributeTools {
  window: Window & typeof globalThis;
  clock: Clock;
  eyes: Eyes;
  slices: Slices;
  ring: Ring;
  stream(): Stream;
  captured: Captured;
  foreign?: Foreign;
  /** Nodes are numbered from above this; absent: 0. */
  firstId?: number;
  /** Parts that come later. */
  aids(): Promise<Aids>;
  sawPassword(element: Element): void;
  /** Something could not be read; a new picture is tried. */
  trouble(): void;
}

/** The page, watched: what is on it goes into a stream, and nothing is remembered but what was told. */
export interface Watch {
  readonly book: Book;
  readonly pictures: number;
  /** Whether one of the nodes that have changed and were not told yet is such. `names`: of attributes; null: texts or children. */
  isDue(is: (node: Node, names: ReadonlySet<string> | null) => boolean): boolean;
  /** Begins a whole picture for everybody. */
  picture(): void;
  /** Out of date by our own finding: nothing more is told until a new picture, which comes once a second at most. */
  stale(): void;
  /** A picture for these viewers alone; the others notice nothing. */
  late(viewers: readonly string[]): void;
  fill(write: (text: string) => void): boolean;
  pause(): void;
  stop(): void;
}
