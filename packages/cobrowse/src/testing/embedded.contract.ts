import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PagePrivacy } from '@theke/protocol';
import type { Page } from 'playwright-core';
import { bundle, type Ground, openView } from './stand.contract.ts';

// Pages of another origin that stand in frames of the shared one: `localhost` beside the stand's `127.0.0.1`.

export const privacy = (more: Partial<PagePrivacy> = {}): PagePrivacy => ({
  version: 1,
  preset: 'none',
  rules: [],
  capture: false,
  frames: [],
  ...more,
});

export interface Embedding {
  origin: string;
  /** What the embedded pages are, by path. */
  pages: Map<string, string>;
  /** What our server would say to these pages; null: that their origin is not named. */
  told: { origins: string[]; privacy: PagePrivacy } | null;
  /** How often it was asked. */
  asked: number;
  close(): Promise<void>;
}

/** The tag of such a page. It notes what stood in the places that are patched while a page is told of. */
export const tag = `<script>window.native = [Element.prototype.attachShadow, CSSStyleSheet.prototype.insertRule,
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set];
window.patched = () => [Element.prototype.attachShadow, CSSStyleSheet.prototype.insertRule,
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set].some((one, i) => one !== native[i]);</script>
<script src="/frame.js"></script><script>waitToAnswer({ window, site: 'demo',
  learn: () => fetch('/frames').then((answer) => (answer.ok ? answer.json() : null)),
  open: async (port, firstId, privacy) => openInside({ window, port, firstId, privacy, clock: systemClock(), ignore: () => false }),
  nowMs: () => performance.now() });</script>`;

export async function openEmbedding(): Promise<Embedding> {
  const { code } = await bundle('frame');
  const pages = new Map<string, string>();
  const embedding: Embedding = { origin: '', pages, told: null, asked: 0, close };
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    if (path === '/frame.js') return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(code);
    if (path === '/frames') {
      embedding.asked += 1;
      response.writeHead(embedding.told ? 200 : 403, { 'content-type': 'application/json' });
      return void response.end(JSON.stringify(embedding.told));
    }
    const html = pages.get(path);
    response.writeHead(html ? 200 : 404, { 'content-type': 'text/html; charset=utf-8' }).end(html ?? '');
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  embedding.origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  async function close() {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
  return embedding;
}

let shops = 0;

/** A shop's page, not shared yet, beside a view. `share` begins, with these origins named. */
export async function openShop(ground: Ground, html: string): Promise<{ page: Page; errors: string[] }> {
  shops += 1;
  ground.stand.pages.set(`/embedding${shops}`, { html });
  const opened = await openView(ground.browser, ground.stand);
  await opened.page.evaluate(async (path) => {
    stand.openView();
    await stand.openShop(path);
  }, `/embedding${shops}`);
  return opened;
}

export const share = (page: Page, origins: string[]) =>
  page.evaluate(async (origins) => {
    const shop = stand.shop() as never as { createForeign(powers: object): never };
    Object.assign(window, { named: origins });
    stand.openShare({
      foreign: shop.createForeign({ site: 'demo', origins: () => (window as never as { named: string[] }).named }),
    });
    await until(() => stand.view.state.value.phase === 'live', 5_000);
  }, origins);

/** What stands in the frame with this id in the view; null while it is a box. */
export const seen = (page: Page, id: string) =>
  page.evaluate((id) => {
    const frame = stand.mirror().querySelector<HTMLIFrameElement>(`iframe.${id}`);
    return frame?.contentDocument?.body?.textContent?.replace(/\s+/g, ' ').trim() ?? null;
  }, id);
