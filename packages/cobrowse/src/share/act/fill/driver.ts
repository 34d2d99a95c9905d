import type { FieldState } from '@theke/protocol';
import type { Replace } from '../../../fill/edit.ts';

export interface Caret {
  start: number;
  end: number;
}

/** One kind of field on the page: reads it, and writes into it in the way its page listens for. Decides nothing. */
export interface Driver {
  readonly kind: FieldState['kind'];
  read(): string;
  /** What of a value or an inserted text such a field can hold. */
  clean(text: string): string;
  /** Letters the field takes at most; Infinity where it sets no limit. */
  most(): number;
  /** Makes `next` its value and lets the page hear of it. What the page makes of that is to be read afterwards. */
  write(next: string, change: Replace): void;
  /** The visitor's caret, if they are in this field and it has one. `exact`: found out by all means, just before it is placed anew. */
  caret(exact?: boolean): Caret | null;
  place(caret: Caret): void;
  /** Nobody has put anything in it yet. */
  empty(): boolean;
  /** The agent is done with it: the page hears of the change, as it does when a caret leaves. */
  leave(): void;
}
