/** Where something hidden stands, in CSS pixels of the window. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

// More marks than this hide the page instead of explaining it.
const maxBoxes = 200;
const hiddenParts =
  'input:not([type=hidden]),textarea,select,[contenteditable],iframe,[data-theke-mask],[data-theke-block]';

/** What in sight the agent is not shown. Fields the shop shows are left out, secrets never are. */
export function hiddenBoxes(window: Window): Box[] {
  const boxes: Box[] = [];
  for (const part of window.document.querySelectorAll(hiddenParts)) {
    const mark = part.closest('[data-theke-show],[data-theke-mask],[data-theke-block]');
    const secret = part.matches('[type=password],[type=file],[autocomplete^=cc-],[autocomplete=one-time-code],iframe');
    if (mark?.matches('[data-theke-show]') && !mark.matches('[data-theke-mask],[data-theke-block]') && !secret)
      continue;
    const { left, top, width, height } = part.getBoundingClientRect();
    const inSight = width > 2 && height > 2 && top < window.innerHeight && left < window.innerWidth && top + height > 0;
    if (inSight) boxes.push({ left, top, width, height });
    if (boxes.length >= maxBoxes) break;
  }
  return boxes;
}
