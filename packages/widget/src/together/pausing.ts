import type { Signal } from '@preact/signals-core';
import type { Share } from '@theke/protocol';
import type { VisitorLine } from '../session/visit.ts';

export interface PausingPowers {
  share: Signal<Share | null>;
  line: VisitorLine;
  /** Here at once; the server is told afterwards. */
  turned(share: Share): void;
  changed(share: Share): void;
}

/** Showing nothing for a while. What the visitor pressed last counts until the server says the same. */
export function createPausing({ share, line, turned, changed }: PausingPowers) {
  let wish: { shareId: string; paused: boolean } | undefined;

  async function tell() {
    const answer = wish && (await line.ask('share:pause', wish));
    if (answer?.ok) changed(answer.value);
  }

  return {
    pause(paused = !share.peek()?.paused) {
      const now = share.peek();
      if (now?.phase !== 'on' || now.paused === paused) return;
      wish = { shareId: now.shareId, paused };
      share.value = { ...now, paused };
      turned(share.value);
      void tell();
    },
    /** The server's word with the visitor's own wish over it. */
    over(told: Share): Share {
      if (wish?.shareId !== told.shareId) return told;
      if (wish.paused === told.paused) wish = undefined;
      return { ...told, paused: wish?.paused ?? told.paused };
    },
    /** The line is back. */
    again: () => void tell(),
    forget() {
      wish = undefined;
    },
  };
}
