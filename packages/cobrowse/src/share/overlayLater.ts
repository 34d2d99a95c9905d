import type { Highlight, Pointer, Stroke } from '@theke/protocol';
import type { Overlay } from './overlay.ts';

/** An overlay that is still on its way: where the pointer and the box belong is kept until it is here, the rest has passed by then. */
export interface LateOverlay extends Overlay {
  here(overlay: Overlay): void;
}

export function createLateOverlay(): LateOverlay {
  let overlay: Overlay | null = null;
  let pointer: (Pointer & { name?: string }) | null = null;
  let boxed: Highlight['node'] = null;
  let removed = false;
  return {
    here(made) {
      if (removed) return made.remove();
      overlay = made;
      if (pointer) made.pointer(pointer);
      if (boxed !== null) made.highlight(boxed);
    },
    pointer(next) {
      pointer = next;
      overlay?.pointer(next);
    },
    highlight(node) {
      boxed = node;
      overlay?.highlight(node);
    },
    stroke: (stroke: Stroke) => overlay?.stroke(stroke),
    instead: (element) => overlay?.instead(element),
    remove() {
      removed = true;
      overlay?.remove();
    },
  };
}
