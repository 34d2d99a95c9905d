import { afterEach, beforeEach, expect, it } from 'vitest';
import { day, hour, openShop, type Shop } from './testing/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const page = (id: string, more: { visitorId?: string | null; amountCents?: number; ip?: string } = {}) =>
  shop.uplift.orders.tellByPage(
    {
      siteId: 'demo',
      visitorId: more.visitorId ?? null,
      contactId: null,
      ip: more.ip ?? '192.0.2.1',
      userAgent: 'Browser',
    },
    { id, amountCents: more.amountCents ?? 1, currency: 'EUR' },
  );
const order = (id: string) => shop.db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
const refund = (orderId: string, refundId: string, amountCents: number) =>
  shop.uplift.orders.refund({ siteId: 'demo', orderId, refundId, amountCents, at: shop.clock.now() });

it('[UP43] the shop’s word counts over the page’s, whoever was first; the page only adds who it was', async () => {
  await page('W-1', { visitorId: 'vera' });
  const { unit } = await order('W-1');
  expect(unit).toMatch(/^day:/);
  await shop.ordered(null, { orderId: 'W-1', contactId: 'con', amountCents: 5_000, currency: 'USD' });
  const kept = { amount_cents: 5_000, currency: 'USD', source: 'shop', visitor_id: 'vera', contact_id: 'con', unit };
  expect(await order('W-1')).toMatchObject(kept);

  await shop.ordered('vera', { orderId: 'W-2', amountCents: 5_000 });
  await page('W-2', { amountCents: 1 });
  const told = await order('W-2');
  expect(told).toMatchObject({ amount_cents: 5_000, source: 'shop', visitor_id: 'vera', unit });
  // Said once, it stays: the next to name this number does not take the order over.
  await page('W-2', { ip: '198.51.100.7' });
  await page('W-1', { ip: '198.51.100.7', visitorId: 'mallory' });
  expect(await order('W-2')).toEqual(told);
  expect(await order('W-1')).toMatchObject(kept);
  expect(await shop.db.selectFrom('orders').selectAll().execute()).toHaveLength(2);
});

it('[UP44] a refund told twice is one; more than was paid is never given back', async () => {
  const id = await shop.ordered('vera', { amountCents: 10_000 });
  expect(await refund(id, 'R-1', 6_000)).toMatchObject({ ok: true, value: { fresh: true } });
  expect(await refund(id, 'R-1', 6_000)).toMatchObject({ ok: true, value: { fresh: false } });
  expect(await refund(id, 'R-1', 5_000)).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
  expect(await refund(id, 'R-2', 4_001)).toMatchObject({ ok: false, refusal: { code: 'conflict' } });
  expect(await refund('W-never', 'R-1', 1)).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
  const both = await Promise.all([refund(id, 'R-3', 4_000), refund(id, 'R-4', 4_000)]);
  expect(both.filter((one) => one.ok)).toHaveLength(1);
  const rows = await shop.db.selectFrom('refunds').select('amount_cents').execute();
  expect(rows.reduce((sum, row) => sum + row.amount_cents, 0)).toBe(10_000);
});

it('[UP47] counts orders from the moment of eligibility until the window closes, and none before', async () => {
  await shop.ordered('vera', { at: shop.clock.now() - 1 });
  const id = await shop.start();
  await shop.exposed(id, 'vera', 'invite');
  await shop.exposed(id, 'udo', 'holdout');
  await shop.ordered('vera', { amountCents: 1_000 });
  await shop.ordered('vera', { amountCents: 200, at: shop.clock.now() + 7 * day - 1 });
  await shop.ordered('vera', { at: shop.clock.now() + 7 * day });
  await shop.ordered('nobody');
  const { arms } = await shop.report(id);
  expect(arms.invite).toEqual({
    visitors: 1,
    buyers: 1,
    revenue: 1_200,
    revenueSquared: 1_440_000,
    orders: 2,
    ordersSquared: 4,
    revenueOrders: 2_400,
  });
  expect(arms.holdout).toMatchObject({ visitors: 1, buyers: 0, orders: 0, revenue: 0 });
});

it('[UP47] takes refunds off, cuts each order at the cap, and counts an order in other money as an order without money', async () => {
  for (let n = 0; n < 100; n += 1) await shop.orderRow({ amount_cents: 10_000, at: shop.clock.now() - hour });
  const id = await shop.start();
  for (const unit of ['a', 'b', 'c', 'd', 'e']) await shop.exposed(id, unit, 'invite');
  const part = await shop.ordered('a', { amountCents: 15_000 });
  await refund(part, 'R', 12_000);
  await shop.ordered('b', { amountCents: 500_000 });
  await shop.ordered('c', { amountCents: 7_000, currency: 'CHF' });
  const whole = await shop.ordered('d', { amountCents: 7_000 });
  await refund(whole, 'R', 7_000);
  await shop.ordered('e', { amountCents: 0 });
  const report = await shop.report(id);
  // a 3 000 left, b cut at 10 000, c no euros, d gave all back and bought nothing, e got something for nothing.
  expect(report.arms.invite).toMatchObject({ visitors: 5, buyers: 4, orders: 4, revenue: 13_000 });
  expect(report.quality).toMatchObject({ ordersInOtherCurrency: 1, refundsCents: 19_000, ordersFromShop: 5 });
});

it('[UP47] an order changed to less than was given back is worth nothing, never less', async () => {
  const id = await shop.start();
  await shop.exposed(id, 'vera', 'invite');
  const orderId = await shop.ordered('vera', { amountCents: 10_000 });
  await refund(orderId, 'R', 9_000);
  await shop.ordered('vera', { orderId, amountCents: 5_000 });
  expect((await shop.report(id)).arms.invite).toMatchObject({ revenue: 0, orders: 0, buyers: 0 });
});

it('[UP48] an order belongs to one visitor: the one it names before the one of the same contact', async () => {
  await shop.person('phone', 'con');
  await shop.person('desk', 'con');
  await shop.person('late', 'new', shop.clock.now() + 1);
  const id = await shop.start();
  await shop.exposed(id, 'desk', 'holdout');
  await shop.exposed(id, 'late', 'invite');
  shop.clock.advance(hour);
  await shop.exposed(id, 'phone', 'invite');
  await shop.ordered('phone', { contactId: 'con' });
  await shop.ordered(null, { contactId: 'con' });
  // Known only since after the moment: perhaps because they chatted.
  await shop.ordered(null, { contactId: 'new' });
  const { arms } = await shop.report(id);
  expect(arms.invite).toMatchObject({ visitors: 2, buyers: 1, orders: 1 });
  expect(arms.holdout).toMatchObject({ visitors: 1, buyers: 1, orders: 1 });
});

it('[UP48] for a nameless visitor only what their page told counts, because the shop can name only those who chatted', async () => {
  const id = await shop.start();
  await page('W-0');
  const { unit } = await order('W-0');
  shop.clock.advance(1);
  await shop.exposed(id, unit!, 'invite');
  await shop.link(unit!, 'vera');
  // The shop alone names the one who chatted: the held-out who bought in silence cannot be named, so neither counts.
  await shop.ordered('vera', { orderId: 'W-1' });
  expect((await shop.report(id)).arms.invite).toMatchObject({ buyers: 0 });
  await page('W-1', { visitorId: 'vera', amountCents: 1 });
  expect((await shop.report(id)).arms.invite).toMatchObject({ buyers: 1, revenue: 10_000 });
  // Tomorrow the held-out would have another name; so has this one.
  shop.clock.advance(day);
  await page('W-2', { visitorId: 'vera' });
  expect((await shop.report(id)).arms.invite).toMatchObject({ orders: 1 });
});

it('[UP49] who was seen in both arms is left out and counted; of two names of one person the first row stands', async () => {
  const id = await shop.start();
  await shop.exposed(id, 'both', 'invite', { both_arms: 1 });
  await shop.exposed(id, 'day:both', 'holdout', { both_arms: 1 });
  await shop.exposed(id, 'day:first', 'invite');
  await shop.exposed(id, 'day:swap', 'invite');
  shop.clock.advance(hour);
  await shop.exposed(id, 'second', 'invite');
  await shop.exposed(id, 'swap', 'holdout');
  await shop.link('day:first', 'second');
  await shop.link('day:swap', 'swap');
  // Somebody else behind the same address is somebody else.
  shop.clock.advance(hour);
  await shop.exposed(id, 'neighbour', 'invite');
  await shop.link('day:first', 'neighbour');
  await shop.ordered('both');
  await shop.ordered('second');
  const report = await shop.report(id);
  expect(report.bothArms).toBe(4);
  expect(report.arms).toMatchObject({ invite: { visitors: 2, buyers: 0 }, holdout: { visitors: 0 } });
  expect(report).toMatchObject({ verdict: 'invalid', reasons: ['bothArms'] });
});
