import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { PNG } from 'pngjs';
import { ssim } from 'ssim.js';
import { bundle } from '../../packages/cobrowse/src/testing/stand.contract.ts';
import { keepNames, rest } from '../scene.ts';
import { fetchTemplate, type Template } from './templates.ts';

const pictures = fileURLToPath(new URL('../../artefacts/fidelity/', import.meta.url));
const size = { width: 1200, height: 800 };
const kinds: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.eot': 'application/vnd.ms-fontobject',
  '.json': 'application/json',
};

/** How alike the visitor's page and the agent's view of it are, at each stop of a scripted session. */
export interface Likeness {
  template: string;
  elements: number;
  /** Structural similarity, 1 is the same picture. */
  stops: { stop: string; ssim: number }[];
}

/** Serves a template's folder with our two scripts beside it. */
async function serve(folder: string, scripts: { share: string; view: string }) {
  const viewPage = `<!doctype html><title>view</title><body style="margin:0"><div id="mount" style="width:${size.width}px;height:${size.height}px"></div><script src="/_theke/view.js"></script>`;
  const server = createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://x');
    const send = (type: string, body: string | Buffer) => void res.writeHead(200, { 'content-type': type }).end(body);
    if (url.pathname === '/_theke/view') return send('text/html', viewPage);
    if (url.pathname === '/_theke/view.js') return send('text/javascript', scripts.view);
    if (url.pathname === '/_theke/share.js') return send('text/javascript', scripts.share);
    const path = normalize(decodeURIComponent(url.pathname)).replace(/^(\.\.\/)+/, '');
    const file = `${folder}/${path}`;
    if (!existsSync(file) || !statSync(file).isFile()) return void res.writeHead(404).end();
    return send(kinds[extname(file).toLowerCase()] ?? 'application/octet-stream', readFileSync(file));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Hangs a share on the visitor's page whose chunks go to the view's page; waits until the view is live. */
async function join(visitor: Page, view: Page, origin: string): Promise<void> {
  await view.evaluate((origin) => {
    const w = window as unknown as {
      startView(powers: object): { take(chunk: object): void; state: { value: { phase: string } } };
      systemClock(): object;
      view: { take(chunk: object): void; state: { value: { phase: string } } };
      take(chunk: { bytes: number[] }): void;
    };
    w.view = w.startView({
      shareId: 's1',
      mount: document.getElementById('mount'),
      frameTitle: 'Shared page',
      frameLabel: '',
      assetUrl: (url: string) => (url.startsWith(`${origin}/`) ? url : null),
      wantPicture: () => {},
      clock: w.systemClock(),
    });
    w.take = (chunk) => w.view.take({ ...chunk, bytes: new Uint8Array(chunk.bytes) });
  }, origin);
  await visitor.exposeFunction('passOn', (chunk: object) =>
    view.evaluate((chunk) => (window as unknown as { take(chunk: object): void }).take(chunk), chunk),
  );
  await visitor.addScriptTag({ url: '/_theke/share.js' });
  await visitor.evaluate(() => {
    const w = window as unknown as {
      startShare(powers: object): object;
      systemClock(): object;
      passOn(chunk: object): Promise<void>;
    };
    const host = document.createElement('theke-widget');
    document.body.append(host);
    w.startShare({
      shareId: 's1',
      window,
      overlayRoot: host.attachShadow({ mode: 'open' }),
      ignore: (element: Element) => element === host,
      send: async (chunk: { bytes: Uint8Array }) => {
        await w.passOn({ ...chunk, bytes: [...chunk.bytes] });
        return { ok: true, value: undefined };
      },
      tellPointer: () => {},
      bufferedBytes: () => 0,
      clock: w.systemClock(),
      firstStream: 1,
      agentName: 'Anna',
      texts: { shows: () => '' },
      onFailed: (why: string) => console.error(why),
      // Everything may be read: what is compared is the picture, not the masking.
      privacy: { version: 1, preset: 'none', rules: [{ selector: 'html', mark: 'show' }], capture: false, frames: [] },
    });
  });
  await view.waitForFunction(
    () => (window as unknown as { view: { state: { value: { phase: string } } } }).view.state.value.phase === 'live',
    undefined,
    { timeout: 30_000 },
  );
}

/** What a visitor does, and where the two pictures are compared. */
const session: readonly [stop: string, act: (page: Page) => Promise<unknown>][] = [
  ['as it loads', async () => {}],
  [
    'scrolled',
    (page) => page.evaluate(() => window.scrollTo(0, Math.min(900, document.documentElement.scrollHeight / 2))),
  ],
  [
    'changed by script',
    (page) =>
      page.evaluate(() => {
        const heading = document.querySelector('h1, h2, h3');
        if (heading) heading.textContent = 'Changed while somebody looked';
        const copy = document.querySelector('.card, article, section')?.cloneNode(true);
        if (copy) document.querySelector('.card, article, section')?.after(copy);
        document.querySelector('a.btn, button')?.classList.toggle('active');
      }),
  ],
  [
    'filled in',
    (page) =>
      page.evaluate(() => {
        const field = document.querySelector<HTMLInputElement>(
          'input[type=text], input[type=email], input:not([type])',
        );
        if (!field) return window.scrollTo(0, document.documentElement.scrollHeight);
        field.scrollIntoView({ block: 'center' });
        field.value = 'words in a field';
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }),
  ],
  ['back at the top', (page) => page.evaluate(() => window.scrollTo(0, 0))],
];

const quiet =
  '*,*::before,*::after{animation:none!important;transition:none!important;caret-color:transparent!important;scroll-behavior:auto!important}';

/** One template's session, both sides looked at; pictures are kept for people to look at. */
export async function likeness(browser: Browser, template: Template): Promise<Likeness> {
  const folder = fetchTemplate(template);
  const [share, view] = [await bundle('share'), await bundle('view')];
  const server = await serve(folder, { share: share.code, view: view.code });
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  await context.addInitScript(keepNames);
  // Nothing from elsewhere, for neither side.
  await context.route(
    (url) => !url.href.startsWith(server.url),
    (route) => route.abort(),
  );
  try {
    const visitor = await context.newPage();
    const agent = await context.newPage();
    await agent.goto(`${server.url}/_theke/view`);
    await visitor.goto(`${server.url}/${template.page}`, { waitUntil: 'load' });
    // Part of the page for both: a moving picture is compared with itself a moment later otherwise.
    await visitor.addStyleTag({ content: quiet });
    await join(visitor, agent, server.url);
    mkdirSync(pictures, { recursive: true });
    const stops: Likeness['stops'] = [];
    for (const [stop, act] of session) {
      await act(visitor);
      await rest(1_500);
      // Only the page in front draws.
      await visitor.bringToFront();
      const theirs = await visitor.screenshot();
      await agent.bringToFront();
      await rest(300);
      const ours = await agent.screenshot({ clip: { x: 0, y: 0, ...size } });
      const name = `${pictures}${template.name}-${stop.replaceAll(' ', '-')}`;
      writeFileSync(`${name}-page.png`, theirs);
      writeFileSync(`${name}-view.png`, ours);
      stops.push({ stop, ssim: compare(theirs, ours) });
    }
    const elements = await visitor.evaluate(() => document.querySelectorAll('*').length);
    return { template: template.name, elements, stops };
  } finally {
    await context.close();
    server.close();
  }
}

function compare(one: Buffer, other: Buffer): number {
  const [a, b] = [PNG.sync.read(one), PNG.sync.read(other)];
  const plain = ({ data, width, height }: PNG) => ({ data: new Uint8ClampedArray(data), width, height });
  return ssim(plain(a), plain(b)).mssim;
}
