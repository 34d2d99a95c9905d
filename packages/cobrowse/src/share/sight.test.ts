// @vitest-environment jsdom
import type { PagePrivacy, PrivacyRule } from '@theke/protocol';
import { shopPreset } from '@theke/rules';
import { describe, expect, it, vi } from 'vitest';
import { createDom } from './dom.ts';
import { createEyes } from './sight.ts';

function page(html: string): void {
  document.body.replaceChildren(document.createRange().createContextualFragment(html));
}
const at = (id: string) => document.getElementById(id)!;
const site = (rules: PrivacyRule[], over: Partial<PagePrivacy> = {}): PagePrivacy => ({
  version: 1,
  preset: 'none',
  rules,
  capture: false,
  frames: [],
  ...over,
});
const eyesFor = (rules: PrivacyRule[], path = '/') =>
  createEyes(
    createDom(window),
    () => false,
    () => site(rules),
    { path: () => path },
  );

describe('rules of the site', () => {
  it('[PR100] a rule says the same as the mark would: block over mask over show on one element, the nearest element otherwise', () => {
    page(`<div class="s"><p id="a">x</p><div class="m"><p id="b">x</p><p id="c" class="s">x</p></div></div>
<p id="d" class="s m">x</p><p id="e" class="s m b">x</p><p id="f" class="s" data-theke-mask>x</p><p id="g" class="m" data-theke-show>x</p><div class="b"><p id="h" class="s" data-theke-show>x</p></div><p id="i">x</p>`);
    const eyes = eyesFor([
      { selector: '.s', mark: 'show' },
      { selector: '.m', mark: 'mask' },
      { selector: '.b', mark: 'block' },
    ]);
    const seen = [...'abcdefghi'].map((id) => eyes.see(at(id)).verdict).join(' ');
    expect(seen).toBe('show mask show mask block mask mask block mask');
    expect(eyes.see(at('a')).why).toBe('shop');
    expect(eyes.see(at('i')).why).toBe('default');
  });

  it('[PR102] a rule for some pages holds on these alone, also when the page moves on without a load', () => {
    page('<p id="a" class="s">x</p>');
    let path = '/shop/jacket';
    const eyes = createEyes(
      createDom(window),
      () => false,
      () => site([{ selector: '.s', mark: 'show', page: '/shop/*' }]),
      {
        path: () => path,
      },
    );
    expect(eyes.see(at('a')).verdict).toBe('show');
    const before = eyes.edition;
    path = '/checkout';
    expect(eyes.see(at('a')).verdict).toBe('mask');
    expect(eyes.edition).not.toBe(before);
  });

  it.each(['a{', '[x="', ':is(a', '::', 'a,,b', '.s, [y="'])(
    '[PR101] with a mask rule %s that cannot be read, nothing is shown by rule or preset; marks in the page still hold',
    (selector) => {
      page('<p id="a" class="s">x</p><p id="b" class="price">x</p><p id="c" data-theke-show>x</p>');
      const rules: PrivacyRule[] = [{ selector: '.s', mark: 'show' }];
      const broken = [...rules, { selector, mark: 'mask' } satisfies PrivacyRule];
      const see = (list: PrivacyRule[]) => {
        const eyes = createEyes(
          createDom(window),
          () => false,
          () => site(list, { preset: 'shop', presetLists: shopPreset }),
        );
        return ['a', 'b', 'c'].map((id) => eyes.see(at(id)).verdict).join(' ');
      };
      expect(see(rules)).toBe('show show show');
      expect(see(broken)).toBe('mask mask show');
    },
  );

  it('[PR103] selectors fit inside open shadow roots, too', () => {
    page('<x-a id="host"></x-a>');
    const root = at('host').attachShadow({ mode: 'open' });
    root.append(document.createRange().createContextualFragment('<p class="s">x</p><p class="b">x</p>'));
    const eyes = eyesFor([
      { selector: '.s', mark: 'show' },
      { selector: '.b', mark: 'block' },
    ]);
    expect([...root.querySelectorAll('p')].map((p) => eyes.see(p).verdict)).toEqual(['show', 'block']);
  });

  it('[PR104] other rules are another edition, the same rules are not', () => {
    page('<p id="a" class="s">x</p>');
    let privacy = site([{ selector: '.s', mark: 'show' }]);
    const eyes = createEyes(
      createDom(window),
      () => false,
      () => privacy,
    );
    const first = eyes.edition;
    privacy = site([{ selector: '.s', mark: 'show' }]);
    expect(eyes.edition).toBe(first);
    privacy = site([{ selector: '.s', mark: 'mask' }]);
    expect(eyes.edition).not.toBe(first);
    expect(eyes.see(at('a')).verdict).toBe('mask');
  });

  it('[PR104] knows which attributes a verdict can hang on, and notices when a rule that looks around fits others', () => {
    page('<div id="box"><p id="a">x</p></div>');
    const plain = eyesFor([]);
    expect(plain.tells('class')).toBe(false);
    expect(plain.tells('data-theke-show')).toBe(true);
    expect(plain.drifted()).toBe(false);
    const eyes = eyesFor([{ selector: '.private p, [data-kind="x"]', mark: 'block' }]);
    expect(eyes.tells('class')).toBe(true);
    expect(eyes.tells('data-kind')).toBe(true);
    expect(eyes.tells('data-other')).toBe(false);
    eyes.see(at('a'));
    expect(eyes.drifted()).toBe(false);
    at('box').className = 'private';
    expect(eyes.drifted()).toBe(true);
    expect(eyes.drifted()).toBe(false);
    at('box').className = '';
    expect(eyes.drifted()).toBe(true);
  });

  it('[PR106] agents may not act on what is denied by mark or rule, nor in it; nowhere while a deny rule cannot be read', () => {
    page('<div data-theke-deny><b id="a">x</b></div><div class="d"><b id="b">x</b></div><b id="c">x</b>');
    const denied = (rules: PrivacyRule[]) => ['a', 'b', 'c'].map((id) => eyesFor(rules).isDenied(at(id)));
    expect(denied([{ selector: '.d', mark: 'deny' }])).toEqual([true, true, false]);
    expect(denied([])).toEqual([true, false, false]);
    expect(denied([{ selector: '.d[', mark: 'deny' }])).toEqual([true, true, true]);
  });

  it('[PR120] asks at most one selector per mark of one element, and none where there are no rules', () => {
    page('<div id="a"><p id="b">x</p></div>');
    const dom = createDom(window);
    const matches = vi.spyOn(dom, 'matches');
    createEyes(dom, () => false).see(at('b'));
    expect(matches).not.toHaveBeenCalled();
    const rules = Array.from(
      { length: 60 },
      (_, i): PrivacyRule => ({ selector: `.x${i}`, mark: (['show', 'mask', 'block'] as const)[i % 3]! }),
    );
    createEyes(
      dom,
      () => false,
      () => site(rules),
    ).see(at('b'));
    // Two elements of three and one more: body and html are asked, too.
    const asked = matches.mock.calls.filter(([element]) => element === at('b')).map(([, selector]) => selector);
    expect(asked).toHaveLength(3);
    expect(new Set(asked).size).toBe(3);
  });
});

describe('secrets that nothing in their own name tells', () => {
  const secret = (html: string) => {
    page(`<div data-theke-show>${html}</div>`);
    const eyes = eyesFor([]);
    const field = document.querySelector('.it') ?? document.querySelector('input')!;
    expect(eyes.isSecret(field)).toBe(eyes.see(field).why === 'secret');
    return eyes.isSecret(field);
  };

  it.each([
    '<label for="x">Passwort</label><input id="x">',
    '<label>Ihr Kennwort <input></label>',
    '<span id="l">Password</span><input aria-labelledby="l">',
    '<input aria-label="Mot de passe">',
    '<input placeholder="Passwort wiederholen">',
    '<div class="field"><input id="x"><button type="button" aria-controls="x" title="Anzeigen">o</button></div>',
    '<div class="field"><input><button type="button" class="toggle-password">o</button></div>',
    '<div class="field"><div><input></div><span><button type="button" aria-label="Hide password">o</button></span></div>',
    '<label>Kartennummer<input></label>',
    '<label>Card number<input></label>',
    '<label>Prüfziffer<input></label>',
    '<label>CVC<input></label>',
    '<label>IBAN<input></label>',
    '<label>PIN<input></label>',
    '<label>SMS-Code<input></label>',
    '<label>Einmal-Code<input></label>',
    '<input inputmode="numeric" maxlength="19">',
    '<input type="tel" maxlength="16">',
    '<input pattern="[0-9]{16}" maxlength="16">',
    `<div>${'<input maxlength="1">'.repeat(6)}</div>`,
    `<div>${'<span><input maxlength="1" inputmode="numeric"></span>'.repeat(4)}</div>`,
    `<div>${'<input maxlength="4" inputmode="numeric">'.repeat(4)}</div>`,
    '<input name="bestaetigungscode">',
    '<input id="smsTan">',
    '<input name="neuesPasswort">',
    '<input name="otp_code_1">',
  ])('[PR109] %s is a secret even where the shop shows it', (html) => {
    expect(secret(html)).toBe(true);
  });

  it.each([
    '<label>Name<input></label>',
    '<label>Postleitzahl<input maxlength="5" inputmode="numeric"></label>',
    '<label>Telefon<input type="tel" maxlength="15"></label>',
    '<label>Gutscheincode<input name="coupon"></label>',
    '<label>Text auf der Grußkarte<textarea class="it"></textarea></label>',
    '<label>Farbe: tan<select class="it"><option>tan</option></select></label>',
    '<div><label>E-Mail<input class="it" type="email"></label><label>Passwort<input type="password"></label></div>',
    '<div><label>Suche<input></label><button aria-label="Filter anzeigen">o</button></div>',
    '<label>Geburtsjahr<input maxlength="4" inputmode="numeric"></label>',
  ])('[PR109] %s is not', (html) => {
    expect(secret(html)).toBe(false);
  });

  it('[PR109] what was a password before the share began stays a secret when whoever saw it says so', () => {
    page('<div data-theke-show><input id="a"></div>');
    const seen = new WeakSet<Element>([at('a')]);
    const eyes = createEyes(
      createDom(window),
      () => false,
      () => site([]),
      { wasPassword: (element) => seen.has(element) },
    );
    expect(eyes.see(at('a'))).toMatchObject({ verdict: 'block', why: 'secret' });
  });
});

describe('what tells how much there is', () => {
  it('[PR111] the options of a field, the lines of a text field and the squares of a code stay here with what is not shown', () => {
    const bars = '<rect width="1" height="9"/>'.repeat(80);
    page(
      `<div id="o"><select id="a"><option id="a1">x</option></select><div contenteditable id="b"><p id="b1">x</p></div><svg id="c">${bars}</svg><svg id="d"><path id="d1" d="M0 0h9v9z"/></svg><svg id="e"><path d="${'M0 0h1v1h-1z'.repeat(60)}"/></svg><input list="l"><datalist id="f"><option id="f1">x</option></datalist></div>`,
    );
    const eyes = eyesFor([]);
    const places = () => ['a', 'a1', 'b', 'b1', 'c', 'd', 'd1', 'e', 'f', 'f1'].map((id) => eyes.see(at(id)).place);
    expect(places()).toEqual(['closed', 'away', 'closed', 'away', 'closed', 'open', 'open', 'closed', 'gone', 'away']);
    at('o').setAttribute('data-theke-show', '');
    expect(places()).toEqual(['open', 'open', 'open', 'open', 'open', 'open', 'open', 'open', 'gone', 'away']);
  });
});
