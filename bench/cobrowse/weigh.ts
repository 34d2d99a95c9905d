import { constants, createDeflateRaw } from 'node:zlib';
import type { Browser, Page } from 'playwright-core';
import { keepNames, rest } from '../scene.ts';
import { readTrace, traceCategories } from '../trace.ts';
import type { Counter } from './counter.ts';
import { storefront } from './pages.ts';
import type { RecorderName } from './recorders.ts';

/** What a recording handed to the network, by the page's clock. `text` only where it is not packed yet. */
interface Sent {
  atMs: number;
  bytes: number;
  text?: string;
}

declare global {
  interface Window {
    beginRecording(sink: (bytes: number, text?: string) => void): () => void;
    sent: Sent[];
    endRecording(): void;
  }
}

async function openPage(browser: Browser, counter: Counter, name: RecorderName, elements: number): Promise<Page> {
  counter.page(storefront(elements));
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  await context.addInitScript(keepNames);
  const page = await context.newPage();
  await page.goto(counter.url);
  await page.evaluate((src) => {
    const script = document.createElement('script');
    script.src = src;
    document.head.append(script);
    return new Promise((done) => {
      script.onload = done;
    });
  }, `/${name}.js`);
  // The page's own first work is over.
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done, { timeout: 2_000 })));
  return page;
}

const begin = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<void>((done) => {
        window.sent = [];
        setTimeout(() => {
          window.endRecording = window.beginRecording((bytes, text) => {
            window.sent.push({ atMs: performance.now(), bytes, text });
          });
          done();
        }, 50);
      }),
  );

/** The longest task from a recorder's start on, on a page that is otherwise idle, in milliseconds of processor time. */
export async function longestTask(
  browser: Browser,
  counter: Counter,
  name: RecorderName,
  elements: number,
  slowdown: number,
): Promise<{ longestMs: number; totalMs: number; elements: number }> {
  const page = await openPage(browser, counter, name, elements);
  const count = await page.evaluate(() => document.querySelectorAll('*').length);
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
  await browser.startTracing(page, { categories: traceCategories });
  await begin(page);
  await rest(4_000 * slowdown);
  const trace = await browser.stopTracing();
  await page.context().close();
  // The page does nothing by itself: every task is the recorder's, or what it made the browser do.
  const main = readTrace(trace, () => false, 0, Number.POSITIVE_INFINITY);
  return { longestMs: main.longestMs, totalMs: main.totalMs, elements: count };
}

/** What twenty seconds of looking round, five of an animated reel, and the first picture cost in bytes. */
export async function traffic(browser: Browser, counter: Counter, name: RecorderName) {
  const page = await openPage(browser, counter, name, 2_400);
  const bytesSince = async (from: number, ingest: number) => {
    const sent = (await page.evaluate(() => window.sent)).filter((one) => one.atMs >= from);
    if (name === 'openreplay') return { raw: counter.bytes - ingest, packed: counter.bytes - ingest };
    const raw = sent.reduce((sum, one) => sum + one.bytes, 0);
    return { raw, packed: name === 'rrweb' ? await deflated(sent) : raw };
  };
  const now = () => page.evaluate(() => performance.now());
  let ingest = counter.bytes;
  await begin(page);
  await rest(name === 'openreplay' ? 12_000 : 3_000);
  const picture = await bytesSince(0, ingest);
  let from = await now();
  ingest = counter.bytes;
  const sinceMs = performance.now();
  await browse(page);
  // A tracker sends every ten seconds: what it still holds belongs to it.
  if (name === 'openreplay') await rest(11_000);
  const seconds = (performance.now() - sinceMs - (name === 'openreplay' ? 11_000 : 0)) / 1_000;
  const browsing = await bytesSince(from, ingest);
  from = await now();
  ingest = counter.bytes;
  await spin(page, 5_000);
  if (name === 'openreplay') await rest(11_000);
  const reel = await bytesSince(from, ingest);
  await page.context().close();
  return { picture, browsing: { ...browsing, seconds }, reel: { ...reel, seconds: 5 } };
}

/** A person looking round: pointer, scrolling, a menu, a few letters; twenty seconds. */
async function browse(page: Page): Promise<void> {
  const until = performance.now() + 20_000;
  for (let round = 0; performance.now() < until; round++) {
    for (let step = 0; step < 24; step++) {
      await page.mouse.move(200 + ((round * 90 + step * 17) % 800), 150 + ((step * 23) % 500));
      await rest(33);
    }
    await page.mouse.wheel(0, round % 4 < 3 ? 400 : -900);
    await rest(600);
    if (round % 3 === 0) await page.evaluate(() => document.querySelector('#menu')!.classList.toggle('open'));
    if (round % 5 === 2) await page.keyboard.type('boots', { delay: 90 });
    await rest(900);
  }
}

const spin = (page: Page, ms: number) =>
  page.evaluate(
    (ms) =>
      new Promise<void>((done) => {
        const all = [...document.querySelectorAll<HTMLElement>('.reel i')];
        const since = performance.now();
        const turn = () => {
          const at = performance.now() - since;
          all.forEach((one, n) => {
            one.style.transform = `translateX(${Math.round(Math.sin(at / 400 + n) * 40)}px)`;
          });
          if (at < ms) requestAnimationFrame(turn);
          else done();
        };
        turn();
      }),
    ms,
  );

/** One deflate context over everything, flushed every 100 ms: the best a live relay of these events could do. */
async function deflated(sent: readonly Sent[]): Promise<number> {
  const deflate = createDeflateRaw({ level: 6 });
  let bytes = 0;
  deflate.on('data', (piece: Buffer) => {
    bytes += piece.length;
  });
  const groups = new Map<number, Sent[]>();
  for (const one of sent) {
    const tenth = Math.floor(one.atMs / 100);
    groups.set(tenth, [...(groups.get(tenth) ?? []), one]);
  }
  for (const group of groups.values()) {
    deflate.write(group.map((one) => one.text ?? '').join('\n'));
    await new Promise<void>((done) => deflate.flush(constants.Z_SYNC_FLUSH, () => done()));
  }
  return bytes;
}

/** Fifty times on and off: what stays in the page's heap, and whether everything patched is as it was. */
export async function startsAndStops(browser: Browser, counter: Counter, name: RecorderName, times: number) {
  const page = await openPage(browser, counter, name, 2_400);
  const session = await page.context().newCDPSession(page);
  const heap = async () => {
    await session.send('HeapProfiler.collectGarbage');
    await session.send('HeapProfiler.collectGarbage');
    return (await session.send('Runtime.getHeapUsage')).usedSize;
  };
  const prints = () =>
    page.evaluate(() => {
      const places: [object, string[]][] = [
        [CSSStyleSheet.prototype, ['insertRule', 'deleteRule', 'replace', 'replaceSync']],
        [CSSStyleDeclaration.prototype, ['setProperty', 'removeProperty']],
        [HTMLInputElement.prototype, ['value', 'checked']],
        [HTMLSelectElement.prototype, ['value', 'selectedIndex']],
        [HTMLTextAreaElement.prototype, ['value']],
        [HTMLOptionElement.prototype, ['selected']],
        [Element.prototype, ['attachShadow']],
        [Document.prototype, ['adoptedStyleSheets']],
        [History.prototype, ['pushState', 'replaceState']],
        [window, ['fetch', 'XMLHttpRequest', 'WebSocket', 'requestAnimationFrame']],
        [console, ['log', 'warn', 'error']],
      ];
      const kept = window as unknown as { known?: unknown[] };
      kept.known ??= places.flatMap(([of, keys]) => keys.map((key) => Object.getOwnPropertyDescriptor(of, key)));
      const { known } = kept;
      return places
        .flatMap(([of, keys]) => keys.map((key) => Object.getOwnPropertyDescriptor(of, key)))
        .filter((now, n) => {
          const was = known[n] as PropertyDescriptor | undefined;
          return now?.value !== was?.value || now?.get !== was?.get || now?.set !== was?.set;
        }).length;
    });
  await prints();
  const once = async () => {
    await begin(page);
    await rest(150);
    await page.evaluate(() => {
      window.endRecording();
      window.sent = [];
    });
  };
  // What is loaded and compiled once is no leak.
  for (let count = 0; count < 3; count++) await once();
  const before = await heap();
  for (let count = 0; count < times; count++) await once();
  await rest(1_000);
  const after = await heap();
  const patched = await prints();
  await page.context().close();
  return { grownMB: (after - before) / 1_000_000, patched };
}
