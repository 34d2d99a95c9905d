import { createId } from '@theke/kit';
import { type Answer, no, yes } from '@theke/protocol';
import type { Conversations, Tx } from '../powers.ts';
import type { ConversationsTable, EntriesTable } from '../store/tables.ts';
import type { Legs } from './legs.ts';
import { previewOf } from './wire.ts';

export type Wish = Parameters<Conversations['addEntry']>[0];
export type WithEntry = Parameters<Conversations['withEntry']>[0];

export type Placed = { entry: EntriesTable; conversation: ConversationsTable; fresh: boolean };

const isPerson = (authorKey: string) => authorKey === 'visitor' || authorKey === 'contact';

/**
 * Puts one entry at the end, inside a transaction: next number, idempotency, and what depends on it.
 * The row of the conversation is the lock: whoever raises `head_seq` writes alone until the commit.
 */
export async function place(
  tx: Tx,
  wish: Wish,
  powers: { legs: Legs; now(): number; withEntry: ReadonlySet<WithEntry> },
): Promise<Answer<Placed>> {
  const { conversationId, authorKey } = wish;
  const isNews = wish.body.type !== 'event';
  const body = JSON.stringify(wish.body);
  if (wish.clientId) {
    const before = await tx
      .selectFrom('entries')
      .selectAll()
      .where('conversation_id', '=', conversationId)
      .where('author_key', '=', authorKey)
      .where('client_id', '=', wish.clientId)
      .executeTakeFirst();
    if (before && before.body !== body) return no('conflict', { detail: 'clientId' });
    if (before) return yes({ entry: before, conversation: await whole(tx, conversationId), fresh: false });
  }

  const at = wish.at ?? powers.now();
  const webLeg = authorKey === 'visitor' && !wish.legId ? await powers.legs.web(tx, conversationId) : null;
  const legId = wish.legId ?? webLeg?.legId ?? null;
  const conversation = await tx
    .updateTable('conversations')
    .set((e) => ({
      head_seq: e('head_seq', '+', 1),
      ...(isNews ? { preview: previewOf(wish.body) } : {}),
      ...(isPerson(authorKey) && isNews
        ? { waiting_since: e.fn.coalesce('waiting_since', e.val(at)), ...(legId ? { reply_leg_id: legId } : {}) }
        : {}),
      // An answer ends the waiting of somebody who already has an agent; the queue's own waiting ends by acceptance.
      ...(authorKey.startsWith('agent:') && isNews
        ? { waiting_since: e.case().when('status', '=', 'waiting').then(e.ref('waiting_since')).else(null).end() }
        : {}),
    }))
    .where('id', '=', conversationId)
    .$if(isNews, (query) => query.where('status', '!=', 'ended'))
    .returningAll()
    .executeTakeFirst();
  if (!conversation) {
    const known = await tx.selectFrom('conversations').select('id').where('id', '=', conversationId).executeTakeFirst();
    return no(known ? 'gone' : 'notFound');
  }

  const finalLeg = legId ?? conversation.reply_leg_id ?? (await powers.legs.web(tx, conversationId))?.legId ?? '';
  const leg = await powers.legs.ref(tx, finalLeg);
  const goesOut = authorKey.startsWith('agent:') && isNews && leg.kind !== 'web';
  const entry: EntriesTable = {
    id: createId('ent', at),
    conversation_id: conversationId,
    seq: conversation.head_seq,
    at,
    author_key: authorKey,
    author_name: wish.authorName ?? null,
    client_id: wish.clientId ?? null,
    leg_id: finalLeg,
    body,
    delivery: wish.delivery ?? (goesOut ? 'queued' : null),
  };
  await tx.insertInto('entries').values(entry).execute();
  if (authorKey === 'contact') {
    await tx.updateTable('legs').set({ last_inbound_at: at }).where('id', '=', finalLeg).execute();
  }
  for (const fn of powers.withEntry) await fn(tx, entry, conversation);
  return yes({ entry, conversation, fresh: true });
}

const whole = (tx: Tx, id: string) =>
  tx.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
