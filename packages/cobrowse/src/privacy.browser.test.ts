import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { found, plant, planted, privateActs, privatePage, shownPage } from './testing/canaries.contract.ts';
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
    const acts = privateActs();
    const { page, errors } = await ground.sharing(privatePage());
    expect(planted()).toBeGreaterThanOrEqual(150);
    for (const act of acts) {
      await page.evaluate(async (code) => {
        const shop = stand.shop();
        const script = shop.document.createElement('script');
        script.textContent = `try { ${code} } catch (error) { parent.stand.failed.push(String(error)) }`;
        shop.document.head.append(script);
        script.remove();
        await pause(15);
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
      await pause(200);
    });
    const sent = await sentText(page);
    expect(found(sent)).toEqual([]);
    const state = await page.evaluate(() => [
      stand.failed,
      stand.share.stats.troubles,
      stand.view.stats.bad,
      stand.view.state.value.phase,
    ]);
    expect(state).toEqual([[], 0, 0, 'live']);
    expect(errors).toEqual([]);
    // There was something to leak: the page did go out, with its shape.
    expect(sent).toContain('▪▪▪▪');
    expect(sent.split('\n').length).toBeGreaterThan(40);
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
    expect(found(sent)).toEqual([]);
    for (const secret of ['4111', 'DE89', '5500005555555559', '9z8y7x6w']) expect(sent).not.toContain(secret);
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
    expect(found(await sentText(page))).toEqual([]);
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
    expect(found(await sentText(page))).toEqual([]);
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
