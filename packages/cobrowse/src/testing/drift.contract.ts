import type { Drift, DriftOptions } from './drift.page.ts';
import { openHands } from './hands.contract.ts';

export type { Drift, DriftOptions };

/**
 * Lets an agent click on a page that shifts under them, in a browser of its own, and gives what came of it. The first half of the
 * bar C9 is `driftClicks({ clicks: 1000, seed: 1, kind: 'all' })` with `wrong` 0, and with `kind: 'shift'` at most 2 % refused.
 */
export async function driftClicks(options: DriftOptions): Promise<Drift> {
  const ground = await openHands('./drift.page.ts');
  try {
    const page = await ground.open('');
    return await page.evaluate((given) => drift(given), options);
  } finally {
    await ground.close();
  }
}
