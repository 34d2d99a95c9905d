import type { TargetFacts } from '@theke/protocol';
import { saysInCode } from '@theke/rules';
import type { Surface } from '../surface.ts';
import type { Reads } from './reads.ts';

/** What pressing something would do to the form it belongs to. */
export interface FormReads {
  /** The form a button sends when pressed; null when it sends none. */
  sentBy(button: Element): HTMLFormElement | null;
  /** The button that Enter in a field of this form presses. */
  defaultButton(form: Element): Element | null;
  /** Whether Enter in a field sends a form without any button. */
  sendsItself(form: Element): boolean;
  /** The gravest thing a form asks for; `button` may send it elsewhere. */
  gravity(form: Element, button?: Element | null): TargetFacts['form'];
  /** Where it is sent, as written. */
  action(form: Element, button?: Element | null): string | null;
  /** Whether what is sent to this address orders, by the last part of its path. */
  ordersTo(address: string): boolean;
  /** Chooses how to pay: part of ordering. */
  choosesPayment(field: Element): boolean;
}

const payment =
  /pay(ment|pal|method)?\b|zahl(ung|art|weise)|bezahl|paiement|pagamento|\bpago\b|betaal|platnosc|kredit|credit|\bcard|karte|stripe|adyen|klarna|mollie|braintree/i;
const orderPath =
  /^(order|purchase|buy|pay|bestellung|bestellen|kaufen|commander|commande|acheter|acquista|ordina|pedido|comprar|bestelling|zamowienie)(\.\w+)?$/i;
const login = /^(current-password|new-password|one-time-code)$/;
const address =
  /^(name|given-name|family-name|street-address|address-.+|postal-code|country|country-name|email|tel.*|bday.*|organization)$/;
const blocksSending = /^(text|search|tel|url|email|password|date|month|week|time|datetime-local|number)$/;

/** Makes {@link FormReads}. */
export function createFormReads(reads: Reads, surface: Surface): FormReads {
  const attribute = (element: Element | null | undefined, name: string) =>
    element ? (reads.attribute(element, name) ?? '') : '';
  const tokens = (field: Element) => attribute(field, 'autocomplete').toLowerCase().split(/\s+/);

  function submits(button: Element): boolean {
    const tag = reads.tag(button);
    return (
      (tag === 'button' && reads.type(button) === 'submit') ||
      (tag === 'input' && /^(submit|image)$/.test(reads.type(button)))
    );
  }

  function choosesPayment(field: Element): boolean {
    const tag = reads.tag(field);
    if (tag !== 'select' && !(tag === 'input' && reads.type(field) === 'radio')) return false;
    return payment.test(`${attribute(field, 'name')} ${attribute(field, 'id')}`.replace(/([a-z])([A-Z])|_/g, '$1 $2'));
  }

  function asksPayment(field: Element): boolean {
    if (tokens(field).some((token) => token.startsWith('cc-')) || choosesPayment(field)) return true;
    // Fields nobody sees are secret too; they are tokens of the shop and traps for robots, and ask for nothing.
    return !/^(hidden|file|checkbox|radio)$/.test(reads.type(field)) && reads.visible(field) && surface.isSecret(field);
  }

  const asksPassword = (field: Element) =>
    reads.type(field) === 'password' || tokens(field).some((token) => login.test(token));

  function action(form: Element, button?: Element | null): string | null {
    return (button && reads.attribute(button, 'formaction')) ?? reads.attribute(form, 'action');
  }

  const ordersTo = (address: string) => orderPath.test(/[^/?#]*(?=\/?(?:[?#]|$))/.exec(address)?.[0] ?? '');

  function ordersAt(form: Element, button?: Element | null): boolean {
    const to = action(form, button);
    const method = (button && attribute(button, 'formmethod')) || attribute(form, 'method');
    if (method.toLowerCase() === 'post' && ordersTo(to ?? '')) return true;
    return saysInCode([to, attribute(form, 'id'), attribute(form, 'name')].join(' ')).some(
      (says) => says === 'order' || says === 'pay',
    );
  }

  return {
    sentBy: (button) => (submits(button) ? reads.form(button) : null),
    defaultButton: (form) => buttonsOf(form)[0] ?? null,
    sendsItself: (form) =>
      buttonsOf(form).length === 0 &&
      reads.fields(form).filter((field) => reads.tag(field) === 'input' && blocksSending.test(reads.type(field)))
        .length <= 1,
    gravity(form, button) {
      const fields = reads.fields(form);
      const frames = reads.find(form, 'iframe');
      const paysInFrame = frames.some((frame) =>
        payment.test(['src', 'title', 'name', 'id'].map((n) => attribute(frame, n)).join(' ')),
      );
      if (paysInFrame || ordersAt(form, button)) return 'payment';
      if (fields.some((field) => !asksPassword(field) && asksPayment(field))) return 'payment';
      if (fields.some(asksPassword)) return 'login';
      return fields.some((field) => tokens(field).some((token) => address.test(token))) ? 'address' : 'plain';
    },
    action,
    ordersTo,
    choosesPayment,
  };

  /** In the order of the page; pictures that send are not among the elements of a form. */
  function buttonsOf(form: Element): Element[] {
    const images = reads
      .find(form, 'input')
      .filter((input) => reads.type(input) === 'image' && reads.form(input) === form);
    const all = [...reads.fields(form).filter(submits), ...images];
    return all.sort((a, b) => (a.compareDocumentPosition(b) & 4 ? -1 : 1));
  }
}
