import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contentAttributes, shownAttributes } from './attributes.ts';
import { plainUrl } from './url.ts';

describe('plainUrl', () => {
  it.each([
    ['https://shop.example/a/b?token=1#frag', 'https://shop.example/a/b'],
    ['https://max:secret@shop.example:8443/a', 'https://shop.example:8443/a'],
    ['https://shop.example/reset/9f8e7d6c5b4a39281716', 'https://shop.example/reset/…'],
    ['https://shop.example/o/550e8400-e29b-41d4-a716-446655440000/pay', 'https://shop.example/o/…/pay'],
    ['https://shop.example/o/dGhpc0lzQVRva2Vu', 'https://shop.example/o/…'],
    ['https://shop.example/o/1234567890123456', 'https://shop.example/o/…'],
    ['https://shop.example/cart;jsessionid=A1B2', 'https://shop.example/cart'],
    ['https://shop.example/u/max%40example.com', 'https://shop.example/u/…'],
    ['https://shop.example/pay/4111111111111111', 'https://shop.example/pay/…'],
    ['https://shop.example', 'https://shop.example/'],
    ['https://shop.example/bestellung/202400123', 'https://shop.example/bestellung/…'],
    ['https://shop.example/o/B08N5WRWNW', 'https://shop.example/o/…'],
    ['https://shop.example/kunden/mustermann/bestellungen', 'https://shop.example/kunden/…/bestellungen'],
    ['https://shop.example/u/max', 'https://shop.example/u/…'],
    ['https://shop.example/reset/a1b2c3d4', 'https://shop.example/reset/…'],
    ['https://shop.example/pay/4111-1111-1111-1111', 'https://shop.example/pay/…'],
  ])('[PR9] makes %s into %s', (url, plain) => {
    expect(plainUrl(url)).toBe(plain);
  });

  it.each([
    'https://shop.example/damen/regenjacken/regenjacke-blau-wasserdicht',
    'https://shop.example/p/iphone-15-pro-max-256gb',
    'https://shop.example/geburtstagsgeschenke/Winterkollektion-2025.html',
    'https://shop.example/de/K%C3%BCchenger%C3%A4te-und-mehr',
    'https://shop.example/p/123456/jacke-gr-xl',
    'https://shop.example/js/jquery3.min.js',
    'https://shop.example/collections/all/products/t-shirt_2er-pack',
  ])('[PR9] keeps the readable address %s', (url) => {
    expect(plainUrl(url)).toBe(url);
  });

  it('[PR9] resolves against a base and gives nothing for other schemes', () => {
    expect(plainUrl('../b?x', 'https://shop.example/a/c')).toBe('https://shop.example/b');
    for (const url of [
      'javascript:alert(1)',
      'data:text/html,x',
      'blob:https://shop.example/1',
      'file:///etc',
      'a/b',
      '',
      'https://',
    ]) {
      expect(plainUrl(url)).toBe('');
    }
  });

  it('[PR9] never lets a query, fragment or user name through', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (url) => {
        expect(plainUrl(url.replace('://', '://user:pw@'))).not.toMatch(/[?#@]/);
      }),
    );
  });
});

describe('attributes', () => {
  it('[PR10] keep layout and content apart', () => {
    for (const name of shownAttributes) expect(contentAttributes.has(name)).toBe(false);
    for (const name of ['class', 'type', 'colspan', 'viewBox', 'd']) expect(shownAttributes.has(name)).toBe(true);
    for (const name of ['value', 'title', 'alt', 'href', 'aria-label', 'checked'])
      expect(contentAttributes.has(name)).toBe(true);
  });

  it('[PR10] let through nothing that runs or carries a document or unknown matter', () => {
    for (const name of ['onclick', 'srcdoc', 'style', 'data-user', 'nonce', 'action', 'ping', 'integrity']) {
      expect(shownAttributes.has(name) || contentAttributes.has(name)).toBe(false);
    }
  });
});
