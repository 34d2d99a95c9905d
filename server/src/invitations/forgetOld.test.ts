import { expect, it } from 'vitest';
import { forgetOld } from './forgetOld.ts';
import { openStage } from './testing/stage.ts';

const dayMs = 86_400_000;

it('[SE271] what pages claimed and who was whom is deleted after 400 days, in bounded steps, and nothing younger', async () => {
  const stage = await openStage({ after: 'never' });
  const { db } = stage;
  const now = stage.now();
  const claims = (unit: string, at: number) =>
    Array.from({ length: 1_500 }, (_, n) => ({ site_id: 'demo', order_id: `${unit}${n}`, unit: `${unit}${n}`, at }));
  for (const [unit, at] of [
    ['a', now - 401 * dayMs],
    ['b', now - 400 * dayMs - 1],
    ['c', now - 400 * dayMs],
  ] as const) {
    await db
      .insertInto('order_claims')
      .values(claims(unit, at).map((one) => ({ ...one, visitor_id: null })))
      .execute();
    await db.insertInto('unit_links').values({ day_unit: unit, visitor_id: 'v', at }).execute();
  }
  const left = async (table: 'order_claims' | 'unit_links') =>
    (await db.selectFrom(table).selectAll().execute()).length;
  expect(await forgetOld(db, now)).toBe(true);
  expect(await left('order_claims')).toBe(2_500);
  expect(await forgetOld(db, now)).toBe(false);
  expect([await left('order_claims'), await left('unit_links')]).toEqual([1_500, 1]);
  await stage.close();
});

it('[SE271] the server does so by itself', async () => {
  const stage = await openStage();
  await stage.db
    .insertInto('unit_links')
    .values({ day_unit: 'day:old', visitor_id: 'v', at: stage.now() - 401 * dayMs })
    .execute();
  stage.invitations.start?.();
  await stage.advance(2 * 3_600_000);
  await expect.poll(() => stage.db.selectFrom('unit_links').selectAll().execute()).toEqual([]);
  stage.invitations.stop?.();
  await stage.close();
});
