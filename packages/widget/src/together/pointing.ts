import type { ReadonlySignal } from '@preact/signals-core';
import type { ShareSession } from '@theke/cobrowse/share';
import type { Deeds } from './deeds.ts';

export interface PointingPowers {
  session: ReadonlySignal<ShareSession | null>;
  deeds: Deeds;
  granted(): boolean;
  /** Words for what only the visitor may press. */
  text(label: string): string;
}

/** What is drawn on the visitor's page for the agent: only while they may point, and gone when that is taken back. */
export function createPointing({ session, deeds, granted, text }: PointingPowers) {
  let drawn = false;
  return {
    /** Asked before anything is drawn. */
    may() {
      drawn = granted();
      return drawn;
    },
    regranted() {
      if (!drawn || granted()) return;
      drawn = false;
      session.peek()?.pointer({ shareId: '', x: 0, y: 0, inside: false });
      session.peek()?.highlight({ shareId: '', node: null });
    },
    /** What only the visitor may press: brought into sight, framed, and said. */
    showInstead(element: Element, label: string) {
      session.peek()?.instead(element);
      deeds.did(text(label));
    },
  };
}
