import { createEngine } from '@theke/rules';
import { expect, it } from 'vitest';
import { jsonRules, logic, thekeOf } from './rules/runners.ts';
import { createScene } from './rules/scene.ts';

it('[IN266] all three engines see the same rules become true at the same changes', async () => {
  const scene = createScene(40, 150, 11);
  const runners = [thekeOf(createEngine)(scene), logic(scene), await jsonRules(scene)];
  const fires: number[][] = [[], [], []];
  for (const change of scene.changes) for (const [i, runner] of runners.entries()) fires[i]!.push(await runner(change));
  expect(fires[0]!.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(10);
  expect(fires[1]).toEqual(fires[0]);
  expect(fires[2]).toEqual(fires[0]);
});
