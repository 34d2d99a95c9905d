import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../../../e2e/browser.ts';
import { builtText } from '../../../../e2e/bundles.ts';
import type { Stage } from './stage.ts';

// The stand on which acting is tested: a shop's page in a real browser with an agent's hands on it, and a shop that counts.

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** One browser script as a classic script. */
export const bundlePage = (entry: string): Promise<string> =>
  builtText(`cobrowse-${basename(entry)}`, () => build(entry));

async function build(entry: string): Promise<string> {
  const vite = await import('vite');
  const made = await vite.build({
    configFile: false,
    logLevel: 'silent',
    root: at('.'),
    publicDir: false,
    build: { write: false, target: 'es2022', rolldownOptions: { input: at(entry), output: { format: 'iife' } } },
  });
  const one = Array.isArray(made) ? made[0] : made;
  return one && 'output' in one && one.output[0].type === 'chunk' ? one.output[0].code : '';
}

/** The page of a shop under test; `stage` is on it. */
export interface HandsGround {
  origin: string;
  browser: Browser;
  /** Requests that would have ordered something: every path with `order` in it. */
  orders: string[];
  requests: string[];
  /** Opens a page with this body; the agent's hands are on it. */
  open(body: string, head?: string): Promise<Page>;
  close(): Promise<void>;
}

export type { Stage };

const empty = '<!doctype html><meta charset="utf-8"><title>shop</title><body data-theke-show>';

/** Opens a browser and a shop; its pages run `entry` and are under `policy`. */
export async function openHands(entry = './hands.page.ts', policy?: string): Promise<HandsGround> {
  const script = await bundlePage(entry);
  const orders: string[] = [];
  const requests: string[] = [];
  const pages = new Map<string, string>();
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    requests.push(`${request.method} ${path}`);
    if (path.includes('order')) orders.push(`${request.method} ${path}`);
    const page = pages.get(path);
    if (path === '/hands.js') return void response.setHeader('content-type', 'text/javascript').end(script);
    if (path === '/favicon.ico') return void response.writeHead(404).end();
    if (policy) response.setHeader('content-security-policy', policy);
    response.setHeader('content-type', 'text/html; charset=utf-8').end(page ?? `${empty}<h1>${path}</h1>`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const browser = await openBrowser();
  return {
    origin,
    browser,
    orders,
    requests,
    async open(body, head = '') {
      const path = `/page${pages.size + 1}`;
      pages.set(
        path,
        `<!doctype html><html><head><meta charset="utf-8">${head}</head><body data-theke-show>${body}<script src="/hands.js"></script></body></html>`,
      );
      const page = await browser.newPage({ viewport: { width: 800, height: 600 } });
      await page.goto(origin + path);
      // Not by the usual way in, which counts as a person's press for some seconds.
      const session = await page.context().newCDPSession(page);
      await session.send('Runtime.evaluate', { expression: 'globalThis.stage?.ready', awaitPromise: true });
      return page;
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
