import type { Driver } from './driver.ts';
import { createTouch, readOwn } from './touch.ts';

/** Boxes to tick and radio buttons. Their text is `1` or nothing. */
export function createTickDriver(box: HTMLInputElement): Driver {
  const read = () => (readOwn(box, 'checked') ? '1' : '');
  const touch = createTouch(box, read);

  /** Whether another radio button is the one chosen instead of this one. */
  function isOther(): boolean {
    const root = box.getRootNode() as Document | ShadowRoot;
    const chosen = [...root.querySelectorAll<HTMLInputElement>('input[type=radio]:checked')];
    return box.type === 'radio' && chosen.some((one) => box.name && one.name === box.name && one.form === box.form);
  }

  return {
    kind: 'tick',
    read,
    // A radio button goes off only by choosing another.
    clean: (text) => text || (box.type === 'radio' ? read() : ''),
    most: () => Number.POSITIVE_INFINITY,
    write(next) {
      touch.begin();
      // Frameworks listen for the click; the browser then ticks it and tells of the change itself.
      if (read() !== next) box.click();
    },
    caret: () => null,
    place: () => {},
    empty: () => !read() && !isOther(),
    leave: touch.leave,
  };
}
