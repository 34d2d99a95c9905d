import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Act, ActOutcome, FieldNews } from '@theke/protocol';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../../../../e2e/browser.ts';
import { builtText } from '../../../../e2e/bundles.ts';
import type { Fill } from '../share/act/fill/index.ts';
import type { CoFill, OpenField } from '../view/fill/index.ts';

// One page with both sides of filling in together, and forms as React, Vue, Svelte and nobody makes them.

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What `forms/duet.page.js` puts on the page. */
export interface Duet {
  delayMs: number;
  granted: boolean;
  news: FieldNews[];
  acts: (Act & { actId: string })[];
  outcomes: ActOutcome[];
  refused: string[];
  changed: boolean;
  loseAnswers: number;
  agent: CoFill;
  fill: Fill;
  readonly field: OpenField | null;
  /** Of the element `#f`, as a script of the page reads and sets it. */
  readonly value: string;
  set(value: string): void;
  begin(delayMs?: number): void;
  act(act: Act, actId?: string): ActOutcome;
  id(selector: string): number;
  name(element: Element): number;
  open(selector: string): Promise<string | undefined>;
  type(text: string, everyMs?: number): Promise<void>;
  /** Until nothing is on its way, and the page has had the time to look. */
  rest(): Promise<void>;
  settled(selector: string, ms?: number): Promise<string>;
}

declare global {
  var duet: Duet;
  function showReact(root: Element): void;
  function showVue(root: Element): void;
  function showSvelte(root: Element): void;
}

async function bundle(entry: string, format: 'iife' | 'es', external: RegExp[] = []): Promise<string> {
  const [vite, { compile }] = await Promise.all([import('vite'), import('svelte/compiler')]);
  const made = await vite.build({
    configFile: false,
    logLevel: 'silent',
    root: at('.'),
    publicDir: false,
    resolve: { alias: { vue: 'vue/dist/vue.esm-bundler.js' }, conditions: ['browser', 'import', 'module', 'default'] },
    plugins: [
      {
        name: 'svelte',
        transform(code: string, id: string) {
          if (!id.endsWith('.svelte')) return;
          return { code: compile(code, { generate: 'client', filename: 'Form.svelte' }).js.code, map: null };
        },
      },
    ],
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    build: {
      write: false,
      target: 'es2022',
      rolldownOptions: {
        input: entry,
        external,
        preserveEntrySignatures: format === 'es' ? 'strict' : false,
        output: { format },
      },
    },
  });
  const one = Array.isArray(made) ? made[0] : made;
  return one && 'output' in one && one.output[0].type === 'chunk' ? one.output[0].code : '';
}

/** What the visitor's half of filling in weighs, packed, without what is loaded before it. */
export async function fillWeight(): Promise<number> {
  return gzipSync(await bundle(at('../share/act/fill/index.ts'), 'es', [/^@theke/]), { level: 9 }).length;
}

export interface DuetGround {
  browser: Browser;
  /** A page of this HTML with both sides on it. */
  page(html: string, delayMs?: number): Promise<{ page: Page; errors: string[] }>;
  close(): Promise<void>;
}

/** Everything a file of tests needs, opened once. */
export async function openDuet(): Promise<DuetGround> {
  const script = await builtText('cobrowse-duet', () => bundle(at('./forms/duet.page.js'), 'iife'));
  let body = '';
  const server = createServer((request, response) => {
    const isScript = request.url === '/duet.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html; charset=utf-8' });
    response.end(isScript ? script : `<!doctype html><title>shop</title><body>${body}<script src="/duet.js"></script>`);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const browser = await openBrowser();
  return {
    browser,
    async page(html, delayMs = 0) {
      body = html;
      const page = await browser.newPage();
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
      await page.evaluate((ms) => duet.begin(ms), delayMs);
      return { page, errors };
    },
    async close() {
      await browser.close();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
