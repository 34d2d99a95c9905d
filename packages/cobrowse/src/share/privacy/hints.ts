import type { Dom } from '../dom.ts';

// A label, not a paragraph.
const maxChars = 100;
const typedFields = 'input:not([type=hidden],[type=checkbox],[type=radio],[type=submit],[type=button]),textarea,select';
const switches = 'button,[role=button],[role=switch],[role=checkbox],[type=checkbox],[type=button],a:not([href])';
// Only a password is shown and hidden by a button of its own.
const reveals = /show|hide|reveal|toggle|anzeigen|zeigen|verbergen|ausblenden|einblenden|sichtbar|visib|\beye|auge/i;

const captions = ['aria-label', 'placeholder', 'title', 'data-placeholder'];

interface Field extends Element {
  labels?: Iterable<Element> | null;
}

/** What a person reads beside a field, on one line: what says that it is a password though nothing in its own name does. */
export function wordsBeside(dom: Dom, field: Element): string {
  const words: string[] = captions.map((name) => dom.attribute(field, name) ?? '');
  const tell = (element: Element) => {
    const text = element.textContent ?? '';
    if (text.length <= maxChars) words.push(text);
    for (const name of ['aria-label', 'title', 'class']) words.push(dom.attribute(element, name) ?? '');
  };
  for (const label of (field as Field).labels ?? []) tell(label);
  const root = field.getRootNode() as Document;
  for (const id of (dom.attribute(field, 'aria-labelledby') ?? '').split(/\s+/)) {
    const label = id && root.getElementById?.(id);
    if (label) tell(label);
  }
  const id = dom.attribute(field, 'id');
  let around = dom.around(field);
  // Its own corner of the form: as far out as it is the only field.
  for (let steps = 0; around && steps < 3 && around.querySelectorAll(typedFields).length <= 1; steps += 1) {
    tell(around);
    for (const button of around.querySelectorAll(switches)) {
      tell(button);
      const controls = id !== null && dom.attribute(button, 'aria-controls')?.split(/\s+/).includes(id);
      if (controls && reveals.test(words.slice(-4).join(' '))) words.push('password');
    }
    around = dom.around(around);
  }
  return words.join('\n');
}

/** How many fields that hold as many signs stand side by side: codes and card numbers are often cut into boxes. */
export function alikeBeside(dom: Dom, field: Element): number {
  const length = dom.attribute(field, 'maxlength');
  if (length !== '1' && length !== '4') return 0;
  let around = dom.around(field);
  let count = 0;
  // Each box may have a wrapper or two of its own.
  for (let steps = 0; around && steps < 3; steps += 1) {
    count = Math.max(count, around.querySelectorAll(`input[maxlength="${length}"]`).length);
    around = dom.around(around);
  }
  return count;
}

/** Whether a field is made for digits. */
export const forDigits = (dom: Dom, field: Element): boolean =>
  /^(numeric|decimal|tel)$/i.test(dom.attribute(field, 'inputmode') ?? '') ||
  /\\d|\[0-9\]/.test(dom.attribute(field, 'pattern') ?? '');
