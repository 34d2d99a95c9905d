import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openStore } from '../store/open.ts';

it('[UP98] what an older version kept is told apart into claims and the shop’s word, and its days are summed up anew', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'theke-older-'));
  try {
    const before = await openStore({ dataDir });
    const { schema } = before.db;
    // As it was before the step.
    await schema.dropTable('order_claims').execute();
    for (const column of ['named_visitor_id', 'named_contact_id'])
      await schema.alterTable('orders').dropColumn(column).execute();
    await schema.alterTable('uplift_days').dropColumn('confirmed_buyers').execute();
    await before.db.deleteFrom('schema_migrations').where('name', '=', '0005-order-claims').execute();
    const common = { site_id: 'demo', contact_id: null, amount_cents: 1, currency: 'EUR', at: 5, told_at: 9 };
    for (const row of [
      { id: 'oldest', visitor_id: 'a', source: null, unit: null },
      { id: 'shop', visitor_id: 'b', source: 'shop', unit: null, contact_id: 'con' },
      { id: 'both', visitor_id: 'c', source: 'shop', unit: 'day:c' },
      { id: 'page', visitor_id: 'd', source: 'page', unit: 'day:d' },
    ])
      await before.db
        .insertInto('orders')
        .values({ ...common, ...row } as never)
        .execute();
    const sums = { visitors: 1, buyers: 1, revenue: 1, revenue_squared: 1, orders: 1, orders_squared: 1 };
    const closed = { experiment_id: 'exp', arm: 'invite', day: '2026-06-01', revenue_orders: 1, final: 1 };
    await before.db
      .insertInto('uplift_days')
      .values({ ...sums, ...closed } as never)
      .execute();
    await before.close();

    const { db, close } = await openStore({ dataDir });
    const named = await db.selectFrom('orders').selectAll().orderBy('id').execute();
    expect(named.map((one) => [one.id, one.named_visitor_id, one.named_contact_id])).toEqual([
      ['both', 'c', null],
      ['oldest', 'a', null],
      ['page', null, null],
      ['shop', 'b', 'con'],
    ]);
    const claims = await db.selectFrom('order_claims').selectAll().orderBy('order_id').execute();
    expect(claims).toEqual([
      { site_id: 'demo', order_id: 'both', unit: 'day:c', visitor_id: 'c', at: 5 },
      { site_id: 'demo', order_id: 'page', unit: 'day:d', visitor_id: 'd', at: 5 },
    ]);
    expect(await db.selectFrom('uplift_days').selectAll().execute()).toMatchObject([
      { confirmed_buyers: null, final: 0 },
    ]);
    await close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
