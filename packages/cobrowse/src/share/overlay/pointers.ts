import type { Pointer } from '@theke/protocol';
import { accent, type Look, onAccent, type Place } from './place.ts';

/** The agents' pointers, each with the name of whose it is; an arrow, or a glowing dot with a tail. */
export interface Pointers {
  show(pointer: Pointer, name: string): void;
}

// Follows the pointer's own pace of 30 a second without looking torn.
const glideMs = 60;
const maxPointers = 8;
// The first is the shop's own colour; the others must only differ. Each stands out on white and carries white letters.
const colours = ['#9a3412', '#0f766e', '#6d28d9', '#be185d', '#3f6212', '#1e40af', '#7c2d12'];
const tailPx = [14, 11, 8, 5];

const nameLook: Look = {
  position: 'absolute',
  left: '14px',
  top: '18px',
  padding: '2px 8px',
  borderRadius: '10px',
  font: '600 12px/18px system-ui, sans-serif',
  whiteSpace: 'nowrap',
  direction: 'ltr',
};

interface Cursor {
  layer: HTMLElement;
  arrow: SVGElement;
  colour: string;
  dots: HTMLElement[];
  inside: boolean;
}

/** Makes {@link Pointers}; the first one, of the agent called `name`, is there from the beginning. */
export function createPointers(place: Place, name: string): Pointers {
  const cursors = new Map<string, Cursor>();

  function add(of: string): Cursor {
    const first = cursors.size === 0;
    const colour = first ? accent : colours[(cursors.size - 1) % colours.length]!;
    const layer = place.layer();
    const arrow = place.shape('svg', { viewBox: '0 0 20 20', width: '20', height: '20' });
    const path = place.shape('path', {
      d: 'M2 2l5.5 15 2.6-6.2 6.4-2.4z',
      stroke: '#fff',
      'stroke-width': '1.5',
    });
    path.style.fill = colour;
    const label = place.part({ ...nameLook, color: first ? onAccent : '#fff', background: colour });
    label.textContent = of;
    arrow.append(path);
    layer.append(arrow, label);
    const cursor = { layer, arrow, colour, dots: [], inside: false };
    cursors.set(of, cursor);
    return cursor;
  }

  /** Dots on their way to the same place, each slower than the one before: a tail that needs no drawing by hand. */
  function tail(cursor: Cursor): HTMLElement[] {
    if (cursor.dots.length > 0) return cursor.dots;
    const sizes = place.calm ? tailPx.slice(0, 1) : tailPx;
    cursor.dots = sizes.map((size, i) =>
      place.layer({
        width: `${size}px`,
        height: `${size}px`,
        marginLeft: `${-size / 2}px`,
        marginTop: `${-size / 2}px`,
        borderRadius: '50%',
        background: cursor.colour,
        opacity: String(1 - i * 0.22),
        boxShadow: i === 0 ? `0 0 0 2px #fff, 0 0 14px 6px ${cursor.colour}` : 'none',
      }),
    );
    return cursor.dots;
  }

  function put(layer: HTMLElement, { x, y }: Pointer, seen: boolean, glides: boolean, ms: number): void {
    // It appears where it is; only from there on does it glide.
    layer.style.transition = glides && !place.calm ? `transform ${ms}ms linear` : 'none';
    layer.style.visibility = seen ? 'visible' : 'hidden';
    place.move(layer, x, y);
    if (seen) place.raise(layer);
  }

  add(name);
  return {
    show(pointer, of) {
      const cursor = cursors.get(of) ?? (cursors.size < maxPointers ? add(of) : null);
      if (!cursor) return;
      const glides = cursor.inside && pointer.inside;
      cursor.inside = pointer.inside;
      put(cursor.layer, pointer, pointer.inside, glides, glideMs);
      const lasers = pointer.inside && pointer.laser === true;
      cursor.arrow.style.opacity = lasers ? '0' : '1';
      if (!lasers && cursor.dots.length === 0) return;
      tail(cursor).forEach((dot, i) => {
        put(dot, pointer, lasers, glides && dot.style.visibility === 'visible', glideMs * (i + 1));
      });
    },
  };
}
