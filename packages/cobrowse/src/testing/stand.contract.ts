import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { constants, gzipSync, inflateRawSync } from 'node:zlib';
import type { Answer, PageChunk, Pointer } from '@theke/protocol';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../../../e2e/browser.ts';
import { builtOnce } from '../../../../e2e/bundles.ts';
import type { SharePowers, ShareSession } from '../share/index.ts';
import type { ViewPowers, ViewSession } from '../view/index.ts';

// The stand on which both ends of a shared page are checked against each other in a real browser: a page with the view, and in
// a frame of it the shop's page with the share. Chunks go from one to the other by a function call; there is no network.

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const entries = {
  share: `import { startShare } from '${at('../share/index.ts')}'; import { systemClock } from '@theke/kit'; import { aids } from '${at('../share/aids/index.ts')}'; import { createForeign } from '${at('../share/frames/index.ts')}'; Object.assign(window, { startShare, systemClock, aids, createForeign });`,
  frame: `import { waitToAnswer } from '${at('../share/frames/inside/answer.ts')}'; import { openInside } from '${at('../share/frames/inside/index.ts')}'; import { systemClock } from '@theke/kit'; Object.assign(window, { waitToAnswer, openInside, systemClock });`,
  view: `import { createReach, playRecording, startView } from '${at('../view/index.ts')}'; import { systemClock } from '@theke/kit'; import { Deflate, strToU8 } from 'fflate'; Object.assign(window, { createReach, playRecording, startView, systemClock, Deflate, strToU8 });`,
  chunk: `export { startShare } from '${at('../share/index.ts')}';`,
};

/** One bundle as a classic script. Gives its code and what it weighs packed. */
export async function bundle(name: keyof typeof entries): Promise<{ code: string; gzipBytes: number }> {
  const dir = await builtOnce(`cobrowse-${name}`, (into) => build(name, into));
  const code = readFileSync(`${dir}/made.js`, 'utf8');
  return { code, gzipBytes: gzipSync(code, { level: 9 }).length };
}

async function build(name: keyof typeof entries, into: string): Promise<void> {
  const vite = await import('vite');
  const entry = `${into}/${name}.entry.ts`;
  writeFileSync(entry, entries[name]);
  const made = await vite.build({
    configFile: false,
    logLevel: 'silent',
    root: into,
    publicDir: false,
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: name === 'chunk' ? 'strict' : false,
        output: { format: name === 'chunk' ? 'es' : 'iife' },
      },
    },
  });
  const one = Array.isArray(made) ? made[0] : made;
  writeFileSync(`${into}/made.js`, one && 'output' in one && one.output[0].type === 'chunk' ? one.output[0].code : '');
}

const strict =
  "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; frame-src 'self'";

/** What `stand.page.js` puts on the view's page. */
export interface StandPage {
  chunks: PageChunk[];
  pointers: Pointer[];
  wants: number;
  failed: string[];
  said: string[];
  link: boolean;
  answer: Answer<void>;
  buffered: number;
  skewMs: number;
  firstStream: number;
  view: ViewSession;
  share: ShareSession;
  overlay: ShadowRoot;
  openView(options?: { answerWants?: boolean; powers?: Partial<ViewPowers> }): void;
  openShop(path: string, width?: number, height?: number): Promise<boolean>;
  openShare(powers?: Partial<SharePowers>): void;
  shop(): Window & typeof globalThis;
  mirror(): Document;
  sent(): { stream: number; seq: number; bytes: number[] }[];
  /** Gives the view events as if a visitor had sent them: a new stream. */
  forge(events: unknown[]): void;
  text(): string;
}

declare global {
  var stand: StandPage;
  function pause(ms: number): Promise<void>;
  /** Waits until `is` is true, at most two seconds; gives whether it became so. */
  function until(is: () => boolean, ms?: number): Promise<boolean>;
}

/** Everything that was sent, unpacked with other means than ours. */
export async function sentText(page: Page): Promise<string> {
  const chunks = await page.evaluate(() => stand.sent());
  const streams = new Map<number, number[]>();
  for (const { stream, bytes } of chunks) streams.set(stream, [...(streams.get(stream) ?? []), ...bytes]);
  const texts = [...streams.values()].map((bytes) =>
    inflateRawSync(Buffer.from(bytes), { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8'),
  );
  return texts.join('');
}

export interface Stand {
  origin: string;
  /** Set before opening: what the shop's page is, by path. */
  pages: Map<string, { html: string; headers?: Record<string, string> }>;
  /** Every request to this server and to the foreign one, as `host path`. */
  requests: string[];
  /** Another origin, standing for the rest of the world. */
  foreign: string;
  close(): Promise<void>;
}

async function listen(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(answer);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, server };
}

const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

/** Serves the stand on ports of its own. `/view` is under a strict policy, `/loose` under none. */
export async function openStand(scripts: { share: string; view: string }): Promise<Stand> {
  const pages: Stand['pages'] = new Map();
  const requests: string[] = [];
  const world = await listen((request, response) => {
    requests.push(`foreign ${request.url}`);
    response.writeHead(200, { 'content-type': 'text/css', 'access-control-allow-origin': '*' }).end('');
  });
  const send = (response: ServerResponse, type: string, body: string | Buffer, headers: Record<string, string> = {}) =>
    void response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store', ...headers }).end(body);
  const own = await listen((request, response) => {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    requests.push(`own ${request.url}`);
    const page = pages.get(path);
    if (page) return send(response, 'text/html; charset=utf-8', page.html, page.headers);
    if (path === '/share.js') return send(response, 'text/javascript', scripts.share);
    if (path === '/view.js') return send(response, 'text/javascript', scripts.view);
    if (path === '/stand.js') return send(response, 'text/javascript', readFileSync(at('./stand.page.js')));
    if (path.startsWith('/asset')) return send(response, 'image/png', pixel);
    if (path === '/view' || path === '/loose') {
      const html =
        '<!doctype html><title>view</title><body style="margin:0"><div id="mount" style="width:1000px;height:700px"></div><script src="/view.js"></script><script src="/stand.js"></script>';
      return send(response, 'text/html', html, path === '/view' ? { 'content-security-policy': strict } : {});
    }
    response.writeHead(404).end();
  });
  return {
    origin: own.origin,
    foreign: world.origin,
    pages,
    requests,
    async close() {
      for (const { server } of [own, world]) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  };
}

export interface Ground {
  stand: Stand;
  browser: Browser;
  /** A view and a shop's page of this HTML, sharing; waits for the first picture. */
  sharing(html: string, headers?: Record<string, string>): Promise<{ page: Page; errors: string[] }>;
  close(): Promise<void>;
}

/** Everything a file of browser tests needs, opened once. */
export async function openGround(): Promise<Ground> {
  const share = await bundle('share');
  const view = await bundle('view');
  const stand = await openStand({ share: share.code, view: view.code });
  const browser = await openBrowser();
  let shops = 0;
  return {
    stand,
    browser,
    async sharing(html, headers) {
      shops += 1;
      const path = `/shop${shops}`;
      stand.pages.set(path, { html, headers });
      const opened = await openView(browser, stand);
      await opened.page.evaluate(async (shop) => {
        globalThis.stand.openView();
        await globalThis.stand.openShop(shop);
        globalThis.stand.openShare();
        await until(() => globalThis.stand.view.state.value.phase === 'live');
        globalThis.stand.wants = 0;
      }, path);
      return opened;
    },
    async close() {
      await browser.close();
      await stand.close();
    },
  };
}

/** Opens the view's page; errors thrown anywhere on it are collected. */
export async function openView(
  browser: Browser,
  stand: Stand,
  path: '/view' | '/loose' = '/view',
): Promise<{ page: Page; errors: string[] }> {
  const page = await browser.newPage({ viewport: { width: 1000, height: 900 } });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  page.on('dialog', (dialog) => {
    errors.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  await page.goto(stand.origin + path);
  return { page, errors };
}
