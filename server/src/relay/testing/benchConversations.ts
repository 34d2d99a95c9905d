import { createId } from '@theke/kit';
import { type EntryBody, yes } from '@theke/protocol';
import type { Conversations, Db } from '../../powers.ts';
import type { ConversationsTable, EntriesTable } from '../../store/tables.ts';

/** The least of conversations that the other matters need; the real ones have their own tests. */
export function createConversations(db: Db, now: () => number) {
  const entries: ((entry: EntriesTable, row: ConversationsTable) => void)[] = [];
  const ended: ((row: ConversationsTable) => void)[] = [];
  const within: Parameters<Conversations['withEntry']>[0][] = [];
  const deliveries: string[] = [];
  const joins: string[] = [];
  const find = async (id: string) =>
    (await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;

  const powers: Partial<Conversations> = {
    find,
    async create(wish) {
      const id = wish.conversationId ?? createId('cnv', now());
      await db
        .insertInto('conversations')
        .values({
          id,
          site_id: wish.siteId,
          contact_id: wish.contactId,
          visitor_id: wish.visitorId,
          status: 'waiting',
          skill: wish.skill ?? null,
          subject: null,
          via: wish.via,
          agent_id: null,
          reserved_for: wish.reservedFor?.agentId ?? null,
          reserved_until: wish.reservedFor?.untilAt ?? null,
          reply_leg_id: null,
          head_seq: 0,
          read_by_agent_seq: 0,
          read_by_visitor_seq: 0,
          started_at: now(),
          waiting_since: now(),
          ended_at: null,
          rating: null,
          rating_comment: null,
        })
        .execute();
      await addLeg(id, wish.leg);
      return (await find(id))!;
    },
    async addEntry(wish) {
      const row = (await find(wish.conversationId))!;
      if (wish.clientId) {
        const known = await db
          .selectFrom('entries')
          .selectAll()
          .where('conversation_id', '=', row.id)
          .where('author_key', '=', wish.authorKey)
          .where('client_id', '=', wish.clientId)
          .executeTakeFirst();
        if (known) return yes({ entry: known, fresh: false });
      }
      const leg = await db
        .selectFrom('legs')
        .selectAll()
        .where('conversation_id', '=', row.id)
        .orderBy('created_at', 'desc')
        .executeTakeFirst();
      const entry: EntriesTable = {
        id: createId('ent', now()),
        conversation_id: row.id,
        seq: row.head_seq + 1,
        at: wish.at ?? now(),
        author_key: wish.authorKey,
        author_name: wish.authorName ?? null,
        client_id: wish.clientId ?? null,
        leg_id: wish.legId ?? leg?.id ?? 'leg',
        body: JSON.stringify(wish.body),
        delivery: wish.delivery ?? null,
      };
      await db.transaction().execute(async (tx) => {
        await tx.insertInto('entries').values(entry).execute();
        await tx.updateTable('conversations').set({ head_seq: entry.seq }).where('id', '=', row.id).execute();
        for (const step of within) await step(tx, entry, row);
      });
      for (const listener of entries) listener(entry, row);
      return yes({ entry, fresh: true });
    },
    async joinVisitor(id, visitorId, channel) {
      joins.push(`${id} ${visitorId} ${channel}`);
      await db.updateTable('conversations').set({ visitor_id: visitorId }).where('id', '=', id).execute();
      return (await find(id))!;
    },
    async assign(id, agentId) {
      await db.updateTable('conversations').set({ agent_id: agentId, status: 'active' }).where('id', '=', id).execute();
      return yes((await find(id))!);
    },
    async setDelivery(_entryId, state) {
      deliveries.push(state);
    },
    async end(id) {
      await db.updateTable('conversations').set({ status: 'ended', ended_at: now() }).where('id', '=', id).execute();
      const row = (await find(id))!;
      for (const listener of ended) listener(row);
      return yes(undefined);
    },
    changed: async () => {},
    deskView: async () => {
      throw new Error('not on this bench');
    },
    visitorView: async () => {
      throw new Error('not on this bench');
    },
    room: async () => 1,
    onEntry: (fn) => add(entries, fn),
    onEnded: (fn) => add(ended, fn),
    withEntry: (fn) => add(within, fn),
  };

  async function addLeg(
    conversationId: string,
    leg: { kind: string; channelId?: string; threadKey?: string; visibility?: string },
  ) {
    await db
      .insertInto('legs')
      .values({
        id: createId('leg', now()),
        conversation_id: conversationId,
        kind: leg.kind,
        channel_id: leg.channelId ?? null,
        thread_key: leg.threadKey ?? null,
        visibility: leg.visibility ?? null,
        created_at: now(),
        last_inbound_at: null,
      })
      .execute();
  }

  return {
    powers: powers as Conversations,
    deliveries,
    joins,
    addLeg,
    async bodies(conversationId: string): Promise<EntryBody[]> {
      const rows = await db
        .selectFrom('entries')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .orderBy('seq')
        .execute();
      return rows.map((row) => JSON.parse(row.body) as EntryBody);
    },
  };
}

function add<T>(list: T[], fn: T): () => void {
  list.push(fn);
  return () => void list.splice(list.indexOf(fn), 1);
}
