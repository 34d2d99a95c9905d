import { sql } from 'kysely';
import type { Migration } from '../migrate.ts';

/** What agents may see of a site's pages, every version of it; and recordings of shared pages, encrypted. */
export const pagePrivacy: Migration = {
  name: '0003-page-privacy',
  async up(db, kind) {
    const bytes = sql.raw(kind === 'postgres' ? 'bytea' : 'blob');
    await db.schema
      .createTable('page_privacy')
      .addColumn('site_id', 'text', (c) => c.notNull())
      .addColumn('version', 'bigint', (c) => c.notNull())
      .addColumn('body', 'text', (c) => c.notNull())
      .addColumn('changed_at', 'bigint', (c) => c.notNull())
      .addColumn('changed_by', 'text', (c) => c.notNull())
      // Two people who save at the same moment: one of them is told.
      .addPrimaryKeyConstraint('page_privacy_key', ['site_id', 'version'])
      .execute();
    await db.schema
      .createTable('recordings')
      .addColumn('id', 'text', (c) => c.primaryKey().notNull())
      .addColumn('share_id', 'text', (c) => c.notNull())
      .addColumn('conversation_id', 'text', (c) => c.notNull())
      .addColumn('site_id', 'text', (c) => c.notNull())
      .addColumn('wrapped_key', bytes, (c) => c.notNull())
      .addColumn('started_at', 'bigint', (c) => c.notNull())
      .addColumn('ended_at', 'bigint')
      .addColumn('bytes', 'bigint', (c) => c.notNull())
      .addColumn('until_at', 'bigint', (c) => c.notNull())
      .execute();
    await db.schema
      .createTable('recording_parts')
      .addColumn('recording_id', 'text', (c) => c.notNull())
      .addColumn('n', 'bigint', (c) => c.notNull())
      .addColumn('sealed', bytes, (c) => c.notNull())
      .addPrimaryKeyConstraint('recording_parts_key', ['recording_id', 'n'])
      .execute();
    await db.schema
      .createIndex('recordings_by_conversation_id')
      .on('recordings')
      .columns(['conversation_id'])
      .execute();
    await db.schema.createIndex('recordings_by_until_at').on('recordings').columns(['until_at']).execute();
    await db.schema.createIndex('recordings_once_share_id').on('recordings').columns(['share_id']).unique().execute();
  },
};
