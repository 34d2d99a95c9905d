import type { Look, Place } from './place.ts';

/** A box drawn around one element, which follows it. */
export interface Frame {
  around(element: Element | null): void;
}

export interface Frames {
  add(look: Look): Frame;
  stop(): void;
}

const boxLook: Look = {
  boxSizing: 'border-box',
  borderRadius: '6px',
  boxShadow: '0 0 0 6px rgb(255 255 255 / 0.85), 0 0 24px 6px rgb(0 0 0 / 0.25)',
};
const gapPx = 4;

/** Makes {@link Frames}. Looks at the page once a frame while something is framed, and not at all otherwise. */
export function createFrames(window: Window, place: Place): Frames {
  const framed = new Map<HTMLElement, { element: Element; drawn: string }>();
  let next = 0;

  function draw(): void {
    next = 0;
    for (const [box, now] of framed) {
      const { left, top, width, height } = place.box(now.element);
      const seen = now.element.isConnected && width > 0 && height > 0;
      const drawn = seen ? `${left} ${top} ${width} ${height}` : '';
      if (drawn === now.drawn) continue;
      now.drawn = drawn;
      const { scale } = place.own(left, top);
      box.style.visibility = seen ? 'visible' : 'hidden';
      box.style.width = `${width / scale + 2 * gapPx}px`;
      box.style.height = `${height / scale + 2 * gapPx}px`;
      place.move(box, left - gapPx * scale, top - gapPx * scale);
      if (seen) place.raise(box);
    }
    // Pages scroll, unfold and slide; only looking each frame follows them all.
    if (framed.size > 0) next = window.requestAnimationFrame(draw);
  }

  return {
    add(look) {
      const box = place.layer({ ...boxLook, ...look });
      return {
        around(element) {
          box.style.visibility = 'hidden';
          framed.delete(box);
          if (!element) return;
          framed.set(box, { element, drawn: '-' });
          if (next === 0) draw();
        },
      };
    },
    stop() {
      framed.clear();
      if (next !== 0) window.cancelAnimationFrame(next);
      next = 0;
    },
  };
}
