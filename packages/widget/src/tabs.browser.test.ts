import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../../e2e/browser.ts';
import { openStage, type Stage } from './testing/browser.ts';
import { shopPage } from './testing/shopPage.ts';

let stage: Stage;
const offer = { skill: 'sales', text: { en: 'May I help?', de: 'Darf ich helfen?' } };
const ruleOf = (id: string, when: object, more: object = {}) => ({ id, version: 1, when, offer, ...more });
const seen = (signal: string) => ({ op: 'seen', signal });
const soon = ruleOf('soon', { op: 'dwell', what: 'page', ms: 300 });
const tall = `<main style="height:4000px"><h1>Jackets</h1><form id="order" style="margin-top:200px"><label>Name <input name="name"></label>
<label>Zip <input name="zip"></label></form><button type="button" id="dead">Buy</button>
<section data-theke-section="reviews" style="margin-top:1500px;height:100px">Reviews</section>
<div data-theke-product="P-1" style="margin-top:600px;height:100px">Fjord</div></main>`;

beforeAll(async () => {
  stage = await openStage();
  stage.server.page('/shop', {
    html: shopPage({
      body: tall,
      tag: '<script async src="/theke.js" data-site="demo" data-consent="implied"></script>',
    }),
  });
  stage.server.page('/click', { html: shopPage({ body: tall }) });
  stage.server.page('/blank', { html: '<!doctype html><title>Blank</title>' });
});
afterAll(() => stage?.close());

const key = 'theke:invite:demo';
const stored = (page: Page) => page.evaluate((name) => JSON.parse(localStorage.getItem(name) ?? 'null'), key);
const keys = (page: Page) =>
  page.evaluate(() =>
    [...Object.keys(localStorage), ...Object.keys(sessionStorage)].filter((one) => /^theke:/.test(one)),
  );
const command = (page: Page, ...call: unknown[]) =>
  page.evaluate((args) => (window as unknown as { Theke(...args: unknown[]): Promise<unknown> }).Theke(...args), call);
const card = (of: Page) => of.getByRole('region', { name: 'Invitation' });
const asked = () =>
  stage.server.asked.filter(({ event }) => /:ask$/.test(event)).map(({ input }) => input as { ruleId: string });
/** A headless window knows no tab in front: what the browser would tell a tab is told by hand. */
const sight = (page: Page, on: boolean) =>
  page.evaluate((isOn) => {
    Object.defineProperty(document, 'hidden', { get: () => !isOn, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  }, on);
/** The rules of the server are at work. */
const ready = async (page: Page) => {
  await expect.poll(() => stage.server.requests.filter((one) => /rules\/live/.test(one)).length).toBeGreaterThan(0);
  await page.waitForTimeout(150);
};
const begin = async (rules: object[], path = '/shop', options: Parameters<Stage['visit']>[0] = {}) => {
  const page = await stage.visit({ ...options, path: '/blank' });
  stage.server.state.rules = rules;
  stage.server.state.invite = { agentName: 'Anna' };
  await page.goto(stage.server.origin + path);
  await ready(page);
  return page;
};

describe('two tabs of one browser', () => {
  it('[IN420] [IN421] "Don’t ask again" in a tab that is closed then holds in the other, in the default mode, too', async () => {
    for (const path of ['/shop', '/click']) {
      const first = await begin([ruleOf('later', seen('wish'))], path);
      await sight(first, false);
      stage.server.state.rules = [soon];
      const other = await first.context().newPage();
      await other.goto(stage.server.origin + path);
      await card(other).waitFor();
      await card(other)
        .getByRole('button', { name: /ask again/ })
        .click();
      await expect.poll(async () => (await stored(other))?.never).toBe(true);
      await other.close();
      stage.server.asked.length = 0;
      await sight(first, true);
      await command(first, 'track', 'wish');
      await first.waitForTimeout(500);
      expect([asked(), await card(first).count()]).toEqual([[], 0]);
      await sight(first, false);
      await first.waitForTimeout(100);
      const { never, memory } = await stored(first);
      expect([never, memory.quietUntilMs > Date.now()]).toEqual([true, true]);
    }
  });

  it('[IN421] dwell on the site is that of both tabs', async () => {
    const first = await begin([ruleOf('long', { op: 'dwell', what: 'site', ms: 4_000 })]);
    await first.waitForTimeout(1_500);
    await sight(first, false);
    const other = await first.context().newPage();
    await other.goto(`${stage.server.origin}/shop`);
    await other.waitForTimeout(1_500);
    await sight(other, false);
    expect(asked()).toEqual([]);
    expect((await stored(other)).memory.siteMs).toBeGreaterThan(2_500);
    await sight(first, true);
    await expect.poll(asked, { timeout: 2_000 }).toMatchObject([{ ruleId: 'long' }]);
  });
});

describe('the browser’s own memory of pages', () => {
  it('[IN420] [IN154] a page that comes back from it after "Don’t ask again" on the next one shows nothing, and keeps it', async () => {
    const browser = await openBrowser([], ['--disable-back-forward-cache']);
    try {
      stage.server.reset();
      stage.server.state.rules = [ruleOf('later', seen('wish')), ruleOf('came', seen('back'), { mode: 'shadow' })];
      stage.server.state.invite = { agentName: 'Anna' };
      const page = await browser.newPage();
      await page.goto(`${stage.server.origin}/shop`);
      await ready(page);
      await page.evaluate(() => Object.assign(window, { mark: 1 }));
      stage.server.state.rules = [soon];
      await page.goto(`${stage.server.origin}/shop?next`);
      await card(page)
        .getByRole('button', { name: /ask again/ })
        .click();
      await expect.poll(async () => (await stored(page))?.never).toBe(true);
      stage.server.asked.length = 0;
      await page.evaluate(() => void setTimeout(() => history.back()));
      await expect.poll(() => page.evaluate(() => (window as { mark?: number }).mark).catch(() => 0)).toBe(1);
      await expect.poll(async () => JSON.stringify(await command(page, 'explain', 'came'))).toContain('"what":"true"');
      await command(page, 'track', 'wish');
      await page.waitForTimeout(500);
      expect([asked(), await card(page).count()]).toEqual([[], 0]);
      await sight(page, false);
      expect((await stored(page)).never).toBe(true);
    } finally {
      await browser.close();
    }
  });
});

describe('what was kept', () => {
  const leave = async (page: Page) => {
    await sight(page, false);
    await page.goto(`${stage.server.origin}/blank`);
  };
  const recorded = async () => {
    const page = await begin([ruleOf('later', seen('wish'))]);
    await command(page, 'radar.record', { on: true });
    stage.server.requests.length = 0;
    await page.reload();
    await ready(page);
    expect(await keys(page)).toEqual([key, 'theke:journey:demo']);
    return page;
  };

  it('[IN422] is gone with the consent to keep it, and is not written again by the pages after it', async () => {
    const page = await recorded();
    await command(page, 'consent', { storage: false });
    expect(await keys(page)).toEqual([]);
    await leave(page);
    expect(await keys(page)).toEqual([]);
  });

  it.each(['shutdown', 'reset'])('[IN423] is gone after %s and does not come back', async (name) => {
    const page = await recorded();
    await command(page, 'track', 'wish');
    await card(page).waitFor();
    await card(page).getByRole('button', { name: 'Not now' }).click();
    await expect.poll(async () => (await stored(page)).memory.quietUntilMs).toBeGreaterThan(0);
    await command(page, name);
    await leave(page);
    expect(await keys(page)).toEqual([key]);
    expect(await stored(page)).toMatchObject({ pages: 0, memory: { shown: {}, signals: {}, quietUntilMs: 0 } });
  });
});

describe('senses in a real browser', () => {
  const explained = async (page: Page, id: string) =>
    (await command(page, 'explain', id)) as { tree: { have: number } };

  it('[IN150] [IN151] [IN425] pointer, clicks, wheel and fields: exit, rage, depth, section, product, left empty, marked wrong', async () => {
    const rules = [
      ...['exit', 'rage', 'field.abandoned', 'field.error', 'form.abandoned'].map((signal) =>
        ruleOf(signal, seen(signal)),
      ),
      ruleOf('deep', { op: 'gte', fact: 'page.scroll', value: 60 }),
      ruleOf('reviews', { op: 'dwell', what: 'section', name: 'reviews', ms: 600 }),
      ruleOf('fjord', { op: 'dwell', what: 'product', name: 'P-1', ms: 60_000 }),
    ].map((rule) => ({ ...rule, mode: 'shadow' }));
    const page = await begin(rules, '/shop', { viewport: { width: 1_000, height: 700 } });
    const ids = () => asked().map(({ ruleId }) => ruleId);
    await page.getByLabel('Name').click();
    await page.keyboard.type('Kim');
    await page.getByLabel('Zip').click();
    await page.evaluate(() =>
      document
        .querySelector('[name=zip]')!
        .addEventListener('blur', (event) => (event.target as Element).setAttribute('aria-invalid', 'true')),
    );
    await page.locator('h1').click();
    await expect.poll(ids).toEqual(expect.arrayContaining(['field.abandoned', 'form.abandoned', 'field.error']));
    await page.locator('#dead').click({ clickCount: 3 });
    await expect.poll(ids).toContain('rage');
    expect(ids()).not.toContain('exit');
    await page.mouse.move(500, 300);
    await page.mouse.wheel(0, 1_700);
    await expect.poll(ids).toEqual(expect.arrayContaining(['deep', 'reviews']));
    expect((await explained(page, 'fjord')).tree.have).toBe(0);
    await page.mouse.wheel(0, 700);
    await expect.poll(async () => (await explained(page, 'fjord')).tree.have).toBeGreaterThan(100);
    await page.mouse.move(500, 100);
    await page.evaluate(() => document.documentElement.dispatchEvent(new MouseEvent('mouseleave', { clientY: -1 })));
    await expect.poll(ids).toContain('exit');
  });

  it('[IN150] a finger that flicks back to the top of a phone’s page is about to go', async () => {
    const page = await begin([ruleOf('exit', seen('exit'))], '/shop', {
      viewport: { width: 390, height: 700 },
      hasTouch: true,
      isMobile: true,
    });
    const cdp = await page.context().newCDPSession(page);
    const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
      cdp.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: 200, y }] });
    const drag = async (fromY: number, toY: number) => {
      await touch('touchStart', fromY);
      for (let step = 1; step <= 5; step++) await touch('touchMove', fromY + ((toY - fromY) * step) / 5);
      await touch('touchEnd');
    };
    const top = () => page.evaluate(() => window.scrollY);
    for (let i = 0; i < 4; i++) await drag(650, 50);
    await expect.poll(top).toBeGreaterThan(1_400);
    await page.waitForTimeout(600);
    expect(asked()).toEqual([]);
    for (let i = 0; i < 9 && (await top()) > 300; i++) await drag(50, 650);
    await expect.poll(asked).toMatchObject([{ ruleId: 'exit' }]);
  });
});
