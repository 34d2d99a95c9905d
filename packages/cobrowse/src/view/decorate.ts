import type { AttributeValue, StyleChange } from '../events.ts';
import type { Dom } from './dom.ts';

/** What can only be done to elements once they stand in their place: sheets, then what fields and layers say, then scroll places. */
export type Later = Record<'sheets' | 'states' | 'scrolls', (() => void)[]>;

/** Nothing to do yet. */
export const noLater = (): Later => ({ sheets: [], states: [], scrolls: [] });

/** Does it all. What an element does not take is left: it is one of many. */
export function catchUp(later: Later): void {
  for (const step of [...later.sheets, ...later.states, ...later.scrolls]) {
    try {
      step();
    } catch {
      // A dialog that is no more where it was; a field that takes no such value.
    }
  }
}

const splitMark = '/* rr_split */';

/** Written by its owner without asking the element, whose form may have a field of that name. */
function put(element: Element, name: string, value: unknown): void {
  for (let proto: object | null = Object.getPrototypeOf(element); proto; proto = Object.getPrototypeOf(proto)) {
    const setter = Object.getOwnPropertyDescriptor(proto, name)?.set;
    if (setter) {
      setter.call(element, value);
      return;
    }
  }
}

const fieldOf: Record<string, readonly string[]> = {
  input: ['value', 'checked'],
  textarea: ['value'],
  select: ['value'],
  option: ['selected'],
};

/** What a field holds: once somebody has written in it, its attributes no longer say. */
export function putField(dom: Dom, element: Element, name: string, value: string | null): void {
  if (!fieldOf[dom.tag(element)]?.includes(name)) return;
  try {
    put(element, name, name === 'value' ? (value ?? '') : value !== null);
  } catch {
    // A file field takes no name.
  }
}

/** The text of a style sheet that came as one, onto the texts that were told of, so that each can change by itself. */
export function fillSheet(dom: Dom, element: Element, css: string, idOf: (node: Node) => number): void {
  const told: Node[] = [];
  const untold: Node[] = [];
  for (let child = dom.first(element); child; child = dom.next(child)) {
    if (dom.kind(child) === 3) (idOf(child) > 0 ? told : untold).push(child);
  }
  for (const text of untold) dom.remove(text);
  if (told.length === 0) {
    dom.insert(element, dom.documentOf(element)!.createTextNode(css), null);
    return;
  }
  const parts = css.split(splitMark);
  for (const [i, text] of told.entries())
    dom.text(text, i === told.length - 1 ? parts.slice(i).join('') : (parts[i] ?? ''));
}

function setStyle(dom: Dom, element: Element, change: StyleChange): void {
  const style = dom.style(element);
  for (const [name, value] of Object.entries(change)) {
    if (value === false) style?.removeProperty(name);
    else if (typeof value === 'string') style?.setProperty(name, value);
    else style?.setProperty(name, value[0], value[1]);
  }
}

/** Shows a dialog over all others, or takes it away. The focus stays where it is: nothing inside can be reached meanwhile. */
function showModal(dom: Dom, dialog: HTMLDialogElement, on: boolean): void {
  if (on === dialog.matches(':modal') || !dom.isThere(dialog)) return;
  if (!on) {
    dialog.close();
    return;
  }
  const inert = dom.attribute(dialog, 'inert');
  dom.set(dialog, 'open', null);
  dom.set(dialog, 'inert', '');
  try {
    dialog.showModal();
  } finally {
    dom.set(dialog, 'inert', inert);
  }
}

function showPopover(dom: Dom, element: HTMLElement, on: boolean): void {
  if (!dom.isThere(element) || dom.attribute(element, 'popover') === null) return;
  if (on !== element.matches(':popover-open')) element[on ? 'showPopover' : 'hidePopover']();
}

function markFocus(dom: Dom, element: Element, on: boolean): void {
  const root = element.getRootNode();
  for (const old of dom.all(root, '[theke-focus-within]')) dom.set(old, 'theke-focus-within', null);
  for (let around: Node | null = on ? element : null; around; around = dom.parent(around))
    if (dom.kind(around) === 1) dom.set(around as Element, 'theke-focus-within', '');
}

/** What is more than an attribute: places, top layer, fields, sheets. Undone by null like an attribute. */
function special(
  dom: Dom,
  element: Element,
  name: string,
  value: AttributeValue,
  later: Later,
  idOf: (node: Node) => number,
): boolean {
  switch (name) {
    case '_cssText':
      // Its texts may come with it.
      later.sheets.push(() => fillSheet(dom, element, String(value ?? ''), idOf));
      return true;
    case 'rr_width':
    case 'rr_height':
      later.sheets.push(() => dom.style(element)?.setProperty(name.slice(3), String(value)));
      return true;
    case 'rr_scrollLeft':
      later.scrolls.push(() => dom.scroll(element, { left: Number(value) }));
      return true;
    case 'rr_scrollTop':
      later.scrolls.push(() => dom.scroll(element, { top: Number(value) }));
      return true;
    case 'theke-modal':
      if (dom.tag(element) === 'dialog')
        later.states.push(() => showModal(dom, element as HTMLDialogElement, value !== null));
      break;
    case 'theke-popover':
      later.states.push(() => showPopover(dom, element as HTMLElement, value !== null));
      break;
    case 'theke-focus':
      later.states.push(() => markFocus(dom, element, value !== null));
      break;
    case 'open':
      if (value === null && dom.tag(element) === 'dialog') showModal(dom, element as HTMLDialogElement, false);
      break;
    case 'value':
    case 'checked':
    case 'selected':
      later.states.push(() => putField(dom, element, name, value === null ? null : String(value)));
      // A select's choice, a text field's lines: no attributes of theirs.
      return name === 'value' && /^(select|textarea)$/.test(dom.tag(element));
  }
  return false;
}

/** Puts clean attributes on an element; what can only follow once it stands in its place goes to `later`. */
export function decorate(
  dom: Dom,
  element: Element,
  attributes: Record<string, AttributeValue>,
  later: Later,
  idOf: (node: Node) => number,
): void {
  for (const name of Object.keys(attributes)) {
    const value = attributes[name]!;
    if (special(dom, element, name, value, later, idOf)) continue;
    if (typeof value === 'object' && value !== null) setStyle(dom, element, value);
    else dom.set(element, name, value === null ? null : value === true ? '' : String(value));
  }
}
