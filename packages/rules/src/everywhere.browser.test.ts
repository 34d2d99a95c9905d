import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBrowser } from '../../../e2e/browser.ts';
import { journeyArb, rulesArb } from './engine/journey.contract.ts';
import { type TraceCase, traceOf } from './simulate/trace.contract.ts';

// One engine, the same results everywhere: as its sources run in Node, and as a page gets it, bundled and made small, in Chromium.

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

async function bundled(): Promise<string> {
  const { build } = await import('vite');
  const folder = mkdtempSync(join(tmpdir(), 'theke-everywhere-'));
  try {
    const entry = join(folder, 'entry.ts');
    const trace = fileURLToPath(new URL('./simulate/trace.contract.ts', import.meta.url));
    writeFileSync(entry, `import { traceOf } from ${JSON.stringify(trace)}; Object.assign(window, { traceOf });`);
    const made = await build({
      configFile: false,
      logLevel: 'silent',
      root: folder,
      publicDir: false,
      build: { write: false, target: 'es2022', rolldownOptions: { input: entry, output: { format: 'iife' } } },
    });
    const [one] = Array.isArray(made) ? made : [made];
    if (!one || !('output' in one) || one.output[0].type !== 'chunk') throw new Error('One script was expected.');
    return one.output[0].code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const day = [['09:00', '10:02']] as const;
/** Hours on the walls of two places, hold-outs and texts: what a browser might read otherwise. */
const dressed = (rules: readonly object[]) =>
  rules.map((rule, i) => ({
    ...rule,
    mode: i === 3 ? 'shadow' : 'live',
    hours: i === 1 ? { timeZone: 'Europe/Berlin', open: { weekly: { tue: day } } } : undefined,
    holdout: i === 2 ? { share: 0.4, salt: 'é', windowMs: 3_600_000 } : undefined,
  }));

const caseArb = fc
  .tuple(rulesArb(1000, 'live', 5), journeyArb(1000, 300), fc.array(fc.boolean(), { maxLength: 4 }))
  .map(([rules, steps, yes]): TraceCase => {
    const journey = { steps: steps.map(({ atMs, event }) => ({ tMs: atMs, event })), endMs: 360_000 };
    // As JSON, because that is how both get it.
    return JSON.parse(JSON.stringify({ rules: dressed(rules), journey, yes })) as TraceCase;
  });

const hashOf = (trace: string) => createHash('sha256').update(trace).digest('hex');

it('[IN379] five hundred journeys end the same in Chromium as in Node, to the millisecond and the last explanation', async () => {
  const cases = fc.sample(caseArb, { seed: 379, numRuns: 500 });
  const page = await browser.newPage();
  await page.addScriptTag({ content: await bundled() });
  const there = await page.evaluate(
    (list) => list.map((window as unknown as { traceOf(one: TraceCase): string }).traceOf),
    cases,
  );
  const here = cases.map((one) => traceOf(one));
  const other = here.findIndex((trace, i) => hashOf(trace) !== hashOf(there[i]!));
  // The first that differs, in full; there is none.
  expect(other < 0 ? '' : there[other], JSON.stringify(cases[other])).toBe(other < 0 ? '' : here[other]);
  expect(there).toHaveLength(500);
  // It was worth comparing: most visitors are asked about, many see a card, and no two visits are the same.
  const having = (what: string) => here.filter((trace) => trace.includes(what)).length;
  expect(having('"type":"ask"')).toBeGreaterThan(250);
  expect(having('"type":"show"')).toBeGreaterThan(100);
  expect(new Set(here.map(hashOf)).size).toBeGreaterThan(400);
}, 60_000);
