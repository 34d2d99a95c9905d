import type { Clock } from '@theke/kit';

// Two presses further apart are two matters.
const withinMs = 600;

/**
 * Hears Escape pressed twice, wherever the focus is. The page keeps its keys: nothing is swallowed, and what the page
 * swallows is heard all the same.
 */
export function watchEscape(window: Window, clock: Clock, twice: () => void): () => void {
  let lastMs = Number.NEGATIVE_INFINITY;
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.repeat || event.isComposing || !event.isTrusted) return;
    const nowMs = clock.elapsed();
    const second = nowMs - lastMs <= withinMs;
    lastMs = second ? Number.NEGATIVE_INFINITY : nowMs;
    if (second) twice();
  };
  window.addEventListener('keydown', onKey, { capture: true });
  return () => window.removeEventListener('keydown', onKey, { capture: true });
}
