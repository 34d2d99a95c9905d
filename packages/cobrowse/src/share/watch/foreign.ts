import type { Context } from './context.ts';

/** Frames of other origins whose pages take part; made by whoever composes the share, and loaded only where there are such. */
export interface Foreign {
  /** A frame nobody may look into is about to be told; its inside may follow if it is placed (see `Dom.place`). */
  meet(frame: Element, context: Context): void;
  /** Lines that were not told yet. */
  take(): string[];
  /** There is a new picture, or somebody new has one of their own: what stood inside frames is to be told again. */
  again(): void;
  /** Nothing more of any of them: each of these pages is as it was. */
  rest(): void;
  /** The frame in whose page this node stands. */
  frameOf(id: number): Element | null;
}
