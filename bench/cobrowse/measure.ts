import { openBrowser } from '../../e2e/browser.ts';
import { driftClicks } from '../../packages/cobrowse/src/testing/drift.contract.ts';
import { runDuel } from '../../packages/cobrowse/src/testing/duel.contract.ts';
import { openScene, rest } from '../scene.ts';
import { median, quantile } from '../stats.ts';
import type { Row } from '../table.ts';
import { measure as measureView } from '../view.ts';
import { openCounter } from './counter.ts';
import { likeness } from './fidelity.ts';
import { fillUp, firstPicture, follow } from './live.ts';
import { bundleRecorder, calledAs, recorderNames } from './recorders.ts';
import { comeBack } from './returns.ts';
import { templates } from './templates.ts';
import { longestTask, startsAndStops, traffic } from './weigh.ts';

/**
 * C1–C6 and C9–C11 in one run, with what a shop would take instead beside it. Knobs leave parts out: `--only=4` measures C4 alone.
 */
export async function measure(knobs: Record<string, number>): Promise<Row[]> {
  const { only = 0, loads = 100, clicks = 1_000, edits = 10_000, starts = 50 } = knobs;
  const wants = (bar: number) => only === 0 || only === bar;
  const rows: Row[] = [];
  if (wants(1)) rows.push(...(await measureView(knobs)), ...(await slowLine()));
  if (wants(4) || wants(5) || wants(10)) rows.push(...(await besideOthers(wants, starts)));
  if (wants(6)) rows.push(...(await returns(loads)));
  if (wants(9)) rows.push(...(await acts(clicks, edits)));
  if (wants(11)) rows.push(...(await fidelity()));
  return rows;
}

/** C1 with 50 ms one way, and with an agent's clock that is ten minutes wrong. */
async function slowLine(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const [what, hardship, atMost] of [
    ['50 ms one way', { oneWayMs: 50 }, 150],
    ['clock 10 min ahead', { agentClockMs: 600_000 }, 60],
    ['clock 10 min behind', { agentClockMs: -600_000 }, 60],
  ] as const) {
    const scene = await openScene('/en/product/raincoat-fjord', hardship);
    try {
      await fillUp(scene.visitor, 2_400);
      await firstPicture(scene, 0);
      // On a slow line what comes beside the picture takes a moment longer, and may bring another.
      await rest(3_000);
      const ms = await follow(scene, 60, 100);
      rows.push({
        what: `change → view, ${what}, p95`,
        value: quantile(ms, 0.95),
        unit: 'ms',
        bar: { name: 'C1', atMost },
        note: `${ms.length} of 60 seen, p50 ${Math.round(quantile(ms, 0.5))}`,
      });
    } finally {
      await scene.close();
    }
  }
  return rows;
}

/** C4, C5 and the visitor's half of C10, on the same pages and script. */
async function besideOthers(wants: (bar: number) => boolean, starts: number): Promise<Row[]> {
  const rows: Row[] = [];
  const counter = await openCounter();
  const browser = await openBrowser();
  try {
    for (const name of recorderNames) {
      const { code, gzipBytes } = await bundleRecorder(name);
      counter.script(`${name}.js`, code);
      const called = calledAs[name];
      const ours = name === 'theke';
      const bar = (barName: string, atMost: number) => (ours ? { bar: { name: barName, atMost } } : {});
      rows.push({ what: `${called}: weight`, value: gzipBytes / 1_000, unit: 'kB' });
      if (wants(4)) {
        for (const [elements, slowdown] of [
          [2_400, 4],
          [40_000, 1],
        ] as const) {
          const made = await longestTask(browser, counter, name, elements, slowdown);
          rows.push({
            what: `${called}: longest task, ${made.elements} elements, ${slowdown}× slowed`,
            value: made.longestMs,
            unit: 'ms',
            ...bar('C4', 50),
            note: `${Math.round(made.totalMs)} ms in all`,
          });
        }
      }
      if (wants(5)) {
        const { picture, browsing, reel } = await traffic(browser, counter, name);
        const kBs = ({ packed, seconds }: { packed: number; seconds: number }) => packed / seconds / 1_000;
        rows.push(
          { what: `${called}: first picture`, value: picture.packed / 1_000, unit: 'kB', ...bar('C5', 27) },
          { what: `${called}: looking round`, value: kBs(browsing), unit: 'kB/s', ...bar('C5', 0.4) },
          { what: `${called}: reel of 20 at 60 fps`, value: kBs(reel), unit: 'kB/s', ...bar('C5', 4) },
        );
      }
      if (wants(10)) {
        const { grownMB, patched } = await startsAndStops(browser, counter, name, starts);
        rows.push(
          { what: `${called}: heap after ${starts} starts and stops`, value: grownMB, unit: 'MB', ...bar('C10', 2) },
          { what: `${called}: things still patched`, value: patched, unit: '', ...bar('C10', 0) },
        );
      }
    }
  } finally {
    await browser.close();
    counter.close();
  }
  return rows;
}

/** C6: page after page, without a question. */
async function returns(loads: number): Promise<Row[]> {
  const scene = await openScene('/en/product/raincoat-fjord');
  try {
    const paths = ['/en/help/returns', '/en/product/boots-deich', '/en/cart', '/en/product/umbrella-sturm'];
    const { ms, asked } = await comeBack(scene, paths, loads);
    return [
      {
        what: 'page loads after which the view was back',
        value: ms.length,
        unit: '',
        bar: { name: 'C6', atLeast: loads },
      },
      {
        what: 'first byte → view, p95',
        value: quantile(ms, 0.95),
        unit: 'ms',
        bar: { name: 'C6', atMost: 1_500 },
        note: `p50 ${Math.round(median(ms))}`,
      },
      { what: 'questions asked again', value: asked, unit: '', bar: { name: 'C6', atMost: 0 } },
    ];
  } finally {
    await scene.close();
  }
}

/** C9: clicks on a page that shifts, and two writers in one field. */
async function acts(clicks: number, edits: number): Promise<Row[]> {
  const shift = await driftClicks({ clicks, seed: 1, kind: 'shift' });
  const all = await driftClicks({ clicks, seed: 1, kind: 'all' });
  const duel = await runDuel({ edits, seed: 1, fields: 3, maxDelayMs: 300 });
  const refused = Object.values(shift.refused).reduce((sum, count) => sum + (count ?? 0), 0);
  return [
    { what: 'clicks on a wrong element, page shifts', value: shift.wrong, unit: '', bar: { name: 'C9', atMost: 0 } },
    { what: 'refused, page shifts', value: (refused / clicks) * 100, unit: '%', bar: { name: 'C9', atMost: 2 } },
    {
      what: 'clicks on a wrong element, swapped, reused, covered, removed',
      value: all.wrong,
      unit: '',
      bar: { name: 'C9', atMost: 0 },
      note: `${all.needless} refused needlessly`,
    },
    {
      what: `visitor's letters lost in ${edits} edits of two writers`,
      value: duel.visitorLost,
      unit: '',
      bar: { name: 'C9', atMost: 0 },
      note: '3 fields, 0–300 ms, reordered',
    },
    { what: 'fields equal at the end', value: duel.equal, unit: 'of 3', bar: { name: 'C9', atLeast: 3 } },
  ];
}

/** C11: templates as their makers publish them. The worst stop of each counts. */
async function fidelity(): Promise<Row[]> {
  const browser = await openBrowser(['--hide-scrollbars']);
  try {
    const rows: Row[] = [];
    const worst: number[] = [];
    for (const template of templates) {
      const { stops, elements } = await likeness(browser, template);
      const least = Math.min(...stops.map((one) => one.ssim));
      worst.push(least);
      rows.push({
        what: template.name,
        value: least,
        unit: 'SSIM',
        note: `${elements} elements, worst of ${stops.length} stops`,
      });
    }
    const tenth = worst.sort((a, b) => b - a)[9] ?? Number.NaN;
    return [
      ...rows,
      {
        what: 'worst of the best ten templates',
        value: tenth,
        unit: 'SSIM',
        bar: { name: 'C11', atLeast: 0.98 },
        note: `${templates.length} measured`,
      },
    ];
  } finally {
    await browser.close();
  }
}
