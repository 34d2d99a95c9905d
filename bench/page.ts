import type { Browser } from 'playwright-core';
import { openBrowser } from '../e2e/browser.ts';
import { startWorld } from '../e2e/world.ts';
import { openShop } from './shopProxy.ts';
import { median } from './stats.ts';
import type { Row } from './table.ts';
import { type MainThread, readTrace, traceCategories } from './trace.ts';

/** A page load and what follows of it by itself. */
const loadMs = 2_000;

interface Load {
  main: MainThread;
  idle: MainThread;
  shift: number;
  requests: number;
  bytes: number;
}

/** What Theke costs a page that nobody uses it on: the demo shop with it and without, in turns. W5 and W1's one request. */
export async function measure(knobs: Record<string, number>): Promise<Row[]> {
  const { runs = 5, idleSeconds = 10 } = knobs;
  const world = await startWorld();
  const [browser, full, bare, unruled] = await Promise.all([
    openBrowser(),
    openShop(world.shopUrl, []),
    openShop(world.shopUrl, ['stub', 'tag', 'words', 'rules']),
    openShop(world.shopUrl, ['rules']),
  ]);
  const ours = (url: string) =>
    url.startsWith(world.thekeUrl) || /\/assets\/(tell-theke|invitation-rules)\.js/.test(url);
  try {
    const loads = { full: [] as Load[], bare: [] as Load[] };
    // The first of each only warms the machine up.
    for (let run = 0; run <= runs; run++) {
      const idleMs = run === runs ? idleSeconds * 1_000 : 0;
      const made = {
        full: await load(browser, `${full.url}/en/product/raincoat-fjord`, ours, idleMs),
        bare: await load(browser, `${bare.url}/en/product/raincoat-fjord`, ours, idleMs),
      };
      if (run === 0) continue;
      loads.full.push(made.full);
      loads.bare.push(made.bare);
    }
    const alone = await load(browser, `${unruled.url}/en/product/raincoat-fjord`, ours, 0);
    const middle = (side: 'full' | 'bare', read: (one: Load) => number) => median(loads[side].map(read));
    const more = (read: (one: Load) => number) => middle('full', read) - middle('bare', read);
    const { idle } = loads.full.at(-1)!;
    const w5 = (atMost: number) => ({ name: 'W5', atMost });
    return [
      {
        what: 'main thread, our scripts',
        value: middle('full', (one) => one.main.oursMs),
        unit: 'ms',
        bar: w5(15),
        note: `processor time by the trace, median of ${runs}`,
      },
      {
        what: 'main thread, with − without',
        value: more((one) => one.main.totalMs),
        unit: 'ms',
        note: 'all work of the page; differs by some ms from run to run',
      },
      { what: 'main thread, page without', value: middle('bare', (one) => one.main.totalMs), unit: 'ms' },
      {
        what: 'longest task that holds ours',
        value: Math.max(...loads.full.map((one) => one.main.longestOursMs)),
        unit: 'ms',
        bar: w5(50),
        note: 'slowest of all runs',
      },
      {
        what: 'longest task of the page without',
        value: Math.max(...loads.bare.map((one) => one.main.longestMs)),
        unit: 'ms',
      },
      { what: 'layout shift, with − without', value: more((one) => one.shift), unit: '', bar: w5(0) },
      {
        what: 'wake-ups when idle',
        value: (idle.oursWoken * 60) / idleSeconds,
        unit: '/min',
        bar: w5(0),
        note: `${idleSeconds} s of an untouched page`,
      },
      {
        what: 'requests to Theke, no rule on the page',
        value: alone.requests,
        unit: '',
        bar: { name: 'W1', atMost: 1 },
      },
      {
        what: 'bytes from Theke, no rule on the page',
        value: alone.bytes / 1000,
        unit: 'kB',
        note: 'headers included',
      },
      {
        what: 'requests to Theke, with the demo shop’s rule',
        value: middle('full', (one) => one.requests),
        unit: '',
        note: 'loader and rules engine',
      },
      { what: 'bytes from Theke, with the rule', value: middle('full', (one) => one.bytes) / 1000, unit: 'kB' },
    ];
  } finally {
    full.close();
    bare.close();
    unruled.close();
    await browser.close();
    await world.close();
  }

  async function load(browser: Browser, url: string, ours: (url: string) => boolean, idleMs: number): Promise<Load> {
    // A context of its own: nothing is kept from the load before. The user agent is the browser's own.
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    const asked = new Set<string>();
    let bytes = 0;
    await wire.send('Network.enable');
    wire.on('Network.requestWillBeSent', ({ requestId, request }) => {
      if (request.url.startsWith(world.thekeUrl)) asked.add(requestId);
    });
    wire.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
      if (asked.has(requestId)) bytes += encodedDataLength;
    });
    await browser.startTracing(page, { categories: traceCategories });
    const sinceMs = performance.now();
    await page.goto(url, { waitUntil: 'load' });
    await page.waitForTimeout(loadMs);
    const loadedMs = performance.now() - sinceMs;
    const requests = asked.size;
    if (idleMs > 0) await page.waitForTimeout(idleMs);
    const trace = await browser.stopTracing();
    const shift = await page.evaluate(
      () =>
        new Promise<number>((done) => {
          new PerformanceObserver((list) => {
            done(
              list.getEntries().reduce((sum, entry) => sum + (entry as PerformanceEntry & { value: number }).value, 0),
            );
          }).observe({ type: 'layout-shift', buffered: true });
          // Without any shift the observer stays silent.
          setTimeout(done, 200, 0);
        }),
    );
    await context.close();
    return {
      main: readTrace(trace, ours, 0, loadedMs),
      idle: readTrace(trace, ours, loadedMs, Number.POSITIVE_INFINITY),
      shift,
      requests,
      bytes,
    };
  }
}
