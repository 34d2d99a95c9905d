import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { add, el, mutation, picture, set, text } from './testing/hostile.contract.ts';
import { inner } from './testing/hostileMore.contract.ts';
import { type Ground, openGround } from './testing/stand.contract.ts';
import { feedView } from './testing/viewFeed.contract.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

const node = (id: number, tagName: string, attributes: object = {}, childNodes: object[] = [], more: object = {}) => ({
  type: 2,
  id,
  tagName,
  attributes,
  childNodes,
  ...more,
});
const adopt = (id: number, styleIds: number[], ...rules: string[]) => ({
  type: 3,
  data: {
    source: 15,
    id,
    styleIds,
    ...(rules.length > 0
      ? { styles: [{ styleId: styleIds[0], rules: rules.map((rule, index) => ({ rule, index })) }] }
      : {}),
  },
});
const page = (more: object) => ({
  type: 4,
  data: { href: 'https://shop.example/a', width: 800, height: 600, ...more },
});
const pixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

describe('view, faithful', () => {
  it('[VW108] sheets of a shadow root that come before the root, and those of a host that was moved, are worn', async () => {
    const { page, errors } = await feedView(ground);
    const host = (id: number) => node(id, 'div');
    const p = (id: number, host: number) => ({
      parentId: host,
      nextId: null,
      node: node(id, 'p', {}, [{ type: 3, id: id + 1, textContent: 'in the shade' }], { isShadow: true }),
    });
    const colors = await page.evaluate(
      async ({ early, move }) => {
        await feed(1, 0, early);
        const colorOf = () => {
          const { shadowRoot } = mirrored().querySelector('div')!;
          return getComputedStyle(shadowRoot!.querySelector('p')!).color;
        };
        const before = colorOf();
        await feed(1, 1, move);
        return {
          before,
          after: colorOf(),
          body: getComputedStyle(mirrored().body).backgroundColor,
          bad: stand.view.stats.bad,
        };
      },
      {
        early: [
          ...picture(),
          add(5, host(50)),
          adopt(50, [7], 'p{color:rgb(1, 2, 3)}'),
          mutation({ adds: [p(51, 50)] }),
          adopt(1, [7, 8]),
          {
            type: 3,
            data: {
              source: 15,
              id: 1,
              styleIds: [8],
              styles: [{ styleId: 8, rules: [{ rule: 'body{background:rgb(9, 9, 9)}' }] }],
            },
          },
        ],
        // As it is told: taken away, and there again in another place, with what was in it.
        move: [
          mutation({
            removes: [{ parentId: 5, id: 50 }],
            adds: [{ parentId: 5, nextId: 6, node: host(50) }, p(51, 50)],
          }),
        ],
      },
    );
    // One sheet was told of that nobody knows: a trouble, and no more.
    expect(colors).toEqual({ before: 'rgb(1, 2, 3)', after: 'rgb(1, 2, 3)', body: 'rgb(9, 9, 9)', bad: 1 });
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[VW108] rules put into an adopted sheet are seen wherever it is worn, in the page and in frames', async () => {
    const { page } = await feedView(ground);
    const colors = await page.evaluate(
      async (events) => {
        await feed(1, 0, events);
        return [mirrored(), mirrored('iframe')].map((document) => getComputedStyle(document.body).color);
      },
      [
        ...picture([node(60, 'iframe')]),
        mutation({ isFrame: true, adds: [{ parentId: 60, nextId: null, node: inner(61) }] }),
        adopt(1, [9], 'body{color:rgb(1, 1, 1)}'),
        { type: 3, data: { source: 15, id: 61, styleIds: [9] } },
        { type: 3, data: { source: 8, styleId: 9, adds: [{ rule: 'body{color:rgb(5, 5, 5)}', index: 1 }] } },
        { type: 3, data: { source: 13, styleId: 9, index: [1], set: { property: 'color', value: 'rgb(7, 7, 7)' } } },
      ],
    );
    expect(colors).toEqual(['rgb(7, 7, 7)', 'rgb(7, 7, 7)']);
    await page.close();
  });

  it('[VW106] pages inside the page are pages of their own: their size, their sheets, their kind; no scripts, no address, not without end', async () => {
    const { page, errors } = await feedView(ground);
    const quirks = {
      ...inner(
        70,
        [el('h1', {}, [text('inside')])],
        [el('style', { _cssText: '@media (max-width:320px){h1{color:rgb(3, 3, 3)}}' }, [text('')])],
      ),
      compatMode: 'BackCompat',
    };
    const result = await page.evaluate(
      async (events) => {
        await feed(1, 0, events);
        const frame = mirrored().querySelector<HTMLIFrameElement>('iframe')!;
        const inside = mirrored('iframe');
        return {
          color: getComputedStyle(inside.querySelector('h1')!).color,
          width: inside.defaultView!.innerWidth,
          compat: inside.compatMode,
          outer: mirrored().compatMode,
          sandbox: frame.getAttribute('sandbox'),
          names: frame.getAttributeNames().sort(),
        };
      },
      [
        ...picture([
          node(69, 'iframe', {
            class: 'f',
            style: 'width:300px;height:150px',
            src: 'https://evil.example/',
            name: 'x',
          }),
        ]),
        mutation({ isFrame: true, adds: [{ parentId: 69, nextId: null, node: quirks }] }),
      ],
    );
    expect(result).toEqual({
      color: 'rgb(3, 3, 3)',
      width: 300,
      compat: 'BackCompat',
      outer: 'CSS1Compat',
      sandbox: 'allow-same-origin',
      names: ['class', 'sandbox', 'style'],
    });
    const many = await page.evaluate(
      async (events) => {
        await feed(2, 0, events);
        return {
          frames: mirrored().querySelectorAll('iframe').length,
          covers: mirrored().querySelectorAll('[theke-frame]').length,
          label: getComputedStyle(mirrored().querySelector('[theke-frame]')!, '::after').content,
        };
      },
      picture([...Array.from({ length: 60 }, (_, i) => node(2_000 + i, 'iframe')), el('div', { 'theke-frame': '' })]),
    );
    expect(many).toEqual({ frames: 50, covers: 11, label: '"Not shown"' });
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[VW107] dialogs and popovers lie over everything, as they do there, and go when they go there', async () => {
    const { page, errors } = await feedView(ground);
    const result = await page.evaluate(
      async ({ events, closed }) => {
        const reply = document.body.appendChild(document.createElement('input'));
        reply.focus();
        await feed(1, 0, events);
        const at = (x: number, y: number) => mirrored().elementFromPoint(x, y)?.id;
        const open = {
          dialog: mirrored().querySelector('dialog')!.matches(':modal'),
          tip: mirrored().querySelector('#tip')!.matches(':popover-open'),
          over: at(30, 30),
          backdrop: getComputedStyle(mirrored().querySelector('dialog')!, '::backdrop').backgroundColor,
          focus: document.activeElement === reply,
        };
        await feed(1, 1, closed);
        const after = {
          dialog: mirrored().querySelector('dialog')!.open,
          tip: mirrored().querySelector('#tip')!.matches(':popover-open'),
          over: at(30, 30),
          focus: document.activeElement === reply,
        };
        return { open, after, bad: stand.view.stats.bad };
      },
      {
        events: picture([
          node(80, 'div', { id: 'wall', style: 'position:fixed;inset:0;z-index:2147483647' }),
          node(81, 'dialog', { id: 'ask', open: '', rr_open_mode: 'modal', style: 'width:300px;height:200px' }, [
            el('input', { autofocus: '' }),
            node(82, 'div', {
              id: 'tip',
              popover: 'auto',
              'theke-popover': '',
              style: 'inset:0 auto auto 0;margin:0;width:60px;height:60px',
            }),
          ]),
          el('style', { _cssText: 'dialog::backdrop{background:rgb(1, 2, 3)}' }),
        ]),
        closed: [set(81, { open: null }), set(82, { 'theke-popover': null })],
      },
    );
    expect(result).toEqual({
      open: { dialog: true, tip: true, over: 'tip', backdrop: 'rgb(1, 2, 3)', focus: true },
      after: { dialog: false, tip: false, over: 'wall', focus: true },
      bad: 0,
    });
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[VW104] files that came with the stream stand in place of their addresses, in elements, sheets and what comes later', async () => {
    const { page } = await feedView(ground);
    const url = 'https://shop.example/own.png';
    const from = ground.stand.requests.length;
    const result = await page.evaluate(
      async ({ events, file, more }) => {
        await feed(1, 0, events);
        await feed(1, 1, [file]);
        await until(() => mirrored().querySelector('img')!.getAttribute('src')!.startsWith('data:'));
        await feed(1, 2, more);
        const css = [...mirrored().styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => rule.cssText));
        return {
          sources: [...mirrored().querySelectorAll('img')].map((img) => img.getAttribute('src')!.slice(0, 22)),
          css: css.filter((rule) => rule.includes('data:image/png')).length,
          order: css.map((rule) => rule.slice(0, 5)),
          drawn: mirrored().querySelector('img')!.naturalWidth,
        };
      },
      {
        events: picture(
          [el('img', { src: url })],
          [el('style', { _cssText: `.a{color:red}.b{background:url(${url})}.c{color:red}` }, [text('')])],
        ),
        file: { type: 7, data: { url, mime: 'image/png', base64: pixel } },
        more: [add(5, el('img', { src: url }))],
      },
    );
    expect(result.sources).toEqual(['data:image/png;base64,', 'data:image/png;base64,']);
    expect(result).toMatchObject({ css: 1, order: ['.ok {', '.a { ', '.b { ', '.c { '], drawn: 1 });
    expect(ground.stand.requests.slice(from).filter((request) => !request.startsWith('own /'))).toEqual([]);
    await page.close();
  });

  it('[VW105] a canvas has its size and shows the last still; a video shows it where its picture would be', async () => {
    const { page } = await feedView(ground);
    const still = (id: number) => ({ type: 8, data: { id, image: `data:image/png;base64,${pixel}` } });
    const result = await page.evaluate(
      async (events) => {
        await feed(1, 0, events);
        const [own, styled] = [...mirrored().querySelectorAll('canvas')];
        const box = (of: Element) => [of.getBoundingClientRect().width, of.getBoundingClientRect().height];
        return {
          own: box(own!),
          styled: box(styled!),
          image: getComputedStyle(own!).backgroundImage.slice(0, 26),
          poster: mirrored().querySelector('video')!.poster.slice(0, 22),
          bad: stand.view.stats.bad,
        };
      },
      [
        ...picture([
          node(90, 'canvas', { width: '200', height: '100' }),
          node(91, 'canvas', { width: '200', height: '100', style: 'width:400px;height:auto;display:block' }),
          node(92, 'video', {}),
        ]),
        still(90),
        still(91),
        still(92),
      ],
    );
    expect(result).toEqual({
      own: [200, 100],
      styled: [400, 200],
      image: 'url("data:image/png;base64',
      poster: 'data:image/png;base64,',
      bad: 0,
    });
    await page.close();
  });

  it("[VW109] light or dark is the visitor's; when they change it a fresh picture is asked for", async () => {
    const { page: tab } = await feedView(ground);
    const css =
      'body{color:rgb(1, 1, 1)}:root{color-scheme:light dark}@media (prefers-color-scheme:dark){body{color:rgb(2, 2, 2)}}';
    const body = picture([], [el('style', { _cssText: css }, [text('')])]).slice(1);
    const looks = await tab.evaluate(
      async ({ body, dark, light }) => {
        const look = () => [
          getComputedStyle(mirrored().body).color,
          getComputedStyle(mirrored().documentElement).colorScheme,
        ];
        await feed(1, 0, [dark, ...body]);
        const looks = [look()];
        await feed(2, 0, [light, ...body]);
        looks.push(look());
        const before = stand.wants;
        await feed(2, 1, [dark]);
        return { looks, asked: stand.wants - before };
      },
      { body, dark: page({ scheme: 'dark' }), light: page({ scheme: 'light' }) },
    );
    expect(looks).toEqual({
      looks: [
        ['rgb(2, 2, 2)', 'dark'],
        ['rgb(1, 1, 1)', 'light'],
      ],
      asked: 1,
    });
    await tab.close();
  });

  it('[VW110] scroll bars are as wide as theirs, the viewport as large; what a pinched visitor sees is framed', async () => {
    const { page: tab } = await feedView(ground);
    const body = picture([el('div', { style: 'height:3000px' })]).slice(1);
    const result = await tab.evaluate(
      async ({ body, pages }) => {
        const widths: number[][] = [];
        for (const [i, page] of pages.entries()) {
          await feed(1 + i, 0, [page, ...body]);
          widths.push([mirrored().defaultView!.innerWidth, mirrored().documentElement.clientWidth]);
        }
        const lens = [...document.querySelectorAll<HTMLElement>('#mount div')].find((one) =>
          one.style.border.includes('2px'),
        )!;
        return {
          widths,
          lens: [lens.style.visibility, lens.style.left, lens.style.width],
          size: stand.view.size.value,
        };
      },
      {
        body,
        pages: [
          page({}),
          page({ scrollbar: 17 }),
          page({ width: 390, height: 800, scrollbar: 0, zoom: { left: 50, top: 10, scale: 2 } }),
        ],
      },
    );
    // Bars of our own can only be drawn where the browser draws any; the viewport is the visitor's all the same.
    expect(result.widths[0]).toEqual([800, 800]);
    expect(result.widths[1]![0]).toBe(800);
    expect(result.widths[2]).toEqual([390, 390]);
    expect(result.lens).toEqual(['visible', '50px', '195px']);
    expect(result.size).toEqual({ width: 390, height: 800 });
    await tab.close();
  });

  it('[VW111] places to scroll to hold: from right to left, in boxes, gliding or not, and when the page grows later', async () => {
    const { page } = await feedView(ground);
    const scroll = (id: number, x: number, y: number) => ({ type: 3, data: { source: 3, id, x, y } });
    const result = await page.evaluate(
      async ({ events, tall }) => {
        await feed(1, 0, events);
        const rtl = mirrored().querySelector('#rtl')!;
        const box = mirrored().querySelector('#box')!;
        const short = mirrored().scrollingElement!.scrollTop;
        await feed(1, 1, [tall]);
        await until(() => mirrored().scrollingElement!.scrollTop === 900);
        return { rtl: rtl.scrollLeft, box: box.scrollTop, short, tall: mirrored().scrollingElement!.scrollTop };
      },
      {
        events: [
          ...picture([
            node(110, 'div', { id: 'rtl', dir: 'rtl', style: 'width:100px;overflow:auto' }, [
              el('div', { style: 'width:500px;height:10px' }),
            ]),
            node(
              111,
              'div',
              { id: 'box', style: 'height:50px;overflow:auto;scroll-behavior:smooth', rr_scrollTop: 70 },
              [el('div', { style: 'height:500px' })],
            ),
            node(112, 'div', { style: 'height:10px' }),
          ]),
          scroll(110, -120, 0),
          scroll(1, 0, 900),
        ],
        tall: set(112, { style: 'height:4000px' }),
      },
    );
    expect(result).toEqual({ rtl: -120, box: 70, short: 0, tall: 900 });
    await page.close();
  });

  it("[VW112] what is under the visitor's pointer looks so, in shadow roots too, and what has their focus", async () => {
    const { page } = await feedView(ground);
    const result = await page.evaluate(
      async ({ events, focus }) => {
        await feed(1, 0, events);
        const color = (selector: string) => getComputedStyle(mirrored().querySelector(selector)!).color;
        const shaded = () =>
          getComputedStyle(mirrored().querySelector('section')!.shadowRoot!.querySelector('b')!).color;
        const none = [color('a'), color('input'), shaded()];
        stand.view.pointer({ shareId: 's1', x: 5, y: 5, inside: true });
        const over = await until(() => color('a') === 'rgb(1, 0, 0)');
        stand.view.pointer({ shareId: 's1', x: 5, y: 105, inside: true });
        const inShade = await until(() => shaded() === 'rgb(4, 0, 0)');
        await feed(1, 1, focus);
        const focused = [color('input'), color('form')];
        stand.view.pointer({ shareId: 's1', x: 0, y: 0, inside: false });
        const left = await until(() => shaded() !== 'rgb(4, 0, 0)');
        return { none, over, inShade, focused, left };
      },
      {
        events: picture(
          [
            el('a', { style: 'position:absolute;inset:0 auto auto 0;width:50px;height:50px' }, [text('x')]),
            el(
              'section',
              { style: 'position:absolute;top:100px;left:0;width:50px;height:50px' },
              [
                el('style', { _cssText: 'b{display:block;height:50px}b:hover{color:rgb(4, 0, 0)}' }, [text('')], {
                  isShadow: true,
                }),
                el('b', {}, [text('x')], { isShadow: true }),
              ],
              { isShadowHost: true },
            ),
            el('form', {}, [node(120, 'input', {})]),
          ],
          [
            el(
              'style',
              {
                _cssText:
                  'a:hover{color:rgb(1, 0, 0)}input:focus-visible{color:rgb(2, 0, 0)}form:focus-within{color:rgb(3, 0, 0)}',
              },
              [text('')],
            ),
          ],
        ),
        focus: [set(120, { 'theke-focus': '' })],
      },
    );
    expect(result.none).not.toContain('rgb(1, 0, 0)');
    expect(result).toMatchObject({ over: true, inShade: true, left: true, focused: ['rgb(2, 0, 0)', 'rgb(3, 0, 0)'] });
    await page.close();
  });

  it('[VW113] fields show what is in them, also after their attributes change; hidden parts, opened details and odd forms stand as told', async () => {
    const { page, errors } = await feedView(ground);
    const input = (id: number, text: string, isChecked = false) => ({
      type: 3,
      data: { source: 5, id, text, isChecked },
    });
    const result = await page.evaluate(
      async ({ events, more }) => {
        await feed(1, 0, events);
        const field = (selector: string) => mirrored().querySelector(selector) as HTMLInputElement;
        const before = {
          area: field('textarea').value,
          choice: field('select').value,
          box: field('[type=checkbox]').checked,
          text: field('[type=text]').value,
        };
        await feed(1, 1, more);
        const after = {
          area: field('textarea').value,
          choice: field('select').value,
          box: field('[type=checkbox]').checked,
          text: field('[type=text]').value,
        };
        return {
          before,
          after,
          found: (mirrored().querySelector('#found') as HTMLElement).hidden,
          open: mirrored().querySelector('details')!.open,
          // A form whose field is called like a part of every element is changed like any other.
          form: Element.prototype.getAttribute.call(mirrored().querySelector('form'), 'class'),
          bad: stand.view.stats.bad,
        };
      },
      {
        events: picture([
          node(130, 'textarea', { value: 'a\nb' }),
          node(131, 'select', {}, [
            el('option', { value: 'x' }, [text('X')]),
            node(132, 'option', { value: 'y', selected: true }, [text('Y')]),
          ]),
          node(133, 'input', { type: 'checkbox', checked: true }),
          node(134, 'input', { type: 'text', value: 'one' }),
          el('div', { id: 'found', hidden: 'until-found' }, [text('x')]),
          el('details', { open: true }, [el('summary', {}, [text('x')])]),
          node(
            135,
            'form',
            {},
            ['parentNode', 'style', 'setAttribute', 'childNodes', 'firstChild'].map((id) => el('input', { id })),
          ),
        ]),
        more: [
          input(130, 'c'),
          input(131, 'x'),
          input(133, 'on', false),
          input(134, 'two'),
          set(134, { value: 'three' }),
          set(135, { class: 'changed', style: 'color:red' }),
          add(135, el('p', {}, [text('x')])),
        ],
      },
    );
    expect(result).toEqual({
      before: { area: 'a\nb', choice: 'y', box: true, text: 'one' },
      after: { area: 'c', choice: 'x', box: false, text: 'three' },
      found: 'until-found',
      open: true,
      form: 'changed',
      bad: 0,
    });
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[VW114] the agent looks around in their own picture; the visitor scrolls on beneath, and it goes back to where they are', async () => {
    const { page } = await feedView(ground);
    const scroll = (y: number) => ({ type: 3, data: { source: 3, id: 1, x: 0, y } });
    const result = await page.evaluate(
      async ({ events, more }) => {
        await feed(1, 0, events);
        const top = () => mirrored().scrollingElement!.scrollTop;
        const cursor = () => document.querySelector<HTMLElement>('#mount svg')!.parentElement!.style.transform;
        stand.view.pointer({ shareId: 's1', x: 10, y: 10, inside: true });
        const places: unknown[] = [stand.view.lookBy(0, 50), top()];
        stand.view.look(true);
        const still = cursor();
        places.push(stand.view.lookBy(0, 500), top());
        const moved = cursor() !== still;
        await feed(1, 1, [more[0]]);
        places.push(top());
        stand.view.look(false);
        places.push(top());
        await feed(1, 2, [more[1]]);
        places.push(top());
        return { places, moved, back: cursor() === still };
      },
      {
        events: [...picture([el('div', { style: 'height:5000px' })]), scroll(100)],
        more: [scroll(1_000), scroll(1_500)],
      },
    );
    expect(result).toEqual({
      places: [null, 100, { node: null, left: 0, top: 600 }, 600, 600, 1_000, 1_500],
      moved: true,
      back: true,
    });
    await page.close();
  });

  it('[VW115] elements are found through frames and shadow roots, with where in them, what they would fill in as, and what scrolls there', async () => {
    const { page } = await feedView(ground);
    const fixed = (top: number, more = '') =>
      `position:absolute;left:0;top:${top}px;width:100px;height:40px;margin:0;padding:0;border:0;${more}`;
    const kinds: [string, object, unknown][] = [
      ['input', { type: 'email' }, 'text'],
      ['input', { type: 'date' }, 'whole'],
      ['input', { type: 'checkbox' }, 'tick'],
      ['input', { type: 'submit' }, null],
      ['textarea', {}, 'lines'],
      ['select', {}, 'choice'],
      ['div', { contenteditable: '' }, 'rich'],
      ['button', {}, null],
    ];
    const result = await page.evaluate(
      async ({ events, count }) => {
        await feed(1, 0, events);
        const at = (x: number, y: number) => {
          const found = stand.view.nodeAt(x, y);
          return (
            found && {
              node: found.node,
              rx: found.rx,
              ry: found.ry,
              tag: found.tag,
              box: [found.box.left, found.box.top, found.box.width],
            }
          );
        };
        const fields = Array.from({ length: count }, (_, i) => stand.view.nodeAt(20, i * 40 + 20)?.field ?? null);
        return {
          fields,
          shade: at(225, 30),
          framed: at(425, 60),
          framedBox: stand.view.boxOf(303)!.left,
          box: stand.view.scrollerAt(620, 20),
          frame: stand.view.scrollerAt(425, 60),
          page: stand.view.scrollerAt(20, 20),
          nothing: stand.view.boxOf(9_999),
        };
      },
      {
        count: kinds.length,
        events: [
          ...picture([
            ...kinds.map(([tag, attributes], i) => node(200 + i, tag, { ...attributes, style: fixed(i * 40) })),
            node(
              220,
              'div',
              { style: 'position:absolute;left:200px;top:0;width:100px;height:100px' },
              [
                node(221, 'button', { style: 'position:absolute;inset:0;width:100px;height:60px' }, [], {
                  isShadow: true,
                }),
              ],
              { isShadowHost: true },
            ),
            node(300, 'iframe', {
              style: 'position:absolute;left:400px;top:10px;width:150px;height:100px;border:5px solid',
            }),
            node(230, 'div', { style: 'position:absolute;left:600px;top:0;width:100px;height:100px;overflow:auto' }, [
              el('div', { style: 'height:700px' }),
            ]),
            el('div', { style: 'height:4000px' }),
          ]),
          mutation({
            isFrame: true,
            adds: [
              {
                parentId: 300,
                nextId: null,
                node: {
                  type: 0,
                  id: 301,
                  childNodes: [
                    { type: 1, id: 304, name: 'html', publicId: '', systemId: '' },
                    node(302, 'html', { style: 'height:900px' }, [
                      node(305, 'body', { style: 'margin:0' }, [
                        node(303, 'p', { style: 'margin:0;height:80px;width:40px' }, []),
                      ]),
                    ]),
                  ],
                },
              },
            ],
          }),
        ],
      },
    );
    expect(result.fields).toEqual(kinds.map(([, , kind]) => kind));
    expect(result.shade).toEqual({ node: 221, rx: 0.25, ry: 0.5, tag: 'button', box: [200, 0, 100] });
    expect(result.framed).toEqual({ node: 303, rx: 0.5, ry: 0.5625, tag: 'p', box: [405, 15, 40] });
    expect(result.framedBox).toBe(405);
    expect(result.box).toMatchObject({ node: 230, maxTop: 600, top: 0 });
    expect(result.frame).toMatchObject({ node: 302, maxTop: 800 });
    expect(result.page).toMatchObject({ node: null, top: 0 });
    expect(result.nothing).toBeNull();
    await page.close();
  });

  it('[VW126] drawings that would multiply, and chains of elements deeper than a browser can draw, come to an end', async () => {
    const { page, errors } = await feedView(ground);
    const g = (id: number, name: string, children: object[]) => node(id, 'g', { id: name }, children, { isSVG: true });
    const use = (id: number, of: string) => node(id, 'use', { href: `#${of}` }, [], { isSVG: true });
    const result = await page.evaluate(
      async ({ drawing, chain }) => {
        await feed(1, 0, drawing);
        const uses = [...mirrored().querySelectorAll('use')];
        const kept = uses.filter((one) => one.hasAttribute('href')).map((one) => one.getAttribute('href'));
        void feed(1, 1, [chain]);
        await until(() => mirrored().querySelectorAll('b').length > 200);
        let depth = 0;
        for (let at: Element | null = [...mirrored().querySelectorAll('b')].at(-1)!; at; at = at.parentElement)
          depth += 1;
        return { kept, depth };
      },
      {
        drawing: picture([
          node(
            400,
            'svg',
            {},
            [
              g(401, 'leaf', [node(402, 'rect', { width: '5' }, [], { isSVG: true })]),
              g(410, 'branch', [use(411, 'leaf'), use(412, 'leaf')]),
              g(420, 'tree', [use(421, 'branch')]),
              use(430, 'tree'),
              use(431, 'leaf'),
            ],
            { isSVG: true },
          ),
        ]),
        chain: mutation({
          adds: Array.from({ length: 2_000 }, (_, i) => ({
            parentId: i === 0 ? 5 : 10_000 + i - 1,
            nextId: null,
            node: node(10_000 + i, 'b'),
          })),
        }),
      },
    );
    // What shows no other drawing is shown; what does is not.
    expect(result.kept).toEqual(['#leaf', '#leaf', '#leaf']);
    expect(result.depth).toBeLessThan(300);
    expect(errors).toEqual([]);
    await page.close();
  });
});
