import { type Clock, createId } from '@theke/kit';
import { limits, type Pointer } from '@theke/protocol';
import type { LiveLine } from './live.ts';
import { type ReadonlySignal, signal } from './signals.ts';
import type { PageView } from './viewDoor.ts';

export type Tool = 'point' | 'laser' | 'pen' | 'highlight';

/** A place in CSS pixels of the visitor's viewport. */
export interface Place {
  x: number;
  y: number;
}

/** A line of the agent's own, shown at once here; it fades there as here. */
export interface DrawnStroke {
  strokeId: string;
  points: readonly number[];
  /** Nothing is added any more; it is fading. */
  done: boolean;
}

/** What the agent shows on the visitor's page: pointer, laser, pen, a box around an element. */
export interface Pointing {
  readonly tool: ReadonlySignal<Tool>;
  /** The element that is framed on the visitor's page. */
  readonly marked: ReadonlySignal<{ node: number; label: string } | null>;
  readonly strokes: ReadonlySignal<readonly DrawnStroke[]>;
  choose(tool: Tool): void;
  /** Where the pointer is; null when it left. */
  point(at: Place | null): void;
  /** Frames what is under this place; gives its words, or null when nothing is there. */
  mark(at: Place): string | null;
  clearMark(): void;
  /** Begins a line. */
  draw(at: Place): void;
  /** Goes on with it. */
  drawOn(at: Place): void;
  drawEnd(): void;
  /** Takes everything off the visitor's page and forgets it. */
  reset(): void;
}

// 30 times a second is as smooth as a pointer needs to be; the newest place wins.
export const pointerEachMs = 33;
// As long as a line needs to be understood; then it would only be in the way.
const strokeShownMs = 4_000;

/** Makes {@link Pointing}. `allowed` is asked each time: a grant may be gone by the next move. */
export function createPointing(powers: {
  clock: Clock;
  live: () => { shareId: string; live: LiveLine } | null;
  view: () => PageView | null;
  allowed: () => boolean;
}): Pointing {
  const { clock } = powers;
  const tool = signal<Tool>('point');
  const marked = signal<{ node: number; label: string } | null>(null);
  const strokes = signal<readonly DrawnStroke[]>([]);
  let nextPlace: Omit<Pointer, 'shareId'> | null = null;
  let sentAtMs = Number.NEGATIVE_INFINITY;
  let armed: (() => void) | null = null;
  let current: { strokeId: string; waiting: number[]; armed: (() => void) | null } | null = null;

  function sendPlace() {
    armed = null;
    const on = powers.live();
    if (!on || !nextPlace) return;
    sentAtMs = clock.elapsed();
    on.live.tell('pointer:move', { shareId: on.shareId, ...nextPlace });
    nextPlace = null;
  }

  function place(next: Omit<Pointer, 'shareId'>) {
    nextPlace = next;
    if (armed) return;
    const dueMs = sentAtMs + pointerEachMs - clock.elapsed();
    if (dueMs <= 0) sendPlace();
    else armed = clock.after(dueMs, sendPlace);
  }

  const away = () => place({ x: 0, y: 0, inside: false });

  function highlight(next: { node: number; label: string } | null) {
    const before = marked.peek();
    if (!next && !before) return;
    marked.value = next;
    const on = powers.live();
    if (on) on.live.tell('highlight:set', { shareId: on.shareId, node: next?.node ?? null });
  }

  /** What was drawn since the last piece; a piece is never larger than the protocol allows. */
  function sendPiece(done: boolean) {
    const on = powers.live();
    if (!current) return;
    current.armed?.();
    current.armed = null;
    const { strokeId } = current;
    const points = current.waiting.splice(0, limits.strokePoints);
    if (on && (points.length > 0 || done)) {
      on.live.tell('stroke:draw', {
        shareId: on.shareId,
        strokeId,
        points,
        done: done && current.waiting.length === 0,
      });
    }
    if (current.waiting.length > 0) sendPiece(done);
  }

  const change = (strokeId: string, next: (stroke: DrawnStroke) => DrawnStroke) => {
    strokes.value = strokes.value.map((one) => (one.strokeId === strokeId ? next(one) : one));
  };

  function drawEnd() {
    if (!current) return;
    const { strokeId } = current;
    sendPiece(true);
    current = null;
    change(strokeId, (one) => ({ ...one, done: true }));
    clock.after(strokeShownMs, () => {
      strokes.value = strokes.value.filter((one) => one.strokeId !== strokeId);
    });
  }

  return {
    tool,
    marked,
    strokes,
    choose(next) {
      drawEnd();
      tool.value = next;
      if (next === 'highlight') away();
    },
    point(at) {
      if (!at) return away();
      if (tool.peek() === 'highlight' || !powers.allowed()) return;
      place({ ...at, inside: true, ...(tool.peek() === 'laser' ? { laser: true } : {}) });
    },
    mark(at) {
      if (!powers.allowed()) return null;
      const found = powers.view()?.nodeAt(at.x, at.y) ?? null;
      highlight(found && { node: found.node, label: found.label });
      return found?.label ?? null;
    },
    clearMark: () => highlight(null),
    draw(at) {
      drawEnd();
      if (!powers.allowed()) return;
      const strokeId = createId('str');
      current = { strokeId, waiting: [at.x, at.y], armed: null };
      strokes.value = [...strokes.value, { strokeId, points: [at.x, at.y], done: false }];
      sendPiece(false);
    },
    drawOn(at) {
      if (!current) return;
      current.waiting.push(at.x, at.y);
      change(current.strokeId, (one) => ({ ...one, points: [...one.points, at.x, at.y] }));
      current.armed ??= clock.after(pointerEachMs, () => sendPiece(false));
    },
    drawEnd,
    reset() {
      armed?.();
      armed = null;
      nextPlace = null;
      current?.armed?.();
      current = null;
      strokes.value = [];
      marked.value = null;
    },
  };
}
