import type { ActWhy } from '@theke/protocol';
import { mayAct } from '@theke/rules';
import { ours } from './events.ts';
import type { Reads } from './reads.ts';
import type { Targets } from './target.ts';

/** What the page tried because of an act and was kept from, or the browser keeps for persons. */
export interface Caught {
  why: ActWhy;
  element: Element | null;
}

export interface Guard {
  /**
   * Runs `act`; whatever it sets off at once passes the same rules as the act itself: presses the page passes on to other buttons,
   * forms it sends, windows it opens, other sites it leads to. Everything that stands in the page's way is put back before this
   * returns; for a moment more it is listened to what the page does late, until the visitor does something themselves.
   */
  during(view: Window & typeof globalThis, act: () => void): Caught | null;
  /** Listens no longer. */
  stop(): void;
  /** Whether the browser refused, soon after, what only a person may do. */
  refusedSoon(): Promise<boolean>;
}

interface Leaving extends Event {
  destination?: { url: string };
  formData?: FormData | null;
  userInitiated?: boolean;
  /** What is pressed or sent; not every browser says so. */
  sourceElement?: Element | null;
  downloadRequest?: string | null;
}

const soonMs = 300;
// Long enough for a page that checks something before it sends a form.
const lateMs = 1_000;
const hand = ['pointerdown', 'keydown', 'touchstart'];
const forPersons = /^(NotAllowedError|SecurityError|TypeError)$/;

/** Makes {@link Guard}. */
export function createGuard(
  reads: Reads,
  targets: Targets,
  after: (ms: number, fn: () => void) => () => void,
  onLate: (caught: Caught) => void = () => {},
): Guard {
  let waiting: Promise<unknown>[] = [];
  let listening: (() => void) | null = null;

  function during(view: Window & typeof globalThis, act: () => void): Caught | null {
    listening?.();
    let caught: Caught | null = null;
    let isLate = false;
    const undo: (() => void)[] = [];
    const unheard: (() => void)[] = [];
    waiting = [];
    const note = (why: ActWhy, element: Element | null) => {
      if (isLate && caught === null) onLate({ why, element });
      caught ??= { why, element };
    };
    const stop = (event: Event, why: ActWhy, element: Element | null) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      note(why, element);
    };

    const pressed = (event: Event) => {
      const element = event.composedPath()[0] as Element | undefined;
      if (isLate && event.isTrusted) return listening?.();
      if (ours.has(event) || !element || !reads.isElement(element)) return;
      const { facts, opensWindow } = targets.read(element, 'press');
      const why = facts.type === 'file' || opensWindow ? 'onlyVisitor' : mayAct('click', facts);
      if (why && why !== 'disabled') stop(event, why, element);
    };
    const sent = (event: Event) => {
      const form = event.composedPath()[0] as Element;
      const button = (event as SubmitEvent).submitter;
      const why = mayAct('click', targets.sending(form, button));
      if (why && why !== 'disabled') stop(event, why, button ?? form);
    };
    const leaving = (event: Leaving) => {
      const url = event.destination?.url;
      if (url === undefined || (isLate && event.userInitiated)) return;
      const { sourceElement: source, formData } = event;
      const form = formData && source ? (reads.tag(source) === 'form' ? source : reads.form(source)) : null;
      const sends = form ? mayAct('click', targets.sending(form, form === source ? null : source!)) : null;
      const leads = mayAct('navigate', targets.page(url, Boolean(formData)));
      const why = event.downloadRequest ? 'denied' : (sends ?? leads);
      if (!why || why === 'disabled' || !event.cancelable) return;
      event.preventDefault();
      note(why, null);
    };

    /** Puts `stand` in place of a function of the page's window until the act is over. */
    const instead = (holder: object | undefined, key: string, stand: (real: () => unknown, of: unknown) => unknown) => {
      const was = holder && Object.getOwnPropertyDescriptor(holder, key);
      const real = was?.value as ((...args: unknown[]) => unknown) | undefined;
      if (!was?.configurable || typeof real !== 'function') return;
      const value = function (this: unknown, ...args: unknown[]) {
        return stand(() => real.apply(this, args), this);
      };
      Object.defineProperty(holder, key, { ...was, value });
      undo.push(() => Object.defineProperty(holder, key, was));
    };
    const noted = (real: () => unknown, of: unknown) => {
      try {
        const result = real();
        if (result instanceof Promise || result instanceof view.Promise) waiting.push(result as Promise<unknown>);
        return result;
      } catch (error) {
        if (forPersons.test((error as Error).name))
          note('onlyVisitor', reads.isElement(of as Node) ? (of as Element) : null);
        throw error;
      }
    };
    const unopened = () => {
      note('onlyVisitor', null);
      return null;
    };

    for (const window of new Set([view, reads.window])) {
      const { navigation } = window as { navigation?: EventTarget };
      const watch = (on: EventTarget | undefined, type: string, fn: (event: Event) => void) => {
        on?.addEventListener(type, fn, true);
        unheard.push(() => on?.removeEventListener(type, fn, true));
      };
      watch(window, 'click', pressed);
      watch(window, 'submit', sent);
      watch(navigation, 'navigate', leaving);
      instead(window, 'open', unopened);
      for (const type of hand) watch(window, type, (event) => void (event.isTrusted && listening?.()));
    }
    // Tells nobody before it sends.
    instead(view.HTMLFormElement.prototype, 'submit', (real, of) => {
      const why = mayAct('click', targets.sending(of as Element, null));
      if (!why || why === 'disabled') return real();
      note(why, of as Element);
    });
    instead(view.Element.prototype, 'requestFullscreen', noted);
    instead(view.HTMLMediaElement.prototype, 'play', noted);
    instead(view.HTMLInputElement.prototype, 'showPicker', noted);
    instead(view.HTMLSelectElement?.prototype, 'showPicker', noted);
    for (const key of ['writeText', 'readText', 'write', 'read']) instead(view.Clipboard?.prototype, key, noted);
    try {
      act();
    } finally {
      for (const step of undo.reverse()) step();
      isLate = true;
      const end = () => {
        cancel();
        listening = null;
        for (const step of unheard) step();
      };
      const cancel = after(lateMs, end);
      listening = end;
    }
    return caught;
  }

  return {
    during,
    stop: () => listening?.(),
    async refusedSoon() {
      if (waiting.length === 0) return false;
      const refused = waiting.map((one) =>
        one.then(
          () => false,
          (error) => forPersons.test((error as Error)?.name ?? ''),
        ),
      );
      const late = new Promise<boolean>((done) => void after(soonMs, () => done(false)));
      return Promise.race([Promise.all(refused).then((all) => all.some(Boolean)), late]);
    },
  };
}
