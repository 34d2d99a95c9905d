/**
 * A property as the element's own class has it, past what frameworks lay over the single element to hear of changes: only so
 * do they find that it has changed. The class of a text area is another than that of an input.
 */
export function ownProperty(element: Element, key: string): PropertyDescriptor | undefined {
  for (let proto = Object.getPrototypeOf(element); proto; proto = Object.getPrototypeOf(proto)) {
    const found = Object.getOwnPropertyDescriptor(proto, key);
    if (found) return found;
  }
}

/** Reads such a property. */
export const readOwn = (element: Element, key: string): unknown => ownProperty(element, key)?.get?.call(element);

/** Sets such a property. */
export const writeOwn = (element: Element, key: string, value: unknown) =>
  ownProperty(element, key)?.set?.call(element, value);

/** Whether the visitor is in this field, as far as its own document knows. */
export function isFocused(element: Element): boolean {
  const { activeElement } = element.getRootNode() as Document | ShadowRoot;
  return activeElement !== null && element.contains(activeElement);
}

/** What the page hears of an agent being in a field: as if a caret came, changed something, and left. Nobody's caret is moved. */
export interface Touch {
  /** Before each change. */
  begin(): void;
  /** False: the page does not want it. */
  before(inputType: string, text: string): boolean;
  /** Without a type, as of a field in which nothing is written. */
  input(inputType?: string, text?: string): void;
  change(): void;
  /** `change`, if something has changed that the page was not told of, and `blur`. */
  leave(): void;
}

/** Makes {@link Touch}. */
export function createTouch(element: Element, read: () => string): Touch {
  const view = element.ownerDocument.defaultView as Window & typeof globalThis;
  let inside = false;
  let untold: string | null = null;
  const forget = () => {
    untold = null;
  };
  element.addEventListener('change', forget);

  function fire(kind: 'Event' | 'InputEvent' | 'FocusEvent', name: string, more: InputEventInit = {}): boolean {
    return element.dispatchEvent(new view[kind](name, { bubbles: true, composed: name !== 'change', ...more }));
  }
  const typed = (inputType: string, text = '') => ({ inputType, data: text || null });
  const change = () => void fire('Event', 'change');

  return {
    begin() {
      untold ??= read();
      if (inside || isFocused(element)) return;
      inside = true;
      fire('FocusEvent', 'focus', { bubbles: false });
      fire('FocusEvent', 'focusin');
    },
    before: (inputType, text) => fire('InputEvent', 'beforeinput', { cancelable: true, ...typed(inputType, text) }),
    input: (inputType, text) =>
      void (inputType ? fire('InputEvent', 'input', typed(inputType, text)) : fire('Event', 'input')),
    change,
    leave() {
      if (element.isConnected) {
        if (untold !== null && untold !== read()) change();
        if (inside && !isFocused(element)) {
          fire('FocusEvent', 'blur', { bubbles: false });
          fire('FocusEvent', 'focusout');
        }
      }
      inside = false;
      element.removeEventListener('change', forget);
    },
  };
}
