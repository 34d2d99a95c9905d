import type { UpliftReport, UpliftVerdict } from '@theke/protocol';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { expectAccessible, inPage, open, screens } from './testing/screens.contract.ts';
import { lineOf, planOf, reports, toldByPages } from './testing/upliftScene.ts';

// The machine may be busy with other things.
const patience = { timeout: 10_000 };

screens();

const verdicts = Object.keys(reports) as UpliftVerdict[];

/** What the server answers from now on; `plan` null: nothing is known yet. */
async function serve(page: Page, more: { empty?: boolean; unknown?: boolean; only?: UpliftReport } = {}) {
  const all = more.only ? [more.only] : Object.values(reports);
  const scene = {
    lines: more.empty ? [] : all.map(lineOf),
    reports: all,
    plan: planOf(more.unknown ? null : 371),
  };
  await page.evaluate((given) => {
    const { answers } = (window as never as { fixture: { server: { line: { answers: Record<string, unknown> } } } })
      .fixture.server.line;
    const yes = (value: unknown) => ({ ok: true, value });
    answers['privacy:sites'] = () => yes([{ siteId: 'demo', name: 'Wetterfest' }]);
    answers['uplift:list'] = () => yes(given.lines);
    answers['uplift:plan'] = () => yes(given.plan);
    answers['uplift:read'] = ({ experimentId }: { experimentId: string }) =>
      yes(given.reports.find((one) => one.experiment.experimentId === experimentId));
  }, scene);
}

/** The report of one verdict, opened as a supervisor would. */
async function openReport(
  options: Parameters<typeof open>[0] & { empty?: boolean; unknown?: boolean; only?: UpliftReport },
) {
  const opened = await open({ query: '?me=eva', ...options });
  await serve(opened.page, options);
  await opened.page.getByRole('button', { name: opened.texts.places.uplift, exact: true }).first().click();
  const region = opened.page.getByRole('region', { name: opened.texts.uplift.title });
  await region.waitFor();
  return { ...opened, region };
}

/** Nothing sideways, neither the page nor any part of the report but tables one opens. */
const fits = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll('.uplift, .uplift-main, .experiments, .part, .verdict')]
      .filter((part) => part.scrollWidth > part.clientWidth + 1)
      .map((part) => part.className),
  );

describe('the uplift report', () => {
  const looks = [
    ...[1440, 1024, 768].flatMap((width) => [false, true].map((dark) => ({ width, dark, language: 'en' as const }))),
    ...[1440, 1024, 768].map((width) => ({ width, dark: width === 1024, language: 'de' as const })),
  ];
  it.each(looks)(
    '[UP87] no accessibility violation for any verdict at $width px, dark: $dark, $language',
    async ({ width, dark, language }) => {
      const { page, region, errors, texts } = await openReport({ width, height: 1000, dark, language });
      const list = region.getByRole('navigation', { name: texts.uplift.experiments });
      for (const verdict of verdicts) {
        await list.getByRole('button', { name: texts.uplift.marks[verdict] }).click();
        await region.locator(`.report[data-verdict=${verdict}]`).waitFor();
        await expectAccessible(page, `uplift ${verdict} ${width} ${dark ? 'dark' : 'light'} ${language}`);
        // Whatever can be opened is.
        await page.evaluate(() => {
          for (const one of document.querySelectorAll('.uplift details')) one.setAttribute('open', '');
        });
        await expectAccessible(page, `uplift ${verdict} open ${width} ${dark ? 'dark' : 'light'} ${language}`);
        expect(await fits(page), verdict).toEqual([]);
      }
      await list.getByRole('button', { name: texts.uplift.planNew }).click();
      await region.getByRole('heading', { name: texts.uplift.plan.title }).waitFor();
      await expect.poll(() => region.locator('.report').count(), patience).toBe(0);
      await expectAccessible(page, `uplift plan ${width} ${dark ? 'dark' : 'light'} ${language}`);
      expect(errors).toEqual([]);
      await page.context().close();
    },
  );

  it.each([
    [1280, false, 'en'],
    [390, true, 'de'],
  ] as const)(
    '[UP102] why there is no verdict, and how the shop tells orders, at %d px, dark: %s, %s',
    async (width, dark, language) => {
      const { page, region, texts } = await openReport({
        width: 1280,
        height: 900,
        dark,
        language,
        only: toldByPages(),
      });
      await page.setViewportSize({ width, height: 900 });
      await region.getByText(texts.uplift.leadByPages).waitFor();
      await region.getByText(texts.uplift.byPages.how).click();
      await region.getByText('POST /api/v1/orders').waitFor();
      await region.getByText(texts.uplift.limits.title).click();
      await expectAccessible(page, `uplift told by pages ${width}`);
      expect(await fits(page)).toEqual([]);
      await page.context().close();
    },
  );

  it('[UP127] on a narrow screen the way to plan a new experiment stands whole below the list, wherever it is scrolled', async () => {
    const { page, region, texts } = await openReport({ width: 1280, height: 844, language: 'de' });
    await page.setViewportSize({ width: 390, height: 844 });
    const list = region.getByRole('navigation', { name: texts.uplift.experiments });
    const plan = list.getByRole('button', { name: texts.uplift.planNew });
    for (const end of [false, true]) {
      await list.evaluate((one, down) => one.scrollTo(0, down ? one.scrollHeight : 0), end);
      const [around, whole] = [(await list.boundingBox())!, (await plan.boundingBox())!];
      expect(whole.height).toBeGreaterThanOrEqual(44);
      expect(whole.y).toBeGreaterThan(around.y);
      expect(whole.y + whole.height).toBeLessThanOrEqual(around.y + around.height);
      expect(whole.x + whole.width).toBeLessThanOrEqual(390);
    }
    // Whoever comes by keyboard sees the row they are on.
    await list.evaluate((one) => one.scrollTo(0, 0));
    const last = list.locator('button').nth(-2);
    await last.focus();
    const [row, button] = [(await last.boundingBox())!, (await plan.boundingBox())!];
    expect(row.y + row.height).toBeLessThanOrEqual(button.y);
    expect(await fits(page)).toEqual([]);
    await page.context().close();
  });

  it('[UP84] [UP87] where nothing was measured there is the plan; where nothing is known it says so', async () => {
    for (const unknown of [false, true]) {
      const { page, region, texts } = await openReport({ width: 1440, height: 900, empty: true, unknown });
      await region.getByText(texts.uplift.none).waitFor();
      await region.getByRole('heading', { name: texts.uplift.plan.title }).waitFor();
      if (unknown) await region.getByText(texts.uplift.plan.unknown).waitFor();
      await expectAccessible(page, `uplift empty ${unknown ? 'unknown' : 'known'}`);
      await page.context().close();
    }
  });

  it('[UP72] while the line is gone the report stays, with a word; failed reads can be tried again', async () => {
    const { page, region, texts } = await openReport({ width: 1440, height: 900 });
    await region.locator('.report').waitFor();
    await inPage(page, ({ server }) => server.line.become('offline'));
    await region.getByRole('button', { name: texts.uplift.refresh }).click();
    await region.getByText(texts.uplift.offlineKept).waitFor();
    expect(await region.locator('.report').count()).toBe(1);
    await expectAccessible(page, 'uplift offline');
    await inPage(page, ({ server }) => server.line.become('online'));
    await expect.poll(() => region.getByText(texts.uplift.offlineKept).count(), patience).toBe(0);
    await inPage(page, ({ server }) => server.line.refuseNext('uplift:list', 'unavailable'));
    await region.getByRole('button', { name: texts.uplift.refresh }).click();
    await region.getByText(texts.uplift.failedKept).waitFor();
    await region.getByRole('button', { name: texts.uplift.again }).click();
    await expect.poll(() => region.getByText(texts.uplift.failedKept).count(), patience).toBe(0);
    await page.context().close();
  });

  it('[UP70] an agent has no way to the report, a supervisor has', async () => {
    for (const [me, ways] of [
      ['anna', 0],
      ['eva', 1],
    ] as const) {
      const { page, texts } = await open({ query: `?me=${me}` });
      const bar = page.getByRole('banner');
      await bar.getByRole('button', { name: texts.places.rules, exact: true }).waitFor();
      expect(await bar.locator('.top-places').getByRole('button', { name: texts.places.uplift }).count()).toBe(ways);
      await page.context().close();
    }
  });

  it('[UP80] a pointer on the picture reads a day with its interval and its N', async () => {
    const { page, region } = await openReport({ width: 1440, height: 900 });
    const chart = region.locator('.over-time .chart');
    await chart.scrollIntoViewIfNeeded();
    await chart.hover({ position: { x: 400, y: 120 } });
    const told = await chart.locator('.chart-readout').innerText();
    expect(told).toMatch(/\d+ \w+ [+−]?[\d.]+% \(95% interval .+ to .+\) · N = [\d,]+ visitors/);
    await page.context().close();
  });

  it('[UP88] on paper there is the report alone, at full height', async () => {
    const { page, region, texts } = await openReport({ width: 1024, height: 800 });
    await region.locator('.report').waitFor();
    await page.emulateMedia({ media: 'print' });
    for (const name of [texts.uplift.refresh, texts.uplift.print, texts.places.back])
      expect(await page.getByRole('button', { name }).isVisible(), name).toBe(false);
    expect(await region.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.getByRole('switch').isVisible()).toBe(false);
    const cut = await page.evaluate(() => {
      const main = document.querySelector('.uplift-main')!;
      return main.scrollHeight - main.clientHeight;
    });
    expect(cut).toBeLessThan(2);
    expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeGreaterThan(1_500);
    await page.context().close();
  });
});
