import { describe, expect, it } from 'vitest';
import { driftClicks } from './testing/drift.contract.ts';

describe('a page that never holds still', () => {
  it('[CT21] of 200 clicks while lists grow and the page scrolls none is on the wrong thing, and at most two in a hundred are refused', async () => {
    const result = await driftClicks({ clicks: 200, seed: 7, kind: 'shift' });
    expect(result.wrong).toBe(0);
    expect(result.clicks - result.done).toBeLessThanOrEqual(4);
  });

  it('[CT21] of 200 clicks while things are swapped, reused, covered and removed none is on the wrong thing, and none of what still stands is refused for nothing', async () => {
    const result = await driftClicks({ clicks: 200, seed: 11, kind: 'all' });
    expect(result.wrong).toBe(0);
    expect(result.refused.changed).toBeGreaterThan(0);
    expect(result.refused.gone).toBeGreaterThan(0);
    expect(result.refused.covered).toBeGreaterThan(0);
    expect(result.needless).toBeLessThanOrEqual(4);
  });
});
