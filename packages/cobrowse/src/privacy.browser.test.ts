import type { PagePrivacy, PrivacyRule } from '@theke/protocol';
import { hasSecrets, shopPreset } from '@theke/rules';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  canaryPage,
  grouped,
  leaks,
  luhn,
  numberLeaks,
  numbersPage,
  plant,
  planted,
  shownPage,
} from './testing/canaries.contract.ts';
import { type Ground, openGround, sentText } from './testing/stand.contract.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

describe('privacy, by default', () => {
  it('[PR20] of all the places on a page where something can stand, nothing leaves the browser unless the shop shows it', async () => {
    ground.stand.pages.set('/frame', {
      html: `<p>${plant('framed page')}</p><input value="${plant('framed field')}">`,
    });
    const { html, acts } = canaryPage();
    expect(planted()).toBeGreaterThanOrEqual(400);
    const { page, errors } = await ground.sharing(html);
    const early = await sentText(page);
    for (const act of acts) {
      await page.evaluate(async (code) => {
        const shop = stand.shop();
        const script = shop.document.createElement('script');
        script.textContent = `try { ${code} } catch (error) { parent.stand.failed.push(String(error)) }`;
        shop.document.head.append(script);
        script.remove();
        await pause(5);
      }, act);
    }
    const shop = page.frameLocator('body > iframe');
    await shop.locator('#prop').fill(plant('typed'));
    await shop.locator('#pwshown').fill(plant('typed into a password that is shown'));
    await shop.locator('#taprop').fill(plant('typed into a text area'));
    await shop.locator('#ce').fill(plant('typed into editable'));
    // A whole picture after all that, too.
    await page.evaluate(async () => {
      await pause(200);
      stand.share.picture();
      await pause(400);
    });
    const sent = await sentText(page);
    expect(leaks(early)).toEqual([]);
    expect(leaks(sent)).toEqual([]);
    const state = await page.evaluate(() => [stand.failed, stand.share.stats.troubles, stand.view.state.value.phase]);
    expect(state).toEqual([[], 0, 'live']);
    expect(errors.filter((error) => !/zq\w+ is not defined|SyntaxError/.test(error))).toEqual([]);
    // There was something to leak: the page did go out, with its shape.
    expect(sent).toContain('▪▪▪▪');
    expect(sent.split('\n').length).toBeGreaterThan(40);
    // What the relay would drop is never sent.
    expect(hasSecrets(sent)).toBe(false);
    await page.close();
  });

  it("[PR21] what the shop shows is seen; secrets, hidden fields, addresses' tails and whatever it blocks are not", async () => {
    const html = shownPage();
    const { page } = await ground.sharing(html);
    const shop = page.frameLocator('body > iframe');
    await shop.locator('#pw').fill(plant('shown: typed password'));
    await page.evaluate(async () => {
      const pw = stand.shop().document.querySelector<HTMLInputElement>('#pw')!;
      pw.type = 'text';
      await pause(50);
    });
    await shop.locator('#pw').fill(plant('shown: typed into the password while it was shown'));
    await shop.locator('#ok').fill('typed visibly');
    await shop.locator('#oksel').selectOption('b');
    await page.evaluate(() => pause(150));
    const sent = await sentText(page);
    expect(leaks(sent)).toEqual([]);
    for (const secret of [
      '4111',
      'DE89',
      '5500005555555559',
      '9z8y7x6w',
      '"QWJKXY"[0]',
      '"zqa"',
      '"zqd"',
      '"Q"',
      '"Y"',
    ])
      expect(sent).not.toContain(secret);
    for (const seen of [
      'Visible heading',
      'visible title',
      'visible value',
      'visible placeholder',
      'visible label',
      'visible textarea',
      'visible option',
      'visible link',
      '/visible/path',
      '/asset/visible.png',
      '0a1b2c3d4e5f',
      'visible alt',
      'visible editable',
      'visible again',
      'typed visibly',
    ]) {
      expect(sent).toContain(seen);
    }
    const mirrored = await page.evaluate(() => {
      const mirror = stand.mirror();
      return {
        field: mirror.querySelector<HTMLInputElement>('input')!.value,
        select: mirror.querySelector('select')!.value,
        box: [...mirror.querySelectorAll<HTMLInputElement>('input')].find((input) => input.type === 'checkbox')!
          .checked,
      };
    });
    expect(mirrored).toEqual({ field: 'typed visibly', select: 'b', box: true });
    await page.close();
  });

  it('[PR22] a card number or IBAN typed into a shown field, or put into a shown text, is replaced', async () => {
    const { page } = await ground.sharing(
      '<body data-theke-show><input id="note"><p id="p">empty</p><div id="e" contenteditable></div>',
    );
    const shop = page.frameLocator('body > iframe');
    await shop.locator('#note').fill('my card 4111 1111 1111 1111 please');
    await shop.locator('#e').fill('DE89 3704 0044 0532 0130 00');
    await page.evaluate(async () => {
      stand.shop().document.querySelector('#p')!.firstChild!.nodeValue = 'card 5500-0055-5555-5559 end';
      await pause(150);
    });
    const sent = await sentText(page);
    for (const secret of ['4111', '1111', '3704', '5500', '5559']) expect(sent).not.toContain(secret);
    expect(sent).toContain('my card ▪▪▪▪ please');
    expect(sent).toContain('card ▪▪▪▪ end');
    await page.close();
  });

  it('[PR110] numbers of cards and accounts do not leave a shown page either: cut into nodes, fields and attributes, or dressed in other signs', async () => {
    const { page } = await ground.sharing(numbersPage());
    const late = luhn('492971823641234');
    await page.evaluate(
      async ([number, parts]) => {
        const { document } = stand.shop();
        document.querySelector('#late')!.textContent = number as string;
        const spans = [...document.querySelectorAll('#parts span')];
        (parts as string[]).forEach((part, at) => {
          spans[at]!.textContent = part;
        });
        document.querySelector('#late')!.setAttribute('title', number as string);
        await pause(150);
        stand.share.picture();
        await pause(200);
      },
      [late, grouped(late)] as const,
    );
    const sent = await sentText(page);
    expect(numberLeaks(sent)).toEqual([]);
    // One digit in each of sixteen elements.
    expect(sent).not.toMatch(/"textContent":"\d"/);
    expect(sent).toContain('Karte ▪▪▪▪');
    expect(hasSecrets(sent)).toBe(false);
    await page.close();
  });

  it('[PR110] a number that becomes whole later takes back the parts that were told before', async () => {
    const { page } = await ground.sharing(
      '<body data-theke-show><p><span>49</span><span></span><span></span><span></span></p><p>more</p><input name="a"> <input name="b"></body>',
    );
    const parts = grouped(luhn('492971823641234'));
    const shown = await page.evaluate(async (digits) => {
      const { document } = stand.shop();
      const spans = [...document.querySelectorAll('span')];
      const fields = [...document.querySelectorAll('input')];
      for (const [at, part] of digits.entries()) {
        spans[at]!.textContent = part;
        const field = fields[at < 2 ? 0 : 1]!;
        field.value += part;
        field.dispatchEvent(new Event('input', { bubbles: true }));
        await pause(40);
      }
      const parted = [...stand.mirror().querySelectorAll('span')].map((span) => span.textContent).join(' ');
      const whole = () => {
        const mirror = stand.mirror();
        const values = [...mirror.querySelectorAll('input')].map((field) => field.value);
        return `${mirror.body.textContent} ${values}`;
      };
      return [parted.includes(digits[0]!), await until(() => !/\d{4}/.test(whole()), 4_000), whole()];
    }, parts);
    expect(shown.slice(0, 2)).toEqual([true, true]);
    expect(shown[2]).toContain('more');
    await page.close();
  });

  it('[PR117] with capture on, a picture that is shown is read here and sent along; one that is not shown is not read', async () => {
    const { page } = await ground.sharing(
      '<body><img data-theke-show src="/asset/mine.png?session=1"><img src="/asset/other.png"></body>',
    );
    const asked = ground.stand.requests.length;
    await page.evaluate(async () => {
      stand.share.privacy({ version: 1, preset: 'none', rules: [], capture: true, frames: [] });
      await pause(900);
    });
    const sent = await sentText(page);
    const assets = sent.split('\n').filter((line) => line.includes('"type":7,'));
    expect(assets).toHaveLength(1);
    expect(JSON.parse(assets[0]!)).toMatchObject({
      type: 7,
      data: { mime: 'image/png', url: `${ground.stand.origin}/asset/mine.png` },
    });
    expect(ground.stand.requests.slice(asked).filter((one) => one.includes('other.png'))).toEqual([]);
    await page.close();
  });

  it('[PR23] when the shop takes a mark away, what stood there is gone with a new picture and what follows stays hidden', async () => {
    const later = plant('text after the mark was taken away');
    const { page } = await ground.sharing('<body><main data-theke-show><p id="p">shown at first</p></main>');
    expect(await page.evaluate(() => stand.text())).toContain('shown at first');
    const now = await page.evaluate(async (word) => {
      const { document } = stand.shop();
      const before = stand.share.stats.pictures;
      document.querySelector('main')!.removeAttribute('data-theke-show');
      document.querySelector('#p')!.firstChild!.nodeValue = word;
      await until(() => stand.share.stats.pictures > before && !stand.text().includes('shown at first'));
      return stand.text();
    }, later);
    expect(now).not.toContain('shown at first');
    expect(leaks(await sentText(page))).toEqual([]);
    await page.close();
  });

  it('[PR24] a field moved from a shown place to a hidden one, and a shown field turned into a password, stop being shown', async () => {
    const [moved, turned] = [plant('value of a moved field'), plant('value of a field turned into a password')];
    const { page } = await ground.sharing(
      '<body><div data-theke-show><input id="a" value="first"><input id="b" value="second"></div><div id="hidden"></div>',
    );
    await page.evaluate(
      async ([a, b]) => {
        const { document } = stand.shop();
        const one = document.querySelector<HTMLInputElement>('#a')!;
        document.querySelector('#hidden')!.append(one);
        await pause(30);
        one.value = a!;
        one.dispatchEvent(new Event('input', { bubbles: true }));
        const two = document.querySelector<HTMLInputElement>('#b')!;
        two.type = 'password';
        await pause(30);
        two.value = b!;
        two.dispatchEvent(new Event('input', { bubbles: true }));
        two.type = 'text';
        await pause(100);
        stand.share.picture();
        await pause(50);
      },
      [moved, turned],
    );
    expect(leaks(await sentText(page))).toEqual([]);
    await page.close();
  });

  it('[PR25] nothing is observed, patched or sent before the share begins', async () => {
    ground.stand.pages.set('/before', { html: '<body><p>x</p>' });
    const { page } = await ground.sharing('<p>y</p>');
    const same = await page.evaluate(async () => {
      await stand.openShop('/before');
      const shop = stand.shop();
      const bare = document.createElement('iframe');
      document.body.append(bare);
      const clean = bare.contentWindow as Window & typeof globalThis;
      const source = (w: typeof shop) =>
        [
          w.CSSStyleSheet.prototype.insertRule,
          w.Element.prototype.attachShadow,
          w.CSSStyleDeclaration.prototype.setProperty,
          w.customElements.define,
          Object.getOwnPropertyDescriptor(w.HTMLInputElement.prototype, 'value')!.set,
        ]
          .map(String)
          .join();
      return source(shop) === source(clean) && !Object.hasOwn(shop.document, 'adoptedStyleSheets');
    });
    expect(same).toBe(true);
    await page.close();
  });
});

describe('what tells how much there is', () => {
  const page = (name: string, many: number) => {
    const times = (html: string) => Array.from({ length: many }, () => html).join('');
    return `<!doctype html><html><head><title>${name}</title></head><body><h1>${name}</h1><p>An <b>${name}</b> bestellt</p>
<input value="${name}" size="${name.length}" maxlength="${name.length}" style="width:${name.length}ch"><input value="${name}" style="width: ${20 + name.length * 5}px"><input type="password" value="${name}">
<textarea rows="${many % 4}" style="height:${48 + many * 5}px">${times(`${name}\n`)}</textarea><select>${times(`<option>${name}</option>`)}</select><input list="l"><datalist id="l">${times(`<option value="${name}">`)}</datalist>
<div contenteditable style="height:40px;overflow:auto">${times(`<p>${name}</p>`)}</div><span data-theke-block>${name}</span><div><i data-theke-block style="display:inline-block">${name}</i></div>
<progress value="${many}" max="9"></progress><meter value="${many}" max="9"></meter><div class="bar"><div style="width:${many * 11}%"></div></div><div><div style="transform:scaleX(0.${many})"></div></div>
<a href="/${name}?${name}#${name}" title="${name}">x</a><img alt="${name}" src="/asset/a.png?${name}" width="9" height="9"><p style="--name:${name};--points:${many * 1111}">x</p>
<svg width="40" height="40" viewBox="0 0 40 40">${times('<rect width="1" height="9"/>'.repeat(30))}</svg><svg width="40" height="40"><circle r="9" stroke-dasharray="${many} 9" stroke-dashoffset="${many}"/></svg></body></html>`;
  };

  it('[PR111] two pages that differ in the length and number of what is not shown look alike to the agent', async () => {
    const told: string[] = [];
    for (const [name, many] of [
      ['Jo', 3],
      ['Maximiliane', 7],
    ] as const) {
      const { page: opened } = await ground.sharing(page(name, many));
      await opened.evaluate(async () => {
        const { document } = stand.shop();
        // Scrolled by what stands in them.
        for (const field of document.querySelectorAll('textarea,[contenteditable]')) field.scrollTop = 9_999;
        await pause(150);
      });
      const sent = await sentText(opened);
      told.push(
        sent
          .split('\n')
          .filter((line) => line.includes('"type":2,'))
          .join('\n')
          .replace(/\/shop\d+/g, '/shop'),
      );
      expect(sent).not.toMatch(/"source":3,"id":(?!1,)\d+,"x":0,"y":[1-9]/);
      await opened.close();
    }
    expect(told[0]).toContain('▪▪▪▪');
    expect(told[1]).toBe(told[0]);
  });
});

describe('rules of the site in a real page', () => {
  const rules = (list: PrivacyRule[], over: Partial<PagePrivacy> = {}): PagePrivacy => ({
    version: 1,
    preset: 'none',
    rules: list,
    capture: false,
    frames: [],
    ...over,
  });

  async function shared(html: string, privacy: PagePrivacy): Promise<Page> {
    const { page } = await ground.sharing(html);
    await page.evaluate(async (next) => {
      stand.share.privacy(next);
      await pause(200);
    }, privacy);
    return page;
  }

  it('[PR104] rules that change force a new picture at once, and what they hide is gone from it', async () => {
    const page = await shared(
      '<body><p class="a">seen at first</p><div id="host"></div><script>document.getElementById("host").attachShadow({mode:"open"}).innerHTML="<p class=a>inside a root</p>"</script></body>',
      rules([{ selector: '.a', mark: 'show' }]),
    );
    expect(await page.evaluate(() => until(() => stand.text().includes('seen at first')))).toBe(true);
    expect(await sentText(page)).toContain('inside a root');
    const gone = await page.evaluate(
      async (next) => {
        stand.share.privacy(next);
        return until(() => !stand.text().includes('seen at first'));
      },
      rules([
        { selector: '.a', mark: 'show' },
        { selector: 'p', mark: 'mask' },
      ]),
    );
    expect(gone).toBe(true);
    await page.close();
  });

  it('[PR104] a class set later that a rule hides by takes back what was told, also when it is set on something around it', async () => {
    const page = await shared(
      '<body data-theke-show><div id="box"><p id="one">first word</p></div><p id="two">second word</p></body>',
      rules([
        { selector: '.private p', mark: 'block' },
        { selector: '.secret', mark: 'mask' },
      ]),
    );
    expect(await page.evaluate(() => until(() => stand.text().includes('first word')))).toBe(true);
    const gone = await page.evaluate(async () => {
      const { document } = stand.shop();
      document.querySelector('#two')!.className = 'secret';
      const two = await until(() => !stand.text().includes('second word'), 3_000);
      document.querySelector('#box')!.className = 'private';
      await pause(1_100);
      document.querySelector('#two')!.append('!');
      return [two, await until(() => !stand.text().includes('first word'), 4_000)];
    });
    expect(gone).toEqual([true, true]);
    await page.close();
  });

  it.each([':nothing-like-this', 'p::before', ':is(p, :nothing-like-this)', 'p:has('])(
    '[PR101] a mask rule %s that this browser cannot read keeps everything shown by rule hidden',
    async (selector) => {
      const page = await shared(
        '<body><p class="a">shown by rule</p><p class="price">shown by preset</p><p data-theke-show>shown by the page</p></body>',
        rules(
          [
            { selector: '.a', mark: 'show' },
            { selector, mark: 'mask' },
          ],
          { preset: 'shop', presetLists: shopPreset },
        ),
      );
      await page.evaluate(() => until(() => stand.text().includes('shown by the page')));
      const text = await page.evaluate(() => stand.text());
      expect(text).toContain('shown by the page');
      expect(text).not.toMatch(/by rule|by preset/);
      await page.close();
    },
  );
});

describe('what the visitor is told and may do', () => {
  const html = `<body style="margin:0"><main data-theke-show><p id="open" style="margin:0;height:40px">visible words</p><input id="pw" type="password" style="position:absolute;left:10px;top:60px;width:200px;height:30px">
<div id="card" data-theke-block style="position:absolute;left:10px;top:120px;width:300px;height:50px"><p>inside</p><input></div><p id="tap" style="position:absolute;left:10px;top:200px;width:300px;height:30px;margin:0">tapped away</p></main>
<div id="masked" style="position:absolute;left:10px;top:260px;width:300px;height:60px"><p style="margin:0">one</p><p style="margin:0">two <b>three</b></p><input id="field" style="height:20px"></div>
<iframe srcdoc="<p>x" style="position:absolute;left:10px;top:340px;width:100px;height:40px;border:0"></iframe><p style="position:absolute;top:5000px">far below</p><script>
const d = document.createElement('x-shut'); d.style.cssText = 'position:absolute;left:10px;top:400px;width:90px;height:20px'; document.body.append(d); d.attachShadow({ mode: 'closed' }).innerHTML = '<p>x</p>';</script></body>`;

  it('[PR108] the boxes of what is hidden are those of the real verdicts, in sight, one for what lies in one', async () => {
    const { page } = await ground.sharing(html);
    const boxes = await page.evaluate(() => stand.share.surface.hiddenBoxes(50));
    const at = (top: number, bottom: number) =>
      boxes
        .filter((box) => box.top >= top && box.top < bottom)
        .map(({ left, width, height, why }) => `${why} ${[left, width, height].map(Math.round).join(' ')}`);
    expect(at(0, 50)).toEqual([]);
    expect(at(50, 110)).toEqual([expect.stringMatching(/^secret 10 20\d 3\d$/)]);
    // What stands in the blocked part has no boxes of its own.
    expect(at(110, 190)).toEqual(['shop 10 300 50']);
    expect(at(190, 250)).toEqual([]);
    // The field in a part nobody marked keeps a mark of its own; the words beside it are one with it.
    expect(at(250, 330)).toEqual(['default 10 300 60', expect.stringMatching(/^default 1\d \d+ 2\d$/)]);
    expect(at(330, 390)).toEqual(['default 10 100 40']);
    // A closed shadow root.
    expect(at(390, 450)).toEqual(['default 10 90 20']);
    expect(at(450, 9_999)).toEqual([]);
    expect(await page.evaluate(() => stand.share.surface.hiddenBoxes(2).length)).toBe(2);
    await page.close();
  });

  it('[PR107] what the visitor taps away is gone for the agent at once, stays so, and can be given back', async () => {
    const { page } = await ground.sharing(html);
    expect(await page.evaluate(() => until(() => stand.text().includes('tapped away')))).toBe(true);
    const result = await page.evaluate(async () => {
      const { surface } = stand.share;
      const element = stand.shop().document.querySelector('#tap')!;
      const before = surface.sees(element);
      surface.hide(element);
      const gone = await until(() => !stand.text().includes('tapped away'));
      const whys = surface.hiddenBoxes(50).map(({ why }) => why);
      const during = [surface.sees(element), surface.hidden().includes(element), whys.includes('visitor')];
      element.textContent = 'tapped away again';
      await pause(150);
      const still = stand.text().includes('tapped away');
      surface.unhide(element);
      return [before, gone, ...during, still, await until(() => stand.text().includes('tapped away again'))];
    });
    expect(result).toEqual(['shown', true, 'hidden', true, true, false, true]);
    await page.close();
  });

  it('[PR106] [PR108] says of an element whether it is seen, secret or not to be acted on', async () => {
    const { page } = await ground.sharing(
      '<body data-theke-show><p id="a">x</p><input id="b" name="iban"><p id="c" data-theke-mask><b id="d">x</b></p><div data-theke-deny><button id="e">x</button></div><select id="f" data-theke-mask></select><input id="g" data-theke-mask></body>',
    );
    const seen = await page.evaluate(() => {
      const { surface } = stand.share;
      return [...'abcdefg'].map((id) => {
        const element = stand.shop().document.getElementById(id)!;
        return `${surface.sees(element)} ${surface.isSecret(element)} ${surface.isDenied(element)}`;
      });
    });
    expect(seen).toEqual([
      'shown false false',
      'hidden true false',
      'shape false false',
      'shape false false',
      'shown false true',
      'shape false false',
      'shape false false',
    ]);
    await page.close();
  });
});
