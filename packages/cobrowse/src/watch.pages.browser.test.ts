import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plain, type Replica } from './testing/replica.contract.ts';
import { type Ground, openGround } from './testing/stand.contract.ts';
import { find, quiet, shared, views, words } from './testing/watched.contract.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

const sheetText = (view: Replica) =>
  plain(view.top)
    .split('\n')
    .filter((row) => /style|link|#text/.test(row))
    .join('\n');

describe('style sheets', () => {
  it('[SH115] a sheet nobody touched goes out as it was written, with variables inside shorthands; one changed by script as its rules are', async () => {
    const { page } = await shared(
      ground,
      `<head><style>p{padding:var(--p);padding-left:5px;--p:3px}</style><style id="empty"></style><style id="mixed">b{color:red}</style><style id="off">u{color:red}</style></head><body data-theke-show><p>x</p>`,
      "document.querySelector('#empty').sheet.insertRule('i{color:lime}'); document.querySelector('#mixed').sheet.cssRules[0].style.color = 'teal'; document.querySelector('#off').sheet.disabled = true;",
    );
    await quiet(page);
    const [first] = await views(page);
    expect(sheetText(first!)).toContain('padding:var(--p)');
    expect(sheetText(first!)).toContain('lime');
    expect(sheetText(first!)).toContain('teal');
    expect(sheetText(first!)).toContain('media="not all"');
    await page.evaluate(async () => {
      const { document } = stand.shop();
      const sheet = (id: string) => document.querySelector<HTMLStyleElement>(id)!.sheet!;
      sheet('#off').disabled = false;
      document.querySelector('#empty')!.textContent = 'i{color:navy}';
      (sheet('#mixed').cssRules[0] as CSSStyleRule).selectorText = 'em';
      await pause(150);
    });
    const [view] = await views(page);
    expect(view!.errors).toEqual([]);
    expect(sheetText(view!)).not.toContain('not all');
    expect(sheetText(view!)).toContain('navy');
    expect(sheetText(view!)).not.toContain('lime');
    expect(sheetText(view!)).toContain('em { color: teal; }');
    await page.close();
  });

  it('[SH116] sheets in files come when they have loaded, with their imports, and their addresses as seen from them', async () => {
    ground.stand.pages.set('/css/deep/one.css', {
      html: '@import url("two.css") print; @import "../three.css" layer(base); .a{background:url(pics/a.png)} @media screen{.m{color:red}}',
      headers: { 'content-type': 'text/css' },
    });
    ground.stand.pages.set('/css/deep/two.css', { html: '.two{color:red}', headers: { 'content-type': 'text/css' } });
    ground.stand.pages.set('/css/three.css', {
      html: '.three{background:url(b.png)}',
      headers: { 'content-type': 'text/css' },
    });
    const { page, errors } = await shared(
      ground,
      '<head><link id="l" rel="preload" as="style" href="/css/deep/one.css"></head><body data-theke-show><p class="a two three m">x</p>',
    );
    await quiet(page);
    await page.evaluate(async () => {
      const { document } = stand.shop();
      const link = document.querySelector<HTMLLinkElement>('#l')!;
      const loaded = new Promise((done) => link.addEventListener('load', done, { once: true }));
      link.rel = 'stylesheet';
      await loaded;
      await pause(1_000);
      link.sheet!.insertRule('.late{color:red}', link.sheet!.cssRules.length);
      await pause(1_000);
    });
    const [view] = await views(page);
    const css = String(find(view!, 'link')!.attributes._cssText);
    expect([view!.errors, errors]).toEqual([[], []]);
    expect(css).toContain('@media print{.two');
    expect(css).toContain('@layer base{');
    expect(css).toContain('/css/deep/pics/a.png');
    expect(css).toContain('/css/b.png');
    expect(css).not.toContain('@import');
    const added = view!.events.filter((event) => JSON.stringify(event).includes('.late'));
    expect(JSON.stringify(added)).toContain('"index":4');
    await page.close();
  });

  it('[SH117] a sheet of any size is read, cleaned and packed piece by piece, and comes whole', async () => {
    const rules = Array.from({ length: 4_000 }, (_, i) => `.r${i}:hover{margin:${i}px;content:"→"}`).join('\n');
    const { page } = await shared(
      ground,
      `<head><style>@layer one{${rules}}</style></head><body data-theke-show class="r7"><p>x</p>`,
    );
    await quiet(page);
    const [view] = await views(page);
    const text = plain(view!.top);
    for (const i of [0, 1_999, 3_999]) expect(text).toContain(`.r${i}:hover{margin:${i}px`);
    expect(text.match(/:hover/g)).toHaveLength(4_000);
    await page.close();
  });
});

describe('what acting needs to know', () => {
  it('[SH118] an element has changed when its texts, children or telling attributes have, or those of the link, button or label it is in; looks and neighbours do not count', async () => {
    const { page } = await shared(
      ground,
      '<body data-theke-show><a id="a" href="/x"><span id="s">word</span></a><p id="p">other</p><button id="b">Buy</button><div id="h"></div>',
      "document.querySelector('#h').attachShadow({mode:'open'}).innerHTML = '<i>in shadow</i>';",
    );
    await quiet(page);
    const result = await page.evaluate(async () => {
      const shop = stand.shop();
      const { document } = shop;
      const { surface } = stand.share;
      const q = (id: string) => document.querySelector<HTMLElement>(`#${id}`)!;
      const seen = () => ({ stream: stand.chunks.at(-1)!.stream, seq: stand.chunks.at(-1)!.seq });
      const changed = async (act: () => void, element: Element) => {
        const before = seen();
        act();
        const pending = surface.changedSince(before, element);
        const sent = stand.chunks.length;
        await until(() => stand.chunks.length > sent, 400);
        const told = surface.changedSince(before, element);
        return [pending, told, surface.changedSince(seen(), element)];
      };
      return {
        text: await changed(() => (q('s').firstChild!.nodeValue = 'words'), q('s')),
        inside: await changed(() => (q('s').textContent = 'again'), q('a')),
        href: await changed(() => q('a').setAttribute('href', '/y'), q('s')),
        looks: await changed(() => (q('a').className = 'hover'), q('s')),
        neighbour: await changed(() => (q('p').textContent = 'else'), q('b')),
        shadow: await changed(() => (q('h').shadowRoot!.firstChild!.textContent = 'new'), q('h')),
        disabled: await changed(() => q('b').setAttribute('disabled', ''), q('b')),
        otherPage: surface.changedSince({ stream: 0, seq: 5 }, q('b')),
      };
    });
    expect(result).toEqual({
      text: [true, true, false],
      inside: [true, true, false],
      href: [true, true, false],
      looks: [false, false, false],
      neighbour: [false, false, false],
      shadow: [true, true, false],
      disabled: [true, true, false],
      otherPage: true,
    });
    await page.close();
  });
});

describe('pages with habits of their own', () => {
  it('[SH119] a page that replaced observers, events and lists by its own, and another recorder beside us, are shared; the end leaves both as they were', async () => {
    const file = createRequire(import.meta.url)
      .resolve('@rrweb/record')
      .replace(/record\.c?js$/, 'record.umd.min.cjs');
    ground.stand.pages.set('/rrweb.js', {
      html: readFileSync(file, 'utf8'),
      headers: { 'content-type': 'text/javascript' },
    });
    const { page, errors } = await shared(
      ground,
      '<!doctype html><head><style>p{color:red}</style></head><body data-theke-show><p id="p">start</p><input id="i"><script src="/rrweb.js"></script>',
      `const Native = MutationObserver;
       window.MutationObserver = class extends Native { constructor(fn) { super((records, self) => setTimeout(() => fn(records, self), 5000)); } };
       const add = EventTarget.prototype.addEventListener;
       EventTarget.prototype.addEventListener = function (type, fn, options) { return add.call(this, type, fn && function (event) { return (fn.handleEvent || fn).call(this, event); }, options); };
       const $A = (list) => Array.prototype.slice.call(list); Array.from = $A;
       window.theirs = []; window.stopTheirs = rrwebRecord.record({ emit: (event) => theirs.push(event) });`,
    );
    await quiet(page);
    const state = await page.evaluate(async () => {
      const shop = stand.shop() as Window & typeof globalThis & { theirs: unknown[]; stopTheirs(): void };
      const { document } = shop;
      const value = () => Object.getOwnPropertyDescriptor(shop.HTMLInputElement.prototype, 'value')!.set;
      const insert = () => shop.CSSStyleSheet.prototype.insertRule;
      document.querySelector('#p')!.append(' more');
      document.querySelector<HTMLInputElement>('#i')!.value = 'typed';
      await pause(150);
      const theirs = shop.theirs.length;
      // They began first and end first: what they put back is the browser's own, and our end must not bring theirs back.
      shop.stopTheirs();
      document.querySelector<HTMLInputElement>('#i')!.value = 'typed again';
      document.querySelector('#p')!.append(' and more');
      await pause(150);
      stand.share.stop();
      await pause(50);
      const same = [value(), insert()].map((of) => String(of).includes('native code'));
      document.styleSheets[0]!.insertRule('b{}');
      return { theirs: theirs > 2, same, troubles: stand.share.stats.troubles, failed: stand.failed };
    });
    expect(state).toEqual({ theirs: true, same: [true, true], troubles: 0, failed: [] });
    const [view] = await views(page);
    expect(words(view!)).toContain('start more and more');
    expect(JSON.stringify(view!.events)).toContain('typed');
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[SH120] a page written anew with document.write, and one that came back from the back/forward cache, are shown as they are then', async () => {
    const { page, errors } = await shared(ground, '<body data-theke-show><p>old page</p>');
    await quiet(page);
    await page.evaluate(async () => {
      const { document } = stand.shop();
      document.open();
      document.write('<!doctype html><body data-theke-show><p id="p">written</p>');
      document.close();
      await pause(300);
      document.querySelector('#p')!.append(' and heard');
      await pause(200);
    });
    const view = (await views(page)).at(-1)!;
    expect([view.errors, words(view)]).toEqual([[], 'written and heard']);
    const again = await page.evaluate(async () => {
      const shop = stand.shop();
      const before = stand.share.stats.pictures;
      shop.dispatchEvent(new shop.PageTransitionEvent('pageshow', { persisted: false }));
      await pause(80);
      const none = stand.share.stats.pictures - before;
      shop.dispatchEvent(new shop.PageTransitionEvent('pageshow', { persisted: true }));
      await until(() => stand.share.stats.pictures > before);
      return [none, stand.share.stats.pictures - before];
    });
    expect(again).toEqual([0, 1]);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[SH121] five thousand nodes put in at once are told in slices, in between other changes, and come whole', async () => {
    const { page, errors } = await shared(
      ground,
      '<body data-theke-show><div id="d"></div><p id="p">0</p>',
      undefined,
      {
        tick: 0.05,
      },
    );
    await quiet(page);
    const chunks = await page.evaluate(async () => {
      const { document } = stand.shop();
      const before = stand.chunks.length;
      const parts = Array.from({ length: 1_200 }, (_, i) => {
        const one = document.createElement('article');
        one.innerHTML = `<h2>Title ${i}</h2><p>Text <b>${i}</b></p>`;
        return one;
      });
      document.querySelector('#d')!.append(...parts);
      for (let i = 1; i <= 40; i += 1) {
        document.querySelector('#p')!.firstChild!.nodeValue = String(i);
        await pause(2);
      }
      await until(() => stand.share.surface.idOf(parts.at(-1)!) !== null, 20_000);
      await pause(100);
      return stand.chunks.length - before;
    });
    await quiet(page);
    const [view] = await views(page);
    expect([view!.errors, errors]).toEqual([[], []]);
    expect(chunks).toBeGreaterThan(10);
    expect(words(view!)).toMatch(/^Title 0Text 0Title 1[\s\S]*Title 1199Text 119940$/);
    const numbers = view!.events.flatMap((event) =>
      event.type === 3 && event.data.source === 0 ? event.data.texts.map(({ value }) => Number(value)) : [],
    );
    // The page was listened to in between, not only afterwards.
    expect(numbers.length).toBeGreaterThan(3);
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
    expect(numbers.at(-1)).toBe(40);
    await page.close();
  });
});
