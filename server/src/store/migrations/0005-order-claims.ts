import type { Migration } from '../migrate.ts';

/**
 * What pages said of orders stands apart from what the shop said: a page can claim any number, also before the order is there.
 * Days of the report count buyers whom the shop's own word confirms beside all buyers, so they are summed up once more.
 */
export const orderClaims: Migration = {
  name: '0005-order-claims',
  async up(db) {
    await db.schema
      .createTable('order_claims')
      .addColumn('site_id', 'text', (c) => c.notNull())
      .addColumn('order_id', 'text', (c) => c.notNull())
      .addColumn('unit', 'text', (c) => c.notNull())
      .addColumn('visitor_id', 'text')
      .addColumn('at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('order_claims_key', ['site_id', 'order_id', 'unit'])
      .execute();
    await db.schema.createIndex('order_claims_by_unit').on('order_claims').columns(['unit']).execute();
    await db.schema
      .createIndex('order_claims_by_site_id_and_at')
      .on('order_claims')
      .columns(['site_id', 'at'])
      .execute();
    for (const column of ['named_visitor_id', 'named_contact_id'])
      await db.schema.alterTable('orders').addColumn(column, 'text').execute();
    await db.schema.alterTable('uplift_days').addColumn('confirmed_buyers', 'bigint').execute();

    // Until now a page's word was mixed into the shop's. What a page told of itself is a claim; the rest is taken for the shop's.
    await db
      .insertInto('order_claims')
      .columns(['site_id', 'order_id', 'unit', 'visitor_id', 'at'])
      .expression((e) =>
        e
          .selectFrom('orders')
          .select(['site_id', 'id', 'unit', 'visitor_id', 'at'])
          .where('unit', 'is not', null)
          .$narrowType<{ unit: string }>(),
      )
      .execute();
    await db
      .updateTable('orders')
      .set((e) => ({ named_visitor_id: e.ref('visitor_id'), named_contact_id: e.ref('contact_id') }))
      .where((e) => e.or([e('source', 'is', null), e('source', '!=', 'page')]))
      .execute();
    await db.updateTable('uplift_days').set({ final: 0 }).execute();
  },
};
