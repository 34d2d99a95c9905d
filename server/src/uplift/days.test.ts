import { afterEach, beforeEach, expect, it } from 'vitest';
import { dayAfter, dayOf, startOfDay } from './days.ts';
import { day, hour, openShop, type Shop } from './testing/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const kept = () => shop.db.selectFrom('uplift_days').selectAll().orderBy('day').orderBy('arm').execute();
const finals = async () => new Map((await kept()).map((row) => [`${row.day} ${row.arm}`, row.final]));

it.each([
  ['2026-03-29', 'Europe/Berlin', 23],
  ['2026-10-25', 'Europe/Berlin', 25],
  ['2026-06-01', 'Europe/Berlin', 24],
  ['2026-03-08', 'America/New_York', 23],
  ['2026-11-01', 'America/New_York', 25],
  // Midnight itself is skipped.
  ['2026-09-06', 'America/Santiago', 23],
  ['2026-06-01', 'Pacific/Kiritimati', 24],
])('[UP51] %s in %s has %d hours, and begins with its first', (date, zone, hours) => {
  const [start, end] = [startOfDay(date, zone), startOfDay(dayAfter(date), zone)];
  expect((end - start) / hour).toBe(hours);
  expect(dayOf(start, zone)).toBe(date);
  expect(dayOf(start - 1, zone)).not.toBe(date);
  expect(dayOf(end - 1, zone)).toBe(date);
});

it('[UP51] sums each arm by the day of the shop on which a visitor became eligible', async () => {
  const id = await shop.start();
  const midnight = startOfDay('2026-06-02', 'Europe/Berlin');
  await shop.exposed(id, 'a', 'invite', { at: midnight - 1 });
  await shop.exposed(id, 'b', 'invite', { at: midnight });
  await shop.exposed(id, 'c', 'holdout', { at: midnight });
  await shop.ordered('a', { at: midnight + hour, amountCents: 300 });
  await shop.ordered('b', { at: midnight + hour, amountCents: 500 });
  await shop.ordered('b', { at: midnight + hour, amountCents: 100 });
  await shop.report(id);
  expect(await kept()).toMatchObject([
    { day: '2026-06-01', arm: 'holdout', visitors: 0 },
    { day: '2026-06-01', arm: 'invite', visitors: 1, buyers: 1, revenue: 300 },
    { day: '2026-06-02', arm: 'holdout', visitors: 1, buyers: 0, revenue: 0 },
    {
      day: '2026-06-02',
      arm: 'invite',
      visitors: 1,
      buyers: 1,
      revenue: 600,
      revenue_squared: 360_000,
      orders: 2,
      orders_squared: 4,
      revenue_orders: 1_200,
      final: 0,
    },
  ]);
});

it('[UP51] an experiment keeps the zone it was first counted in', async () => {
  const id = await shop.start();
  await shop.exposed(id, 'a', 'invite', { at: startOfDay('2026-06-02', 'Europe/Berlin') });
  await shop.report(id);
  shop.settings.timeZone = 'America/New_York';
  await shop.report(id);
  expect((await kept()).map((row) => row.day)).toEqual(['2026-06-02', '2026-06-02']);
});

it('[UP52] a day is closed when all its windows have closed, every hour and by itself, and is read no more', async () => {
  const id = await shop.start();
  await shop.exposed(id, 'a', 'invite');
  await shop.exposed(id, 'c', 'holdout');
  shop.uplift.start?.();
  const turn = async () => {
    for (let n = 0; n < 60; n += 1) await new Promise((done) => setImmediate(done));
  };
  shop.clock.advance(hour);
  await turn();
  expect(await finals()).toEqual(
    new Map([
      ['2026-06-01 holdout', 0],
      ['2026-06-01 invite', 0],
    ]),
  );
  // The day ends at 24:00 in Berlin; its last window seven days later.
  shop.clock.advance(startOfDay('2026-06-09', 'Europe/Berlin') - shop.clock.now() - 1);
  await turn();
  await shop.uplift.list('demo');
  expect((await finals()).get('2026-06-01 invite')).toBe(0);
  shop.clock.advance(1);
  await shop.uplift.list('demo');
  expect((await finals()).get('2026-06-01 invite')).toBe(1);
  await shop.db.updateTable('uplift_days').set({ visitors: 77 }).where('arm', '=', 'invite').execute();
  expect((await shop.report(id)).arms.invite.visitors).toBe(77);
  shop.uplift.stop?.();
  expect(shop.warned).toEqual([]);
});

it('[UP52] an order or a refund that is told late opens its days once more', async () => {
  const id = await shop.start();
  const at = shop.clock.now();
  await shop.exposed(id, 'a', 'invite');
  shop.clock.advance(30 * day);
  expect((await shop.report(id)).arms.invite.buyers).toBe(0);
  expect((await finals()).get('2026-06-01 invite')).toBe(1);
  const orderId = await shop.ordered('a', { at: at + day, amountCents: 9_000 });
  expect((await shop.report(id)).arms.invite).toMatchObject({ buyers: 1, revenue: 9_000 });
  await shop.uplift.orders.refund({ siteId: 'demo', orderId, refundId: 'R', amountCents: 4_000, at: shop.clock.now() });
  expect((await shop.report(id)).arms.invite).toMatchObject({ buyers: 1, revenue: 5_000 });
  // Dated anew, it leaves the day it was in.
  await shop.ordered('a', { orderId, at: at + 8 * day, amountCents: 9_000 });
  expect((await shop.report(id)).arms.invite).toMatchObject({ buyers: 0, revenue: 0 });
  expect((await finals()).get('2026-06-01 invite')).toBe(1);
});

it('[UP49] somebody found in both arms after their day was closed is left out all the same', async () => {
  const id = await shop.start();
  await shop.exposed(id, 'a', 'invite');
  await shop.exposed(id, 'b', 'invite');
  shop.clock.advance(30 * day);
  expect((await shop.report(id)).arms.invite.visitors).toBe(2);
  await shop.db.updateTable('exposures').set({ both_arms: 1 }).where('unit', '=', 'a').execute();
  expect(await shop.report(id)).toMatchObject({ bothArms: 1, arms: { invite: { visitors: 1 } } });
});
