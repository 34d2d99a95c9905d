import type { Clock } from '@theke/kit';
import type { Pointer } from '@theke/protocol';

// 30 a second: smooth enough to follow, a tenth of what a mouse gives.
const everyMs = 33;

/** Tells where the visitor's pointer is: at most 30 times a second, the last place always. Gives its undo. */
export function watchPointer(
  window: Window,
  shareId: string,
  clock: Clock,
  tell: (pointer: Pointer) => void,
): () => void {
  let latest: Pointer | null = null;
  let waiting: (() => void) | null = null;
  let lastMs = Number.NEGATIVE_INFINITY;

  function flush(): void {
    waiting = null;
    if (!latest) return;
    lastMs = clock.elapsed();
    tell(latest);
    latest = null;
  }

  function note(x: number, y: number, inside: boolean): void {
    latest = { shareId, x: Math.round(x), y: Math.round(y), inside };
    if (waiting) return;
    const dueMs = lastMs + everyMs - clock.elapsed();
    if (dueMs <= 0) flush();
    else waiting = clock.after(dueMs, flush);
  }

  const moved = (event: PointerEvent) => note(event.clientX, event.clientY, true);
  const left = (event: MouseEvent) => {
    if (!event.relatedTarget) note(event.clientX, event.clientY, false);
  };
  const options = { capture: true, passive: true };
  window.addEventListener('pointermove', moved, options);
  window.addEventListener('pointerdown', moved, options);
  window.addEventListener('mouseout', left, options);
  return () => {
    waiting?.();
    latest = null;
    window.removeEventListener('pointermove', moved, options);
    window.removeEventListener('pointerdown', moved, options);
    window.removeEventListener('mouseout', left, options);
  };
}
