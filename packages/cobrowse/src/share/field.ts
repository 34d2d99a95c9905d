import { cutSecrets } from './privacy/line.ts';
import { filled } from './privacy/signs.ts';
import type { Sight } from './sight.ts';

export { filled };

// Their own getters: a page's framework may have put others in front of them.
const liveValue = (element: Element): string => {
  const get = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(element) as object, 'value')?.get;
  return String((get ? get.call(element) : (element as HTMLInputElement).value) ?? '');
};

/** What of a field's value may leave: itself where the shop shows it, a sign that it is filled, or (undefined) nothing. */
export function fieldValue(element: Element, sight: Sight): string | undefined {
  const type = (element as HTMLInputElement).type;
  if (sight.verdict === 'block' || type === 'checkbox' || type === 'radio') return undefined;
  const value = liveValue(element);
  if (sight.verdict === 'show') return cutSecrets(element, value);
  return value === '' ? '' : filled;
}

/** Whether a box is ticked: told only where the shop shows it. */
export function fieldChecked(element: Element, sight: Sight): boolean {
  return sight.verdict === 'show' && (element as HTMLInputElement).checked === true;
}
