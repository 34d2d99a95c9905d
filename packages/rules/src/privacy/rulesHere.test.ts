import type { PagePrivacy, PrivacyRule } from '@theke/protocol';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesPage } from './pageGlob.ts';
import { shopPreset } from './preset.ts';
import { isWhole, rulesHere } from './rulesHere.ts';

const site = (rules: PrivacyRule[], preset: PagePrivacy['preset'] = 'shop'): PagePrivacy => ({
  version: 1,
  preset,
  presetLists: shopPreset,
  rules,
  capture: false,
  frames: [],
});
const reads = (selector: string) => !selector.includes('!');

describe('rules of a site on one page', () => {
  it.each([
    ['/checkout', '/checkout', true],
    ['/checkout/', '/checkout', true],
    ['/checkout/address', '/checkout', false],
    ['/checkout/address', '/checkout/*', true],
    ['/checkout/address/edit', '/checkout/*', false],
    ['/checkout/address/edit', '/checkout/**', true],
    ['/checkout', '/checkout/**', true],
    ['/checkouts', '/checkout/**', false],
    ['/de/p/shoe-12', '/*/p/shoe-*', true],
    ['/de/at/p/shoe', '/**/p/*', true],
    ['/', '/**', true],
    ['/', '/', true],
    ['/a', '/', false],
    ['/a+b(c)', '/a+b(c)', true],
  ])('[PR102] %s and the pattern %s: %s', (path, glob, fits) => {
    expect(matchesPage(path, glob)).toBe(fits);
  });

  it('[PR102] no pattern makes matching slow', () => {
    expect(matchesPage(`/${'a'.repeat(5_000)}b`, `/${'*a'.repeat(150)}c`)).toBe(false);
    expect(matchesPage(`/${'a/'.repeat(2_000)}b`, `/${'**/a'.repeat(100)}c`)).toBe(false);
  });

  it('[PR102] a path fits itself, and a star fits any one part', () => {
    const part = fc.stringMatching(/^[a-z0-9.-]{1,8}$/);
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.nat(4), (parts, at) => {
        const path = `/${parts.join('/')}`;
        const starred = parts.map((one, i) => (i === at % parts.length ? '*' : one));
        expect(matchesPage(path, path)).toBe(true);
        expect(matchesPage(path, `/${starred.join('/')}`)).toBe(true);
        expect(matchesPage(path, '/**')).toBe(true);
      }),
    );
  });

  it('[PR100] sorts what holds here by what it marks', () => {
    const here = rulesHere(
      site([
        { selector: '.a', mark: 'show' },
        { selector: '.b', mark: 'mask', page: '/account/**' },
        { selector: '.c', mark: 'block', page: '/checkout' },
        { selector: '.d', mark: 'deny' },
      ]),
      '/account/orders',
      reads,
    );
    expect(here).toMatchObject({ show: ['.a'], mask: ['.b'], block: [], deny: ['.d'], broken: [] });
    expect(here.preset.show.length).toBeGreaterThan(10);
  });

  it.each(['mask', 'block', 'deny'] as const)(
    '[PR101] while a %s rule cannot be read, no rule and no preset shows anything',
    (mark) => {
      const rules: PrivacyRule[] = [
        { selector: '.a', mark: 'show' },
        { selector: '.kept', mark: 'mask' },
        { selector: '!', mark },
      ];
      const here = rulesHere(site(rules), '/', reads);
      expect(here.show).toEqual([]);
      expect(here.preset.show).toEqual([]);
      expect(here.mask).toContain('.kept');
      expect(here.broken).toEqual([rules[2]]);
      // On another page it holds nobody up.
      expect(rulesHere(site([{ ...rules[2]!, page: '/x' }, rules[0]!]), '/', reads).show).toEqual(['.a']);
    },
  );

  it('[PR101] a show rule that cannot be read shows nothing and stops nothing else', () => {
    const here = rulesHere(
      site([
        { selector: '!', mark: 'show' },
        { selector: '.a', mark: 'show' },
      ]),
      '/',
      reads,
    );
    expect(here).toMatchObject({ show: ['.a'], broken: [] });
    expect(here.preset.show).not.toEqual([]);
  });

  it.each([
    '.a',
    'a > b',
    'a, b',
    '[x="]"]',
    "[x='(']",
    ':is(a, b):not([c="d"])',
    '.sm\\:w-1\\/2',
    'a:nth-child(2n + 1)',
  ])('[PR101] %s stands for itself', (selector) => {
    expect(isWhole(selector)).toBe(true);
  });

  it.each([
    '',
    ' ',
    '[x="',
    "[x='a",
    ':is(a',
    'a)',
    'a]',
    'a/*',
    'a{',
    'a}',
    'a\\',
    'a,',
    ',a',
    'a,,b',
    '@media',
    '(]',
    '[(])',
    'a;b',
  ])('[PR101] %j does not: it would swallow the selectors after it', (selector) => {
    expect(isWhole(selector)).toBe(false);
  });
});
