import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, type Ground, openGround, openView } from './testing/stand.contract.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

const shopPage =
  '<!doctype html><head><style>p{color:red}</style></head><body data-theke-show><p id="p">hello</p><input id="i" type="password"><div id="host"></div><script>document.querySelector("#host").attachShadow({mode:"open"}).append("in shadow")</script>';

describe('share', () => {
  it('[SH1] stop undoes every patch at once, leaves no mark on the page, and sends nothing after it', async () => {
    ground.stand.pages.set('/stop', { html: shopPage });
    const { page, errors } = await openView(ground.browser, ground.stand);
    const result = await page.evaluate(async () => {
      stand.openView();
      await stand.openShop('/stop');
      const shop = stand.shop();
      const { document } = shop;
      const root = document.querySelector('#host')!.shadowRoot!;
      const own = (object: object) =>
        Object.getOwnPropertyNames(object).map((key) => ({
          object,
          key,
          was: Object.getOwnPropertyDescriptor(object, key)!,
        }));
      const watched = [
        shop.CSSStyleSheet.prototype,
        shop.CSSGroupingRule.prototype,
        shop.CSSMediaRule.prototype,
        shop.CSSConditionRule.prototype,
        shop.CSSSupportsRule.prototype,
        shop.CSSStyleDeclaration.prototype,
        shop.HTMLInputElement.prototype,
        shop.HTMLSelectElement.prototype,
        shop.HTMLTextAreaElement.prototype,
        shop.HTMLOptionElement.prototype,
        shop.Element.prototype,
        shop.Node.prototype,
        shop.Document.prototype,
        shop.ShadowRoot.prototype,
        shop.EventTarget.prototype,
        shop.History.prototype,
        shop.Array,
        shop.Array.prototype,
        shop.Object,
        shop.customElements,
        shop.HTMLMediaElement.prototype,
        shop.HTMLCanvasElement.prototype,
        shop.FontFace.prototype,
        document,
        root,
      ];
      const before = watched.flatMap(own);
      const html = () => {
        const copy = document.documentElement.cloneNode(true) as HTMLElement;
        copy.querySelector('theke-widget')?.remove();
        return copy.outerHTML;
      };
      const htmlBefore = html();
      const differing = () => [
        ...before
          .filter(({ object, key, was }) => {
            const now = Object.getOwnPropertyDescriptor(object, key);
            return !now || now.value !== was.value || now.get !== was.get || now.set !== was.set;
          })
          .map(({ key }) => key),
        ...watched.flatMap((object) =>
          Object.getOwnPropertyNames(object)
            .filter((key) => !before.some((b) => b.object === object && b.key === key))
            .map((key) => `new ${key}`),
        ),
      ];
      const rounds: { during: number; after: string[]; later: string[]; chunks: number; more: number }[] = [];
      for (let round = 0; round < 3; round += 1) {
        stand.openShare();
        await pause(60);
        const field = document.querySelector<HTMLInputElement>('#i')!;
        field.type = 'text';
        await pause(30);
        field.type = 'password';
        const during = differing().length;
        document.querySelector('#p')!.append('!');
        stand.share.stop();
        stand.share.stop();
        const after = differing();
        const chunks = stand.chunks.length;
        document.querySelector('#p')!.append('?');
        document.querySelector<HTMLInputElement>('#i')!.value = 'x';
        document.head.querySelector('style')!.sheet!.insertRule('b{color:red}');
        document.head.querySelector('style')!.sheet!.deleteRule(0);
        shop.dispatchEvent(new shop.PointerEvent('pointermove', { clientX: 5, clientY: 5 }));
        stand.share.picture();
        stand.share.pointer({ shareId: 's1', x: 1, y: 1, inside: true });
        stand.share.highlight({ shareId: 's1', node: 5 });
        const pointers = stand.pointers.length;
        await pause(150);
        rounds.push({
          during,
          after,
          later: differing(),
          chunks,
          more: stand.chunks.length - chunks + stand.pointers.length - pointers,
        });
      }
      document.querySelector('#p')!.textContent = 'hello';
      return { rounds, same: html() === htmlBefore, overlay: stand.overlay.childElementCount };
    });
    for (const round of result.rounds) {
      expect(round.during).toBeGreaterThan(5);
      expect(round.after).toEqual([]);
      expect(round.later).toEqual([]);
      expect(round.more).toBe(0);
    }
    expect(result.same).toBe(true);
    expect(result.overlay).toBe(0);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[SH2] changes of every kind reach the view: texts, nodes, moves, classes, styles, sheets, shadow roots, fields, scrolling, size', async () => {
    const { page, errors } = await ground.sharing(
      '<!doctype html><head><style id="s">.red{color:rgb(255, 0, 0)}</style></head><body data-theke-show><p id="p">one</p><ul id="u"><li>a</li><li>b</li><li>c</li></ul><input id="i"><div id="scroll" style="height:50px;overflow:auto"><div style="height:500px"></div></div><div style="height:3000px"></div></body>',
    );
    const seen = await page.evaluate(async () => {
      const shop = stand.shop();
      const { document } = shop;
      const mirror = () => stand.mirror();
      const style = (selector: string) => mirror().defaultView!.getComputedStyle(mirror().querySelector(selector)!);
      const seen: Record<string, boolean> = {};
      const one = document.querySelector('#p')!;
      one.firstChild!.nodeValue = 'two';
      seen.text = await until(() => mirror().querySelector('p')!.textContent === 'two');
      one.className = 'red';
      seen.class = await until(() => style('p').color === 'rgb(255, 0, 0)');
      const list = document.querySelector('#u')!;
      list.append(list.firstElementChild!);
      list.insertAdjacentHTML('afterbegin', '<li>new <b>deep</b></li>');
      seen.move = await until(() => mirror().querySelector('ul')!.textContent === 'new deepbca');
      list.children[1]!.remove();
      seen.remove = await until(() => mirror().querySelector('ul')!.textContent === 'new deepca');
      (one as HTMLElement).style.marginLeft = '33px';
      seen.style = await until(() => style('p').marginLeft === '33px');
      const sheet = document.querySelector<HTMLStyleElement>('#s')!.sheet!;
      sheet.insertRule('p{letter-spacing:3px}', 0);
      seen.rule = await until(() => style('p').letterSpacing === '3px');
      (sheet.cssRules[0] as CSSStyleRule).style.setProperty('letter-spacing', '4px');
      seen.declaration = await until(() => style('p').letterSpacing === '4px');
      sheet.deleteRule(0);
      seen.ruleGone = await until(() => style('p').letterSpacing === 'normal');
      const made = new shop.CSSStyleSheet();
      made.replaceSync('p{text-indent:7px}');
      document.adoptedStyleSheets = [made];
      seen.adopted = await until(() => style('p').textIndent === '7px');
      made.replaceSync('p{text-indent:9px}');
      seen.replaced = await until(() => style('p').textIndent === '9px');
      const host = document.createElement('div');
      host.id = 'h';
      const root = host.attachShadow({ mode: 'open' });
      const inner = new shop.CSSStyleSheet();
      inner.replaceSync('b{color:rgb(0, 0, 255)}');
      root.adoptedStyleSheets = [inner];
      root.innerHTML = '<b>shadow</b>';
      document.body.prepend(host);
      const shadow = () => mirror().querySelector('body > div')!.shadowRoot!;
      seen.shadow = await until(() => shadow().textContent === 'shadow');
      seen.shadowSheet = await until(
        () => mirror().defaultView!.getComputedStyle(shadow().querySelector('b')!).color === 'rgb(0, 0, 255)',
      );
      root.querySelector('b')!.textContent = 'changed';
      seen.shadowText = await until(() => shadow().textContent === 'changed');
      document.querySelector('#u')!.before(host);
      const moved = () => mirror().querySelector('ul')!.previousElementSibling!.shadowRoot!;
      seen.shadowMoved = await until(
        () =>
          moved().textContent === 'changed' &&
          mirror().defaultView!.getComputedStyle(moved().querySelector('b')!).color === 'rgb(0, 0, 255)',
      );
      const field = document.querySelector<HTMLInputElement>('#i')!;
      field.value = 'set by script';
      seen.value = await until(() => mirror().querySelector('input')!.value === 'set by script');
      shop.scrollTo(0, 400);
      seen.scroll = await until(() => mirror().defaultView!.scrollY === 400);
      document.querySelector('#scroll')!.scrollTop = 60;
      seen.inner = await until(() => [...mirror().querySelectorAll('div')].some((div) => div.scrollTop === 60));
      (shop.frameElement as HTMLElement).style.width = '640px';
      seen.size = await until(() => stand.view.size.value?.width === 640);
      shop.history.pushState({}, '', '/other/place?secret=1');
      one.append('!');
      seen.address = await until(() => stand.view.pageUrl.value?.endsWith('/other/place') === true);
      return { seen, bad: stand.view.stats.bad, wanted: stand.wants };
    });
    expect(Object.entries(seen.seen).filter(([, ok]) => !ok)).toEqual([]);
    expect([seen.bad, seen.wanted]).toEqual([0, 0]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[SH3] a line that does not answer, or is full, gets nothing more and nothing piles up; once it is free the last state goes out', async () => {
    const { page } = await ground.sharing('<body data-theke-show><p id="p">start</p>');
    const result = await page.evaluate(async () => {
      const { document } = stand.shop();
      const before = { chunks: stand.chunks.length, stream: stand.share.stats.stream, bytes: stand.share.stats.bytes };
      stand.buffered = 1_000_000;
      for (let i = 0; i < 40; i += 1) {
        document.querySelector('#p')!.textContent = 'x'.repeat(60_000) + i;
        await pause(5);
      }
      const held = stand.chunks.length - before.chunks;
      document.querySelector('#p')!.textContent = 'at the end';
      stand.buffered = 0;
      const shown = await until(() => stand.text() === 'at the end');
      const { stream, bytes } = stand.share.stats;
      return { held, shown, streams: stream - before.stream, bytes: bytes - before.bytes };
    });
    expect(result.held).toBeLessThanOrEqual(1);
    expect(result).toMatchObject({ shown: true, streams: 0 });
    expect(result.bytes).toBeLessThan(2_000);
    await page.close();
  });

  it('[SH4] more than ten thousand changes at once become one new picture', async () => {
    const { page } = await ground.sharing('<body data-theke-show><div id="d"></div>');
    const result = await page.evaluate(async () => {
      const { document } = stand.shop();
      const events = stand.share.stats.pictures;
      const parts = Array.from({ length: 12_000 }, (_, i) =>
        Object.assign(document.createElement('i'), { id: `n${i}` }),
      );
      document.querySelector('#d')!.append(...parts);
      const shown = await until(() => stand.mirror().querySelectorAll('i').length === 12_000, 10_000);
      return { shown, pictures: stand.share.stats.pictures - events, bad: stand.view.stats.bad };
    });
    expect(result).toEqual({ shown: true, pictures: 1, bad: 0 });
    await page.close();
  });

  it('[SH5] when the line refuses for good, sharing ends by itself, says why, and everything is undone', async () => {
    const { page } = await ground.sharing('<body data-theke-show><p id="p">start</p>');
    const result = await page.evaluate(async () => {
      const shop = stand.shop();
      stand.answer = { ok: false, refusal: { code: 'gone' } };
      shop.document.querySelector('#p')!.append('!');
      await until(() => stand.failed.length > 0);
      const chunks = stand.chunks.length;
      shop.document.querySelector('#p')!.append('!');
      await pause(100);
      return {
        failed: stand.failed,
        more: stand.chunks.length - chunks,
        native: String(shop.CSSStyleSheet.prototype.insertRule).includes('native'),
        overlay: stand.overlay.childElementCount,
      };
    });
    expect(result).toEqual({ failed: ['gone'], more: 0, native: true, overlay: 0 });
    await page.close();
  });

  it('[SH6] a lost chunk ends its stream; a new one begins by itself when the line answers again', async () => {
    const { page } = await ground.sharing('<body data-theke-show><p id="p">start</p>');
    const result = await page.evaluate(async () => {
      const p = stand.shop().document.querySelector('#p')!;
      stand.answer = { ok: false, refusal: { code: 'timeout' } };
      stand.link = false;
      p.textContent = 'lost';
      await pause(100);
      const quiet = stand.chunks.length;
      p.textContent = 'still lost';
      await pause(100);
      const held = stand.chunks.length - quiet;
      stand.answer = { ok: true, value: undefined };
      stand.link = true;
      p.textContent = 'back';
      return { held, shown: await until(() => stand.text() === 'back', 4000), failed: stand.failed };
    });
    expect(result).toEqual({ held: 0, shown: true, failed: [] });
    await page.close();
  });

  it("[SH7] the visitor's pointer is told at most thirty times a second, the last place always, and that it left", async () => {
    const { page } = await ground.sharing('<body style="height:500px">');
    const result = await page.evaluate(async () => {
      const shop = stand.shop();
      const from = stand.pointers.length;
      const move = (x: number) =>
        shop.document.body.dispatchEvent(
          new shop.PointerEvent('pointermove', { bubbles: true, clientX: x, clientY: 7 }),
        );
      const since = performance.now();
      for (let x = 0; x < 300; x += 1) {
        move(x);
        if (x % 10 === 0) await pause(5);
      }
      move(299);
      await pause(80);
      const told = stand.pointers.slice(from);
      const seconds = (performance.now() - since) / 1000;
      shop.document.documentElement.dispatchEvent(new shop.MouseEvent('mouseout', { bubbles: true }));
      await pause(60);
      return { rate: told.length / seconds, last: told.at(-1), left: stand.pointers.at(-1)!.inside };
    });
    expect(result.rate).toBeLessThanOrEqual(32);
    expect(result.rate).toBeGreaterThan(3);
    expect(result.last).toEqual({ shareId: 's1', x: 299, y: 7, inside: true });
    expect(result.left).toBe(false);
    await page.close();
  });

  it("[SH8] the agent's pointer and highlight are drawn under a policy that forbids every style, follow the page, are announced, and are not recorded", async () => {
    const { page, errors } = await ground.sharing(
      '<!doctype html><body data-theke-show><p>x</p><button id="b" aria-label="Buy now">Buy</button><div>tall</div><script src="/tall.js"></script>',
      {
        'content-security-policy': "default-src 'none'; script-src 'self'; style-src 'none'",
      },
    );
    const result = await page.evaluate(async () => {
      const shop = stand.shop();
      const violations: string[] = [];
      shop.document.addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective));
      (shop.document.querySelector('div') as HTMLElement).style.height = '3000px';
      stand.share.pointer({ shareId: 's1', x: 40, y: 50, inside: true });
      const button = shop.document.querySelector('#b')!;
      const mirrored = stand.mirror().querySelector('button')!.getBoundingClientRect();
      const node = stand.view.nodeAt(mirrored.left + 2, mirrored.top + 2)!;
      stand.share.highlight({ shareId: 's1', node: node.node });
      await pause(60);
      const [box, cursor] = [...stand.overlay.children] as HTMLElement[];
      const around = () => {
        const a = box!.getBoundingClientRect();
        const b = button.getBoundingClientRect();
        return (
          Math.abs(a.left - b.left) <= 5 && Math.abs(a.top - b.top) <= 5 && a.width >= b.width && a.height >= b.height
        );
      };
      const drawn = {
        box: around(),
        visible: shop.getComputedStyle(box!).visibility,
        cursor: cursor!.getBoundingClientRect().left,
        name: cursor!.textContent,
      };
      shop.scrollTo(0, 11);
      await pause(60);
      const followed = around() && shop.scrollY === 11;
      stand.share.highlight({ shareId: 's1', node: null });
      const gone = shop.getComputedStyle(box!).visibility;
      stand.share.highlight({ shareId: 's1', node: 99_999 });
      await pause(100);
      return {
        drawn,
        followed,
        gone,
        label: node.label,
        said: stand.said,
        violations,
        seen: stand.mirror().documentElement.textContent?.includes('Anna'),
      };
    });
    expect(result.drawn).toEqual({ box: true, visible: 'visible', cursor: 40, name: 'Anna' });
    expect(result).toMatchObject({
      followed: true,
      gone: 'hidden',
      label: 'button Buy',
      said: ['Anna shows: Buy now'],
      violations: [],
      seen: false,
    });
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[SH9] a page that bends arrays, objects, JSON and its own forms is shared, and hears of no error', async () => {
    const { page, errors } = await ground.sharing(`<!doctype html><head><script>
      Array.prototype.toJSON = function () { return 'bent'; }; Object.prototype.extra = 'polluted'; Array.prototype.last = function () {}; String.prototype.toJSON = function () { return 'x'; };
      Object.defineProperty(Object.prototype, 'hidden', { get() { return 'x'; }, set() {}, configurable: true });
      </script></head><body data-theke-show><p id="p">fine</p><form id="f"><input name="parentNode" value="a"><input name="getAttribute" value="b"><input name="childNodes" value="c"><input name="tagName" value="d"><input name="nodeType" value="e"></form>`);
    const result = await page.evaluate(async () => {
      const { document } = stand.shop();
      document.querySelector('#p')!.textContent = 'changed';
      const shown = await until(() => stand.mirror().querySelector('p')!.textContent === 'changed');
      return { shown, bad: stand.view.stats.bad, troubles: stand.share.stats.troubles, failed: stand.failed };
    });
    expect(result).toEqual({ shown: true, bad: 0, troubles: 0, failed: [] });
    expect(errors).toEqual([]);
    await page.close();
  });

  it("[SH10] the page's own mistakes stay its own: a rule the browser refuses still throws where it was inserted", async () => {
    const { page, errors } = await ground.sharing(
      '<head><style>p{color:red}</style></head><body data-theke-show><p>x</p>',
    );
    const threw = await page.evaluate(() => {
      const sheet = stand.shop().document.styleSheets[0]!;
      const tried = (fn: () => void) => {
        try {
          fn();
          return 'nothing';
        } catch (error) {
          return (error as DOMException).name;
        }
      };
      return [
        tried(() => sheet.insertRule('{{{')),
        tried(() => sheet.deleteRule(50)),
        tried(() => sheet.insertRule('b{}', 99)),
        tried(() => sheet.insertRule('i{}')),
      ];
    });
    expect(threw).toEqual(['SyntaxError', 'IndexSizeError', 'IndexSizeError', 'nothing']);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[SH11] frames of other origins are boxes of their size', async () => {
    const { page, errors } = await ground.sharing(
      `<body data-theke-show><iframe id="f" src="${ground.stand.foreign}/x" style="width:210px;height:90px;border:0"></iframe>`,
    );
    const box = await page.evaluate(async () => {
      const found = () => stand.mirror().querySelector('[theke-frame]');
      await until(() => found() !== null);
      const { width, height } = found()!.getBoundingClientRect();
      return [width, height, stand.mirror().querySelectorAll('iframe').length];
    });
    expect(box).toEqual([210, 90, 0]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[SH12] our own widget is neither shown nor told of, however it changes', async () => {
    const { page } = await ground.sharing('<body data-theke-show><p>shop</p>');
    const result = await page.evaluate(async () => {
      const { document } = stand.shop();
      await pause(50);
      const before = stand.share.stats.events;
      const host = document.querySelector('theke-widget')!;
      for (let i = 0; i < 20; i += 1) {
        host.shadowRoot!.append(Object.assign(document.createElement('p'), { textContent: `a message ${i}` }));
        host.setAttribute('data-open', String(i));
        await pause(5);
      }
      await pause(100);
      return {
        more: stand.share.stats.events - before,
        text: stand.mirror().documentElement.textContent!.includes('a message'),
      };
    });
    expect(result).toEqual({ more: 0, text: false });
    await page.close();
  });

  it('[SH20] a second share on a page that is shared fails by itself and leaves the first alone', async () => {
    const { page } = await ground.sharing('<body data-theke-show><p id="p">start</p>');
    const result = await page.evaluate(async () => {
      const first = stand.share;
      stand.openShare({ send: async () => ({ ok: true, value: undefined }) });
      await until(() => stand.failed.length > 0);
      stand.shop().document.querySelector('#p')!.textContent = 'still shown';
      const shown = await until(() => stand.text() === 'still shown');
      first.stop();
      stand.firstStream = 50;
      stand.openShare();
      return { failed: stand.failed, shown, again: await until(() => stand.view.stats.pictures === 2) };
    });
    expect(result).toEqual({ failed: ['recorder'], shown: true, again: true });
    await page.close();
  });

  it('[SH13] what sharing adds to the page weighs at most 34 kB packed', async () => {
    const { gzipBytes } = await bundle('chunk');
    console.info(`share chunk: ${gzipBytes} B gzip`);
    expect(gzipBytes).toBeGreaterThan(15_000);
    expect(gzipBytes).toBeLessThanOrEqual(34 * 1024);
  });
});
