import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Counter, openCounter } from '../bench/cobrowse/counter.ts';
import { storefront } from '../bench/cobrowse/pages.ts';
import { bundleRecorder, recorderNames } from '../bench/cobrowse/recorders.ts';
import { openBrowser } from './browser.ts';

let browser: Browser;
let counter: Counter;
beforeAll(async () => {
  [browser, counter] = await Promise.all([openBrowser(), openCounter()]);
  for (const name of recorderNames) counter.script(`${name}.js`, (await bundleRecorder(name)).code);
  counter.page(storefront(400));
});
afterAll(async () => {
  await browser?.close();
  counter?.close();
});

it('[SH193] beside a recorder and a tracker that run on the same page all three go on, and our end leaves what the others have put there', async () => {
  const page = await (await browser.newContext()).newPage();
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  await page.goto(counter.url);
  // Each is a whole script that leaves one function behind.
  for (const name of recorderNames) {
    await page.addScriptTag({ url: `/${name}.js` });
    await page.evaluate((name) => {
      const all = window as unknown as Record<string, unknown>;
      all[`begin_${name}`] = all.beginRecording;
    }, name);
  }
  const told = await page.evaluate(async () => {
    const all = window as unknown as Record<string, (sink: (bytes: number) => void) => () => void>;
    const rest = (ms: number) => new Promise((done) => setTimeout(done, ms));
    const bytes = { theke: 0, rrweb: 0 };
    const patched = () => [
      Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set,
      CSSStyleSheet.prototype.insertRule,
      Element.prototype.attachShadow,
      history.pushState,
    ];
    all.begin_openreplay!(() => {});
    all.begin_rrweb!((size) => {
      bytes.rrweb += size;
    });
    await rest(500);
    const before = patched();
    const stop = all.begin_theke!((size) => {
      bytes.theke += size;
    });
    await rest(1_500);
    const first = { ...bytes };
    for (let n = 0; n < 20; n += 1) {
      const line = document.createElement('p');
      line.textContent = `a change that all three hear of, number ${n}`;
      document.body.append(line);
      await rest(30);
    }
    await rest(500);
    const then = { ...bytes };
    stop();
    const same = patched().every((one, n) => one === before[n]);
    document.body.append(document.createElement('hr'));
    await rest(300);
    return {
      pictures: first.theke > 500 && first.rrweb > 500,
      changes: then.theke > first.theke && then.rrweb > first.rrweb,
      same,
      silent: bytes.theke === then.theke,
      othersGoOn: bytes.rrweb > then.rrweb,
    };
  });
  expect(told).toEqual({ pictures: true, changes: true, same: true, silent: true, othersGoOn: true });
  // The tracker sends every ten seconds, while somebody does something.
  const busy = async () => {
    await page.mouse.move(200 + (Date.now() % 300), 200);
    await page.mouse.click(300, 300);
    return counter.bytes;
  };
  await expect.poll(busy, { timeout: 40_000, interval: 250 }).toBeGreaterThan(500);
  expect(errors).toEqual([]);
  await page.context().close();
});
