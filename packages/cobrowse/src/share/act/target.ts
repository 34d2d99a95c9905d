import type { TargetFacts } from '@theke/protocol';
import { saysOf } from '@theke/rules';
import type { Surface } from '../surface.ts';
import { asksConsent } from './consent.ts';
import { createEffects, type Effect, noEffect } from './effect.ts';
import { createFormReads, type FormReads } from './form.ts';
import { createKinds, type Kinds } from './kinds.ts';
import { addressSays, leadsTo } from './leads.ts';
import { createNames } from './name.ts';
import type { Reads } from './reads.ts';

/** `look`: neither pressed nor entered; what pressing would do makes no difference. */
export type Gesture = 'press' | 'enter' | 'look';

/** A live element, and what is known of it. */
export interface Target {
  element: Element;
  /** The link, button or field it stands for; null when there is none around it. */
  acting: Element | null;
  facts: TargetFacts;
  /** What a person would know it by; compared, never sent. */
  mark(): string;
  /** A new window, which only a visitor's own press can open. */
  opensWindow: boolean;
}

export interface Targets {
  read(element: Element, gesture: Gesture): Target;
  /** A form about to be sent, however that came. */
  sending(form: Element, button: Element | null): TargetFacts;
  acting(element: Element): Element | null;
  /** The page itself, to be scrolled or led to `url`; `sent`: with what stands in a form. */
  page(url?: string, sent?: boolean): TargetFacts;
  kinds: Kinds;
  forms: FormReads;
}

const word = /^[a-z0-9-]{1,40}$/;

/** Makes {@link Targets}: reads what stands on the page the way a person would find and press it. */
export function createTargets(reads: Reads, surface: Surface, isSite: (url: URL) => boolean): Targets {
  const names = createNames(reads, surface);
  const forms = createFormReads(reads, surface);
  const kinds = createKinds(reads);
  const effects = createEffects(reads, kinds, names, forms, isSite);
  const attribute = (element: Element, name: string) => reads.attribute(element, name) ?? '';

  const isOff = (element: Element) =>
    reads.matches(element, ':disabled') || attribute(element, 'aria-disabled').toLowerCase() === 'true';

  /** What Enter in a field presses. */
  function entered(field: Element): Element | null {
    const form = kinds.of(field) === 'field' && reads.tag(field) === 'input' ? reads.form(field) : null;
    return form && forms.defaultButton(form);
  }

  /** Sliders and switches order or pay by being moved, without any button. */
  const paysByMoving = (field: Element) =>
    /^(range|checkbox)$/.test(reads.type(field)) &&
    names.whole(field).some((name) => saysOf(name).some((says) => says === 'order' || says === 'pay'));

  function effectOf(gesture: Gesture, path: Element[], acting: Element[]): Effect {
    if (gesture === 'look') return noEffect;
    return gesture === 'press' ? effects.pressing(path, acting) : effects.entering(path, acting);
  }

  function factsOf(
    primary: Element,
    looked: readonly Element[],
    along: readonly Element[],
    effect: Effect,
  ): TargetFacts {
    const kind = kinds.of(primary);
    const tag = reads.tag(primary);
    const type = reads.type(primary);
    return {
      tag: word.test(tag) ? tag : 'other',
      kind,
      ...(word.test(type) ? { type } : {}),
      secret: looked.some((one) => surface.isSecret(one)),
      blocked: looked.some((one) => surface.sees(one) === 'hidden'),
      denied: along.some((one) => surface.isDenied(one) || forms.choosesPayment(one)) || paysByMoving(primary),
      ours: along.some((one) => surface.ignore(one)) || asksConsent(reads, along),
      disabled: isOff(primary) || along.some((one) => reads.has(one, 'inert')),
      ...effect,
      label: names.shown(primary) || kind,
    };
  }

  function read(element: Element, gesture: Gesture): Target {
    const path = reads.path(element);
    const acting = kinds.acting(path);
    const primary = acting[0] ?? element;
    // A box that its label draws is itself invisible, which alone makes no secret of it.
    const drawn = !path.includes(primary) && /^(checkbox|radio)$/.test(reads.type(primary));
    const button = gesture === 'enter' ? entered(primary) : null;
    const along = [...path, ...acting, ...(button ? reads.path(button) : [])];
    const facts = factsOf(primary, drawn ? [element] : [element, primary], along, effectOf(gesture, path, acting));
    if (button && isOff(button)) facts.disabled = true;
    return {
      element,
      acting: acting[0] ?? null,
      facts,
      mark: () => markOf(element, primary),
      opensWindow: acting.some(opensWindow),
    };
  }

  function markOf(element: Element, primary: Element): string {
    const telling = ['href', 'xlink:href', 'formaction', 'name', 'id', 'type'].map((name) => attribute(primary, name));
    return [...names.whole(element), ...names.whole(primary), ...telling].join('\n');
  }

  function opensWindow(element: Element): boolean {
    const form = forms.sentBy(element);
    const byForm = form && (reads.attribute(element, 'formtarget') ?? reads.attribute(form, 'target'));
    const name = (kinds.address(element) === null ? byForm : reads.attribute(element, 'target'))?.toLowerCase() ?? '';
    if (/^(_self|_top|_parent)?$/.test(name)) return false;
    // A name may also be that of a frame on this page.
    const frames = reads.find(element.ownerDocument, 'iframe[name]');
    return name.startsWith('_') || !frames.some((frame) => attribute(frame, 'name').toLowerCase() === name);
  }

  return {
    read,
    acting: (element) => kinds.acting(reads.path(element))[0] ?? null,
    kinds,
    forms,
    sending(form, button) {
      const path = reads.path(button ?? form);
      const effect = effects.sending(form, button);
      const pressed = button ? effects.pressing(path, kinds.acting(path)) : effect;
      return factsOf(button ?? form, [], path, { ...effect, says: [...new Set([...effect.says, ...pressed.says])] });
    },
    page(url, sent = false) {
      const base = surface.window.location.href;
      const leads = url === undefined ? 'nowhere' : leadsTo(url, base, isSite);
      const away = url === undefined || leads === 'elsewhere';
      const link = url === undefined ? 'other' : 'link';
      return {
        tag: url === undefined ? 'html' : 'a',
        kind: link,
        secret: false,
        blocked: false,
        denied: false,
        ours: false,
        disabled: false,
        ...noEffect,
        says: away ? [] : [...addressSays(url, base), ...(sent && forms.ordersTo(url) ? (['order'] as const) : [])],
        leads,
        label: link,
      };
    },
  };
}
