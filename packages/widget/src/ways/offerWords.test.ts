import type { FactValue, Offer } from '@theke/rules';
import { describe, expect, it } from 'vitest';
import { fillWords, wordsOf } from './offerWords.ts';

const facts: Record<string, FactValue> = {
  'product.name': 'Fjord',
  'cart.valueCents': 123_450,
  'cart.currency': 'EUR',
  'cart.quantity': 1_200,
  'visit.returning': true,
};
const fact = (name: string) => facts[name];
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('the words of a card', () => {
  it.each([
    ['Is {product.name} the right one?', 'en', 'Is Fjord the right one?'],
    ['{cart.valueCents} in your cart', 'en', '€1,234.50 in your cart'],
    ['{cart.valueCents} im Warenkorb', 'de', '1.234,50 € im Warenkorb'],
    ['{cart.quantity} things', 'de', '1.200 things'],
    ['About {search.query|what you look for}?', 'en', 'About what you look for?'],
    ['Help with {search.query} ?', 'en', 'Help with?'],
    ['{visit.returning|Again}', 'en', 'Again'],
    ['{not closed', 'en', '{not closed'],
    ['{1}{}', 'en', '{1}{}'],
  ])('[IN230] %j in %s is %j', (text, locale, expected) => {
    expect(plain(fillWords(text, fact, locale))).toBe(expected);
  });

  it('[IN230] what a page told is cut, and read once only', () => {
    const told = (name: string) => (name === 'product.name' ? `{cart.quantity}${'x'.repeat(500)}` : fact(name));
    expect(fillWords('{product.name}', told, 'en')).toBe(`{cart.quantity}${'x'.repeat(105)}`);
  });

  it('[IN231] the variant the server chose speaks; an unknown one falls back to the offer itself', () => {
    const words = (word: string) => ({ en: word, de: `${word} (de)` });
    const offer: Offer = {
      skill: 'sales',
      title: words('Title'),
      text: words('Own'),
      variants: [{ id: 'b', text: words('Other {product.name}') }],
    };
    expect(wordsOf(offer, { variant: 'b', locale: 'de', fact })).toEqual({
      title: 'Title (de)',
      text: 'Other Fjord (de)',
    });
    expect(wordsOf(offer, { variant: 'x', locale: 'en', fact }).text).toBe('Own');
    expect(wordsOf({ ...offer, title: undefined }, { locale: 'en', fact })).toEqual({ text: 'Own' });
  });
});
