import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { build, type PreviewServer, preview } from 'vite';
import { afterAll, beforeAll, expect } from 'vitest';
import { textsOf } from '../texts/index.ts';

// The screens in a real browser, over a server that is not there. Pictures go to THEKE_SHOTS when set.

const root = fileURLToPath(new URL('../..', import.meta.url));
const places = [process.env.THEKE_BROWSER, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const shots = process.env.THEKE_SHOTS;
/** The page's window with what `testing/main.tsx` leaves on it. */
export type Fixture = typeof window & { fixture: ReturnType<typeof JSON.parse> };

let served: PreviewServer;
let browser: Browser;
let address = '';

/** Builds and serves the screens for the tests of one file. `name`: two files may run at once. */
export function screens(name: string): void {
  beforeAll(async () => {
    const outDir = fileURLToPath(new URL(`../../../../node_modules/.cache/console-test-${name}`, import.meta.url));
    await build({
      configFile: false,
      root: `${root}src/testing`,
      base: './',
      logLevel: 'error',
      oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
      build: { outDir, emptyOutDir: true, target: 'es2022', minify: false },
    });
    served = await preview({
      configFile: false,
      root,
      logLevel: 'error',
      build: { outDir },
      preview: { host: '127.0.0.1', port: 0 },
    });
    address = `http://127.0.0.1:${(served.httpServer.address() as AddressInfo).port}/`;
    browser = await chromium.launch({
      executablePath: places.find((place) => place && existsSync(place)),
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync'],
    });
  });
  afterAll(async () => {
    await browser?.close();
    await served?.close();
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
  await page.goto(address + query);
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
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    type Result = { violations: { id: string; nodes: { target: unknown; failureSummary?: string }[] }[] };
    const { run } = (globalThis as unknown as { axe: { run(where: Document): Promise<Result> } }).axe;
    const result = await run(document);
    return result.violations.map(
      (one) => `${one.id}: ${one.nodes.map((n) => `${n.target} ${n.failureSummary}`).join(' · ')}`,
    );
  });
  expect(violations, what).toEqual([]);
}
