import type { Replace } from '../../../fill/edit.ts';
import type { Driver } from './driver.ts';
import { caretInMail, placeInMail } from './mailCaret.ts';
import { createTouch, isFocused, readOwn, writeOwn } from './touch.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

// The page hears of these only when one is through with them; the others are chosen, not typed.
const typed = /^(number|text|search|url|tel|email)$/;

/** What a change would be called if a hand had made it. */
export function inputTypeOf({ remove, text }: Replace): string {
  if (text === '') return 'deleteContentBackward';
  if (text === '\n') return 'insertLineBreak';
  return remove > 0 ? 'insertReplacementText' : 'insertText';
}

/** Inputs with a text, text areas, and inputs that have a value but no caret. */
export function createTextDriver(field: Field, kind: 'text' | 'lines' | 'whole'): Driver {
  const read = () => String(readOwn(field, 'value') ?? '');
  const touch = createTouch(field, read);
  // Lost when the value is set.
  let direction: 'forward' | 'backward' | 'none' = 'none';

  return {
    kind,
    read,
    clean: (text) => text.replace(/\r\n?|\n/g, kind === 'lines' ? '\n' : ' '),
    most: () => (kind !== 'whole' && field.maxLength >= 0 ? field.maxLength : Number.POSITIVE_INFINITY),
    write(next, change) {
      const before = read();
      const inputType = inputTypeOf(change);
      touch.begin();
      if (!touch.before(inputType, change.text) || read() !== before) return;
      writeOwn(field, 'value', next);
      touch.input(inputType, change.text);
      if (kind === 'whole' && !typed.test(field.type)) touch.change();
    },
    caret(exact) {
      if (kind === 'whole' || !isFocused(field)) return null;
      const { selectionStart: start, selectionEnd: end } = field;
      if (exact) direction = field.selectionDirection ?? 'none';
      if (start !== null) return { start, end: end ?? start };
      return exact ? caretInMail(field as HTMLInputElement) : null;
    },
    place(caret) {
      if (kind === 'whole' || !isFocused(field)) return;
      if (field.type === 'email') placeInMail(field as HTMLInputElement, caret);
      else field.setSelectionRange(caret.start, caret.end, direction);
    },
    empty: () => read() === '',
    leave: touch.leave,
  };
}
