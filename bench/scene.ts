import type { Browser, BrowserContext, Page } from 'playwright-core';
import { openBrowser } from '../e2e/browser.ts';
import { acceptFirst, openChat, person, write } from '../e2e/people.ts';
import { startWorld, type World } from '../e2e/world.ts';
import { openSlowLine } from './slowLine.ts';

/** A visitor in the demo shop and an agent at the console, in conversation: two windows of one browser. */
export interface Scene {
  world: World;
  browser: Browser;
  visitor: Page;
  agent: Page;
  /** By how much the agent's computer is wrong about the time. */
  agentClockMs: number;
  close(): Promise<void>;
}

/** What tsx puts around functions, so that they keep their names; inside a page there is no such thing. */
export const keepNames = { content: 'globalThis.__name = (fn) => fn' };

/** Makes a scene harder: a slow line between both browsers and the server, and an agent's clock that is wrong. */
export interface Hardships {
  oneWayMs?: number;
  agentClockMs?: number;
}

/** Starts shop, server and browser, and brings the two together on this page of the shop. */
export async function openScene(path: string, { oneWayMs = 0, agentClockMs = 0 }: Hardships = {}): Promise<Scene> {
  const [world, browser] = await Promise.all([
    startWorld({ THEKE_PACE_FACTOR: '20' }),
    openBrowser([
      '--autoplay-policy=no-user-gesture-required',
      // A page that is handed over by the program has no address, and so could not ask this machine for anything.
      ...(oneWayMs > 0 ? ['--disable-features=LocalNetworkAccessChecks'] : []),
    ]),
  ]);
  const slow = oneWayMs > 0 ? await openSlowLine(Number(new URL(world.thekeUrl).port), oneWayMs) : null;
  const thekeUrl = slow ? `http://localhost:${slow.port}` : world.thekeUrl;
  const close = async () => {
    await browser.close();
    slow?.close();
    await world.close();
  };
  try {
    const agent = await signIn(browser, world, thekeUrl, agentClockMs);
    const { page: visitor, context } = await person(browser);
    if (slow) await leadBy(context, world, thekeUrl);
    await context.addInitScript(keepNames);
    await visitor.goto(`${world.shopUrl}${path}`);
    await openChat(visitor);
    await write(visitor, 'Can you look at this with me?');
    await acceptFirst(agent);
    return { world, browser, visitor, agent, agentClockMs, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The shop's pages name the slow address instead of the server's own. */
const leadBy = (context: BrowserContext, world: World, thekeUrl: string) =>
  context.route(`${world.shopUrl}/**`, async (route) => {
    const answer = await route.fetch();
    const policy = answer.headers()['content-security-policy'];
    const renamed = (text: string) =>
      text.replaceAll(world.thekeUrl, thekeUrl).replaceAll(ws(world.thekeUrl), ws(thekeUrl));
    const isText = /html|javascript/.test(answer.headers()['content-type'] ?? '');
    await route.fulfill({
      response: answer,
      headers: { ...answer.headers(), ...(policy ? { 'content-security-policy': renamed(policy) } : {}) },
      ...(isText ? { body: renamed(await answer.text()) } : {}),
    });
  });
const ws = (url: string) => url.replace(/^http/, 'ws');

async function signIn(browser: Browser, world: World, thekeUrl: string, clockMs: number): Promise<Page> {
  const { page, context } = await person(browser, { width: 1440, height: 900 });
  await context.addInitScript(keepNames);
  if (clockMs !== 0)
    await context.addInitScript((byMs) => {
      const now = Date.now;
      Date.now = () => now() + byMs;
    }, clockMs);
  await page.goto(`${thekeUrl}/console/`);
  await page.getByRole('textbox', { name: 'E-mail' }).fill('anna@demo.shop');
  await page.getByLabel('Password').fill(world.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  const available = page.getByRole('switch', { name: 'Available' });
  await available.waitFor();
  if ((await available.getAttribute('aria-checked')) !== 'true') await available.click();
  return page;
}

/** A yes counts only half a second after the question has come: nobody may say it by accident. */
export const questionArmedMs = 600;

/** The agent asks to see the page; leaves the question open on the visitor's page. */
export async function askToSee({ agent, visitor }: Scene): Promise<void> {
  await agent.getByRole('button', { name: 'Ask to see the page' }).click();
  await visitor.getByRole('alertdialog', { name: /Allow .* to see this page/ }).waitFor();
  await rest(questionArmedMs);
}

/** The visitor says yes. */
export const allow = (visitor: Page) =>
  visitor
    .getByRole('alertdialog', { name: /Allow .* to see this page/ })
    .getByRole('button', { name: 'Allow' })
    .click();

/**
 * Milliseconds by which the second window's clock is ahead of the first one's. Both read the same clock of the machine,
 * but each process of the browser notes for itself when it began.
 */
export async function skewMs(one: Page, other: Page): Promise<number> {
  // The smallest difference of many: Date is whole milliseconds, cut off.
  const read = (page: Page) =>
    page.evaluate(() => {
      let most = Number.NEGATIVE_INFINITY;
      for (let count = 0; count < 20_000; count++)
        most = Math.max(most, Date.now() - (performance.timeOrigin + performance.now()));
      return most;
    });
  return (await read(one)) - (await read(other));
}

export const rest = (ms: number) => new Promise((done) => setTimeout(done, ms));
