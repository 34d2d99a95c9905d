/** Makes events for one window and sends them, also where the page has put something of its own in place of the makers. */
export interface Events {
  /** False: the page has prevented what comes of it. */
  pointer(target: Element, type: string, more: PointerEventInit): boolean;
  key(target: Element, type: 'keydown' | 'keypress' | 'keyup', key: string): boolean;
  plain(target: Element, type: string, more?: EventInit): boolean;
}

const keyCodes: Record<string, number> = {
  Tab: 9,
  Enter: 13,
  Escape: 27,
  PageUp: 33,
  PageDown: 34,
  End: 35,
  Home: 36,
  ArrowLeft: 37,
  ArrowUp: 38,
  ArrowRight: 39,
  ArrowDown: 40,
};

/** What we sent ourselves. */
export const ours = new WeakSet<Event>();

/** Makes {@link Events}. */
export function createEvents(view: Window & typeof globalThis): Events {
  const { dispatchEvent } = view.EventTarget.prototype;
  const { createEvent } = view.Document.prototype;

  /** What the page's own maker gives must be a real event of that type, or the old way is taken. */
  function send(target: Element, type: string, make: () => Event, old: () => Event): boolean {
    const go = (event: Event) => {
      ours.add(event);
      return dispatchEvent.call(target, event);
    };
    try {
      const event = make();
      if (event.type === type) return go(event);
    } catch {
      // Replaced by the page, or too old a browser. Nothing was sent: errors of those who listen do not come here.
    }
    return go(old());
  }

  return {
    pointer(target, type, more) {
      const init: PointerEventInit = { bubbles: true, cancelable: true, composed: true, view, ...more };
      const old = () => {
        const event = createEvent.call(view.document, 'MouseEvents') as MouseEvent;
        const {
          bubbles = true,
          cancelable = true,
          detail = 0,
          screenX = 0,
          screenY = 0,
          clientX = 0,
          clientY = 0,
        } = init;
        const place = [detail, screenX, screenY, clientX, clientY] as const;
        event.initMouseEvent(type, bubbles, cancelable, view, ...place, false, false, false, false, 0, null);
        return event;
      };
      // A click is a pointer's too, by now; where there are no pointers it is a mouse's.
      const Maker = /^(pointer|click)/.test(type) && view.PointerEvent ? view.PointerEvent : view.MouseEvent;
      return send(target, type, () => new Maker(type, init), old);
    },
    key(target, type, key) {
      const code = keyCodes[key] ?? 0;
      const init: KeyboardEventInit = { bubbles: true, cancelable: true, composed: true, view, key, code: key };
      return send(
        target,
        type,
        () =>
          new view.KeyboardEvent(type, {
            ...init,
            keyCode: code,
            which: code,
            charCode: type === 'keypress' ? code : 0,
          } as KeyboardEventInit),
        () => {
          const old = createEvent.call(view.document, 'KeyboardEvent') as KeyboardEvent;
          old.initKeyboardEvent(type, true, true, view, key, 0);
          return old;
        },
      );
    },
    plain(target, type, more = {}) {
      const old = () => {
        const event = createEvent.call(view.document, 'Event');
        event.initEvent(type, more.bubbles ?? false, more.cancelable ?? false);
        return event;
      };
      return send(target, type, () => new view.Event(type, more), old);
    },
  };
}
