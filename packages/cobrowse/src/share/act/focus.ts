import type { Reads } from './reads.ts';

const focusable =
  'input,select,textarea,button,summary,iframe,a[href],area[href],[tabindex],[contenteditable]:not([contenteditable=false i])';

export interface Focus {
  /** Moves the focus as a press there would: to what can have it around `element`, or away. */
  press(element: Element): void;
  set(element: Element): void;
  /** What has the focus, in shadow trees too; null when nothing has. */
  active(view: Window): Element | null;
  /** As the key Tab would. */
  next(from: Element): void;
}

/** Makes {@link Focus}. */
export function createFocus(reads: Reads): Focus {
  const { focus, blur } = reads.window.HTMLElement.prototype;
  const { focus: focusSvg } = reads.window.SVGElement.prototype;
  const can = (element: Element) => reads.matches(element, focusable) && !reads.matches(element, ':disabled');
  const svg = 'http://www.w3.org/2000/svg';

  function set(element: Element): void {
    const move = element.namespaceURI === svg ? focusSvg : focus;
    try {
      move.call(element as HTMLElement & SVGElement, { preventScroll: true });
    } catch {
      // Elements of other kinds cannot have it.
    }
  }

  function active(view: Window): Element | null {
    let at = view.document.activeElement;
    while (at && reads.shadow(at)?.activeElement) at = reads.shadow(at)!.activeElement;
    return at && !/^(body|html)$/.test(reads.tag(at)) ? at : null;
  }

  function press(element: Element): void {
    const found = reads.path(element).find(can);
    const view = reads.windowOf(element);
    if (found) set(found);
    else if (view) {
      const had = active(view);
      if (had) blur.call(had as HTMLElement);
    }
  }

  return {
    press,
    set,
    active,
    next(from) {
      const root = from.getRootNode() as Document | ShadowRoot;
      const reachable = reads
        .find(root, focusable)
        .filter(
          (element) =>
            element === from ||
            (can(element) && Number(reads.attribute(element, 'tabindex') ?? 0) >= 0 && reads.visible(element)),
        );
      const next = reachable[reachable.indexOf(from) + 1];
      if (next) set(next);
    },
  };
}
