import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { findViolations } from '../../../../e2e/axe.ts';
import { openBrowser } from '../../../../e2e/browser.ts';
import { builtOnce } from '../../../../e2e/bundles.ts';
import { type Served, serveFolder } from '../../../../e2e/serveFolder.ts';
import { textsOf } from '../texts/index.ts';

// The screens in a real browser, over a server that is not there. Pictures go to THEKE_SHOTS when set.

const root = fileURLToPath(new URL('../..', import.meta.url));
const shots = process.env.THEKE_SHOTS;
/** The page's window with what `testing/main.tsx` leaves on it. */
export type Fixture = typeof window & { fixture: ReturnType<typeof JSON.parse> };

let served: Served;
let browser: Browser;

/** Serves the screens for the tests of one file; they are built once in a run. */
export function screens(): void {
  beforeAll(async () => {
    const [dir, started] = await Promise.all([builtOnce('console', build), openBrowser()]);
    browser = started;
    served = await serveFolder(dir);
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
  });
}

async function build(outDir: string): Promise<void> {
  const vite = await import('vite');
  await vite.build({
    configFile: false,
    root: `${root}src/testing`,
    base: './',
    logLevel: 'error',
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    build: { outDir, emptyOutDir: false, target: 'es2022', minify: false },
  });
}

interface Options {
  query?: string;
  width?: number;
  height?: number;
  dark?: boolean;
  language?: 'en' | 'de';
  still?: boolean;
}

/** A desk in a window of its own. */
export async function open({ query = '', width = 1280, height = 800, dark, language = 'en', still }: Options = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    locale: language === 'de' ? 'de-DE' : 'en-GB',
    reducedMotion: still ? 'reduce' : 'no-preference',
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  await page.goto(`${served.origin}/${query}`);
  await page.locator('.desk, .sign-in-card').first().waitFor();
  return { page, errors, texts: textsOf(language) };
}

/** Runs in the page with the fixture's server, view and call. */
export const inPage = (page: Page, run: (fixture: Fixture['fixture']) => void) =>
  page.evaluate(`(${run.toString()})(window.fixture)`);

export const openMara = (page: Page) => page.getByRole('button', { name: /Mara Winter/ }).click();
/** Mara's page is shared with whoever is signed in. */
export const shareMara = (page: Page) => inPage(page, ({ server }) => server.shared({ conversationId: 'cnv_mara' }));

/** What the desk has told the live lane under one name. */
export const toldLive = (page: Page, event: string): Promise<Record<string, unknown>[]> =>
  page.evaluate(
    (name) =>
      (window as Fixture).fixture.server.live.told
        .filter((one: { event: string }) => one.event === name)
        .map((one: { input: unknown }) => one.input),
    event,
  );

/** What was done with the view and its reach. */
export const viewCalls = (page: Page): Promise<string[]> => page.evaluate(() => (window as Fixture).fixture.view.calls);

/** No violation at all; a picture of it when asked for. */
export async function expectAccessible(page: Page, what: string) {
  if (shots) {
    mkdirSync(shots, { recursive: true });
    await page.screenshot({ path: `${shots}/${what.replaceAll(' ', '-')}.png` });
  }
  expect(await findViolations(page), what).toEqual([]);
}
