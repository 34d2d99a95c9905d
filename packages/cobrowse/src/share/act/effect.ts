import type { TargetFacts } from '@theke/protocol';
import { saysInCode, saysOf } from '@theke/rules';
import type { FormReads } from './form.ts';
import type { Kinds } from './kinds.ts';
import { addressSays, leadsTo } from './leads.ts';
import type { Names } from './name.ts';
import type { Reads } from './reads.ts';

/** What comes of pressing something. */
export type Effect = Pick<TargetFacts, 'submits' | 'form' | 'says' | 'leads'>;

export const noEffect: Effect = { submits: false, form: 'none', says: [], leads: 'nowhere' };

export interface Effects {
  /** `acting`: what on the way outwards hears the press. */
  pressing(path: readonly Element[], acting: readonly Element[]): Effect;
  /** Enter in a field presses the first button of its form; on anything else it is a press. */
  entering(path: readonly Element[], acting: readonly Element[]): Effect;
  /** Sending `form`, by `button` or by itself. */
  sending(form: Element, button: Element | null): Effect;
}

const codeNames = ['id', 'name', 'formaction', 'onclick', 'data-action'];
// Read by people, by the browser, or elsewhere.
const noCode = /^(style|title|alt|value|placeholder|aria-.*|src|srcset|href|xlink:href|rel|d|points|sizes)$/;
const maxInner = 20;
const maxPicture = 500;

/** Makes {@link Effects}. */
export function createEffects(
  reads: Reads,
  kinds: Kinds,
  names: Names,
  forms: FormReads,
  isSite: (url: URL) => boolean,
): Effects {
  const attribute = (element: Element, name: string) => reads.attribute(element, name) ?? '';
  const baseOf = (element: Element) => element.ownerDocument.baseURI;

  function leadsOf(element: Element): TargetFacts['leads'] {
    const address = kinds.address(element);
    if (address === null) return 'nowhere';
    const leads = leadsTo(address, baseOf(element), isSite);
    return reads.has(element, 'download') && leads !== 'script' ? 'download' : leads;
  }

  /** By its name, by how programs call it, by the file of its picture, by where it leads. */
  function saysOfStep(element: Element, path: readonly Element[]): TargetFacts['says'] {
    const nested = (other: Element) => kinds.of(other) !== 'other' && !path.includes(other);
    const images = [element, ...reads.find(element, 'img')].map((one) => attribute(one, 'src').split(/[?#]/, 1)[0]!);
    const drawn = reads.style(element).backgroundImage;
    const kind = kinds.of(element);
    const button = kind === 'button' || kind === 'link';
    // Libraries are told by attributes and classes of any name what a button does.
    const code = (button ? reads.attributeNames(element).filter((name) => !noCode.test(name)) : codeNames).map((name) =>
      attribute(element, name),
    );
    const said = names.whole(element, nested);
    // A drawing alone: what its parts are called is all there is.
    const parts =
      button && !said.some((name) => /\p{L}/u.test(name)) ? reads.find(element, '*').slice(0, maxInner) : [];
    const drawing = parts.flatMap((part) => ['class', 'id', 'href', 'xlink:href'].map((name) => attribute(part, name)));
    const address = kinds.address(element);
    return [
      ...[...said, ...(kind === 'button' ? names.pieces(element, nested) : [])].flatMap(saysOf),
      ...[...code, ...drawing, ...[...images, drawn].filter((src) => src.length <= maxPicture)].flatMap(saysInCode),
      ...(address === null ? [] : addressSays(address, baseOf(element))),
    ];
  }

  function sending(form: Element, button: Element | null): Effect {
    const action = forms.action(form, button);
    const leads = action === null ? 'here' : leadsTo(action, baseOf(form), isSite);
    return {
      submits: true,
      form: forms.gravity(form, button),
      says: action === null ? [] : addressSays(action, baseOf(form)),
      leads: leads === 'nowhere' ? 'here' : leads,
    };
  }

  function pressing(path: readonly Element[], acting: readonly Element[]): Effect {
    // An element of the shop's own kind may be a button inside, whatever it says outside.
    const own = kinds.lookalikes(path).filter((element) => acting.length === 0 || reads.tag(element).includes('-'));
    const steps = [...acting, ...own].filter((step) => kinds.of(step) !== 'field');
    const says = [...new Set(steps.flatMap((step) => saysOfStep(step, path)))];
    const leads = acting.map(leadsOf).find((found) => found !== 'nowhere') ?? 'nowhere';
    for (const button of acting) {
      const form = forms.sentBy(button);
      if (!form) continue;
      const sent = sending(form, button);
      return { ...sent, says: [...new Set([...says, ...sent.says])] };
    }
    const form = acting[0] ? reads.form(acting[0]) : null;
    if (!form) return { ...noEffect, says, leads };
    const gravity = forms.gravity(form);
    // A script's button without a name, among card fields: nobody can tell what it does but the visitor who sees it.
    const nameless = kinds.of(acting[0]!) === 'button' && !names.whole(acting[0]!).some((name) => /\p{L}/u.test(name));
    return { says, leads, form: gravity, submits: gravity === 'payment' && nameless };
  }

  function entering(path: readonly Element[], acting: readonly Element[]): Effect {
    const field = acting[0];
    if (!field || kinds.of(field) !== 'field') return pressing(path, acting);
    const form = reads.tag(field) === 'input' ? reads.form(field) : null;
    if (!form) return noEffect;
    const button = forms.defaultButton(form);
    if (!button) return forms.sendsItself(form) ? sending(form, null) : { ...noEffect, form: forms.gravity(form) };
    const buttonPath = reads.path(button);
    return pressing(buttonPath, kinds.acting(buttonPath));
  }

  return { pressing, entering, sending };
}
