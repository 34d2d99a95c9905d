import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PageEvent } from './events.ts';
import { type Leaf, plain, type Replica } from './testing/replica.contract.ts';
import { type Ground, openGround } from './testing/stand.contract.ts';
import { find, quiet, shared, views, words } from './testing/watched.contract.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

const changes = (replica: Replica, source: number) =>
  replica.events.flatMap((event: PageEvent) =>
    event.type === 3 && event.data.source === source ? [event.data as unknown as Record<string, unknown>] : [],
  );

function all(replica: Replica, tag: string): Leaf[] {
  const found: Leaf[] = [];
  const look = (leaf: Leaf) => {
    if (leaf.tag === tag) found.push(leaf);
    for (const inner of [...leaf.shadow, ...leaf.inside]) look(inner);
  };
  if (replica.top) look(replica.top);
  return found;
}

describe('frames of the page', () => {
  it('[SH110] a frame of the same origin is shared with its marks of its own, also after it loads again; when it goes nothing stays behind', async () => {
    ground.stand.pages.set('/inner1', {
      html: '<body><p data-theke-show>inner one</p><p id="m">masked</p><input data-theke-show id="i" value="v"><div style="height:9000px">tall</div></body>',
    });
    ground.stand.pages.set('/inner2', {
      html: '<body data-theke-show><p>inner two</p><iframe srcdoc="<b data-theke-show>nested</b>"></iframe></body>',
    });
    const { page, errors } = await shared(
      ground,
      '<body data-theke-show><p>outside</p><iframe id="f" src="/inner1" name="secretname"></iframe><div data-theke-block><iframe src="/inner1"></iframe></div><div id="d"></div>',
    );
    await quiet(page);
    const first = (await views(page))[0]!;
    expect(first.errors).toEqual([]);
    expect(words(first)).toContain('inner one');
    expect(words(first)).not.toContain('masked');
    expect(all(first, 'iframe')).toHaveLength(1);
    expect(find(first, 'iframe')!.attributes).not.toHaveProperty('src');
    const native = await page.evaluate(async () => {
      const shop = stand.shop();
      const frame = shop.document.querySelector<HTMLIFrameElement>('#f')!;
      const inner = () => frame.contentWindow as Window & typeof globalThis;
      const root = inner().document;
      root.querySelector('p')!.firstChild!.nodeValue = 'changed inside';
      root.querySelector<HTMLInputElement>('#i')!.value = 'typed inside';
      inner().scrollTo(0, 700);
      await pause(150);
      const old = inner();
      const loaded = new Promise((done) => frame.addEventListener('load', done, { once: true }));
      frame.src = '/inner2';
      await loaded;
      await pause(200);
      const { document } = inner();
      document.querySelector('p')!.append('!');
      await pause(100);
      shop.document.querySelector('#d')!.append(frame);
      await pause(400);
      const isNative = (of: typeof shop) =>
        String(Object.getOwnPropertyDescriptor(of.HTMLInputElement.prototype, 'value')!.set).includes('native');
      const during = inner();
      frame.remove();
      await pause(60);
      document.querySelector('p')!.append('nobody hears');
      await pause(60);
      stand.share.stop();
      return [isNative(old), isNative(during), frame.isConnected];
    });
    expect(native).toEqual([true, true, false]);
    const [view] = await views(page);
    expect(view!.errors).toEqual([]);
    expect(changes(view!, 5).some(({ text }) => text === 'typed inside')).toBe(true);
    expect(changes(view!, 3).some(({ y }) => y === 700)).toBe(true);
    expect(all(view!, 'iframe')).toHaveLength(0);
    const told = JSON.stringify(view!.events);
    for (const word of ['changed inside', 'inner two', 'nested']) expect(told).toContain(word);
    for (const word of ['secretname', 'nobody hears', '"masked"']) expect(told).not.toContain(word);
    expect(errors).toEqual([]);
    await page.close();
  });
});

describe('what lies above the page', () => {
  it('[SH111] modal dialogs, popovers and details are told as they stand, and when they close', async () => {
    const { page, errors } = await shared(
      ground,
      '<body data-theke-show><dialog id="a">first</dialog><dialog id="b">second</dialog><div id="p" popover>pop</div><details id="d"><summary>s</summary>more</details>',
      "document.querySelector('#a').showModal(); document.querySelector('#p').showPopover();",
    );
    await quiet(page);
    const marks = async () => {
      await quiet(page);
      const view = (await views(page)).at(-1)!;
      const [a, b] = all(view, 'dialog');
      const pop = all(view, 'div').find((leaf) => 'popover' in leaf.attributes)!;
      return [
        a!.attributes.rr_open_mode ?? null,
        b!.attributes.rr_open_mode ?? null,
        pop.attributes['theke-popover'] ?? null,
        find(view, 'details')!.attributes.open ?? null,
      ];
    };
    expect(await marks()).toEqual(['modal', null, '', null]);
    await page.evaluate(() => {
      const { document } = stand.shop();
      document.querySelector<HTMLDialogElement>('#a')!.close();
      document.querySelector<HTMLDialogElement>('#b')!.showModal();
      document.querySelector<HTMLElement>('#p')!.hidePopover();
      document.querySelector<HTMLDetailsElement>('#d')!.open = true;
    });
    expect(await marks()).toEqual(['non-modal', 'modal', null, '']);
    await page.evaluate(() => stand.shop().document.querySelector<HTMLElement>('#p')!.showPopover());
    expect((await marks())[2]).toBe('');
    expect(errors).toEqual([]);
    await page.close();
  });
});

describe('pictures of what moves', () => {
  it('[SH112] a shown canvas in sight is told as a small picture, at most once a second and only when it has changed; others never', async () => {
    const { page, errors } = await shared(
      ground,
      `<body data-theke-show><canvas id="c" width="1600" height="800" style="width:300px"></canvas><div data-theke-mask><canvas id="masked" width="50" height="50"></canvas></div><canvas id="foreign" width="50" height="50"></canvas><div style="height:4000px"></div><canvas id="far" width="50" height="50"></canvas>`,
      `for (const [id, colour] of [['c', 'red'], ['masked', 'blue'], ['far', 'green']]) { const g = document.querySelector('#' + id).getContext('2d'); g.fillStyle = colour; g.fillRect(0, 0, 900, 900); }
       const image = new Image(); image.src = '${ground.stand.foreign}/x.svg'; `,
    );
    await quiet(page);
    const stills = async () => {
      const view = (await views(page)).at(-1)!;
      const ids = all(view, 'canvas').map(({ id }) => id);
      return view.events.flatMap((event) =>
        event.type === 8 ? [[ids.indexOf(event.data.id), event.data.image] as const] : [],
      );
    };
    await page.evaluate(() => pause(2_500));
    const first = await stills();
    expect(first.filter(([at]) => at === 0)).toHaveLength(1);
    // Nothing was drawn on the third; that it is empty may be told.
    expect(first.every(([at]) => at === 0 || at === 2)).toBe(true);
    expect(first[0]![1]).toMatch(/^data:image\/webp;base64,/);
    await page.evaluate(async () => {
      const { document } = stand.shop();
      const g = document.querySelector<HTMLCanvasElement>('#c')!.getContext('2d')!;
      for (let i = 0; i < 100; i += 1) {
        g.fillStyle = `rgb(${i * 2}, 0, 200)`;
        g.fillRect(0, 0, 1600, 800);
        await pause(20);
      }
      await pause(1_300);
    });
    const later = (await stills()).filter(([at]) => at === 0);
    expect(later.length).toBeGreaterThanOrEqual(2);
    expect(later.length).toBeLessThanOrEqual(5);
    const size = await page.evaluate(async (image) => {
      const img = new Image();
      img.src = image;
      await img.decode();
      return [img.width, img.height];
    }, later.at(-1)![1]);
    expect(size).toEqual([640, 320]);
    expect(errors).toEqual([]);
    await page.close();
  });
});

describe('fields', () => {
  it('[SH113] values set by script, by a reset, in groups and in lists with several choices are told as they are', async () => {
    const { page, errors } = await shared(
      ground,
      `<body data-theke-show><form id="f"><input id="t" value="first"><input name="action" value="clobbers"><textarea id="a">text</textarea><input type="checkbox" id="c">
       <input type="radio" name="r" id="r1" checked><input type="radio" name="r" id="r2"><input type="radio" id="alone">
       <select id="s"><optgroup label="g"><option value="1">one</option><option value="2">two</option></optgroup></select>
       <select id="m" multiple><option value="1" selected>one</option><option value="2">two</option><option value="3">three</option></select><input type="number" id="n" value="1"></form>`,
    );
    await quiet(page);
    const values = await page.evaluate(async () => {
      const { document } = stand.shop();
      const field = (id: string) => document.querySelector<HTMLInputElement>(`#${id}`)!;
      const ids = Object.fromEntries(
        ['t', 'a', 'c', 'r1', 'r2', 'alone', 's', 'm', 'n'].map((id) => [id, stand.share.surface.idOf(field(id))!]),
      );
      field('t').value = 'by script';
      field('a').value = 'area by script';
      field('c').checked = true;
      field('r2').checked = true;
      field('alone').checked = true;
      field('n').stepUp(4);
      (field('s') as unknown as HTMLSelectElement).selectedIndex = 1;
      for (const option of (field('m') as unknown as HTMLSelectElement).options) option.selected = option.value !== '1';
      await pause(80);
      const half = stand.chunks.length;
      document.querySelector('form')!.reset();
      await pause(120);
      return { ids, half };
    });
    const [view] = await views(page);
    const inputs = changes(view!, 5);
    const told = (id: string) =>
      inputs.filter((one) => one.id === values.ids[id]).map((one) => [one.text, one.isChecked]);
    expect(told('t')).toEqual([
      ['by script', false],
      ['first', false],
    ]);
    expect(told('a')).toEqual([
      ['area by script', false],
      ['text', false],
    ]);
    expect(told('c').map(([, on]) => on)).toEqual([true, false]);
    expect(told('r2').map(([, on]) => on)).toEqual([true, false]);
    expect(told('r1').map(([, on]) => on)).toEqual([false, true]);
    expect(told('alone').map(([, on]) => on)).toEqual([true, false]);
    expect(told('n').map(([text]) => text)).toEqual(['5', '1']);
    expect(told('s').map(([text]) => text)).toEqual(['2', '1']);
    const options = all(view!, 'select')[1]!.inside.filter(({ tag }) => tag === 'option');
    expect(options.map(({ attributes }) => attributes.selected ?? null)).toEqual([true, null, null]);
    const chosen = view!.events.filter((event) => JSON.stringify(event).includes('"selected":true')).length;
    expect(chosen).toBeGreaterThanOrEqual(2);
    expect([view!.errors, errors]).toEqual([[], []]);
    await page.close();
  });
});

describe('shadow roots', () => {
  it('[SH114] roots that were there, come later, are declared, or are moved are told with their sheets, however these were adopted', async () => {
    const { page, errors } = await shared(
      ground,
      '<!doctype html><body data-theke-show><div id="declared"><template shadowrootmode="open"><b>declared</b></template></div><div id="before"></div><div id="later"><i>light</i></div><section id="s"></section>',
      `window.sheet = new CSSStyleSheet(); sheet.replaceSync('b{color:red}');
       const root = document.querySelector('#before').attachShadow({ mode: 'open' }); root.innerHTML = '<b>before</b>'; root.adoptedStyleSheets = [sheet];
       document.querySelector('#before').attachInternals;`,
    );
    await quiet(page);
    const ids = await page.evaluate(async () => {
      const shop = stand.shop() as Window & typeof globalThis & { sheet: CSSStyleSheet };
      const { document, sheet } = shop;
      const later = document.querySelector('#later')!;
      const root = later.attachShadow({ mode: 'open' });
      root.innerHTML = '<b>later</b><slot></slot>';
      await pause(60);
      root.adoptedStyleSheets.push(sheet);
      await pause(60);
      const other = new shop.CSSStyleSheet();
      document.adoptedStyleSheets = [other];
      await pause(60);
      other.insertRule('p{color:blue}');
      await other.replace('p{color:green}');
      await pause(60);
      document.querySelector('#s')!.append(later);
      await pause(60);
      class Late extends shop.HTMLElement {
        constructor() {
          super();
          this.attachShadow({ mode: 'open' }).innerHTML = '<b>upgraded</b>';
        }
      }
      document.body.append(document.createElement('x-late'));
      await pause(60);
      shop.customElements.define('x-late', Late);
      await pause(80);
      return { later: stand.share.surface.idOf(later)!, document: stand.share.surface.idOf(document)! };
    });
    const [view] = await views(page);
    expect([view!.errors, errors]).toEqual([[], []]);
    const text = plain(view!.top);
    for (const word of ['declared', 'before', 'later', 'upgraded', 'light']) expect(text).toContain(`"${word}"`);
    expect(all(view!, 'section')[0]!.inside[0]!.shadow[0]!.inside[0]!.text).toBe('later');
    const adopted = changes(view!, 15);
    const rules = adopted.flatMap(({ styles }) => (styles as { styleId: number; rules: { rule: string }[] }[]) ?? []);
    // Told once, however many adopt it.
    expect(rules.filter(({ rules }) => rules[0]?.rule.includes('red'))).toHaveLength(1);
    // Once when it was adopted, once after it was moved.
    expect(adopted.filter(({ id }) => id === ids.later)).toHaveLength(2);
    expect(adopted.some(({ id }) => id === ids.document)).toBe(true);
    const replaced = changes(view!, 8).map(({ replaceSync }) => String(replaceSync ?? ''));
    expect(replaced.at(-1)).toContain('green');
    await page.close();
  });
});
