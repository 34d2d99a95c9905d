import type { Migration } from '../migrate.ts';

/** Whoever is about to be invited is left in peace after an order of their contact; every question looks for those. */
export const ordersByContact: Migration = {
  name: '0007-orders-by-contact',
  async up(db) {
    await db.schema.createIndex('orders_by_contact_id').on('orders').columns(['contact_id']).execute();
  },
};
