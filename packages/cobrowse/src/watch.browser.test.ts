import type { Clock } from '@theke/kit';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventsOf, plain, replay } from './testing/replica.contract.ts';
import { type Ground, openGround, openView } from './testing/stand.contract.ts';
import { difference, find, mutations, quiet, sent, shared, views, words } from './testing/watched.contract.ts';

let ground: Ground;
// More of them by hand: SEEDS=300 FROM=1.
const seeds = Number(process.env.SEEDS ?? 12);
const firstSeed = Number(process.env.FROM ?? 1);

type Shop = Window &
  typeof globalThis & {
    makeRandom(seed: number): () => number;
    grow(random: () => number, depth: number): Element;
    mutate(random: () => number): void;
    systemClock(): Clock;
  };

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

describe('the watch', () => {
  it('[SH101] whatever happens while the picture is taken in slices, picture and changes give the page as it is then, the same as a picture in one go', async () => {
    const path = '/random';
    ground.stand.pages.set(path, { html: '<!doctype html><body data-theke-show></body>' });
    const { page, errors } = await openView(ground.browser, ground.stand);
    const wrong: string[] = [];
    let events = 0;
    for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
      await page.evaluate(
        async ([path, seed, code]) => {
          stand.chunks.length = 0;
          stand.firstStream = 1;
          await stand.openShop(path);
          const shop = stand.shop() as Shop;
          shop.eval(code);
          const random = shop.makeRandom(seed);
          for (let i = 0; i < 12; i += 1) shop.document.body.append(shop.grow(random, 4));
          // A clock that runs by being looked at: a slice is a handful of nodes.
          let ms = 0;
          stand.openShare({ clock: { ...shop.systemClock(), elapsed: () => (ms += 1) } });
          let runs = 0;
          const { port1, port2 } = new MessageChannel();
          await new Promise<void>((done) => {
            port1.onmessage = () => {
              runs += 1;
              for (let i = random() * 3; i > 0; i -= 1) shop.mutate(random);
              if (runs > 40 + seed) done();
              else port2.postMessage(null);
            };
            port2.postMessage(null);
          });
        },
        [path, seed, mutations] as const,
      );
      await quiet(page);
      const told = (await views(page)).at(-1)!;
      // The same page once more, by somebody who has seen nothing of all this.
      await page.evaluate(() => {
        stand.share.stop();
        stand.firstStream = 100;
        stand.openShare({ clock: { ...(stand.shop() as Shop).systemClock(), elapsed: () => 0 } });
      });
      await quiet(page);
      const whole = (await views(page)).at(-1)!;
      const state = await page.evaluate(() => {
        stand.share.stop();
        return [stand.share.stats.troubles, stand.failed.length];
      });
      events += told.events.length;
      if (told.errors.length > 0 || state.some((n) => n !== 0) || plain(told.top) !== plain(whole.top))
        wrong.push(`seed ${seed}: ${told.errors[0] ?? ''} ${state} ${difference(plain(told.top), plain(whole.top))}`);
    }
    expect(wrong).toEqual([]);
    expect(events).toBeGreaterThan(seeds * 10);
    expect(errors).toEqual([]);
    await page.close();
  }, 1_200_000);

  it('[SH100] only where things ended goes out: what came and went in between costs nothing', async () => {
    const { page, errors } = await shared(ground, '<body data-theke-show><ul id="u"><li>start</li></ul>');
    await quiet(page);
    const bytes = await page.evaluate(async () => {
      const { document } = stand.shop();
      const before = stand.share.stats.bytes;
      const list = document.querySelector('#u')!;
      for (let i = 0; i < 3_000; i += 1) {
        const line = Object.assign(document.createElement('li'), { textContent: `line ${i}` });
        list.append(line);
        line.className = `c${i}`;
        if (i < 2_998) line.remove();
      }
      await pause(150);
      return stand.share.stats.bytes - before;
    });
    const [view] = await views(page);
    expect(view!.errors).toEqual([]);
    expect(words(view!)).toBe('startline 2998line 2999');
    expect(bytes).toBeLessThan(400);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[SH102] a moved node keeps its name, what stood in its shadow root goes and comes with it, and a list put in another order costs what was moved', async () => {
    const items = Array.from({ length: 200 }, (_, i) => `<li><b>item ${i}</b></li>`).join('');
    const { page } = await shared(
      ground,
      `<body data-theke-show><ul id="u">${items}</ul><div id="host"></div><section id="s"></section>`,
      "document.querySelector('#host').attachShadow({ mode: 'open' }).innerHTML = '<p>inside <i>deep</i></p>';",
    );
    await quiet(page);
    const ids = await page.evaluate(async () => {
      const { document } = stand.shop();
      const { surface } = stand.share;
      const list = document.querySelector('#u')!;
      const one = list.children[150]!;
      const host = document.querySelector('#host')!;
      const before = [surface.idOf(one), surface.idOf(host), surface.idOf(host.shadowRoot!.firstChild!)];
      const from = stand.share.stats.bytes;
      list.append(...Array.from(list.children));
      list.prepend(one);
      await pause(80);
      await until(() => stand.share.stats.bytes > from);
      const bytes = stand.share.stats.bytes - from;
      document.querySelector('#s')!.append(host);
      await until(() => stand.share.surface.idOf(host.shadowRoot!.firstChild!) !== null);
      await pause(200);
      const after = [surface.idOf(one), surface.idOf(host), surface.idOf(host.shadowRoot!.firstChild!)];
      return { before, after, bytes, back: surface.nodeOf(before[0]!) === one };
    });
    const [view] = await views(page);
    expect(view!.errors).toEqual([]);
    expect(ids.after).toEqual(ids.before);
    expect(ids.back).toBe(true);
    expect(ids.bytes).toBeLessThan(250);
    expect(words(view!).startsWith('item 150item 0')).toBe(true);
    expect(find(view!, 'section')!.inside[0]!.shadow[0]!.inside[1]!.inside[0]!.text).toBe('deep');
    await page.close();
  });

  it('[SH106] what an element changes too often is told ten times a second, its last value always', async () => {
    const { page } = await shared(ground, '<body data-theke-show><p id="p">x</p>');
    await quiet(page);
    const from = (await views(page))[0]!.events.length;
    await page.evaluate(async () => {
      const p = stand.shop().document.querySelector<HTMLElement>('#p')!;
      for (let i = 0; i < 300; i += 1) {
        p.style.marginLeft = `${i}px`;
        await pause(8);
      }
      p.style.marginLeft = '4321px';
      await pause(400);
    });
    const [view] = await views(page);
    const changes = view!.events.slice(from).filter((event) => event.type === 3);
    expect(changes.length).toBeLessThan(95);
    expect(changes.length).toBeGreaterThan(30);
    expect(find(view!, 'p')!.attributes.style).toContain('4321px');
    await page.close();
  });

  it('[SH107] every few seconds the shape of the tree is told as one number, and it is right', async () => {
    const { page } = await shared(ground, '<body data-theke-show><div id="d"><p>a</p></div>');
    await quiet(page);
    await page.evaluate(
      async ([code]) => {
        const shop = stand.shop() as Shop;
        shop.eval(code!);
        const random = shop.makeRandom(7);
        for (let i = 0; i < 140; i += 1) {
          shop.mutate(random);
          await pause(50);
        }
        await pause(3_300);
      },
      [mutations],
    );
    const view = (await views(page)).at(-1)!;
    expect([view.errors, view.wrongChecks]).toEqual([[], 0]);
    expect(view.checks).toBeGreaterThanOrEqual(2);
    // Quiet again: nothing more is told.
    const before = await page.evaluate(() => stand.chunks.length);
    await page.evaluate(() => pause(3_500));
    expect(await page.evaluate(() => stand.chunks.length)).toBe(before);
    await page.close();
  });

  it('[SH105] who joins late gets a picture of their own and goes on with the others, who are sent nothing anew', async () => {
    const { page } = await shared(
      ground,
      '<style>.c1{color:red}</style><body data-theke-show><div id="d"><p>a</p><input id="i" value="x"><style id="s">.a{color:red}</style></div><div id="host"></div>',
      "const root = document.querySelector('#host').attachShadow({ mode: 'open' }); root.innerHTML = '<b>shadow</b>'; const made = new CSSStyleSheet(); made.replaceSync('b{color:blue}'); root.adoptedStyleSheets = [made];",
    );
    await quiet(page);
    await page.evaluate(
      async ([code]) => {
        const shop = stand.shop() as Shop;
        shop.eval(code!);
        const random = shop.makeRandom(11);
        for (let i = 0; i < 30; i += 1) shop.document.querySelector('#d')!.append(shop.grow(random, 3));
        shop.document.querySelector<HTMLStyleElement>('#s')!.sheet!.insertRule('.b{color:green}', 0);
        await pause(80);
        stand.share.picture(['ben']);
        for (let i = 0; i < 60; i += 1) {
          shop.mutate(random);
          if (i % 4 === 0) await pause(3);
        }
        stand.share.picture(['ben', 'eva']);
        await pause(200);
      },
      [mutations],
    );
    await quiet(page);
    // On a page that rests while they join, nobody else is sent a picture, whatever came before.
    const wholes = await page.evaluate(async () => {
      const before = stand.share.stats.pictures;
      stand.share.picture(['ann']);
      await pause(400);
      stand.shop().document.body.append('for everybody');
      await pause(200);
      return [before, stand.share.stats.pictures];
    });
    expect(wholes[1]).toBe(wholes[0]);
    await quiet(page);
    const streams = eventsOf(await sent(page));
    const own = (await sent(page)).filter(({ only }) => only);
    const [first, ...rest] = [...streams.keys()];
    const only = [...new Set(own.map(({ stream }) => stream))];
    expect(only.length).toBeGreaterThanOrEqual(1);
    expect(own.flatMap((chunk) => chunk.only)).toContain('eva');
    expect(own.at(-1)!.only).toEqual(['ann']);
    const everybody = [first!, ...rest.filter((stream) => !only.includes(stream))];
    const here = replay(everybody.flatMap((stream) => streams.get(stream)!));
    const late = replay(
      rest
        .filter((stream) => stream >= only[0]! && !only.slice(1).includes(stream))
        .flatMap((stream) => streams.get(stream)!),
    );
    expect([here.errors, late.errors]).toEqual([[], []]);
    expect(plain(late.top)).toBe(plain(here.top).replace('#text ".a{color:red}"', '#text'));
    // Where the page takes out what is just being told once more, all get a whole picture: seldom, safe, and counted.
    expect(here.events.filter(({ type }) => type === 2)).toHaveLength(wholes[1]!);
    const continued = here.events.filter((event) => event.type === 5);
    expect(continued.length).toBeGreaterThanOrEqual(1);
    expect(continued.length).toBeLessThanOrEqual(only.length);
    // Everybody goes on right after the last stream that was one viewer's own.
    expect(continued.at(-1)).toMatchObject({ data: { after: only.at(-1)! - 1 } });
    expect(words(here)).toContain('for everybody');
    await page.close();
  });

  it('[SH108] while paused nothing leaves; going on begins with a whole picture of what is there then', async () => {
    const { page } = await shared(ground, '<body data-theke-show><p id="p">before</p>');
    await quiet(page);
    const counts = await page.evaluate(async () => {
      const shop = stand.shop();
      const { document } = shop;
      stand.share.pause(true);
      const [chunks, pointers] = [stand.chunks.length, stand.pointers.length];
      document.querySelector('#p')!.textContent = 'meanwhile';
      shop.dispatchEvent(new shop.PointerEvent('pointermove', { clientX: 5, clientY: 5 }));
      stand.share.picture();
      stand.share.picture(['ben']);
      await pause(200);
      const during = stand.chunks.length - chunks + stand.pointers.length - pointers;
      document.querySelector('#p')!.textContent = 'after';
      stand.share.pause(false);
      await until(() => stand.share.stats.pictures === 2);
      await pause(50);
      return during;
    });
    expect(counts).toBe(0);
    const all = await views(page);
    expect(all.map(words)).toEqual(['before', 'after']);
    await page.close();
  });

  it('[SH109] a page a hundred times deeper than any is shared as deep as the view goes, and no stack overflows', async () => {
    const { page, errors } = await shared(
      ground,
      '<body data-theke-show><p id="p">top</p>',
      'let at = document.body.appendChild(document.createElement("div")); at.hidden = true; for (let i = 0; i < 25000; i += 1) at = at.appendChild(document.createElement("div")); at.append("bottom");',
    );
    await quiet(page);
    await page.evaluate(async () => {
      const { document } = stand.shop();
      let at: Element = document.querySelector('[hidden]')!;
      for (let i = 0; i < 20_000; i += 1) at = at.lastElementChild!;
      at.append('nobody sees this');
      document.querySelector('#p')!.textContent = 'still told';
      await pause(80);
      document.querySelector('[hidden]')!.remove();
      await pause(80);
    });
    const [view] = await views(page);
    expect([view!.errors, words(view!)]).toEqual([[], 'still told']);
    expect(await page.evaluate(() => [stand.share.stats.troubles, stand.failed])).toEqual([0, []]);
    expect(errors).toEqual([]);
    await page.close();
  });
});
