import type { Browser } from 'playwright-core';
import { afterAll } from 'vitest';
import { openBrowser } from './browser.ts';
import { startWorld, type World } from './world.ts';

/** What most journeys begin with: a Theke with its shop and a browser, both closed when the file is done. `flags`: of the browser. */
export async function openStage(flags: string[] = []): Promise<{ world: World; browser: Browser }> {
  const [world, browser] = await Promise.all([startWorld(), openBrowser(flags)]);
  afterAll(async () => {
    await browser.close();
    await world.close();
  });
  return { world, browser };
}
