import type { Clock } from '@theke/kit';

// What changes without scrolling is seen this much later; a page is not watched for it.
const everyMs = 1_000;

// A long look waits until scrolling has come to rest.
const restMs = 120;

/**
 * Looks now, with each drawn frame of scrolling and resizing, and once a second. With `glide` a look is dear: scrolling
 * only glides, and is looked at when it has come to rest.
 */
export function watchSight(window: Window, clock: Clock, look: () => void, glide?: () => void): () => void {
  let frame = 0;
  let takeBack = () => {};
  let rest = () => {};
  const now = () => {
    frame = 0;
    if (window.document.visibilityState !== 'hidden') look();
  };
  const later = () => {
    frame ||= window.requestAnimationFrame(now);
  };
  const onScroll = () => {
    if (!glide) return later();
    glide();
    rest();
    rest = clock.after(restMs, later);
  };
  const beat = () => {
    later();
    takeBack = clock.after(everyMs, beat);
  };
  window.addEventListener('scroll', onScroll, { capture: true, passive: true });
  window.addEventListener('resize', later);
  beat();
  return () => {
    takeBack();
    rest();
    window.cancelAnimationFrame(frame);
    window.removeEventListener('scroll', onScroll, { capture: true });
    window.removeEventListener('resize', later);
  };
}
