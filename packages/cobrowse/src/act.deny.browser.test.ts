import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HandsGround, openHands } from './testing/hands.contract.ts';

// Every way we could think of by which an agent might order something, or come near a password, a card or a file. Each page's
// shop counts orders; after the agent has failed, the visitor presses for themselves, and that must order: the page is real.

let ground: HandsGround;

beforeAll(async () => {
  ground = await openHands('./hands.real.page.ts');
});
afterAll(() => ground?.close());

interface Way {
  title: string;
  body: string;
  head?: string;
  /** What the agent does; gives the outcomes. */
  try: (page: Page) => Promise<unknown>;
  /** What the visitor presses to order; absent where nothing is to be ordered. */
  own?: (page: Page) => Promise<unknown>;
  why?: string | RegExp;
}

const click = (where: string) => (page: Page) => page.evaluate((at) => stage.click(at), where);
const press = (where: string) => (page: Page) => page.click(where);
const order = '<form method="post" action="/order">';
const box = 'position:absolute;left:20px;top:20px;width:200px;height:60px;';

const ways: Way[] = [
  {
    title: 'a click on the button',
    body: `${order}<button id="b">Jetzt kaufen</button></form>`,
    try: click('#b'),
    own: press('#b'),
  },
  {
    title: 'a click on something inside the button',
    body: `${order}<button id="b"><svg width="20" height="20"><rect id="r" width="20" height="20"/></svg><b>Buy now</b></button></form>`,
    try: click('#r'),
    own: press('#b'),
  },
  {
    title: 'a click on an element around the button, at its place',
    body: `${order}<div id="d" style="${box}"><button id="b" style="width:200px;height:60px">Place order</button></div></form>`,
    try: click('#d'),
    own: press('#b'),
    why: 'covered',
  },
  {
    title: 'a click on the page, at its place',
    body: `${order}<button id="b" style="position:fixed;inset:0;width:100%;height:100%">Zahlungspflichtig bestellen</button></form>`,
    try: click('body'),
    own: press('#b'),
    why: /covered|gone/,
  },
  {
    title: 'a click on a label of the button',
    body: `<label id="l" for="b">Hier entlang</label>${order}<button id="b">Kaufen</button></form>`,
    try: click('#l'),
    own: press('#l'),
  },
  {
    title: 'Enter in a field of the form',
    body: `${order}<input id="i" name="note"><button id="b">Bestellung abschicken</button></form>`,
    try: (page) => page.evaluate(() => stage.key('#i', 'Enter')),
    own: (page) => page.press('#i', 'Enter'),
  },
  {
    title: 'Enter in the only field of a form without a button',
    body: `${order}<input id="i" name="note"></form>`,
    try: (page) => page.evaluate(() => stage.key('#i', 'Enter')),
    own: (page) => page.press('#i', 'Enter'),
  },
  {
    title: 'Enter on the focused button',
    body: `${order}<button id="b">Commander</button></form>`,
    try: (page) =>
      page.evaluate(() => {
        document.querySelector<HTMLElement>('#b')!.focus();
        return stage.key('#b', 'Enter');
      }),
    own: (page) => page.press('#b', 'Enter'),
  },
  {
    title: 'Enter on a ticked box of the form',
    body: `${order}<input id="i" type="checkbox"><button id="b">Comprar</button></form>`,
    try: (page) => page.evaluate(() => stage.key('#i', 'Enter')),
    own: press('#b'),
  },
  {
    title: 'a button in an open shadow tree',
    body: '<div id="h"></div><script>const r=document.querySelector("#h").attachShadow({mode:"open"});const b=document.createElement("button");b.textContent="Acquista ora";b.onclick=()=>location.assign("/order");r.append(b)</script>',
    try: click('#h >> button'),
    own: press('#h button'),
  },
  {
    title: 'a button whose words are slotted into a shadow tree',
    body: '<buy-it id="h"><span id="s">Kup teraz</span></buy-it><script>const r=document.querySelector("#h").attachShadow({mode:"open"});const b=document.createElement("button");b.append(document.createElement("slot"));b.onclick=()=>location.assign("/order");r.append(b)</script>',
    try: click('#s'),
    own: press('#s'),
  },
  {
    title: 'a button whose words stand in its ::after',
    head: '<style>#b::after{content:"Jetzt " attr(data-w)}</style>',
    body: `${order}<button id="b" data-w="kaufen"></button></form>`,
    try: click('#b'),
    own: press('#b'),
  },
  {
    title: 'words in pieces and in s p a c e d letters',
    body: `${order}<button id="b"><span>B</span><span>u</span><span>y</span> <i>now</i></button></form>`,
    try: click('#b'),
    own: press('#b'),
  },
  {
    title: 'a picture button',
    body: `${order}<input id="b" type="image" alt="Nu kopen" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="80" height="30"></form>`,
    try: click('#b'),
    own: press('#b'),
  },
  {
    title: 'a button that says it only by the file of its picture',
    body: '<a id="b" href="/order-page"><img src="/pictures/btn-buy-now.png" width="80" height="30"></a>',
    try: click('#b'),
    own: press('#b'),
  },
  {
    title: 'a part of a picture map',
    body: '<img id="p" usemap="#m" width="100" height="40" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><map name="m"><area id="a" shape="rect" coords="0,0,100,40" href="/order" alt="Buy now"></map>',
    try: (page) => page.evaluate(async () => [await stage.click('#p'), await stage.click('#a')]),
    own: (page) => page.mouse.click(40, 20),
    why: /denied|gone/,
  },
  {
    title: 'a button elsewhere on the page that belongs to the form by name',
    body: `<form id="f" method="post" action="/order"></form><button id="b" form="f">Weiter</button>`,
    try: click('#b'),
    own: press('#b'),
  },
  {
    title: 'a button that sends a harmless form somewhere else',
    body: '<form method="post" action="/search"><input name="q"><button id="b" formaction="/checkout/place-order">Weiter</button></form>',
    try: click('#b'),
    own: press('#b'),
  },
  {
    title: 'a button of any name in a form with card fields',
    body: `<form method="post" action="/next?order"><input autocomplete="cc-number" name="n"><button id="b">Weiter</button></form>`,
    try: click('#b'),
    own: press('#b'),
  },
  {
    title: 'a nameless script button in a form with card fields',
    body: `<form><input autocomplete="cc-number" name="n"><button id="b" type="button" style="width:80px;height:30px" onclick="location.assign('/order')"></button></form>`,
    try: click('#b'),
    own: press('#b'),
  },
  {
    title: 'a link that looks like a button',
    body: '<a id="b" role="button" href="/cart?order=1" style="padding:10px">Jetzt bestellen</a>',
    try: click('#b'),
    own: press('#b'),
  },
  {
    title: 'a box that is a button only by its script',
    body: `<div id="b" style="cursor:pointer" onmousedown="location.assign('/order')"><span id="s">Jetzt</span> <span>kaufen</span></div>`,
    try: click('#s'),
    own: press('#b'),
  },
  {
    title: 'a box whose script listens further out',
    body: `<div id="o"><div><span id="s">Zahlungs</span><span>pflichtig bestellen</span></div></div><script>document.querySelector('#o').addEventListener('click',()=>location.assign('/order'))</script>`,
    try: click('#s'),
    own: press('#s'),
  },
  {
    title: 'a link whose address alone orders',
    body: '<a id="b" href="/checkout/place-order?confirm=1">Weiter</a>',
    try: click('#b'),
    own: press('#b'),
  },
  {
    title: 'leading the visitor to such an address',
    body: '<a id="b" href="/checkout/place-order?confirm=1">Weiter</a>',
    try: (page) => page.evaluate(() => stage.act({ kind: 'navigate', url: '/checkout/place-order?confirm=1' })),
    own: press('#b'),
  },
  {
    title: 'a button inside a frame of the same origin',
    body: `<iframe id="f" srcdoc="<body><form method=post action=/order><button id=b>Buy now</button></form>"></iframe>`,
    try: (page) => page.waitForTimeout(100).then(() => page.evaluate(() => stage.click('#f >> #b'))),
    own: (page) => page.frameLocator('#f').locator('#b').click(),
  },
  {
    title: 'a harmless button whose script presses the other one',
    body: `<button id="c" onclick="document.querySelector('#b').click()">Weiter</button>${order}<button id="b">Kaufen</button></form>`,
    try: click('#c'),
    own: press('#c'),
  },
  {
    title: 'a harmless button whose script sends the form',
    body: `<button id="c" onclick="document.querySelector('form').requestSubmit()">Weiter</button>${order}<button id="b">Weiter</button></form>`,
    try: click('#c'),
    own: press('#c'),
  },
  {
    title: 'a harmless button whose script leads to the address that orders',
    body: `<button id="c">Weiter</button><script>c.onclick=()=>location.assign('/checkout/place-order')</script>`,
    try: click('#c'),
    own: press('#c'),
  },
  {
    title: 'a button that is called otherwise until it is touched',
    body: `${order}<button id="b" >Details</button></form><script>b.addEventListener('pointerdown',()=>{b.textContent='Jetzt kaufen'})</script>`,
    try: click('#b'),
    own: press('#b'),
  },
  {
    title: 'a button that the form grows around when it is touched',
    body: `<div id="d"><button id="b" style="width:90px">Weiter</button></div><script>b.addEventListener('mousedown',()=>{const f=document.createElement('form');f.method='post';f.action='/order';d.append(f);f.append(b)})</script>`,
    try: click('#b'),
    why: /denied|changed/,
  },
  {
    title: 'a button the shop denies only after it was looked at',
    body: `<button id="b" onclick="location.assign('/order')">Weiter</button>`,
    try: (page) =>
      page.evaluate(async () => {
        const node = stage.node('#b');
        const seen = stage.seen();
        const act = { kind: 'click', node, rx: 0.5, ry: 0.5 } as const;
        stage.aim(act, seen);
        document.querySelector('#b')!.setAttribute('data-theke-deny', '');
        return [await stage.act(act, seen), await stage.act(act)];
      }),
    own: press('#b'),
    why: /denied|changed/,
  },
  {
    title: 'a button switched on between the look and the try',
    body: `${order}<button id="b" disabled>Jetzt kaufen</button></form>`,
    try: (page) =>
      page.evaluate(async () => {
        const act = { kind: 'click', node: stage.node('#b'), rx: 0.5, ry: 0.5 } as const;
        stage.aim(act);
        document.querySelector<HTMLButtonElement>('#b')!.disabled = false;
        return stage.act(act);
      }),
    own: press('#b'),
    why: /denied|changed/,
  },
  {
    title: 'a button put in the place of another between the look and the try',
    body: `${order}<div id="d" style="${box}"><button id="a" type="button">Details</button></div></form><template><button id="b">Kaufen</button></template>`,
    try: (page) =>
      page.evaluate(async () => {
        const act = { kind: 'click', node: stage.node('#a'), rx: 0.5, ry: 0.5 } as const;
        stage.aim(act);
        document.querySelector('#d')!.replaceChildren(document.querySelector('template')!.content);
        return stage.act(act);
      }),
    own: press('#b'),
    why: 'gone',
  },
  {
    title: 'the same button given other words between the look and the try',
    body: `<button id="b" onclick="/kauf/.test(this.textContent)&&location.assign('/order')">Details</button>`,
    try: (page) =>
      page.evaluate(async () => {
        const seen = stage.seen();
        const act = { kind: 'click', node: stage.node('#b'), rx: 0.5, ry: 0.5 } as const;
        stage.aim(act, seen);
        document.querySelector('#b')!.textContent = 'Jetzt kaufen';
        return stage.act(act, seen);
      }),
    own: press('#b'),
    why: 'changed',
  },
  {
    title: 'a button laid over the one that was meant',
    body: `<button id="a" style="${box}">Details</button><script>setTimeout(()=>{const b=document.createElement('button');b.id='b';b.style.cssText='${box}';b.textContent='Kaufen';b.onclick=()=>location.assign('/order');document.body.append(b)},0)</script>`,
    try: (page) => page.waitForSelector('#b').then(() => page.evaluate(() => stage.click('#a'))),
    own: press('#b'),
    why: 'covered',
  },
  {
    title: 'a second click where the first one has put the button',
    body: `<button id="b" style="${box}">In den Warenkorb</button><script>b.onclick=()=>{if(b.dataset.n)location.assign('/order');b.dataset.n=1;b.textContent='Jetzt kaufen'}</script>`,
    try: (page) =>
      page.evaluate(async () => {
        const seen = stage.seen();
        const act = { kind: 'click', node: stage.node('#b'), rx: 0.5, ry: 0.5 } as const;
        const first = await stage.act(act, seen);
        if (!first.done) throw new Error(`first: ${first.why}`);
        return [await stage.act(act, seen), await stage.act(act)];
      }),
    own: press('#b'),
    why: /denied|changed/,
  },
  {
    title: 'a button that says it only by the picture behind it',
    head: '<style>#b{width:90px;height:30px;background:url(/img/buy-now.png)}</style>',
    body: `<button id="b" aria-label=""></button><script>b.onclick=()=>location.assign('/order')</script>`,
    try: click('#b'),
    own: press('#b'),
  },
  {
    title: 'a box whose change sends the form',
    body: `${order}<label><input id="i" type="checkbox" onchange="this.form.requestSubmit()"> Weiter</label></form>`,
    try: (page) =>
      page.evaluate(async () => {
        stage.grants.fill = true;
        const node = stage.node('#i');
        const opened = await stage.act({ kind: 'open', node });
        const rev = opened.done ? opened.field!.rev : 0;
        await stage.act({ kind: 'tick', node, rev, on: true });
        return stage.click('#i');
      }),
    own: press('#i'),
  },
  {
    title: 'a frame that only the visitor can press into',
    body: '<iframe id="f" src="data:text/html,<form action=/order><button>Buy</button></form>"></iframe>',
    try: (page) => page.evaluate(() => stage.click('#f')),
    why: /onlyVisitor|secret/,
  },
  {
    title: 'the choice of how to pay',
    body: `<form method="post" action="/next"><label><input id="i" type="radio" name="paymentMethod" value="x" onchange="fetch('/order')"> Rechnung</label></form>`,
    try: click('#i'),
    own: press('#i'),
  },
  {
    title: 'a form without field or button of the shop',
    body: `${order}<input type="hidden" name="x"></form>`,
    try: (page) =>
      page.evaluate(async () => [
        await stage.act({ kind: 'click', node: stage.node('form'), rx: 0.5, ry: 0.5 }),
        await stage.act({ kind: 'key', node: stage.node('form'), key: 'Enter' }),
      ]),
    why: /gone|denied|undefined|covered/,
  },
];

describe('what is the visitor’s alone', () => {
  it.each(ways.map((way) => [way.title, way] as const))('[CT7] no order comes from %s', async (_title, way) => {
    const page = await ground.open(way.body, way.head);
    ground.orders.length = 0;
    const outcomes = [await way.try(page)].flat() as { done: boolean; why?: string }[];
    await page.waitForTimeout(150);
    expect(ground.orders).toEqual([]);
    for (const outcome of outcomes) if (way.own) expect(`${outcome.why}`).toMatch(way.why ?? /^denied$/);
    if (way.own) {
      await way.own(page);
      await expect.poll(() => ground.orders.length).toBeGreaterThan(0);
    }
    await page.close();
  });

  const fields = [
    '<input id="i" type="password">',
    '<input id="i" autocomplete="cc-number">',
    '<input id="i" autocomplete="section-a cc-csc">',
    '<input id="i" autocomplete="one-time-code">',
    '<input id="i" type="file">',
    '<input id="i" name="card">',
    '<textarea id="i" data-theke-block></textarea>',
  ];
  it.each(fields)('[CT7] nothing is seen of %s, and nothing done to it', async (field) => {
    const page = await ground.open(`<label id="l" for="i">Field</label>${field}`);
    const result = await page.evaluate(async () => {
      stage.grants.fill = true;
      const input = document.querySelector<HTMLInputElement>('#i')!;
      if (input.type !== 'file') input.value = 'canary';
      const node = stage.node('#i');
      const asked = [
        stage.aim({ kind: 'click', node, rx: 0.5, ry: 0.5 }),
        stage.aim({ kind: 'open', node }),
        await stage.click('#i'),
        await stage.click('#l'),
        await stage.key('#i', 'Enter'),
        await stage.key('#i', 'ArrowDown'),
        await stage.act({ kind: 'open', node }),
        await stage.act({ kind: 'edit', node, rev: 0, start: 0, remove: 0, text: 'x' }),
        await stage.act({ kind: 'put', node, rev: 0, text: 'x' }),
        await stage.act({ kind: 'tick', node, rev: 0, on: true }),
        await stage.act({ kind: 'pick', node, rev: 0, options: [0] }),
      ];
      return {
        whys: asked.slice(2).map((one) => (one as { why?: string }).why),
        said: JSON.stringify(asked),
        value: input.value,
      };
    });
    expect(new Set(result.whys)).toEqual(new Set(['secret']));
    expect(result.said).not.toContain('canary');
    expect(result.value).toBe(field.includes('file') ? '' : 'canary');
    await page.close();
  });
});
