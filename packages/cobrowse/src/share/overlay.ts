import { type Clock, systemClock } from '@theke/kit';
import type { Pointer, Stroke } from '@theke/protocol';
import { createFrames } from './overlay/frames.ts';
import { createInstead } from './overlay/instead.ts';
import { spokenLabel } from './overlay/label.ts';
import { accent, createPlace } from './overlay/place.ts';
import { createPointers } from './overlay/pointers.ts';
import { createSaid } from './overlay/said.ts';
import { createStrokes } from './overlay/strokes.ts';

export { spokenLabel };

export interface OverlayPowers {
  window: Window;
  root: ShadowRoot | HTMLElement;
  agentName: string;
  nodeOf: (id: number) => Node | null;
  /**
   * Something is shown: by the box, by a laser that rests, by a line. Its words are the visitor's own and stay on this page.
   * `name` is whose laser it was, where that is known.
   */
  onHighlight(label: string, name?: string): void;
  clock?: Clock;
}

/** What agents show on the visitor's page. Drawn over it, told to screen readers, recorded by nobody. */
export interface Overlay {
  pointer(pointer: Pointer & { name?: string }): void;
  highlight(node: number | null): void;
  stroke(stroke: Stroke): void;
  /** What the agent wanted to press and only the visitor may: framed for some seconds. */
  instead(element: Element): void;
  remove(): void;
}

/** Makes an {@link Overlay}. */
export function createOverlay(powers: OverlayPowers): Overlay {
  const { window, root, agentName } = powers;
  const clock = powers.clock ?? systemClock();
  const place = createPlace(window, root, clock.elapsed);
  const frames = createFrames(window, place);
  const box = frames.add({ outline: `3px solid ${accent}` });
  const pointers = createPointers(place, agentName);
  const strokes = createStrokes(window, place, clock);
  const host = (root.getRootNode() as Partial<ShadowRoot>).host ?? null;
  const said = createSaid(window, clock, host, powers.onHighlight);
  let instead: ReturnType<typeof createInstead> | null = null;

  return {
    pointer(pointer) {
      pointers.show(pointer, pointer.name ?? agentName);
      if (pointer.laser && pointer.inside) said.rest(pointer.x, pointer.y, pointer.name);
    },
    highlight(node) {
      const found = node === null ? null : powers.nodeOf(node);
      const element = found?.nodeType === 1 ? (found as Element) : null;
      box.around(element);
      if (element) powers.onHighlight(spokenLabel(element));
    },
    stroke(stroke) {
      const middle = strokes.draw(stroke);
      if (middle) said.at(middle.x, middle.y, undefined);
    },
    instead(element) {
      instead ??= createInstead(frames, clock);
      instead.show(element);
    },
    remove() {
      said.stop();
      strokes.stop();
      instead?.remove();
      frames.stop();
      place.remove();
    },
  };
}
