import type { Migration } from '../migrate.ts';

/** One network is many browsers to whoever makes up names: what one may claim and break in a day is counted by its name of the day. */
export const networksOfADay: Migration = {
  name: '0008-networks-of-a-day',
  async up(db) {
    for (const table of ['order_claims', 'unit_links'])
      await db.schema.alterTable(table).addColumn('network', 'text').execute();
    // What is old is looked for every hour.
    for (const table of ['order_claims', 'unit_links'])
      await db.schema.createIndex(`${table}_by_at`).on(table).columns(['at']).execute();
  },
};
