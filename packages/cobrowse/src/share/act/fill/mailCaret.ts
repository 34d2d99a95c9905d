import type { Caret } from './driver.ts';
import { writeOwn } from './touch.ts';

/**
 * Where the caret is in a field that does not say so (`email`), found by selecting from it to both ends. Null where the browser
 * does not select inside fields that way. Leaves the caret elsewhere: to be put back with {@link placeInMail}.
 */
export function caretInMail(field: HTMLInputElement): Caret | null {
  const selection = field.ownerDocument.getSelection();
  if (!selection || field.value === '') return null;
  const reach = (to: 'backward' | 'forward') => {
    selection.modify('extend', to, 'documentboundary');
    return selection.toString().length;
  };
  const start = reach('backward');
  return start + reach('forward') === field.value.length ? { start, end: start } : null;
}

/** While it is a plain text field, it takes a caret, and keeps it. */
export function placeInMail(field: HTMLInputElement, { start, end }: Caret): void {
  writeOwn(field, 'type', 'text');
  field.setSelectionRange(start, end);
  writeOwn(field, 'type', 'email');
}
