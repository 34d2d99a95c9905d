import type { Conversations, Db } from '../powers.ts';

/** Moves a read mark forward, never back and never past the end; tells only when it moved. */
export async function readMark(
  { db, conversations }: { db: Db; conversations: Conversations },
  conversationId: string,
  column: 'read_by_visitor_seq' | 'read_by_agent_seq',
  seq: number,
): Promise<void> {
  const row = await conversations.find(conversationId);
  const until = Math.min(seq, row?.head_seq ?? 0);
  const moved = await db
    .updateTable('conversations')
    .set({ [column]: until })
    .where('id', '=', conversationId)
    .where(column, '<', until)
    .executeTakeFirst();
  if (moved.numUpdatedRows > 0n) await conversations.changed(conversationId);
}
