import type { RuleEvent } from '@theke/rules';

/** How a rule calls a form: what the shop named it by. */
const nameOf = (form: Element | null | undefined) =>
  form?.id || form?.getAttribute('name') || form?.getAttribute('data-theke-form') || '';

export interface Senses {
  /** After the page was told anew: who is at work in a form still is. */
  again(): void;
  stop(): void;
}

/**
 * What the page shows of the visitor by itself: in sight, at work in a form, doing anything. A handful of passive
 * listeners on the document, and only once there is a rule; nothing of the page is observed or changed.
 */
export function watchSenses(window: Window & typeof globalThis, feed: (event: RuleEvent) => void): Senses {
  const { document } = window;
  const stop = new AbortController();
  const watch = (target: EventTarget, names: string, fn: (event: Event) => void) => {
    for (const name of names.split(' '))
      target.addEventListener(name, fn, { signal: stop.signal, passive: true, capture: true });
  };
  const formOf = (target: EventTarget | null) =>
    target instanceof window.Element ? target.closest('form,[data-theke-form]') : null;
  let form = '';
  const enter = (next: string) => {
    if (next === form) return;
    if (form) feed({ type: 'form', form, on: false });
    form = next;
    if (form) feed({ type: 'form', form, on: true });
  };
  watch(document, 'focusin', (event) => enter(nameOf(formOf(event.target))));
  // The rules may come after the visitor has begun to type.
  enter(nameOf(formOf(document.activeElement)));
  watch(document, 'focusout', (event) => (event as FocusEvent).relatedTarget || enter(''));
  watch(document, 'visibilitychange', () => feed({ type: 'visible', on: document.visibilityState !== 'hidden' }));
  let lastMs = 0;
  watch(document, 'pointerdown pointermove keydown scroll touchstart', (event) => {
    // Idleness is counted in seconds; a moving pointer must cost nothing.
    if (event.timeStamp - lastMs < 1_000) return;
    lastMs = event.timeStamp;
    feed({ type: 'input' });
  });
  return {
    again: () => form && feed({ type: 'form', form, on: true }),
    stop: () => stop.abort(),
  };
}
