import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { findViolations } from './axe.ts';
import { type World, waitFor } from './world.ts';

const root = fileURLToPath(new URL('../', import.meta.url));

/** A person with a browser of their own: cookies and storage are shared with nobody. */
export interface Person {
  context: BrowserContext;
  page: Page;
  /** Errors the page threw or logged; a journey ends with none. */
  errors: string[];
}

/** Opens a browser context as a person would: an ordinary window, English unless told otherwise. */
export async function person(
  browser: Browser,
  options: { locale?: string; dark?: boolean; width?: number; height?: number } = {},
): Promise<Person> {
  const context = await browser.newContext({
    locale: options.locale ?? 'en-GB',
    colorScheme: options.dark ? 'dark' : 'light',
    viewport: { width: options.width ?? 1280, height: options.height ?? 800 },
    permissions: ['camera', 'microphone', 'clipboard-write'],
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const errors: string[] = [];
  const watch = (watched: Page) => {
    watched.on('pageerror', (error) => errors.push(String(error)));
    watched.on('console', (message) => {
      // A server killed on purpose makes network errors that are the point of the test.
      if (message.type() === 'error' && !/net::ERR_|WebSocket connection|Failed to load resource/.test(message.text()))
        errors.push(message.text());
    });
  };
  watch(page);
  context.on('page', watch);
  return { context, page, errors };
}

/** Signs an agent in and makes them available. */
export async function agent(
  browser: Browser,
  world: World,
  email = 'anna@demo.shop',
  options: Parameters<typeof person>[1] = {},
): Promise<Person> {
  const who = await person(browser, { width: 1440, height: 900, ...options });
  await who.page.goto(`${world.thekeUrl}/console/`);
  await who.page.getByRole('textbox', { name: 'E-mail' }).fill(email);
  await who.page.getByLabel('Password').fill(world.password);
  await who.page.getByRole('button', { name: 'Sign in' }).click();
  const available = who.page.getByRole('switch', { name: 'Available' });
  await available.waitFor();
  // Until the welcome is there, the switch knows nothing of an earlier visit.
  await waitFor(async () => (await available.getAttribute('aria-disabled')) !== 'true', 10_000, 'the welcome');
  if ((await available.getAttribute('aria-checked')) !== 'true') await available.click();
  await waitFor(async () => (await available.getAttribute('aria-checked')) === 'true', 10_000, 'the switch');
  return who;
}

/** Visitor: opens the chat, unless it is open. */
export async function openChat(page: Page): Promise<void> {
  if ((await page.getByRole('dialog', { name: 'Chat' }).count()) > 0) return;
  await page.getByRole('button', { name: /Open chat/ }).click();
  await page.getByRole('dialog', { name: 'Chat' }).waitFor();
}

export async function write(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(text);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
}

/** Agent: takes the first waiting conversation. */
export async function acceptFirst(page: Page): Promise<void> {
  await page
    .getByRole('region', { name: 'Queue' })
    .getByRole('listitem')
    .first()
    .getByRole('button', { name: /Accept/ })
    .click();
  await page.getByRole('log', { name: 'Messages' }).waitFor();
}

export async function reply(page: Page, text: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Reply' }).fill(text);
  await page.getByRole('region', { name: 'Conversation' }).getByRole('button', { name: 'Send', exact: true }).click();
}

/** Shown in the README; written there by `THEKE_PICTURES=1 npm test`. */
const forReaders: ReadonlySet<string> = new Set(['shop-with-widget', 'console-shared', 'uplift-better']);

/** Keeps a picture of what the journey shows. */
export async function picture(page: Page, name: string): Promise<void> {
  // A face that is still fading in is nobody's picture.
  await page.waitForTimeout(250);
  const folders = [`${root}artefacts/screenshots`];
  if (process.env.THEKE_PICTURES && forReaders.has(name)) folders.push(`${root}docs/pictures`);
  for (const folder of folders) {
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: `${folder}/${name}.png` });
  }
}

/** axe-core over the page as it stands, shadow roots included: no violation at all. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  expect(await findViolations(page), `accessibility of ${what}`).toEqual([]);
}
