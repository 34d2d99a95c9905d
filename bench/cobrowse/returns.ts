import { allow, askToSee, rest, type Scene, skewMs } from '../scene.ts';

/**
 * The visitor loads page after page of the shop. Gives for each how long it took from the new page's first byte until the agent's
 * view showed its heading, and how often the visitor was asked again (never, it should be).
 */
export async function comeBack(
  scene: Scene,
  paths: readonly string[],
  count: number,
): Promise<{ ms: number[]; asked: number }> {
  const { visitor, agent, world } = scene;
  await askToSee(scene);
  await allow(visitor);
  await agent.frameLocator('iframe[title="Shared page"]').locator('h1').first().waitFor();
  const ms: number[] = [];
  let asked = 0;
  for (let n = 0; n < count; n++) {
    const path = paths[n % paths.length]!;
    await visitor.goto(`${world.shopUrl}${path}`, { waitUntil: 'commit' });
    await visitor.locator('main h1').waitFor();
    const heading = (await visitor.locator('main h1').textContent()) ?? '';
    const seen = agent.evaluate(
      (heading) =>
        new Promise<number>((done) => {
          const endMs = performance.now() + 10_000;
          const look = () => {
            const view = [...document.querySelectorAll<HTMLIFrameElement>('iframe[title="Shared page"]')].at(
              -1,
            )?.contentDocument;
            if (view?.querySelector('main h1')?.textContent === heading)
              return done(performance.timeOrigin + performance.now());
            if (performance.now() > endMs) return done(Number.NaN);
            requestAnimationFrame(look);
          };
          look();
        }),
      heading,
    );
    const firstByteMs = await visitor.evaluate(() => {
      const [load] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
      return performance.timeOrigin + (load?.responseStart ?? 0);
    });
    const seenMs = await seen;
    if (Number.isFinite(seenMs)) ms.push(seenMs - firstByteMs + (await skewMs(agent, visitor)));
    asked += await visitor.getByRole('alertdialog').count();
    await rest(150);
  }
  return { ms, asked };
}
