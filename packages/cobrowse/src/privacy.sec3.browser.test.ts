import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Ground, openGround, sentText } from './testing/stand.contract.ts';

// Ways out of the visitor's browser that words planted in texts and attributes do not find: numbers, pictures, places.

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

it('[SE230] how far a slider is moved that is not shown leaves neither by its style nor by that of its track', async () => {
  const { page } = await ground.sharing(
    `<style>input{background-size:var(--fill) 100%;width:var(--w)}</style>
<input id="r" type="range" value="37" min="0" max="100" style="--fill:37%;background-size:37% 100%;background:linear-gradient(red 37%,blue 37%)">`,
  );
  await page.evaluate(async () => {
    const range = stand.shop().document.querySelector<HTMLInputElement>('#r')!;
    range.style.setProperty('--fill', '38%');
    range.style.backgroundSize = '38% 100%';
    await pause(150);
  });
  expect(await sentText(page)).not.toMatch(/3[78]%/);
  await page.close();
});

it('[SE231] a picture written into a style sheet of the page is about the visitor, until the shop shows its page', async () => {
  const png = 'iVBORw0KGgoAAAANSUhEUgAAAAoAAAAKCAYAAACNMs'.repeat(20);
  const html = (mark: string) =>
    `<html ${mark}><head><style>.qr{width:99px;background:url(data:image/png;base64,${png})} .dot{background:url(data:image/gif;base64,R0lGODlhAQABAAAAACw=)}</style></head><body ${mark}><div class="qr"></div><div class="dot"></div></body></html>`;
  const hidden = await ground.sharing(html(''));
  const text = await sentText(hidden.page);
  expect(text).toContain('.qr');
  expect(text).not.toContain(png);
  expect(text).toContain('R0lGODlhAQABAAAAACw=');
  await hidden.page.close();
});

it('[SE232] where the pointer is in a part that is blocked stays with the visitor', async () => {
  const { page } = await ground.sharing(
    '<body style="margin:0"><div data-theke-block style="position:absolute;left:100px;top:100px;width:200px;height:200px"><button id="k" style="width:60px;height:60px">7</button></div><canvas width="99" height="99" style="position:absolute;left:400px;top:0"></canvas></body>',
  );
  const shop = page.frameLocator('body > iframe');
  await pause(300);
  await shop.locator('body').hover({ position: { x: 20, y: 20 }, force: true });
  await pause(100);
  const before = await page.evaluate(() => stand.pointers.length);
  await shop.locator('#k').hover({ force: true });
  await shop.locator('#k').click({ force: true });
  await pause(100);
  const told = await page.evaluate((from) => stand.pointers.slice(from), before);
  const places = told.map(({ inside, x, y }) => [inside, x, y].join()).filter((place) => place !== 'true,20,20');
  expect(new Set(places)).toEqual(new Set(['true,200,200']));
  // A canvas that is only not shown is a place like any other.
  await shop.locator('canvas').hover({ position: { x: 10, y: 10 } });
  await expect.poll(() => page.evaluate(() => stand.pointers.at(-1))).toMatchObject({ inside: true, x: 410, y: 10 });
  await page.close();
});

it('[SE233] a text that is not shown tells nothing by changing: neither how often nor when', async () => {
  const { page } = await ground.sharing('<p id="count">0/100</p><textarea id="t"></textarea>');
  await pause(200);
  const from = (await sentText(page)).length;
  await page.evaluate(async () => {
    const text = stand.shop().document.querySelector('#count')!.firstChild as Text;
    for (let n = 1; n <= 8; n++) {
      text.data = `${n}/100`;
      await pause(60);
    }
  });
  const sent = (await sentText(page)).slice(from);
  expect(sent.match(/"texts":\[\{/g) ?? []).toEqual([]);
  await page.close();
});
