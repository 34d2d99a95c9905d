import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasSecrets } from './net.ts';
import { scrubSecrets } from './scrub.ts';

/** Adds the check digit. */
function card(body: readonly number[]): string {
  const sum = [...body].reverse().reduce((s, d, i) => s + (i % 2 ? d : [0, 2, 4, 6, 8, 1, 3, 5, 7, 9][d]!), 0);
  return [...body, (10 - (sum % 10)) % 10].join('');
}

const digit = fc.integer({ min: 0, max: 9 });
const first = fc.integer({ min: 3, max: 6 });
const gap = fc.constantFrom(' ', '-', '.', '\u00a0', '\u2009', '\u202f');

describe('hasSecrets', () => {
  it.each([
    '{"textContent":"4111111111111111"}',
    '{"textContent":"Karte 4111 1111 1111 1111, gültig"}',
    '{"value":"5500-0055-5555-5559"}',
    '{"value":"3782 822463 10005"}',
    '{"value":"4111\u00a01111\u20091111\u202f1111"}',
    '{"value":"４１１１ １１１１ １１１１ １１１１"}',
    '{"value":"DE89370400440532013000"}',
    '{"value":"\\nDE89 3704 0044 0532 0130 00"}',
    '{"value":"gb82 west 1234 5698 7654 32"}',
    '{"value":"NL91-ABNA-0417-1643-00"}',
  ])('[PR118] finds the number in %j', (text) => {
    expect(hasSecrets(text)).toBe(true);
  });

  it.each([
    '',
    '{"id":4111,"parentId":1111,"nextId":1111}',
    '[4111,1111,1111,1111]',
    '{"d":"M480-120 120-480l480-360 56 58"}',
    '{"width":"33.33333333333333%","x":0.30000000000000004}',
    '{"style":"transform:translate3d(-1234.5678px,0px,0px)"}',
    '{"matrix":"matrix(0.9999847412109375, 0, 0, 1, 0, 0)"}',
    '{"url":"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="}',
    '{"href":"https://shop.example/assets/de89a0b1c2d3e4f5a6b7c8.css"}',
    '{"text":"12,99 € statt 19,99 €, Tel. 030 123456"}',
    '{"text":"AB12 deluxe edition for the whole family"}',
  ])('[PR118] leaves %j alone', (text) => {
    expect(hasSecrets(text)).toBe(false);
  });

  it('[PR118] finds cards of any length, grouped as cards are, wherever in a text they stand', () => {
    const card16 = fc
      .tuple(first, fc.array(digit, { minLength: 14, maxLength: 14 }))
      .map(([a, rest]) => card([a, ...rest]));
    fc.assert(
      fc.property(card16, gap, fc.boolean(), fc.string(), (number, between, split, noise) => {
        const written = split ? number.match(/.{4}/g)!.join(between) : number;
        expect(hasSecrets(`${noise}","text":"x ${written} y"`)).toBe(true);
      }),
    );
  });

  it('[PR118] finds nothing in what was scrubbed, whatever it was', () => {
    const part = fc.oneof(
      fc.stringMatching(/^[0-9]{1,19}$/),
      fc.constantFrom(' ', '-', '.', '\u00a0', '\u2009', 'DE89', '3704', 'x', '\n', '４１１１', ',', '4111', '1111'),
      fc.string({ maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 24 }), (parts) => {
        expect(hasSecrets(scrubSecrets(parts.join('')).text)).toBe(false);
      }),
      { numRuns: 4_000 },
    );
  });

  it('[PR118] takes no base64 for an account and no coordinates for a card', () => {
    const bytes = fc.uint8Array({ minLength: 2_000, maxLength: 6_000 });
    const number = fc
      .double({ min: -5_000, max: 5_000, noNaN: true })
      .map((n) => String(Math.round(n * 1_000) / 1_000));
    fc.assert(
      fc.property(bytes, fc.array(number, { minLength: 50, maxLength: 200 }), (raw, numbers) => {
        expect(hasSecrets(`"${Buffer.from(raw).toString('base64')}"`)).toBe(false);
        expect(hasSecrets(JSON.stringify(numbers.map(Number)))).toBe(false);
        expect(hasSecrets(numbers.join(','))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('[PR119] looks at each sign a bounded number of times, whatever stands there', () => {
    for (const unit of ['4', '4 ', '4111 ', '41111111111111111111', 'DE89', 'DE89 ', '4-', 'a1', '\\nDE12', '1111.']) {
      // Twice a second's work if each sign looked at all others.
      expect(hasSecrets(unit.repeat(200_000))).toBeTypeOf('boolean');
      expect(scrubSecrets(unit.repeat(20_000)).text.length).toBeGreaterThan(0);
    }
  });
});

describe('scrubSecrets', () => {
  it('[PR119] once clean, always clean', () => {
    const part = fc.oneof(
      fc.stringMatching(/^[0-9 .-]{1,24}$/),
      fc.stringMatching(/^[A-Z]{2}[0-9A-Z ]{1,30}$/),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
        const { text } = scrubSecrets(parts.join(' '));
        expect(scrubSecrets(text)).toEqual({ text, found: false });
      }),
      { numRuns: 3_000 },
    );
  });

  it('[PR119] a number planted in any text does not survive', () => {
    const body = fc.array(digit, { minLength: 15, maxLength: 15 });
    fc.assert(
      fc.property(fc.string(), body, gap, fc.string(), (before, digits, between, after) => {
        const number = card(digits);
        const { text } = scrubSecrets(`${before} – ${number.match(/.{1,4}/g)!.join(between)} – ${after}`);
        expect(text).not.toContain(number.match(/.{1,4}/g)!.join(between));
      }),
    );
  });
});
