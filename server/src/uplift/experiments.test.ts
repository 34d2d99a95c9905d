import { afterEach, beforeEach, expect, it } from 'vitest';
import { day, hour, openShop, type Shop } from './testing/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const rows = () => shop.db.selectFrom('experiments').selectAll().orderBy('started_at').orderBy('version').execute();

it('[UP40] freezes cap, currency, window, share and planned visitors at the start', async () => {
  for (let n = 1; n <= 200; n += 1)
    await shop.orderRow({ amount_cents: n * 100, at: shop.clock.now() - n * hour, source: 'shop' });
  await shop.orderRow({ amount_cents: 9_999_999, at: shop.clock.now() - 29 * day });
  await shop.orderRow({ amount_cents: 9_999_999, currency: 'USD' });
  await shop.orderRow({ amount_cents: 9_999_999, site_id: 'other' });
  const id = await shop.start();
  await shop.orderRow({ amount_cents: 5_000_000 });
  shop.clock.advance(day);
  expect(await shop.start()).toBe(id);
  expect(await rows()).toMatchObject([
    {
      id,
      // 198 of 200, nearest rank.
      cap_cents: 19_800,
      currency: 'EUR',
      window_ms: 7 * day,
      holdout_share: 0.5,
      planned_visitors: 20_000,
      ended_at: null,
    },
  ]);
});

it('[UP40] has no cap where there were no orders before', async () => {
  await shop.start();
  expect(await rows()).toMatchObject([{ cap_cents: null }]);
});

it.each([
  ['version', { version: 2 }],
  ['text', { digest: 'b' }],
  ['salt', { salt: 't' }],
  ['share', { share: 0.2 }],
  ['window', { windowMs: day }],
])('[UP41] another %s is another experiment, and ends the one before', async (_what, change) => {
  const first = await shop.start();
  shop.clock.advance(hour);
  const second = await shop.start(change);
  expect(second).not.toBe(first);
  expect(await rows()).toMatchObject([
    { id: first, ended_at: shop.clock.now() },
    { id: second, ended_at: null },
  ]);
  // Other rules and the programme go on.
  const other = await shop.start({ ruleId: 'other' });
  const programme = await shop.start({ layer: 'programme', ruleId: '' });
  await shop.start({ ...change, version: 7 });
  const running = (await rows()).filter((row) => row.ended_at === null).map((row) => row.id);
  expect(running).toContain(other);
  expect(running).toContain(programme);
});

it('[UP41] a page loaded before the change still speaks of the old version, and starts nothing anew', async () => {
  const first = await shop.start();
  const second = await shop.start({ version: 2 });
  expect(await shop.start({ version: 1 })).toBe(first);
  expect(await shop.start({ version: 2 })).toBe(second);
  const late = await shop.start({ version: 0 });
  const ended = new Map((await rows()).map((row) => [row.id, row.ended_at !== null]));
  expect(ended).toEqual(
    new Map([
      [first, true],
      [second, false],
      [late, true],
    ]),
  );
});

it('[UP41] nobody held out: no experiment, and the one there was has ended', async () => {
  expect(await shop.current({ share: 0 })).toBeNull();
  expect(await rows()).toEqual([]);
  const id = await shop.start();
  expect(await shop.current({ share: 0, version: 2 })).toBeNull();
  expect(await rows()).toMatchObject([{ id, ended_at: shop.clock.now() }]);
});

it('[UP42] plans with the eligible visitors of the last 28 days', async () => {
  const decided = (n: number, reason: string, at: number, unit = `v${n}`) =>
    shop.db
      .insertInto('decisions')
      .values({
        id: `dec${n}${reason}${at}`,
        site_id: 'demo',
        rule_id: 'help',
        version: 1,
        unit,
        visitor_id: null,
        reason,
        at,
        page: null,
        token: null,
      })
      .execute();
  const start = shop.clock.now();
  for (let n = 0; n < 1_000; n += 1) await decided(n, n % 2 ? 'invited' : 'shadow', start + n);
  // The same visitor again, and visitors who could not have been invited, count for nothing.
  for (let n = 0; n < 50; n += 1) {
    await decided(n, 'invited', start + day, 'v1');
    await decided(n, 'noAgent', start + day, `w${n}`);
  }
  shop.clock.advance(2 * day);
  await shop.start({ ruleId: 'help' });
  shop.clock.advance(8 * day);
  await shop.start({ ruleId: 'help', version: 2 });
  await shop.start({ layer: 'programme', ruleId: '' });
  // Two days say nothing yet; a thousand in ten days are 2 800 in 28.
  expect((await rows()).map((row) => [row.layer, row.planned_visitors])).toEqual([
    ['rule', 20_000],
    ['programme', 2_800],
    ['rule', 2_800],
  ]);
});
