import type { Events } from './events.ts';
import type { Focus } from './focus.ts';
import type { Spot } from './hit.ts';
import type { Reads } from './reads.ts';

export interface Mouse {
  /**
   * Everything a mouse does to press there, once. `still` is asked right before the press takes effect; what it says no to
   * ends as a press that was let go elsewhere. Gives whether it was pressed.
   */
  press(events: Events, spot: Spot, still: () => boolean): boolean;
  /** A press without a pointer, as Enter makes it. */
  activate(events: Events, element: Element): void;
}

const pointer = { pointerId: 1, pointerType: 'mouse', isPrimary: true, width: 1, height: 1 };

/** Makes {@link Mouse}. Remembers over what it last was, so that what opens under a pointer also closes when it leaves. */
export function createMouse(reads: Reads, focus: Focus): Mouse {
  let over: Element[] = [];

  function hover(events: Events, spot: Spot, init: PointerEventInit): void {
    const before = over.filter((element) => reads.connected(element));
    over = reads.path(spot.hit).filter((element) => reads.windowOf(element) === reads.windowOf(spot.hit));
    if (before[0] === spot.hit) return;
    const both = (target: Element, kind: string, more: PointerEventInit = {}) => {
      events.pointer(target, `pointer${kind}`, { ...init, ...pointer, ...more });
      events.pointer(target, `mouse${kind}`, { ...init, ...more });
    };
    const own = { bubbles: false, cancelable: false };
    if (before[0]) both(before[0], 'out', { relatedTarget: spot.hit });
    for (const left of before.filter((element) => !over.includes(element))) both(left, 'leave', own);
    both(spot.hit, 'over', { relatedTarget: before[0] ?? null });
    for (const entered of over.filter((element) => !before.includes(element)).reverse()) both(entered, 'enter', own);
  }

  return {
    press(events, spot, still) {
      const { hit, x, y } = spot;
      const view = reads.windowOf(hit);
      const at = { clientX: x, clientY: y, screenX: x + (view?.screenX ?? 0), screenY: y + (view?.screenY ?? 0) };
      const up = { ...at, button: 0, buttons: 0, detail: 1 };
      const down = { ...up, buttons: 1 };
      hover(events, spot, at);
      events.pointer(hit, 'pointermove', { ...at, ...pointer, button: -1 });
      events.pointer(hit, 'mousemove', at);
      // Whoever cancels the pointer's press wants no mouse; whoever cancels the mouse's wants no focus.
      const mouse = events.pointer(hit, 'pointerdown', { ...down, ...pointer, pressure: 0.5, detail: 0 });
      if (mouse && events.pointer(hit, 'mousedown', down)) focus.press(hit);
      const ready = () => reads.connected(hit) && still();
      if (!ready()) {
        events.pointer(hit, 'pointercancel', { ...at, ...pointer, cancelable: false });
        return false;
      }
      events.pointer(hit, 'pointerup', { ...up, ...pointer, detail: 0 });
      if (mouse) events.pointer(hit, 'mouseup', up);
      if (!ready()) return false;
      events.pointer(hit, 'click', { ...up, ...pointer });
      return true;
    },
    activate(events, element) {
      const { left, top, width, height } = reads.box(element);
      events.pointer(element, 'click', {
        clientX: left + width / 2,
        clientY: top + height / 2,
        detail: 0,
        pointerId: -1,
      });
    },
  };
}
