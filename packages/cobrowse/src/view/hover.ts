import type { Clock } from '@theke/kit';
import type { Pointer } from '@theke/protocol';
import type { Player } from './player.ts';

/** Marks what the visitor's pointer is over, so that the page looks as it does to them. */
export interface Hover {
  pointer(pointer: Pointer): void;
  stop(): void;
}

const mark = 'theke-hover';
// Each look makes the browser lay the page out: ten a second are enough for a colour that changes.
const eachMs = 100;

/** Makes {@link Hover} for whatever picture is on show. */
export function createHover(clock: Clock, player: () => Player | null, isHidden: () => boolean): Hover {
  let at: Pointer | null = null;
  let armed: (() => void) | null = null;
  let marked: Element[] = [];

  function look(): void {
    armed = null;
    const shown = player();
    if (!shown || isHidden()) return;
    const { dom, document } = shown;
    const over: Element[] = [];
    let element = at?.inside ? (document?.elementFromPoint(at.x, at.y) ?? null) : null;
    for (let inner = element && dom.shadow(element); element && inner && at; inner = dom.shadow(element)) {
      const next: Element | null = inner.elementFromPoint(at.x, at.y);
      if (!next || next === element) break;
      element = next;
    }
    while (element) {
      over.push(element);
      const parent: Node | null = dom.parent(element);
      if (parent && dom.kind(parent) === 11) element = (parent as ShadowRoot).host;
      else element = parent && dom.kind(parent) === 1 ? (parent as Element) : null;
    }
    for (const old of marked) if (!over.includes(old)) dom.set(old, mark, null);
    for (const now of over) if (dom.attribute(now, mark) === null) dom.set(now, mark, '');
    marked = over;
  }

  return {
    pointer(pointer) {
      at = pointer;
      armed ??= clock.after(eachMs, look);
    },
    stop() {
      armed?.();
      armed = null;
    },
  };
}
