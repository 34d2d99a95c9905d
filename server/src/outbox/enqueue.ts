import type { EntryBody } from '@theke/protocol';
import type { Outbound } from '../channels/adapter.ts';
import type { Tx } from '../powers.ts';
import type { ConversationsTable, EntriesTable } from '../store/tables.ts';

/**
 * Puts an agent's answer into the outbox, in the very transaction that adds it to the conversation:
 * either both are there after a crash, or neither.
 */
export async function enqueue(
  tx: Tx,
  entry: EntriesTable,
  conversation: ConversationsTable,
  now: number,
): Promise<void> {
  const text = textOf(JSON.parse(entry.body) as EntryBody);
  if (entry.delivery !== 'queued' || text === null) return;
  const leg = await tx.selectFrom('legs').selectAll().where('id', '=', entry.leg_id).executeTakeFirst();
  if (!leg?.channel_id || !leg.thread_key) return;
  const to = await tx
    .selectFrom('identities')
    .select(['kind', 'value'])
    .where('contact_id', '=', conversation.contact_id)
    .where('assurance', '=', 'observed')
    .orderBy('created_at')
    .execute();
  const id = `out_${entry.id}`;
  const message: Outbound = {
    threadKey: leg.thread_key,
    to,
    text,
    mode: leg.visibility === 'public' ? 'public' : 'reply',
    idempotencyKey: id,
  };
  await tx
    .insertInto('outbox')
    .values({
      id,
      channel_id: leg.channel_id,
      entry_id: entry.id,
      message: JSON.stringify(message),
      attempts: 0,
      next_at: now,
      state: 'queued',
      reason: null,
      created_at: now,
    })
    .onConflict((row) => row.column('id').doNothing())
    .execute();
}

function textOf(body: EntryBody): string | null {
  if (body.type === 'text' || body.type === 'post') return body.text;
  return body.type === 'link' || body.type === 'media' ? `${body.title}\n${body.url}` : null;
}
