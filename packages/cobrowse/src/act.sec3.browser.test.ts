import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type HandsGround, openHands } from './testing/hands.contract.ts';

// Ways past the list of what agents never do, found by looking for them.

let ground: HandsGround;

beforeAll(async () => {
  ground = await openHands('./hands.real.page.ts');
});
afterAll(() => ground?.close());

const order = '<form method="post" action="/order">';
const click = (where: string) => (page: Page) => page.evaluate((at) => stage.click(at), where);
const fill = (act: (page: Page) => Promise<unknown>) => async (page: Page) => {
  await page.evaluate(() => {
    stage.grants.fill = true;
  });
  return act(page);
};

interface Way {
  rule: string;
  title: string;
  body: string;
  try: (page: Page) => Promise<unknown>;
}

const ways: Way[] = [
  {
    rule: 'SE220',
    title: 'a list whose change calls form.submit()',
    body: `${order}<select id="s" onchange="this.form.submit()"><option>a<option>b</select><button>Bestellen</button></form>`,
    try: fill((page) =>
      page.evaluate(async () => {
        const node = stage.node('#s');
        const opened = await stage.act({ kind: 'open', node });
        const rev = opened.done ? (opened.rev ?? 0) : 0;
        return stage.act({ kind: 'pick', node, rev, options: [1] });
      }),
    ),
  },
  {
    rule: 'SE220',
    title: 'a harmless button whose script calls form.submit()',
    body: `${order}<input name="x"><button>Bestellen</button></form><button id="b" onclick="document.forms[0].submit()">Weiter</button>`,
    try: click('#b'),
  },
  {
    rule: 'SE220',
    title: 'Enter in a text area whose script calls form.submit()',
    body: `${order}<textarea id="t" onkeydown="event.key === 'Enter' && this.form.submit()"></textarea><button>Bestellen</button></form>`,
    try: (page) => page.evaluate(() => stage.key('#t', 'Enter')),
  },
  {
    rule: 'SE221',
    title: 'a harmless button whose script sends the form a moment later',
    body: `${order}<input name="x"><button>Bestellen</button></form><button id="b" onclick="Promise.resolve().then(() => document.forms[0].requestSubmit())">Weiter</button>`,
    try: click('#b'),
  },
  {
    rule: 'SE221',
    title: 'a harmless button whose script presses the other one a moment later',
    body: `${order}<input name="x"><button id="o">Bestellen</button></form><button id="b" onclick="setTimeout(() => o.click(), 50)">Weiter</button>`,
    try: click('#b'),
  },
  {
    rule: 'SE223',
    title: 'a drawing without words whose class says it',
    body: `<button type="button" id="b" class="btn checkout__place-order" onclick="fetch('/order')"><svg width="20" height="20"><path d="M0 0h20v20z"/></svg></button>`,
    try: click('#b'),
  },
  {
    rule: 'SE223',
    title: 'a drawing without words in whose parts it is said',
    body: `<button type="button" id="b" onclick="fetch('/order')"><i class="icon icon-buy-now" style="display:block;width:20px;height:20px"></i></button>`,
    try: click('#b'),
  },
  {
    rule: 'SE223',
    title: 'a button that says it to a library only',
    body: `<button type="button" id="b" hx-post="/orders/place-order" onclick="fetch('/order')">→</button>`,
    try: click('#b'),
  },
  {
    rule: 'SE224',
    title: 'a slider to be drawn to pay',
    body: `<input id="r" type="range" min="0" max="100" value="0" aria-label="Slide to pay" onchange="fetch('/order')">`,
    try: fill((page) =>
      page.evaluate(async () => {
        const node = stage.node('#r');
        const opened = await stage.act({ kind: 'open', node });
        const rev = opened.done ? (opened.rev ?? 0) : 0;
        return stage.act({ kind: 'put', node, rev, text: '100' });
      }),
    ),
  },
  {
    rule: 'SE224',
    title: 'a switch that pays',
    body: `<label for="r">Jetzt bezahlen</label><input id="r" type="checkbox" role="switch" onclick="fetch('/order')">`,
    try: fill((page) =>
      page.evaluate(async () => {
        const node = stage.node('#r');
        const opened = await stage.act({ kind: 'open', node });
        const rev = opened.done ? (opened.rev ?? 0) : 0;
        return stage.act({ kind: 'tick', node, rev, on: true });
      }),
    ),
  },
  {
    rule: 'SE225',
    title: 'a button with small print below its word',
    body: `<button type="button" id="b" onclick="fetch('/order')">Kaufen<small>Mit dem Klick auf diese Schaltfläche stimmen Sie unseren Allgemeinen Geschäftsbedingungen und der Widerrufsbelehrung zu.</small></button>`,
    try: click('#b'),
  },
  ...[
    'Buy 2 items',
    'Köp nu',
    'Slutför köp',
    'Bestil',
    'Køb nu',
    'Kjøp',
    'Maksa',
    'Osta nyt',
    'Objednat s povinností platby',
    'Megrendelés elküldése',
    'Cumpără acum',
    'Satın al',
    'Siparişi onayla',
    'Оформить заказ',
    'Купить',
    'Замовити',
    'Αγορά τώρα',
    'Ολοκλήρωση παραγγελίας',
    '立即购买',
    '提交订单',
    '注文を確定する',
    '購入',
    '구매하기',
    '주문하기',
    'اطلب الآن',
    'Naruči',
    'Finalizar compra',
    'Encomendar',
    'Pagar agora',
  ].map(
    (name): Way => ({
      rule: 'SE226',
      title: `a button called ${name}`,
      body: `<button type="button" id="b" onclick="fetch('/order')">${name}</button>`,
      try: click('#b'),
    }),
  ),
];

it('[SE222] addresses that order or sign out are known in every spelling servers read alike', async () => {
  const page = await ground.open('<p>x</p>');
  for (const path of [
    '/place-%6Frder',
    '/%6Cogout',
    '/lOgOuT',
    '/accOunt/Delete',
    '/%70lace-ordeR?x=1',
    '/p?do=place%2Dorder',
  ]) {
    const outcome = await page.evaluate((url) => stage.act({ kind: 'navigate', url }), ground.origin + path);
    expect([path, outcome]).toMatchObject([path, { done: false, why: 'denied' }]);
  }
  await page.close();
});

it('[SE221] what the visitor does in that moment is theirs', async () => {
  const page = await ground.open(`<button id="c">Weiter</button>${order}<button id="b">Kaufen</button></form>`);
  ground.orders.length = 0;
  expect(await click('#c')(page)).toEqual({ done: true });
  await page.click('#b');
  await expect.poll(() => ground.orders).toEqual(['POST /order']);
  await page.close();
});

it('[SE229] parts of a number that stand in several fields are not read one by one', async () => {
  const page = await ground.open(
    '<div><input id="a" name="q1" value="41111111"><input id="b" name="q2" value="11111111"></div><p><input id="c" value="12345678"></p>',
  );
  const outcomes = await page.evaluate(async () => {
    stage.grants.fill = true;
    const open = (where: string) => stage.act({ kind: 'open', node: stage.node(where) });
    return [await open('#a'), await open('#b'), await open('#c')];
  });
  expect(JSON.stringify(outcomes)).not.toMatch(/1111/);
  expect(outcomes).toMatchObject([{ why: 'secret' }, { why: 'secret' }, { done: true, field: { text: '12345678' } }]);
  // Nor once the visitor completes the number.
  await page.evaluate(() => {
    (document.querySelector('#b') as HTMLInputElement).value = '';
    return stage.act({ kind: 'open', node: stage.node('#a') });
  });
  await page.fill('#b', '11111111');
  await page.type('#a', '2', { delay: 5 });
  expect(await page.evaluate(() => stage.told)).not.toContain('changed 2');
  await page.close();
});

describe('nothing orders but the visitor', () => {
  it.each(ways)('[SE220] [SE221] [SE223] [SE224] [SE225] [SE226] not by $title ($rule)', async (way) => {
    const page = await ground.open(way.body);
    ground.orders.length = 0;
    const outcome = await way.try(page);
    await page.waitForTimeout(250);
    expect([ground.orders, outcome]).toEqual([[], outcome]);
    await page.close();
  });
});
