import type { Migration } from '../migrate.ts';

/** Every question looks for the cards that are open or have run out; without this it reads every card there ever was. */
export const openCards: Migration = {
  name: '0006-open-cards',
  async up(db) {
    await db.schema
      .createIndex('invitations_by_state_and_expires_at')
      .on('invitations')
      .columns(['state', 'expires_at'])
      .execute();
  },
};
