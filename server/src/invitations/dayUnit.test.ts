import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDayUnits } from './dayUnit.ts';
import { dayMs } from './defaults.ts';
import { openStage, type Stage } from './testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const secrets = async () =>
  (await stage.db.selectFrom('settings').select('key').where('key', 'like', 'dayUnit:%').orderBy('key').execute()).map(
    (row) => row.key,
  );

it('[IN207] a nameless visitor is the same one all day and on every server, and another one tomorrow', async () => {
  const units = createDayUnits(stage);
  const one = await units.of('demo', '192.0.2.7', 'Firefox');
  expect(one).toMatch(/^day:[A-Za-z0-9_-]{22}$/);
  expect(await createDayUnits(stage).of('demo', '192.0.2.7', 'Firefox')).toBe(one);
  expect(await units.of('demo', '::ffff:192.0.2.7', 'Firefox')).toBe(one);
  const others = await Promise.all([
    units.of('other', '192.0.2.7', 'Firefox'),
    units.of('demo', '192.0.2.8', 'Firefox'),
    units.of('demo', '192.0.2.7', 'Safari'),
    units.of('demo', '2001:db8:1:2::1', 'Firefox'),
  ]);
  expect(await units.of('demo', '2001:db8:1:2:ffff::9', 'Firefox')).toBe(others[3]);
  stage.clock.advance(dayMs);
  others.push(await units.of('demo', '192.0.2.7', 'Firefox'));
  expect(new Set([one, ...others]).size).toBe(6);
});

it('[IN207] the secret of a day is deleted after two days', async () => {
  const units = createDayUnits(stage);
  const days: string[] = [];
  for (let day = 0; day < 4; day++) {
    await units.of('demo', '192.0.2.7', 'Firefox');
    days.push(`dayUnit:${new Date(stage.now()).toISOString().slice(0, 10)}`);
    expect(await secrets()).toEqual(days.slice(-2));
    stage.clock.advance(dayMs);
  }
  stage.clock.advance(dayMs);
  await units.forget();
  expect(await secrets()).toEqual([]);
});
