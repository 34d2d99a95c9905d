import type { Migration } from '../migrate.ts';

/** What is granted on a shared page and to whom, and who else looks on. */
export const sharing: Migration = {
  name: '0002-sharing',
  async up(db) {
    await db.schema.alterTable('shares').addColumn('grants', 'text').execute();
    await db.schema
      .alterTable('shares')
      .addColumn('recorded', 'bigint', (c) => c.notNull().defaultTo(0))
      .execute();
    await db.schema
      .createTable('share_viewers')
      .addColumn('share_id', 'text', (c) => c.notNull())
      .addColumn('agent_id', 'text', (c) => c.notNull())
      .addColumn('state', 'text', (c) => c.notNull())
      .addColumn('since_at', 'bigint', (c) => c.notNull())
      .addPrimaryKeyConstraint('share_viewers_key', ['share_id', 'agent_id'])
      .execute();
    await db.schema.createIndex('share_viewers_by_agent_id').on('share_viewers').columns(['agent_id']).execute();
  },
};
