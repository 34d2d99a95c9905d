import type { Clock } from '@theke/kit';

/** Knows when the visitor last used the page with their own hands. */
export interface Busy {
  readonly now: boolean;
  /** Also hears what is done in a frame of the same origin. */
  watch(view: Window): void;
  stop(): void;
}

/** So long the visitor has the page to themselves after whatever they do on it. */
export const busyMs = 1_500;

const told = ['pointerdown', 'pointermove', 'pointerup', 'touchstart', 'touchmove', 'wheel', 'keydown', 'drop'];

/**
 * Makes {@link Busy}. A mouse that only moves does nothing to the page and does not count; nor does what is done in our own
 * widget, where the visitor answers the agent's questions.
 */
export function createBusy(clock: Clock, ignore: (element: Element) => boolean): Busy {
  let lastMs = Number.NEGATIVE_INFINITY;
  const watched = new Set<Window>();
  const options = { capture: true, passive: true };

  function hear(event: Event): void {
    if (!event.isTrusted) return;
    const { buttons, pointerType } = event as PointerEvent;
    if (event.type === 'pointermove' && pointerType === 'mouse' && buttons === 0) return;
    const path = event.composedPath() as Element[];
    if (path.some((element) => element.nodeType === 1 && ignore(element))) return;
    lastMs = clock.elapsed();
  }

  return {
    get now() {
      return clock.elapsed() - lastMs < busyMs;
    },
    watch(view) {
      if (watched.has(view)) return;
      watched.add(view);
      for (const type of told) view.addEventListener(type, hear, options);
    },
    stop() {
      for (const view of watched) for (const type of told) view.removeEventListener(type, hear, options);
      watched.clear();
    },
  };
}
