import type { Act, ActOutcome, ActTry, ActWhy } from '@theke/protocol';
import { mayAct } from '@theke/rules';
import type { Surface } from '../surface.ts';
import { createEvents, type Events } from './events.ts';
import type { Focus } from './focus.ts';
import type { Presses, PressParts } from './press.ts';
import { scrollAround } from './scroll.ts';
import type { Target } from './target.ts';

type KeyAct = Extract<Act, { kind: 'key' }>;
type KeyTry = ActTry & { act: KeyAct };

export interface KeyParts extends Omit<PressParts, 'mayFill'> {
  focus: Focus;
  presses: Presses;
}

export interface Keys {
  aim(act: KeyTry): Target | ActWhy;
  press(act: KeyTry): Promise<ActOutcome>;
}

const pages = /^(Home|End|PageUp|PageDown)$/;
const pressedByEnter = /^(a|area|button|summary|input)$/;

/** Makes {@link Keys}: tells the page of a key, and does what the browser does only for keys that a person pressed. */
export function createKeys(parts: KeyParts): Keys {
  const { surface, reads, targets, hits, mouse, guard, grip, focus, presses } = parts;

  /** The key goes to what has the focus inside the element, or to the element. */
  function receiver(element: Element): Element {
    const acting = targets.acting(element) ?? element;
    const view = reads.windowOf(element);
    const active = view && focus.active(view);
    return active && active !== acting && reads.path(active).includes(acting) ? active : acting;
  }

  function aim(act: KeyTry): Target | ActWhy {
    const element = grip.take(act, act.act.node);
    if (typeof element === 'string') return element;
    const target = targets.read(receiver(element), act.act.key === 'Enter' ? 'enter' : 'look');
    return isStale(surface, act, target) ? 'changed' : target;
  }

  function whyNot(act: KeyTry, target: Target): ActWhy | null {
    const why = mayAct('key', target.facts);
    if (why || act.act.key !== 'Enter') return why;
    if (target.opensWindow) return 'onlyVisitor';
    if (target.facts.kind === 'field') return null;
    const spot = hits.reach(target.element, 0.5, 0.5);
    return typeof spot === 'string' ? spot : null;
  }

  function enter(events: Events, element: Element, note: (why: ActWhy) => void): void {
    const target = targets.read(element, 'enter');
    const why = mayAct('key', target.facts);
    if (why) {
      note(why);
      return;
    }
    if (target.facts.kind !== 'field') {
      if (pressedByEnter.test(reads.tag(element))) mouse.activate(events, element);
      return;
    }
    const form = reads.tag(element) === 'input' ? reads.form(element) : null;
    const button = form && targets.forms.defaultButton(form);
    if (button) mouse.activate(events, button);
    else if (form && targets.forms.sendsItself(form)) reads.window.HTMLFormElement.prototype.requestSubmit.call(form);
  }

  /** Esc closes what is open on top of the page, and asks the page first. */
  function leaveTop(events: Events, element: Element): void {
    const path = reads.path(element);
    const view = reads.windowOf(element) ?? reads.window;
    const popover = path.find((one) => reads.matches(one, '[popover]:popover-open'));
    const dialog = path.find((one) => reads.matches(one, 'dialog:modal'));
    if (popover) view.HTMLElement.prototype.hidePopover.call(popover as HTMLElement);
    if (popover) return;
    if (!dialog || reads.attribute(dialog, 'closedby') === 'none') return;
    if (events.plain(dialog, 'cancel', { cancelable: true }))
      view.HTMLDialogElement.prototype.close.call(dialog as HTMLDialogElement);
  }

  return {
    aim,
    async press(act) {
      const target = aim(act);
      if (typeof target === 'string') return grip.refuse(act, target);
      const { element } = target;
      const { key } = act.act;
      const no = whyNot(act, target);
      const view = reads.windowOf(element);
      if (no || !view) return grip.refuse(act, no ?? 'gone', target);
      const events = createEvents(view);
      const late: { why: ActWhy | null } = { why: null };
      const caught = guard.during(view, () => {
        if (focus.active(view) !== element) focus.set(element);
        const going = events.key(element, 'keydown', key) && (key !== 'Enter' || events.key(element, 'keypress', key));
        if (going && reads.connected(element)) {
          if (key === 'Enter') enter(events, element, (why) => (late.why = why));
          else if (key === 'Tab') focus.next(element);
          else if (key === 'Escape') leaveTop(events, element);
          else if (pages.test(key) && target.facts.kind !== 'field') scrollAround(reads, element, key);
        }
        const now = focus.active(view) ?? element;
        if (reads.connected(now)) events.key(now, 'keyup', key);
      });
      return late.why ? grip.refuse(act, late.why, target) : presses.after(act, target, caught);
    },
  };
}

function isStale(surface: Surface, act: ActTry, { element, acting }: Pick<Target, 'element' | 'acting'>): boolean {
  return [element, acting].some((one) => one !== null && surface.changedSince(act.seen, one));
}
