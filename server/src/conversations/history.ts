import type { HistoryLine } from '@theke/protocol';
import type { Db } from '../powers.ts';

/** What an agent can take in at a glance. */
const maxLines = 50;

/** Every conversation of the same contact, newest first. */
export async function history(db: Db, conversationId: string): Promise<HistoryLine[]> {
  const rows = await db
    .selectFrom('conversations as c')
    .innerJoin('conversations as known', 'known.contact_id', 'c.contact_id')
    .select(['c.id', 'c.started_at', 'c.ended_at', 'c.preview'])
    .select((e) => [
      e
        .selectFrom('legs as l')
        .select('l.kind')
        .whereRef('l.conversation_id', '=', 'c.id')
        .orderBy('l.created_at')
        .orderBy('l.id')
        .limit(1)
        .as('kind'),
      e
        .selectFrom('legs as l')
        .innerJoin('channels as ch', 'ch.id', 'l.channel_id')
        .select('ch.name')
        .whereRef('l.conversation_id', '=', 'c.id')
        .orderBy('l.created_at')
        .limit(1)
        .as('name'),
    ])
    .where('known.id', '=', conversationId)
    .orderBy('c.started_at', 'desc')
    .limit(maxLines)
    .execute();
  return rows.map((row) => ({
    conversationId: row.id,
    startedAt: row.started_at,
    ...(row.ended_at !== null ? { endedAt: row.ended_at } : {}),
    channel: { kind: row.kind ?? 'web', ...(row.name ? { name: row.name } : {}) },
    preview: row.preview ?? '',
  }));
}
