import { describe, expect, it } from 'vitest';
import { contact } from '../testing/fixtures.ts';
import { textsOf } from '../texts/index.ts';
import { pageName, readOfferedPage, safeLink, textPieces } from './address.ts';
import { languageName } from './locale.ts';
import { cartTotalCents, money } from './money.ts';
import { agoWords, dayMark, exactLength, runningTime, spokenLength } from './time.ts';
import { initials, nameOf, nameOfFound } from './who.ts';

describe('times', () => {
  it('[CH82] a running time counts seconds, a spoken one says what a person would', () => {
    expect([0, 42_999, 725_000, 3_850_000].map(runningTime)).toEqual(['0:00', '0:42', '12:05', '1:04:10']);
    expect(runningTime(-5_000)).toBe('0:00');
    expect([20_000, 125_000, 3_900_000, 7_200_000, 3 * 86_400_000].map(spokenLength)).toEqual([
      '20 s',
      '2 min',
      '1 h 5 min',
      '2 h',
      '3 d',
    ]);
  });

  it('[AC127] a countdown has its two largest units; a time gone by is a phrase of the language', () => {
    const minutes = 60_000;
    expect([0, 1, 40_001, 500_000, 480_000, 65 * minutes, 3_600_000, 51 * 60 * minutes].map(exactLength)).toEqual([
      '0 s',
      '1 s',
      '41 s',
      '8 min 20 s',
      '8 min',
      '1 h 5 min',
      '1 h',
      '2 d 3 h',
    ]);
    expect([4_999, 5_000, 61_000, 7_300_000, 49 * 3_600_000].map((ms) => agoWords(ms, 'de'))).toEqual([
      'jetzt',
      'vor 5 Sekunden',
      'vor 1 Minute',
      'vor 2 Stunden',
      'vor 2 Tagen',
    ]);
    expect([61_000, 49 * 3_600_000].map((ms) => agoWords(ms, 'en'))).toEqual(['1 minute ago', '2 days ago']);
  });

  it('[AC127] a visitor’s language is told by its name', () => {
    expect([languageName('en-GB', 'en'), languageName('de', 'de')]).toEqual(['British English', 'Deutsch']);
    expect(languageName('not a tag', 'en')).toBe('not a tag');
  });

  it('[CH82] days are called today and yesterday, then by name', () => {
    const now = new Date(2026, 5, 10, 0, 30).getTime();
    const words = { today: 'Today', yesterday: 'Yesterday' };
    expect(dayMark(now - 60_000, now, 'en', words)).toBe('Today');
    expect(dayMark(now - 3_600_000, now, 'en', words)).toBe('Yesterday');
    expect(dayMark(new Date(2026, 5, 1).getTime(), now, 'de', words)).toBe('Montag, 1. Juni');
    expect(dayMark(new Date(2025, 5, 1).getTime(), now, 'en', words)).toContain('2025');
  });
});

describe('money', () => {
  it('[CH83] is written in the agent’s language; a currency nobody knows does no harm; the shop’s own total wins', () => {
    expect(money(123_450, 'EUR', 'de').replace(/\s/gu, ' ')).toBe('1.234,50 €');
    expect(money(990, undefined, 'en')).toBe('€9.90');
    expect(money(990, 'not a currency', 'en')).toBe('9.90 not a currency');
    const lines = [{ id: 'a', name: 'A', quantity: 3, priceCents: 100 }];
    expect(cartTotalCents({ valueCents: 250, lines })).toBe(250);
    expect(cartTotalCents({ valueCents: 0, lines })).toBe(300);
  });
});

describe('addresses', () => {
  it('[CH80] only harmless addresses become links; the sentence keeps its full stop', () => {
    expect(safeLink('javascript:alert(1)')).toBe(null);
    expect(safeLink('data:text/html,x')).toBe(null);
    expect(safeLink('/relative')).toBe(null);
    expect(safeLink('https://a.example/x')).toBe('https://a.example/x');
    expect(textPieces('See https://a.example/x?y=1. Then (https://b.example/) <b>')).toEqual([
      { text: 'See ' },
      { text: 'https://a.example/x?y=1', href: 'https://a.example/x?y=1' },
      { text: '. Then (' },
      { text: 'https://b.example/', href: 'https://b.example/' },
      { text: ') <b>' },
    ]);
    expect(textPieces('javascript:alert(1)')).toEqual([{ text: 'javascript:alert(1)' }]);
  });

  it('[CH81] only a page of the visitor’s own site can be offered', () => {
    const origin = 'https://shop.example';
    expect(readOfferedPage('/cart', origin)).toEqual({ ok: true, url: 'https://shop.example/cart' });
    expect(readOfferedPage('https://shop.example.evil/', origin)).toEqual({ ok: false, why: 'foreign' });
    expect(readOfferedPage('javascript:alert(1)', origin)).toEqual({ ok: false, why: 'bad' });
    expect(readOfferedPage('cart', null)).toEqual({ ok: false, why: 'bad' });
    expect(pageName({ url: 'https://shop.example/cart' })).toBe('/cart');
  });
});

describe('names', () => {
  it('[CH90] a nameless visitor is told apart by the end of the id', () => {
    const texts = textsOf('en');
    expect(nameOf(contact('con_0a1x9'), texts)).toBe('Visitor A1X9');
    expect(nameOf(contact('con_1', '  '), texts)).toBe('Visitor ON_1');
    expect(nameOf(contact('con_1', undefined, { email: 'a@b.example' }), texts)).toBe('a@b.example');
    expect([initials('Mara Winter'), initials('regenfreund_77'), initials('Jonas'), initials('')]).toEqual([
      'MW',
      'R7',
      'J',
      '',
    ]);
  });

  it('[VW153] an element of the page is called by its words, or else by what it is; a mere box has no name', () => {
    const texts = textsOf('en');
    expect(nameOfFound({ label: 'button Order now', tag: 'button' }, texts)).toBe('Order now');
    expect(nameOfFound({ label: 'input', tag: 'input' }, texts)).toBe('Field');
    expect(nameOfFound({ label: 'div', tag: 'div' }, texts)).toBe('');
  });
});
