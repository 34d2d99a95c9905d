import type { Clock } from '@theke/kit';
import type { AttributeTools } from '../attributes.ts';
import type { Eyes } from '../sight.ts';
import type { Book } from './book.ts';
import type { Due } from './due.ts';
import type { Foreign } from './foreign.ts';

/** What the parts of the watch have in common. */
export interface Context extends AttributeTools {
  window: Window & typeof globalThis;
  clock: Clock;
  book: Book;
  due: Due;
  eyes: Eyes;
  foreign?: Foreign;
  /** Nodes and constructed sheets are numbered from above this; absent: 0. */
  firstId?: number;
  /** There is something to tell. */
  wake(): void;
  /** It was a password field a moment ago: never shown again. */
  sawPassword(element: Element): void;
}
