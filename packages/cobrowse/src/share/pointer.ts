import type { Clock } from '@theke/kit';
import type { Pointer } from '@theke/protocol';
import type { Surface } from './surface.ts';

// 30 a second: smooth enough to follow, a tenth of what a mouse gives.
const everyMs = 33;
const boxes = /^(canvas|video|audio|iframe)$/;

/**
 * Tells where the visitor's pointer is: at most 30 times a second, the last place always. In a part of which nothing is shown it
 * stands in the middle: where in it would tell which key of a number pad is pressed. Gives its undo.
 */
export function watchPointer(
  window: Window,
  shareId: string,
  clock: Clock,
  tell: (pointer: Pointer) => void,
  surface: Pick<Surface, 'sees' | 'ignore'>,
): () => void {
  let latest: Pointer | null = null;
  let over: Element | null = null;
  let waiting: (() => void) | null = null;
  let lastMs = Number.NEGATIVE_INFINITY;

  function flush(): void {
    waiting = null;
    if (!latest) return;
    lastMs = clock.elapsed();
    tell({ ...latest, ...middle() });
    latest = null;
  }

  /** The middle of the outermost hidden part under the pointer. */
  function middle(): { x: number; y: number } | null {
    const isHidden = (element: Element) => !surface.ignore(element) && surface.sees(element) === 'hidden';
    let hidden: Element | null = null;
    for (let at = over; at && isHidden(at); at = at.parentElement ?? (at.getRootNode() as ShadowRoot).host ?? null)
      hidden = at;
    // Pictures that move are boxes for what they are, and often the whole page; unless the shop itself says so.
    const isBox = hidden && boxes.test(hidden.localName) && !hidden.hasAttribute('data-theke-block');
    if (!hidden || isBox) return null;
    const { left, top, width, height } = hidden.getBoundingClientRect();
    return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
  }

  function note(x: number, y: number, inside: boolean): void {
    latest = { shareId, x: Math.round(x), y: Math.round(y), inside };
    if (waiting) return;
    const dueMs = lastMs + everyMs - clock.elapsed();
    if (dueMs <= 0) flush();
    else waiting = clock.after(dueMs, flush);
  }

  const moved = (event: PointerEvent) => {
    const [target] = event.composedPath();
    over = target && (target as Node).nodeType === 1 ? (target as Element) : null;
    note(event.clientX, event.clientY, true);
  };
  const left = (event: MouseEvent) => {
    if (event.relatedTarget) return;
    over = null;
    note(event.clientX, event.clientY, false);
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
