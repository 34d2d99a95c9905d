import type { FieldState } from '@theke/protocol';

export type FieldKind = FieldState['kind'];

const inputs: Record<string, FieldKind> = {
  text: 'text',
  search: 'text',
  url: 'text',
  tel: 'text',
  email: 'text',
  number: 'whole',
  date: 'whole',
  time: 'whole',
  month: 'whole',
  week: 'whole',
  'datetime-local': 'whole',
  range: 'whole',
  color: 'whole',
  checkbox: 'tick',
  radio: 'tick',
};

const isEditable = (element: Element | null) => (element as HTMLElement | null)?.isContentEditable === true;

/** The element whose content is written in: for a place inside an editable part of the page, the whole part. */
export function fieldAround(element: Element): Element {
  let host = element;
  while (isEditable(host) && isEditable(host.parentElement)) host = host.parentElement!;
  return host;
}

/**
 * How an element is filled in together, or null if not at all: passwords, files, buttons and what is no field.
 * Asked on the visitor's page and on its picture, with the same answer.
 */
export function fieldKind(element: Element): FieldKind | null {
  const tag = element.localName;
  if (tag === 'input') return Object.hasOwn(inputs, typeOf(element)) ? inputs[typeOf(element)]! : null;
  if (tag === 'textarea') return 'lines';
  if (tag === 'select') return 'choice';
  return isEditable(element) ? 'rich' : null;
}

const typeOf = (element: Element) => (element as HTMLInputElement).type;
