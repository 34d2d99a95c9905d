import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ElementFacts, Verdict } from './facts.ts';
import { verdictFor } from './verdict.ts';

const none = { show: false, mask: false, block: false };
const plain: ElementFacts = { tag: 'div', wasPassword: false, hidden: false, marks: none, inherited: 'mask' };
const all = { show: true, mask: false, block: false };
const shownField = (over: Partial<ElementFacts>) =>
  verdictFor({ ...plain, tag: 'input', marks: all, inherited: 'show', ...over });

describe('verdictFor', () => {
  it('[PR1] masks what nobody marked', () => {
    expect(verdictFor(plain)).toBe('mask');
    expect(verdictFor({ ...plain, tag: 'input', type: 'text', name: 'city' })).toBe('mask');
  });

  it('[PR1] shows what the shop marked, and what is inside it', () => {
    expect(verdictFor({ ...plain, marks: all })).toBe('show');
    expect(verdictFor({ ...plain, inherited: 'show' })).toBe('show');
  });

  it.each<[string, Partial<ElementFacts>]>([
    ['a password', { type: 'password' }],
    ['a password in capitals', { tag: 'INPUT', type: 'PassWord' }],
    ['a password that is text by now', { type: 'text', wasPassword: true }],
    ['a card number by autocomplete', { autocomplete: 'section-a billing cc-number' }],
    ['the name on a card', { autocomplete: 'cc-name' }],
    ['a one-time code', { autocomplete: 'one-time-code' }],
    ['a new password shown as text', { autocomplete: 'new-password' }],
    ['a current password', { autocomplete: 'CURRENT-PASSWORD webauthn' }],
    ['a file', { type: 'file' }],
    ['a hidden input', { type: 'hidden' }],
    ['an unseen field', { tag: 'textarea', hidden: true }],
    ['a card by name', { name: 'cardNumber' }],
    ['a card by id', { id: 'payment_card-no' }],
    ['a German card', { name: 'kreditkartennummer' }],
    ['an expiry select', { tag: 'select', name: 'card[exp_month]' }],
    ['a cvc', { name: 'checkout.cvc2' }],
    ['an IBAN', { id: 'Sepa-IBAN' }],
    ['a PIN', { name: 'userPIN' }],
    ['a pin code', { name: 'PINCode' }],
    ['a German password', { name: 'neues_Paßwort', id: 'passwort2' }],
    ['a check number with an umlaut', { name: 'Prüfziffer' }],
  ])('[PR2] never shows %s, whatever the marks', (_, over) => {
    expect(shownField(over)).toBe('block');
  });

  it.each([
    'shipping-street',
    'spinner',
    'cardigan-size',
    'discount',
    'company',
    'panel-search',
    'newsletter',
    'compass',
    'successCode',
  ])('[PR2] does not take the harmless field %s for a secret', (name) => {
    expect(shownField({ name })).toBe('show');
  });

  it('[PR2] judges names of form fields only, and not of choices', () => {
    expect(verdictFor({ ...plain, marks: all, id: 'product-card' })).toBe('show');
    expect(shownField({ type: 'radio', name: 'payment', id: 'pay-card' })).toBe('show');
    expect(verdictFor({ ...plain, marks: all, hidden: true })).toBe('show');
  });

  it('[PR3] lets a block hold for everything inside it, against any mark', () => {
    expect(verdictFor({ ...plain, inherited: 'block', marks: all })).toBe('block');
    expect(verdictFor({ ...plain, inherited: 'show', marks: { ...all, block: true } })).toBe('block');
  });

  it('[PR4] masks inside shown, shows inside masked, masks where both are marked', () => {
    expect(verdictFor({ ...plain, inherited: 'show', marks: { ...none, mask: true } })).toBe('mask');
    expect(verdictFor({ ...plain, inherited: 'mask', marks: all })).toBe('show');
    expect(verdictFor({ ...plain, inherited: 'show', marks: { ...all, mask: true } })).toBe('mask');
  });

  it('[PR4] shows an element only where a mark allows it and nothing nearer forbids', () => {
    const bool = fc.boolean();
    const path = fc.array(fc.record({ show: bool, mask: bool, block: bool, secret: bool }), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(path, (steps) => {
        let verdict: Verdict = 'mask';
        for (const { secret, ...marks } of steps) {
          const field = secret ? { tag: 'input', type: 'password' } : { tag: 'p' };
          verdict = verdictFor({ ...plain, ...field, marks, inherited: verdict });
        }
        const nearest = steps.findLastIndex((step) => step.show || step.mask);
        const expected = steps.some((step) => step.block || step.secret)
          ? 'block'
          : nearest >= 0 && !steps[nearest]!.mask
            ? 'show'
            : 'mask';
        expect(verdict).toBe(expected);
      }),
    );
  });
});
