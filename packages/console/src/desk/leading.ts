import type { Clock } from '@theke/kit';
import type { Acting } from './acting.ts';
import type { LiveLine } from './live.ts';
import { type Place, pointerEachMs } from './pointing.ts';
import { computed, effect, type ReadonlySignal, signal } from './signals.ts';
import type { PageView, ScrollPlace } from './viewDoor.ts';

/**
 * What the agent's wheel moves. `theirs`: the visitor's page, with control; nothing without. `lead`: both together.
 * `own`: only this picture, while the visitor's page stays where it is.
 */
export type Wheel = 'theirs' | 'lead' | 'own';

export interface Leading {
  readonly wheel: ReadonlySignal<Wheel>;
  /** Whether the visitor lets themselves be led; of no matter with control. */
  readonly follows: ReadonlySignal<boolean>;
  /** The picture stands elsewhere than the visitor's page: pointers would show at a wrong place. */
  readonly apart: ReadonlySignal<boolean>;
  choose(wheel: Wheel): void;
  /** True when something was moved. */
  move(at: Place, dx: number, dy: number): boolean;
  begin(on: { shareId: string; live: LiveLine; view: PageView }): () => void;
}

/** Makes {@link Leading}. */
export function createLeading(powers: { clock: Clock; acting: Acting }): Leading {
  const { clock, acting } = powers;
  const wheel = signal<Wheel>('theirs');
  const follows = signal(false);
  let on: { shareId: string; live: LiveLine; view: PageView } | null = null;
  let place: ScrollPlace | null = null;
  let armed: (() => void) | null = null;
  // With control the visitor's own page is scrolled; without, only this picture moves and those who follow come along.
  const apart = computed(() => wheel.value === 'own' || (wheel.value === 'lead' && !acting.may.value.control));

  function tellPlace() {
    armed = null;
    if (on && place) on.live.tell('lead:scroll', { shareId: on.shareId, ...place });
    place = null;
  }

  return {
    wheel,
    follows,
    apart,
    choose(next) {
      wheel.value = next;
    },
    move(at, dx, dy) {
      if (!apart.peek()) return acting.wheel(at, dx, dy);
      const moved = on?.view.lookBy(dx, dy) ?? null;
      if (!moved || wheel.peek() !== 'lead') return true;
      place = { node: moved.node, left: moved.left, top: moved.top };
      armed ??= clock.after(pointerEachMs, tellPlace);
      return true;
    },
    begin(next) {
      on = next;
      const stopLooking = effect(() => next.view.look(apart.value));
      const undo = next.live.on('follow:changed', (told) => {
        if (told.shareId === next.shareId) follows.value = told.on;
      });
      return () => {
        stopLooking();
        undo();
        armed?.();
        armed = null;
        place = null;
        if (on === next) on = null;
        wheel.value = 'theirs';
        follows.value = false;
      };
    },
  };
}
