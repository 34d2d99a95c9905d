import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { findViolations } from '../../../../e2e/axe.ts';
import { openBrowser } from '../../../../e2e/browser.ts';
import { buildWidget } from './bundles.ts';
import { type FakeServer, startFakeServer } from './fakeServer.ts';
import { shopPage } from './shopPage.ts';

/** A browser, a built widget and its scripted server. */
export interface Stage {
  browser: Browser;
  server: FakeServer;
  /** A fresh visitor on the shop's page; the server begins anew as well. */
  visit(options?: BrowserContextOptions & { path?: string }): Promise<Page>;
  close(): Promise<void>;
}

/** Builds, serves and starts everything once for a test file. */
export async function openStage(): Promise<Stage> {
  const [dir, browser] = await Promise.all([buildWidget(), openBrowser()]);
  const server = await startFakeServer(dir);
  server.page('/', { html: shopPage() });
  return {
    browser,
    server,
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

/** What axe-core finds wrong in the widget. */
export const violations = (page: Page): Promise<string[]> => findViolations(page, 'theke-widget');

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
