import type { Again, SensePowers } from './senses.ts';

/** The pointer leaves by the top edge: towards tabs, address and the button that closes. */
const edgePx = 20;

/** What the visitor does with the page as a whole: anything at all, leaving, scrolling, hitting it in anger. */
export function watchMoves({ window, wanted, feed, watch, soon, signal }: SensePowers): Again {
  const { document } = window;
  const root = document.documentElement;
  const exits = wanted(/:exit/);
  const depth = wanted(/\.scroll/);

  if (wanted(/idle/)) {
    let lastMs = 0;
    watch(document, 'pointerdown pointermove keydown scroll touchstart', ({ timeStamp }) => {
      // Idleness is counted in seconds; a moving pointer must cost nothing.
      if (timeStamp - lastMs < 1_000) return;
      lastMs = timeStamp;
      feed({ type: 'input' });
    });
  }

  if (wanted(/rage/)) {
    let clicks: MouseEvent[] = [];
    const click = (now: MouseEvent) => {
      clicks = clicks.filter(
        (one) =>
          now.timeStamp - one.timeStamp < 1_000 &&
          Math.abs(now.clientX - one.clientX) + Math.abs(now.clientY - one.clientY) < 30,
      );
      if (clicks.push(now) < 3) return;
      clicks = [];
      signal('rage');
    };
    watch(document, 'click', click as (event: Event) => void);
  }

  // The root's own alone: caught on its way down, it is heard for every element the pointer leaves.
  if (exits)
    watch(root, 'mouseleave', (event) => {
      if (event.target === root && (event as MouseEvent).clientY < edgePx) signal('exit');
    });
  if (!exits && !depth) return () => {};

  const touches = window.matchMedia('(pointer:coarse)').matches;
  let deepest = 0;
  let before = 0;
  const sample = () => {
    const { scrollY, innerHeight } = window;
    // No pointer leaves a phone by its edge. Who has read on for a screen and a half and flicks back to the top wants the address bar.
    if (
      exits &&
      touches &&
      deepest > 1.5 * innerHeight &&
      scrollY < innerHeight &&
      before - scrollY > innerHeight / 2
    ) {
      deepest = 0;
      signal('exit');
    }
    before = scrollY;
    deepest = Math.max(deepest, scrollY);
    if (depth) {
      const percent = Math.round((100 * (deepest + innerHeight)) / (root.scrollHeight || 1));
      feed({ type: 'fact', name: 'page.scroll', value: Math.min(100, percent) });
    }
  };
  const again = () => {
    deepest = 0;
    sample();
  };
  soon('scroll', sample);
  again();
  return again;
}
