import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createStylist } from '../style.ts';
import { builtFile, plainAddress, plainImage } from './addresses.ts';
import { isBusyLine, isBusyPath } from './busy.ts';
import { coarseCount, coarseStyle } from './lengths.ts';
import { createNames } from './names.ts';
import { plainValue } from './values.ts';

describe('names', () => {
  it('[PR113] a class, id, part, variable or slot is known when a sheet asks for it, however it is written there', () => {
    const names = createNames();
    names.learn(
      '.card > #main:hover, .sm\\:w-1\\/2, .\\31 23, .größe{width:var(--gap, 1px)} x::part(tab active){} [class^="col-"],[class*=icon]{} ::slotted([slot="end"]){} .p{background:url(#grad);width:.5em}',
    );
    for (const name of ['card', 'sm:w-1/2', '123', 'größe', 'col-6', 'fancy-icon-x', 'p'])
      expect(names.asksForClass(name), name).toBe(true);
    for (const name of ['max', 'user', '5em', 'grad', 'col']) expect(names.asksForClass(name), name).toBe(false);
    expect([names.asksForId('main'), names.asksForId('grad')]).toEqual([true, false]);
    expect([names.asksForPart('active'), names.asksForPart('max')]).toEqual([true, false]);
    expect([names.asksForVariable('--gap'), names.asksForVariable('--user')]).toEqual([true, false]);
    expect([names.asksForSlot('end'), names.asksForSlot('max')]).toEqual([true, false]);
  });

  it('[PR113] says when a sheet comes late that asks for what was left out, and only then', () => {
    let missed = 0;
    const names = createNames(() => {
      missed += 1;
    });
    names.learn('.a{}');
    names.asksForClass('late');
    names.learn('.a{} .b{}');
    expect(missed).toBe(0);
    names.learn('.late{}');
    expect(missed).toBe(1);
    names.learn('.late{}');
    names.asksForClass('col-1');
    expect(missed).toBe(1);
    names.learn('[class^=col]{}');
    expect(missed).toBe(2);
  });

  it('[PR113] the other name of a thing is the same each time, and of no use to whoever knows the word', () => {
    const [one, other] = [createNames(), createNames()];
    expect(one.alias('mustermann')).toBe(one.alias('mustermann'));
    expect(one.alias('mustermann')).not.toBe(one.alias('mustermanx'));
    expect(one.alias('mustermann')).not.toBe(other.alias('mustermann'));
    expect(one.alias('mustermann')).toMatch(/^t[a-z0-9]+$/);
  });
});

describe('layout attributes of what is not shown', () => {
  const names = createNames();
  it.each([
    ['width', '100%'],
    ['height', '24'],
    ['viewBox', '0 -960 960 960'],
    ['transform', 'translate(3.5,-2) rotate(45)'],
    ['d', 'M480-120 120-480l360-360 56 58z'],
    ['points', '0,0 9,9 0,9'],
    ['fill', '#1a2b3c'],
    ['role', 'navigation'],
    ['type', 'checkbox'],
    ['lang', 'de-AT'],
    ['aria-expanded', 'false'],
    ['preserveAspectRatio', 'xMidYMid meet'],
    ['media', '(min-width: 40em) and (prefers-color-scheme: dark)'],
    ['xmlns', 'http://www.w3.org/2000/svg'],
  ])('[PR112] %s="%s" stays', (name, value) => {
    expect(plainValue(names, name, value)).toBe(value);
  });

  it.each([
    ['type', 'Mustermann'],
    ['role', 'max'],
    ['size', '491701234567'],
    ['lang', 'mustermann'],
    ['d', 'Max'],
    ['points', 'Max 1,2'],
    ['font-family', 'Mustermann'],
    ['aria-current', 'Max'],
    ['xmlns', 'http://mustermann.example/'],
    ['stroke-dashoffset', '73'],
    ['d', `M0 0${'h1v1h-1z'.repeat(100)}`],
    ['part', 'mustermann'],
  ])('[PR112] %s="%s" does not', (name, value) => {
    expect(plainValue(names, name, value)).toBe(null);
  });

  it('[PR112] what is only there or not there keeps no value; a medium nobody knows is none', () => {
    expect(plainValue(names, 'open', 'Max')).toBe('');
    expect(plainValue(names, 'media', '(mustermann: 1)')).toBe('not all');
    expect(plainValue(names, 'result', 'mustermann')).toBe(names.alias('mustermann'));
  });

  it('[PR112] of words without a meaning for layout none ever stays', () => {
    const word = fc.stringMatching(/^zq[a-z]{6,12}$/);
    const name = fc.constantFrom(
      'type',
      'role',
      'size',
      'color',
      'align',
      'fill',
      'x',
      'media',
      'dir',
      'rel',
      'in',
      'd',
      'class2',
      'operator',
    );
    fc.assert(
      fc.property(name, word, fc.constantFrom('', ' ', 'auto ', '10px,'), (attribute, planted, before) => {
        expect(plainValue(names, attribute, before + planted) ?? '').not.toContain(planted);
      }),
    );
  });
});

describe('lengths', () => {
  it('[PR111] a field as wide as what stands in it is told in steps, and not at all where the unit is a sign', () => {
    for (const [one, other] of [
      ['width: 61px', 'width: 87px'],
      ['height:100px', 'height:140px'],
      ['width:3ch', 'width:17ch'],
      ['width: 2.5em', 'width: 9em'],
      ['min-width:50px!important', 'min-width:90px!important'],
    ] as const) {
      expect(coarseStyle(one, false)).toBe(coarseStyle(other, false));
    }
    expect(coarseStyle('color: red; width: 50%', false)).toBe('color: red; width: 50%');
    expect([coarseCount('size', '3'), coarseCount('size', '17'), coarseCount('size', 'Max')]).toEqual(['20', '20', '']);
  });

  it('[PR111] a bar without content tells nothing by its length', () => {
    for (const css of [
      'width:73%',
      'transform:scaleX(.73)',
      'transform: translateX(-27%)',
      '--value:73',
      'left: 73%',
      'flex-grow:73',
    ])
      expect(coarseStyle(css, true)).not.toContain('73');
    expect(coarseStyle('height:4px;background:red', true)).toBe('height:4px;background:red');
  });
});

describe('drawings', () => {
  it('[PR115] icons stay, codes to be scanned, charts and signatures do not', () => {
    expect(
      isBusyPath('M12 2C6.48 2 2 6.48 2 12s4.48 10 10 10 10-4.48 10-10S17.52 2 12 2zm1 15h-2v-6h2v6zm0-8h-2V7h2v2z'),
    ).toBe(false);
    expect(isBusyPath('M480-120 120-480l480-360 56 58-303 302 303 302z')).toBe(false);
    expect(isBusyPath('M0 0h7v1h-7zM9 0h1v1h-1z'.repeat(20))).toBe(true);
    expect(isBusyPath(`M0 9L${Array.from({ length: 90 }, (_, i) => `${i} ${(i * 7) % 9}`).join(' ')}`)).toBe(true);
    expect(isBusyPath('c1 2 3 4 5 6'.repeat(300))).toBe(true);
    expect(isBusyLine(Array.from({ length: 60 }, (_, i) => `${i},${i}`).join(' '))).toBe(true);
  });
});

describe('addresses', () => {
  const base = 'https://shop.example/';
  it.each([
    ['/kunden/mustermann/bild.png', 'https://shop.example/kunden/…/bild.png'],
    ['/asset/a1b2c3d4.png', 'https://shop.example/asset/a1b2c3d4.png'],
    ['/asset/4111111111111111.png', 'https://shop.example/asset/….png'],
  ])('[PR116] %s', (url, told) => {
    const plain = plainAddress(url, base);
    // A folder of somebody's, or a number of a card's, is no file of the shop's.
    expect(plain).toBe(told.includes('…') ? null : told);
  });

  it('[PR116] no address of a blob, a script or a document of its own; no file with a session in it', () => {
    for (const url of [
      'blob:https://shop.example/1',
      'javascript:1',
      'filesystem:x',
      'data:text/html,x',
      'about:blank',
      'ftp://x/y',
    ])
      expect(plainAddress(url, base)).toBe(null);
    expect(builtFile('/a1b2c3d4;jsessionid=1.png', base, /png$/)).toBe(null);
  });

  it('[PR116] an image in its own address stays when nothing can be read in it', () => {
    const image = (inner: string) =>
      `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">${inner}</svg>`)}`;
    expect(plainImage(image('<path fill="none" stroke="#fff" stroke-width="2" d="M2 5l6 6 6-6"/>'))).not.toBe(null);
    for (const inner of [
      '<text>x</text>',
      '<path d="M0 0" id="max"/>',
      '<path aria-label="max"/>',
      '<!--max-->',
      '<g user="max"/>',
      '<g>max</g>',
      '<rect/>'.repeat(99),
      `<path d="${'h1v1'.repeat(200)}"/>`,
    ])
      expect(plainImage(image(inner)), inner.slice(0, 40)).toBe(null);
    expect(plainImage('data:image/png;base64,iVBORw0KGgo=')).not.toBe(null);
    expect(plainImage('data:image/png;user=max;base64,iVBORw0KGgo=')).toBe(null);
    expect(plainImage('data:text/plain,max')).toBe(null);
  });
});

describe('style sheets', () => {
  const stylist = () => createStylist('https://shop.example', () => 'https://shop.example/cart');

  it('[PR114] words without quotes leave in no custom property and no counter style; numbers, colours and other variables do', () => {
    const { sheet } = stylist();
    const clean = sheet(
      '.a{--x: Mustermann;--y:{a:b;c: Mustermann};--z:(x;Mustermann);--w: Mußtermann;color:red}@counter-style m{symbols: Mustermann;suffix:"Mustermann"}',
    );
    expect(clean).not.toMatch(/m.{0,2}termann/i);
    expect(clean).toContain('color:red');
    const kept = '.a{--x: 12px;--y: #a1b2c3;--z: calc(var(--x) * 1.333333333);--w: 0 0 10px rgb(0 0 0 / 50%)}';
    expect(sheet(kept)).toBe(kept);
  });

  it('[PR114] a sheet written into the page names no pictures of the shop, a file or a shown one does', () => {
    const css = '.a{background:url(/img/hero.png)}@font-face{font-family:"A";src:url(/fonts/a.woff2)}';
    const { sheet } = stylist();
    expect(sheet(css)).not.toContain('hero');
    expect(sheet(css)).toContain('/fonts/a.woff2');
    expect(sheet(css, 'https://shop.example/css/a.css')).toContain('/img/hero.png');
    expect(sheet(css, undefined, true)).toContain('/img/hero.png');
  });

  it('[PR114] the style of an element that is not shown holds only variables a sheet reads, and no names of its own', () => {
    const style = stylist();
    style.learn('.a{width:var(--gap)}');
    expect(style.inline('--gap:12px;--user:7;counter-reset:cart 7;view-transition-name:max;color:red', false)).toBe(
      '--gap:12px;color:red',
    );
    expect(style.inline('background:url(/img/a.png)', false)).not.toContain('img');
    expect(style.inline(`box-shadow:${'1px 1px #000,'.repeat(900)}`, false)).toBe('');
  });

  it('[PR114] nothing that looks like a card number or an account stands in any of it', () => {
    const { sheet, inline, value } = stylist();
    for (const css of [
      '.a{--n: 4111 1111 1111 1111}',
      '.a{--n:4111111111111111}',
      '@font-face{font-family:"4111 1111 1111 1111"}',
      '.a{font-family: DE89370400440532013000}',
    ])
      expect(sheet(css)).not.toMatch(/1111 1111|11111111|37040044/);
    expect(inline('--n:4111111111111111', true)).not.toContain('11111111');
    expect(value('--n', '4111 1111 1111 1111')).not.toContain('1111 1111');
  });

  it('[PR119] once clean, always clean', () => {
    const part = fc.constantFrom(
      '--x:',
      '.a{',
      '}',
      ';',
      'red',
      'Max',
      '4111 ',
      '1111 1111 1111',
      '"',
      "'",
      'url(',
      ')',
      '(',
      '{',
      '#fff',
      ' ',
      ':',
      'symbols:',
      '/*',
      '*/',
      '\\',
      '.5',
      'var(--y)',
      'ü',
    );
    const style = stylist();
    fc.assert(
      fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
        const once = style.sheet(parts.join(''));
        expect(style.sheet(once)).toBe(once);
      }),
      { numRuns: 3_000 },
    );
  });
});
