import type { Surface } from '@theke/cobrowse/share';
import type { Clock } from '@theke/kit';
import { createBoxes, type DrawnBox } from './boxes.ts';
import { watchSight } from './sight.ts';

// More than these at once are not discreet any more.
const maxMarks = 40;
const markPx = 18;
// The browser's own arrow or clear button stands at the end of these.
const withButton =
  'select,[type=date],[type=time],[type=month],[type=week],[type=number],[type=search],[type=datetime-local],[list]';
const buttonPx = 24;
// Ticks and tiny fields have no room for one.
const roomPx = 56;
const fields = 'input:not([type=hidden]),textarea,select,[contenteditable=""],[contenteditable=true]';

/** A small closed eye at the end of each field in sight whose content the agent is not shown. */
export function markFields(surface: Surface, layer: HTMLElement, clock: Clock): () => void {
  const { window } = surface;
  const boxes = createBoxes(layer);

  function look() {
    const marks: DrawnBox[] = [];
    for (const field of window.document.querySelectorAll(fields)) {
      const { left, top, right, bottom, width, height } = field.getBoundingClientRect();
      if (width < roomPx || height < markPx || bottom < 0 || top > window.innerHeight || left > window.innerWidth)
        continue;
      if (surface.sees(field) === 'shown' || !isOnTop(field, right - markPx, (top + bottom) / 2)) continue;
      const rightToLeft = window.getComputedStyle(field).direction === 'rtl';
      const inPx = 6 + (field.matches(withButton) ? buttonPx : 0);
      marks.push({
        left: rightToLeft ? left + inPx : right - markPx - inPx,
        // In a tall field at its first line, elsewhere in the middle.
        top: height > 60 ? top + 8 : (top + bottom - markPx) / 2,
        look: 'mark',
      });
      if (marks.length === maxMarks) break;
    }
    boxes.draw(marks);
  }

  /** Not behind a window of the shop. Our own parts lie above the marks anyway. */
  function isOnTop(field: Element, x: number, y: number): boolean {
    const there = window.document.elementFromPoint(x, y);
    return !there || field.contains(there) || there.contains(field) || surface.ignore(there) || isLabelOf(field, there);
  }
  const isLabelOf = (field: Element, there: Element) => !!field.parentElement?.contains(there);

  const stop = watchSight(window, clock, look);
  return () => {
    stop();
    boxes.remove();
  };
}
