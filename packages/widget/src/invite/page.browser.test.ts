import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStage, type Stage } from '../testing/browser.ts';
import { shopPage } from '../testing/shopPage.ts';

let stage: Stage;
const offer = { skill: 'sales', text: { en: 'May I help?', de: 'Darf ich helfen?' } };
const seen = (signal: string) => ({ op: 'seen', signal });
const ruleOf = (id: string, when: object, more: object = {}) => ({ id, version: 1, when, offer, ...more });

/** Counts every listener, observer and timer made after the page's own code, and remembers where it was made for. */
const watched = `
  window.made = [];
  const note = (name) => window.made.push(name);
  const add = EventTarget.prototype.addEventListener;
  EventTarget.prototype.addEventListener = function (name, ...rest) {
    if (this instanceof Node || this === window || this === window.navigation) note('on ' + name);
    return add.call(this, name, ...rest);
  };
  for (const name of ['MutationObserver', 'IntersectionObserver', 'ResizeObserver', 'BroadcastChannel', 'WebSocket']) {
    const Native = window[name];
    window[name] = class extends Native { constructor(...a) { super(...a); note(name); } };
  }
  for (const name of ['setTimeout', 'setInterval', 'requestAnimationFrame']) {
    const native = window[name];
    window[name] = (fn, ...rest) => { note(name); return native((...a) => { note('ran ' + name); fn(...a); }, ...rest); };
  }`;

beforeAll(async () => {
  stage = await openStage();
  const stub = `window.Theke=window.Theke||function(){var a=arguments;return new Promise(function(y,n){(Theke.q=Theke.q||[]).push([a,y,n])})}`;
  const tall = '<main style="height:3000px"><h1>Jackets</h1><a href="/next">Next</a></main>';
  stage.server.page('/watched', { html: shopPage({ head: `<script>${watched};${stub}</script>`, body: tall }) });
  stage.server.page('/plain', { html: shopPage({ head: `<script>${stub}</script>`, body: tall }) });
  for (const consent of ['manual', 'implied'])
    stage.server.page(`/${consent}`, {
      html: shopPage({
        head: `<script>${stub}</script>`,
        body: tall,
        tag: `<script async src="/theke.js" data-site="demo" data-consent="${consent}"></script>`,
      }),
    });
  stage.server.page('/next', { html: shopPage({ body: '<main><h1>Next</h1></main>' }) });
});
afterAll(() => stage?.close());

const asked = () => stage.server.asked.filter(({ event }) => event === 'post:ask').map(({ input }) => input);
const visit = async (path: string, ...rules: object[]) => {
  const page = await stage.visit({ path: '/next' });
  stage.server.state.rules = rules;
  stage.server.state.invite = { agentName: 'Anna' };
  await page.goto(stage.server.origin + path);
  if (rules.length) await ready(page);
  return page;
};
/** The rules of the server are at work. */
const ready = async (page: Page) => {
  await expect.poll(() => stage.server.requests.filter((one) => /rules\/live/.test(one)).length).toBeGreaterThan(0);
  await page.waitForTimeout(150);
};
const explained = (page: Page, ruleId: string) =>
  page.evaluate(
    (id) => (window as unknown as { Theke(...call: string[]): Promise<unknown> }).Theke('explain', id),
    ruleId,
  );

describe('rules on a real page', () => {
  it('[IN140] the rules’ code is fetched only where the loader was told that the site has rules', async () => {
    const page = await visit('/plain');
    await page.waitForTimeout(500);
    expect(stage.server.requests.filter((one) => /rules|engine/.test(one))).toEqual([]);
    stage.server.state.rules = [ruleOf('own', seen('wish'))];
    await page.reload();
    await ready(page);
    expect(stage.server.requests.some((one) => /assets\/rules/.test(one))).toBe(true);
  });

  it('[IN153] no listener and no observer beyond what rules use; an idle page on which only events matter runs nothing in ten seconds', async () => {
    const page = await visit('/watched', ruleOf('own', seen('wish')), ruleOf('fit', seen('rage')));
    const made = await page.evaluate(() => (window as unknown as { made: string[] }).made.splice(0));
    const listeners = new Set(made.filter((one) => !/^(set|ran|request)/.test(one)));
    expect([...listeners].filter((one) => /Observer|Channel|Socket/.test(one))).toEqual([]);
    for (const name of ['pointermove', 'keydown', 'scroll', 'focusin', 'focusout', 'input', 'mouseleave', 'invalid'])
      expect([...listeners]).not.toContain(`on ${name}`);
    await page.waitForTimeout(10_000);
    expect(await page.evaluate(() => (window as unknown as { made: string[] }).made.splice(0))).toEqual([]);
  });

  it('[IN154] going back is told, also to a page that was loaded anew', async () => {
    const page = await visit(
      '/plain',
      ruleOf('came', { op: 'all', of: [seen('back'), { op: 'match', fact: 'page.path', value: '/plain' }] }),
    );
    await page.getByRole('link', { name: 'Next' }).click();
    await page.getByRole('heading', { name: 'Next' }).waitFor();
    expect(asked()).toEqual([]);
    await page.goBack();
    await expect.poll(asked).toHaveLength(1);
    // From the browser's own memory the page goes on as it was, and begins anew for its rules.
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    expect(await explained(page, 'came')).toMatchObject({ ruleId: 'came' });
  });

  it('[IN154] a page brought back from the browser’s memory begins its dwell anew', async () => {
    const page = await visit('/plain', ruleOf('stay', { op: 'dwell', what: 'page', ms: 60_000 }));
    await page.waitForTimeout(1_200);
    const have = async () => ((await explained(page, 'stay')) as { tree: { have: number } }).tree.have;
    expect(await have()).toBeGreaterThan(1_000);
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    expect(await have()).toBeLessThan(1_000);
  });

  it('[IN155] a single-page navigation begins the dwell anew; the way back is a signal', async () => {
    const page = await visit(
      '/plain',
      ruleOf('stay', { op: 'dwell', what: 'page', ms: 60_000 }),
      ruleOf('came', seen('back')),
    );
    const have = async () => ((await explained(page, 'stay')) as { tree: { have: number } }).tree.have;
    await page.waitForTimeout(1_200);
    expect(await have()).toBeGreaterThan(1_000);
    await page.evaluate(() => history.pushState(null, '', '/shoes'));
    await expect.poll(have).toBeLessThan(1_000);
    expect(asked()).toEqual([]);
    await page.evaluate(() => history.back());
    await expect.poll(asked).toMatchObject([{ ruleId: 'came' }]);
  });

  it('[IN460] [IN461] another fragment or query keeps the page, its type and its dwell, `#theke-debug` too; another path is a new page', async () => {
    const isProduct = { op: 'eq', fact: 'page.type', value: 'product' };
    const red = { op: 'match', fact: 'page.url', value: '*farbe=rot*' };
    const page = await visit(
      '/plain',
      ruleOf('stay', { op: 'all', of: [{ op: 'dwell', what: 'page', ms: 60_000 }, isProduct, red] }),
    );
    await page.evaluate(() =>
      (window as unknown as { Theke(...call: unknown[]): unknown }).Theke('page', { type: 'product' }),
    );
    const now = async () => {
      const { tree } = (await explained(page, 'stay')) as { tree: { of: { have: unknown; value: unknown }[] } };
      const [dwell, type, url] = tree.of;
      return { ms: dwell!.have as number, type: type!.have, red: url!.value };
    };
    await page.waitForTimeout(1_200);
    const go = async (how: string, to: string) => {
      await page.evaluate(
        ([how, to]) => {
          if (how === 'hash') window.location.hash = to!;
          else history[how as 'pushState' | 'replaceState'](null, '', to);
        },
        [how, to],
      );
      await page.waitForTimeout(100);
    };
    let ms = 1_000;
    for (const [how, to, isRed] of [
      ['hash', 'reviews', false],
      ['hash', 'theke-debug', false],
      ['replaceState', '?farbe=rot', true],
      ['pushState', '?farbe=rot#main', true],
    ] as const) {
      await go(how, to);
      const is = await now();
      expect(is).toEqual({ ms: expect.any(Number), type: 'product', red: isRed });
      expect(is.ms).toBeGreaterThan(ms);
      ms = is.ms;
    }
    await go('pushState', '/shoes');
    expect(await now()).toMatchObject({ type: '', red: false });
    expect((await now()).ms).toBeLessThan(1_000);
    // A shop for which it is another page says so.
    await page.waitForTimeout(1_000);
    await page.evaluate(() => (window as unknown as { Theke(...call: unknown[]): unknown }).Theke('page', {}));
    expect((await now()).ms).toBeLessThan(1_000);
  });

  it('[IN146] two tabs of one visitor show one card, with nothing kept', async () => {
    const page = await visit('/plain', ruleOf('soon', { op: 'dwell', what: 'page', ms: 300 }));
    const card = (of: Page) => of.getByRole('region', { name: 'Invitation' });
    await card(page).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${stage.server.origin}/plain`);
    await other.waitForTimeout(1_500);
    expect(await card(other).count()).toBe(0);
    await page.bringToFront();
    await card(page).getByRole('button', { name: 'Not now' }).click();
    await other.bringToFront();
    await other.waitForTimeout(1_000);
    expect(await card(other).count()).toBe(0);
    expect(asked()).toHaveLength(1);
  });

  it('[IN330] [IN331] a page that waits for consent asks nobody and says so; its first question goes out with the yes', async () => {
    const page = await visit('/manual');
    const rule = ruleOf('soon', { op: 'dwell', what: 'page', ms: 300 });
    const command = (...call: unknown[]) =>
      page.evaluate(
        (args) => (window as unknown as { Theke(...args: unknown[]): Promise<unknown> }).Theke(...args),
        call,
      );
    await command('addRule', rule);
    await expect.poll(() => explained(page, 'soon')).toMatchObject({ state: 'held', gate: 'consent' });
    await page.waitForTimeout(500);
    expect(stage.server.requests.filter((one) => /api|assets\/(asking|chat)/.test(one))).toEqual([]);
    await command('consent', { chat: true });
    const askedOf = () => stage.server.asked.filter(({ event }) => /:ask$/.test(event));
    await expect.poll(askedOf).toMatchObject([{ input: { ruleId: 'soon' } }]);
  });

  it('[IN332] where a line needs no click it comes up by itself after a while, quietly; a page in the default mode asks for nothing', async () => {
    const page = await visit('/implied', ruleOf('own', seen('wish')));
    expect(stage.server.state.connected).toBe(0);
    await expect.poll(() => stage.server.asked.map(({ event }) => event), { timeout: 15_000 }).toContain('rules:tell');
    expect(stage.server.state.connected).toBe(1);
    expect(await page.getByRole('dialog').count()).toBe(0);
    const plain = await visit('/plain', ruleOf('own', seen('wish')));
    stage.server.requests.length = 0;
    await plain.waitForTimeout(10_000);
    expect([stage.server.requests, stage.server.state.connected]).toEqual([[], 0]);
  });

  it('[IN333] #theke-debug put into the address later brings the overlay; its button takes it away, and the address brings it back', async () => {
    const page = await visit('/plain', ruleOf('own', seen('wish')));
    const overlay = page.getByRole('region', { name: 'Rules on this page' });
    const at = (hash: string) =>
      page.evaluate((to) => {
        window.location.hash = to;
      }, hash);
    await at('reviews');
    expect(await overlay.count()).toBe(0);
    await at('theke-debug');
    await overlay.getByText('own').first().waitFor();
    await overlay.getByRole('button', { name: 'Close' }).click();
    await overlay.waitFor({ state: 'detached' });
    await page.evaluate(() => (window as unknown as { Theke(...call: string[]): unknown }).Theke('track', 'noise'));
    await at('reviews');
    expect(await overlay.count()).toBe(0);
    await at('theke-debug');
    await overlay.waitFor();
    expect(await overlay.count()).toBe(1);
  });

  it('[IN337] a card that stands when the page is loaded anew, left or come back to stands there again, with nothing kept', async () => {
    const page = await visit('/plain', ruleOf('soon', { op: 'dwell', what: 'page', ms: 300 }));
    const card = page.getByRole('region', { name: 'Invitation' });
    await card.waitFor();
    await page.reload();
    await card.waitFor();
    await page.getByRole('link', { name: 'Next' }).click();
    await page.getByRole('heading', { name: 'Next' }).waitFor();
    await page.goBack();
    await card.waitFor();
    expect(await card.count()).toBe(1);
    expect(await page.evaluate(() => [localStorage.length, document.cookie])).toEqual([0, '']);
  });

  it('[IN156] a hidden tab asks nothing and runs no timer', async () => {
    const page = await visit('/watched', ruleOf('soon', { op: 'dwell', what: 'page', ms: 1_500 }));
    await page.evaluate(() => {
      Object.defineProperty(document, 'hidden', { get: () => true, configurable: true });
      Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
      (window as unknown as { made: string[] }).made.length = 0;
    });
    await page.waitForTimeout(3_000);
    expect(await page.evaluate(() => (window as unknown as { made: string[] }).made)).toEqual([]);
    expect(asked()).toEqual([]);
  });
});
