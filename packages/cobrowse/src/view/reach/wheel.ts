import type { Clock } from '@theke/kit';
import type { Act, ActOutcome, Answer } from '@theke/protocol';
import type { Scroller } from '../doors.ts';

export interface WheelPowers {
  clock: Pick<Clock, 'elapsed'>;
  scrollerAt(x: number, y: number): Scroller;
  tryAct(act: Act & { kind: 'scroll' }): Promise<Answer<ActOutcome> | null>;
}

/** Turns of the agent's wheel become places to scroll to: many turns one place, and one on its way at a time. */
export interface Wheel {
  turn(x: number, y: number, dx: number, dy: number): void;
  stop(): void;
}

// One gesture: what it scrolls is chosen where it begins, and where it stands is known from then on.
const gestureMs = 400;

/** Makes a {@link Wheel}. The picture that comes back shows how far the page really went. */
export function createWheel({ clock, scrollerAt, tryAct }: WheelPowers): Wheel {
  let gesture: { scroller: Scroller; left: number; top: number; atMs: number; asked: string } | null = null;
  let next: { node: number | null; left: number; top: number } | null = null;
  let isOut = false;
  let stopped = false;

  async function send(): Promise<void> {
    if (isOut) return;
    isOut = true;
    while (next && !stopped) {
      const to = next;
      next = null;
      const answer = await tryAct({ kind: 'scroll', ...to });
      // Refused once, refused the whole turn: the words are said once.
      if (!answer?.ok || !answer.value.done) next = null;
    }
    isOut = false;
  }

  const within = (value: number, from: number, to: number) => Math.round(Math.min(to, Math.max(from, value)));

  return {
    turn(x, y, dx, dy) {
      if (stopped) return;
      const atMs = clock.elapsed();
      if (!gesture || atMs - gesture.atMs > gestureMs) {
        const scroller = scrollerAt(x, y);
        gesture = { scroller, left: scroller.left, top: scroller.top, atMs, asked: `${scroller.left} ${scroller.top}` };
      }
      const { scroller } = gesture;
      gesture.left = within(gesture.left + dx, scroller.minLeft, scroller.maxLeft);
      gesture.top = within(gesture.top + dy, 0, scroller.maxTop);
      gesture.atMs = atMs;
      const ask = `${gesture.left} ${gesture.top}`;
      if (ask === gesture.asked) return;
      gesture.asked = ask;
      next = { node: scroller.node, left: gesture.left, top: gesture.top };
      void send();
    },
    stop() {
      stopped = true;
      next = null;
    },
  };
}
