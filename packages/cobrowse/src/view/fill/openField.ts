import type { ReadonlySignal } from '@preact/signals-core';
import type { FieldState } from '@theke/protocol';

/** A caret, or a selection: between which characters. */
export interface Caret {
  start: number;
  end: number;
}

/** The field being filled in together, as the console draws an editor over it. */
export interface OpenField {
  readonly node: number;
  readonly kind: FieldState['kind'];
  readonly mode: FieldState['mode'];
  /** What the agent sees: what the visitor's page has said, and their own on top of it. Of a tick `1` or nothing, of a choice the places of the chosen options with commas between. */
  readonly text: ReadonlySignal<string>;
  /** `busy`: the visitor is writing; what the agent writes waits. `closed`: over. */
  readonly locked: ReadonlySignal<'busy' | 'closed' | null>;
  readonly visitorCaret: ReadonlySignal<Caret | null>;
  /** Where the agent's own caret belongs now. */
  readonly caret: ReadonlySignal<Caret>;
  /** The editor's whole new text and where its caret stands; what was changed is worked out. */
  write(next: string, caret: number): void;
  put(text: string): void;
  pick(options: number[]): void;
  tick(on: boolean): void;
  /** The agent is done with it: what is still under way is delivered, then the page hears of the change. */
  leave(): void;
}
