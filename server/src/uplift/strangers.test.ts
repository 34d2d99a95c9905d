import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLinks } from '../invitations/units.ts';
import { day, hour, openShop, type Shop } from './testing/shop.ts';
import { buyersAmong } from './traffic.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

it('[SE243] pages begin a hundred experiments at most, behind the shop’s own, and take none of them away', async () => {
  const own = await shop.start();
  for (let n = 0; n < 103; n += 1) await shop.current({ ruleId: `page-${n}`, digest: `page:${n}` });
  // The same one in ever new versions is as many experiments.
  for (let n = 2; n < 5; n += 1)
    expect(await shop.current({ ruleId: 'page-0', version: n, digest: 'page:x' })).toBeNull();
  const lines = await shop.uplift.list('demo');
  expect(lines).toHaveLength(101);
  expect(lines[0]).toMatchObject({ experimentId: own });
  expect(lines[0]!.endedAt).toBeUndefined();
  // What has begun goes on; the shop's own begin as ever; after a month pages may begin again.
  expect(await shop.current({ ruleId: 'page-7', digest: 'page:7' })).not.toBeNull();
  expect(await shop.current({ ruleId: 'second' })).not.toBeNull();
  shop.clock.advance(29 * day);
  expect(await shop.current({ ruleId: 'page-late', digest: 'page:late' })).not.toBeNull();
  expect((await shop.uplift.list('demo')).slice(0, 2).map((one) => one.ruleId)).toEqual(['help', 'second']);
});

it('[SE244] an order of this moment keeps no day open, a late one does, and who asks after it gets it', async () => {
  const id = await shop.start();
  await shop.exposed(id, 'a', 'invite');
  const at = shop.clock.now();
  shop.clock.advance(30 * day);
  const finals = async () =>
    (await shop.db.selectFrom('uplift_days').select('final').execute()).map((row) => row.final);
  const reading = shop.report(id);
  await shop.ordered('nobody');
  await reading;
  expect(await finals()).toEqual([1, 1]);

  await shop.db.deleteFrom('uplift_days').execute();
  const stale = shop.report(id);
  await shop.orderRow({ visitor_id: 'a', at: at + hour });
  await shop.ordered('nobody', { at: at + hour });
  expect((await shop.report(id)).arms.invite.buyers).toBe(1);
  await stale;
  expect((await shop.report(id)).arms.invite.buyers).toBe(1);
});

it('[SE244] a report, an export and a plan let others in between', async () => {
  const id = await shop.start();
  const everybody = Array.from({ length: 500 }, (_, n) => `v${n}`);
  const at = shop.clock.now();
  const none = { visitor_id: null, page: null, device: null, token: null, both_arms: 0, bucket: 0 };
  const seen = { experiment_id: id, unit_kind: 'visitor', site_id: 'demo', arm: 'invite', at, ...none };
  await shop.db
    .insertInto('exposures')
    .values(everybody.map((unit) => ({ ...seen, unit })))
    .execute();
  const paid = { site_id: 'demo', contact_id: null, amount_cents: 1, currency: 'EUR', source: 'shop', unit: null };
  const bought = (id: string) => ({ id, visitor_id: id, named_visitor_id: id, named_contact_id: null });
  await shop.db
    .insertInto('orders')
    .values(everybody.map((one) => ({ ...paid, ...bought(one), at: at + hour, told_at: at })))
    .execute();
  let turns = 0;
  let beat = setImmediate(function again() {
    turns += 1;
    beat = setImmediate(again);
  });
  const during = async (run: () => Promise<unknown>) => {
    turns = 0;
    await run();
    return turns;
  };
  expect(await during(() => shop.report(id))).toBeGreaterThan(4);
  expect(
    await during(async () => {
      for await (const piece of (await shop.uplift.rows(id, 'demo'))!) void piece;
    }),
  ).toBeGreaterThan(3);
  clearImmediate(beat);
});

it('[SE245] the part that buys is the same as counted one by one: by rule, window, name of a day, and once each', async () => {
  const now = shop.clock.now();
  const windowMs = day;
  const decided = async (unit: string, daysAgo: number, more: object = {}) =>
    shop.db
      .insertInto('decisions')
      .values({
        id: `dec_${unit}_${daysAgo}_${JSON.stringify(more).length}`,
        site_id: 'demo',
        rule_id: 'help',
        version: 1,
        unit,
        visitor_id: null,
        reason: 'invited',
        at: now - daysAgo * day,
        page: null,
        token: null,
        ...more,
      })
      .execute();
  for (let n = 0; n < 10; n += 1) await decided(`v${n}`, 5);
  await decided('v0', 4);
  await decided('v3', 6, { rule_id: 'other' });
  await decided('v8', 5, { reason: 'noAgent', id: 'x' });
  await decided('late', 0.5);
  const bought = (daysAgo: number, row: object) => shop.orderRow({ at: now - daysAgo * day, ...row });
  await bought(4.5, { visitor_id: 'v0' });
  await bought(3.5, { visitor_id: 'v0' });
  await bought(4.9, { unit: 'v1' });
  // After the window, before the moment, of another rule's moment, in another shop.
  await bought(4, { visitor_id: 'v2' });
  await bought(5.5, { visitor_id: 'v3' });
  await bought(4.5, { visitor_id: 'v4', site_id: 'other' });
  await bought(0.4, { visitor_id: 'late' });
  const rate = (ruleId?: string) => buyersAmong(shop.db, { siteId: 'demo', ruleId, atMs: now, windowMs });
  expect(await rate('help')).toEqual({ followed: 10, buyers: 2 });
  expect(await rate()).toEqual({ followed: 10, buyers: 3 });
  expect(await rate('none')).toEqual({ followed: 0, buyers: 0 });
});

it('[SE248] who had an id before the nameless one was seen is somebody else; who got it afterwards is the same', async () => {
  await shop.person('roams', 'con1', shop.clock.now() - hour);
  await shop.person('clicked', 'con2', shop.clock.now() + hour);
  const id = await shop.start();
  const link = createLinks({ db: shop.db, now: shop.clock.now });
  for (const unit of ['roams', 'clicked']) await shop.exposed(id, unit, 'invite');
  for (const unit of ['day:a', 'day:b']) await shop.exposed(id, unit, 'holdout');
  for (const unit of ['day:a', 'day:b']) await link(unit, 'roams');
  const report = await shop.report(id);
  expect(report.bothArms).toBe(0);
  expect(report.arms).toMatchObject({ invite: { visitors: 2 }, holdout: { visitors: 2 } });
  await link('day:a', 'clicked');
  const marked = await shop.db.selectFrom('exposures').select('unit').where('both_arms', '=', 1).execute();
  expect(marked.map((row) => row.unit).sort()).toEqual(['clicked', 'day:a']);
  expect((await shop.report(id)).bothArms).toBe(2);
});
