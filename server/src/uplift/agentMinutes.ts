import type { Db } from '../powers.ts';
import { inChunks } from './inChunks.ts';

/**
 * Minutes agents spent in these conversations: from the first time one took it until it ended, or until its last line where
 * nobody has ended it. A conversation nobody took cost nothing.
 */
export async function agentMinutes(db: Db, conversationIds: readonly string[]): Promise<number> {
  let ms = 0;
  await inChunks(conversationIds, async (ids) => {
    const rows = await db.selectFrom('conversations').select(['id', 'ended_at']).where('id', 'in', ids).execute();
    const taken = await db
      .selectFrom('entries')
      .select((q) => ['conversation_id', q.fn.min('at').as('at')])
      .where('conversation_id', 'in', ids)
      .where('body', 'like', '{"type":"event","event":{"type":"assigned"%')
      .groupBy('conversation_id')
      .execute();
    const last = await db
      .selectFrom('entries')
      .select((q) => ['conversation_id', q.fn.max('at').as('at')])
      .where('conversation_id', 'in', ids)
      .groupBy('conversation_id')
      .execute();
    const lastAt = new Map(last.map((one) => [one.conversation_id, Number(one.at)]));
    const endedAt = new Map(rows.map((one) => [one.id, one.ended_at]));
    for (const { conversation_id, at } of taken) {
      const end = endedAt.get(conversation_id) ?? lastAt.get(conversation_id) ?? Number(at);
      ms += Math.max(0, end - Number(at));
    }
  });
  return ms / 60_000;
}
