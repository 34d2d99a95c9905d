import type { Db } from '../powers.ts';
import type { HandoffsTable } from '../store/tables.ts';
import type { Proof } from './guard.ts';
import type { Digests } from './secrets.ts';

/** At most so many open hand-offs in one conversation: each is a way in. */
const maxLive = 3;

/** The questions of hand-offs to their table. */
export function createHandoffRows(db: Db, digests: Digests) {
  return {
    /** Adds one; the oldest open ones beyond the limit are revoked in the same transaction. */
    add: (row: HandoffsTable) =>
      db.transaction().execute(async (tx) => {
        const live = await tx
          .selectFrom('handoffs')
          .select('id')
          .where('conversation_id', '=', row.conversation_id)
          .where('state', '=', 'created')
          .where('link_expires_at', '>', row.created_at)
          .orderBy('created_at', 'desc')
          .orderBy('id', 'desc')
          .execute();
        const surplus = live.slice(maxLive - 1).map(({ id }) => id);
        if (surplus.length > 0)
          await tx.updateTable('handoffs').set({ state: 'revoked' }).where('id', 'in', surplus).execute();
        await tx.insertInto('handoffs').values(row).execute();
      }),

    /** By what was shown, if it is of this site and in time – open, or used by this very visitor before. */
    async find(
      siteId: string,
      proof: Proof,
      visitorId: string | undefined,
      now: number,
    ): Promise<HandoffsTable | null> {
      const column = `${proof.kind}_digest` as const;
      const row = await db
        .selectFrom('handoffs')
        .selectAll()
        .where(column, '=', digests[proof.kind](proof.value))
        .where('site_id', '=', siteId)
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      if (!row) return null;
      const expiresAt = proof.kind === 'token' ? row.link_expires_at : row.code_expires_at;
      if (expiresAt <= now) return null;
      const usable = row.state === 'created' || (row.state === 'redeemed' && row.visitor_id === (visitorId ?? ''));
      return usable ? row : null;
    },

    /** One statement, so that of a hundred at once exactly one wins. */
    async redeem(id: string, visitorId: string, now: number): Promise<boolean> {
      const changed = await db
        .updateTable('handoffs')
        .set({ state: 'redeemed', redeemed_at: now, visitor_id: visitorId })
        .where('id', '=', id)
        .where('state', '=', 'created')
        .executeTakeFirst();
      return changed.numUpdatedRows > 0n;
    },

    async revokeAll(conversationId: string) {
      await db
        .updateTable('handoffs')
        .set({ state: 'revoked' })
        .where('conversation_id', '=', conversationId)
        .where('state', '=', 'created')
        .execute();
    },

    /** The newest leg on a channel: where the customer comes from. */
    channelLeg: (conversationId: string) =>
      db
        .selectFrom('legs')
        .leftJoin('channels', 'channels.id', 'legs.channel_id')
        .select(['legs.kind', 'legs.visibility', 'channels.name'])
        .where('legs.conversation_id', '=', conversationId)
        .where('legs.channel_id', 'is not', null)
        .orderBy('legs.created_at', 'desc')
        .limit(1)
        .executeTakeFirst(),
  };
}

export type HandoffRows = ReturnType<typeof createHandoffRows>;
