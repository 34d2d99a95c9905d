import type { Page } from 'playwright-core';
import { openScene, questionArmedMs, rest, type Scene, skewMs } from './scene.ts';
import { median, quantile } from './stats.ts';
import type { Row } from './table.ts';

/** What a window notes: the last press, and the first moving picture of the other side since it was told to look. */
interface Watching {
  benchFirst?: number;
}

const patienceMs = 12_000;

/** How soon one sees the other: after the yes (K1) and again after a full page load (K2). On loopback. */
export async function measure(knobs: Record<string, number>): Promise<Row[]> {
  const { calls = 10, loads = 20 } = knobs;
  const scene = await openScene('/en/product/raincoat-fjord');
  const { visitor, agent, world } = scene;
  try {
    for (const page of [visitor, agent]) await watchRemote(page);
    const seenByVisitor: number[] = [];
    const seenByAgent: number[] = [];
    for (let count = 0; count < calls; count++) {
      if (count > 0) await hangUp(scene);
      const { visitorMs, agentMs } = await oneCall(scene);
      seenByVisitor.push(visitorMs);
      seenByAgent.push(agentMs);
    }
    // The call of the last round goes on over the page loads.
    const back: number[] = [];
    for (let count = 0; count < loads; count++) {
      await rest(700);
      const link = visitor.locator(`header a[href$="${count % 2 ? '/category/boots' : '/category/bags'}"]`).first();
      await link.click();
      await visitor.waitForURL(/category/);
      const ms = await first(visitor).catch(() => Number.NaN);
      const clicked = await visitor.evaluate(() => Number(sessionStorage.getItem('bench-click')));
      if (!Number.isNaN(ms)) back.push(ms - clicked);
    }
    const where = `loopback, made-up camera; ${world.shopUrl.replace(/:\d+/, '')}`;
    return [
      {
        what: "yes → the agent's picture, median",
        value: median(seenByVisitor),
        unit: 'ms',
        bar: { name: 'K1', atMost: 500 },
        note: `${calls} calls, ${where}`,
      },
      { what: "yes → the agent's picture, slowest", value: Math.max(...seenByVisitor), unit: 'ms' },
      {
        what: "yes → the visitor's picture, median",
        value: median(seenByAgent),
        unit: 'ms',
        note: 'the camera is opened after the yes',
      },
      {
        what: 'link → picture on the new page, median',
        value: median(back),
        unit: 'ms',
        bar: { name: 'K2', atMost: 600 },
      },
      { what: 'link → picture on the new page, p95', value: quantile(back, 0.95), unit: 'ms' },
      {
        what: 'page loads after which it came back',
        value: back.length,
        unit: `of ${loads}`,
        bar: { name: 'K2', atLeast: loads },
      },
    ];
  } finally {
    await scene.close();
  }
}

async function oneCall(scene: Scene): Promise<{ visitorMs: number; agentMs: number }> {
  const { visitor, agent } = scene;
  await agent.getByRole('button', { name: 'Start call' }).click();
  const ringing = visitor.getByRole('alertdialog', { name: /is calling/ });
  await ringing.waitFor();
  const camera = ringing.getByRole('checkbox');
  if ((await camera.count()) > 0) await camera.check();
  await rest(questionArmedMs);
  for (const page of [visitor, agent]) await page.evaluate(() => void delete (window as Watching).benchFirst);
  await ringing.getByRole('button', { name: 'Accept', exact: true }).click();
  const [visitorAt, agentAt] = await Promise.all([first(visitor), first(agent)]);
  const clicked = await visitor.evaluate(() => Number(sessionStorage.getItem('bench-click')));
  return { visitorMs: visitorAt - clicked, agentMs: agentAt - clicked + (await skewMs(agent, visitor)) };
}

async function hangUp({ visitor, agent }: Scene): Promise<void> {
  await visitor.getByRole('region', { name: 'Call' }).getByRole('button', { name: 'Hang up' }).click();
  await agent.getByRole('button', { name: 'Start call' }).waitFor();
  await rest(500);
}

/** When the other side's picture first moved in this window. */
const first = (page: Page) =>
  page
    .waitForFunction(() => (window as Watching).benchFirst, undefined, { timeout: patienceMs, polling: 50 })
    .then((handle) => handle.jsonValue() as Promise<number>);

/** Looks before every frame that is drawn whether a remote video has drawn one. On this page and the ones after it. */
async function watchRemote(page: Page): Promise<void> {
  const look = () => {
    const nowMs = () => performance.timeOrigin + performance.now();
    const keep = () => sessionStorage.setItem('bench-click', String(nowMs()));
    window.addEventListener('click', keep, true);
    const each = () => {
      const roots = [document, document.querySelector('theke-widget')?.shadowRoot];
      const videos = roots.flatMap((root) => [...(root?.querySelectorAll('video') ?? [])]);
      const remote = videos.filter((video) => !video.muted || video.dataset.remote !== undefined);
      if (remote.some((video) => video.getVideoPlaybackQuality().totalVideoFrames > 0))
        (window as Watching).benchFirst ??= nowMs();
      requestAnimationFrame(each);
    };
    each();
  };
  await page.context().addInitScript(look);
  await page.evaluate(look);
}
