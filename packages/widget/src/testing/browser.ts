import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { buildWidget } from './bundles.ts';
import { type FakeServer, startFakeServer } from './fakeServer.ts';
import { shopPage } from './shopPage.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const flags =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update ' +
  '--disable-sync --use-fake-ui-for-media-stream --use-fake-device-for-media-stream --allow-loopback-in-peer-connection';

/** A browser, a built widget and its scripted server. */
export interface Stage {
  browser: Browser;
  server: FakeServer;
  gzBytes: Record<string, number>;
  /** A fresh visitor on the shop's page; the server begins anew as well. */
  visit(options?: BrowserContextOptions & { path?: string }): Promise<Page>;
  close(): Promise<void>;
}

/** Builds, serves and starts everything once for a test file. */
export async function openStage(): Promise<Stage> {
  const { dir, gzBytes } = await buildWidget();
  const server = await startFakeServer(dir);
  const own = [process.env.THEKE_BROWSER, '/usr/bin/chromium', '/usr/bin/google-chrome'];
  const executablePath =
    own.find((path) => path && existsSync(path)) ??
    (await (await import('@sparticuz/chromium')).default.executablePath());
  const browser = await chromium.launch({ executablePath, args: flags.split(' ') });
  server.page('/', { html: shopPage() });
  return {
    browser,
    server,
    gzBytes,
    async visit({ path = '/', ...options } = {}) {
      server.reset();
      await Promise.all(browser.contexts().map((old) => old.close()));
      const context = await browser.newContext({ permissions: ['camera', 'microphone'], ...options });
      context.setDefaultTimeout(10_000);
      const page = await context.newPage();
      await page.goto(server.origin + path);
      return page;
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

/** Ids and targets of what axe-core finds wrong in the widget; all rules, best practice included. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(of: Element): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> };
    };
    // What is sliding in is not what stands there.
    const all = document.querySelector('theke-widget')!.shadowRoot!.querySelectorAll('*');
    await Promise.all([...all].flatMap((one) => one.getAnimations()).map((one) => one.finished));
    const { violations } = await axe.run(document.querySelector('theke-widget')!);
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => JSON.stringify(node.target)).join(' ')}`);
  });
}

/** Words of a visitor's first minute. */
export const act = {
  open: (page: Page) => page.getByRole('button', { name: 'Open chat' }).click(),
  async write(page: Page, text: string) {
    await page.getByRole('textbox', { name: 'Message' }).fill(text);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
  },
  /** In a conversation with Anna. */
  async talk(page: Page, server: FakeServer) {
    await act.open(page);
    await act.write(page, 'Hello');
    await page.getByRole('log').getByText(/^Sent/).waitFor();
    server.change({ status: 'active', queuePosition: undefined, agent: { agentId: 'a1', name: 'Anna' } });
    server.agentSays('Good morning');
    await page.getByText('Good morning', { exact: true }).first().waitFor();
  },
};
