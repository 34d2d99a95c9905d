import { expect, it } from 'vitest';
import { startPostgres } from '../testing/postgres.ts';
import { seedShop } from './seed.ts';
import { day, hour, openShop, type Shop } from './testing/shop.ts';

/** One history with everything in it that the queries tell apart. */
async function told(shop: Shop) {
  await shop.orderRow({ amount_cents: 9_000, at: shop.clock.now() - hour });
  const wish = { visitors: 1_500, holdoutShare: 0.3, baseRate: 0.1, effect: 0.3, selfSelection: 4, days: 20, seed: 2 };
  const seeded = await seedShop(shop.db, { ...wish, untilMs: shop.clock.now() - 1 });
  const id = await shop.start();
  await shop.person('phone', 'con');
  await shop.exposed(id, 'phone', 'invite');
  await shop.exposed(id, 'day:first', 'holdout');
  await shop.exposed(id, 'both', 'holdout', { both_arms: 1 });
  shop.clock.advance(hour);
  await shop.exposed(id, 'first', 'holdout');
  await shop.link('day:first', 'first');
  const orderId = await shop.ordered(null, { contactId: 'con' });
  await shop.uplift.orders.refund({ siteId: 'demo', orderId, refundId: 'R', amountCents: 500, at: shop.clock.now() });
  await shop.orderRow({ unit: 'day:first' });
  shop.clock.advance(20 * day);
  const reports = [await shop.report(seeded.experimentId), await shop.report(id)];
  await shop.ordered('phone', { at: shop.clock.now() - 19 * day, currency: 'CHF' });
  const plan = await shop.uplift.agent!['uplift:plan']!.run({} as never, { siteId: 'demo', ruleId: 'help' });
  const csv: string[] = [];
  for await (const piece of (await shop.uplift.rows(id))!) csv.push(piece);
  return { reports, again: await shop.report(id), list: await shop.uplift.list('demo'), plan, csv };
}

it('[UP66] the same history gives the same report in both databases', async () => {
  const postgres = await startPostgres();
  const [small, large] = [await openShop(), await openShop(await postgres.url('uplift'))];
  try {
    const found = await told(small);
    expect(found.reports[0]).toMatchObject({ quality: { visitors: 1_500 } });
    expect(found.again).toMatchObject({ arms: { invite: { orders: 2 }, holdout: { visitors: 1, orders: 1 } } });
    expect(await told(large)).toEqual(found);
  } finally {
    await small.close();
    await large.close();
    await postgres.stop();
  }
});
