import { createId, type Log } from '@theke/kit';
import { type Answer, type ConversationEvent, limits, no, yes } from '@theke/protocol';
import type { Conversations, Db, Tellers, Tx } from '../powers.ts';
import type { ConversationsTable } from '../store/tables.ts';
import { createCommits } from './commits.ts';
import { type Placed, place, type Wish, type WithEntry } from './place.ts';
import { createTells } from './tells.ts';
import { deskView, type ViewPowers, visitorView } from './views.ts';
import { entryOf } from './wire.ts';

type OnEnded = Parameters<Conversations['onEnded']>[0];

export interface ConversationPowers extends ViewPowers {
  db: Db;
  tell: Tellers;
  log: Log;
  now(): number;
  whoSees(row: ConversationsTable): string[];
  room(agentId: string): Promise<number>;
  /** The visitor's contact becomes this one: possession of a hand-off proved it. */
  adopt(tx: Tx, visitorId: string, contactId: string): Promise<void>;
  /** Something began, ended, was taken or went back: the queue and the list of visitors look again. */
  moved(row: ConversationsTable, before: ConversationsTable | null): void;
}

/** Conversations: everything durable about them, and telling it. Who may do what is decided before it comes here. */
export function createConversations(powers: ConversationPowers): Conversations & {
  release(conversationId: string): Promise<boolean>;
} {
  const { db, legs, now } = powers;
  const withEntry = new Set<WithEntry>();
  const onEnded = new Set<OnEnded>();
  const tells = createTells(powers);
  const commit = createCommits<Wish, Answer<Placed>>(db, (tx, wish) => place(tx, wish, { legs, now, withEntry }));
  /** Whose unanswered message the desk has been told of; only a flip is told again. */
  const unanswered = new Map<string, boolean>();

  async function find(id: string) {
    return (await db.selectFrom('conversations').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;
  }

  async function addEntry(wish: Wish): Promise<Answer<Placed>> {
    const placed = await commit(wish);
    if (!placed.ok || !placed.value.fresh) return placed;
    const { entry, conversation } = placed.value;
    void tells.entry(entry, conversation);
    const waits = conversation.waiting_since !== null;
    if (conversation.status === 'active' && unanswered.get(conversation.id) !== waits) {
      if (unanswered.size > 50_000) unanswered.clear();
      unanswered.set(conversation.id, waits);
      quietly(tells.changed(conversation.id));
    }
    return placed;
  }

  const addEvent = (conversationId: string, event: ConversationEvent, legId?: string) =>
    addEntry({ conversationId, authorKey: 'system', body: { type: 'event', event }, legId });

  function quietly(work: Promise<unknown>) {
    work.catch((error: unknown) => powers.log.warn('a summary was not told', { error: String(error) }));
  }

  async function moved(before: ConversationsTable | null, after: ConversationsTable) {
    if (before) tells.gone(before, after);
    powers.moved(after, before);
    await tells.changed(after.id);
  }

  return {
    find,
    addEntry,
    changed: tells.changed,
    deskView: (row) => deskView(row, powers),
    visitorView: (row) => visitorView(row, powers),
    room: powers.room,

    async page(conversationId, afterSeq, limit = limits.resumeEntries) {
      const most = Math.min(limit, limits.resumeEntries);
      const rows = await db
        .selectFrom('entries')
        .selectAll()
        .where('conversation_id', '=', conversationId)
        .where('seq', '>', afterSeq)
        .orderBy('seq')
        .limit(most)
        .execute();
      // Read after the entries: a number too high only makes the client ask once more.
      const row = await find(conversationId);
      const headSeq = row?.head_seq ?? 0;
      const entries = [];
      for (const entry of rows) entries.push(entryOf(entry, await legs.ref(db, entry.leg_id)));
      return { conversationId, entries, headSeq, more: (rows.at(-1)?.seq ?? Math.max(afterSeq, headSeq)) < headSeq };
    },

    async create(wish) {
      const at = now();
      const id = wish.conversationId ?? createId('cnv', at);
      const { row, legId } = await db.transaction().execute(async (tx) => {
        const leg = await legs.add(tx, id, wish.leg, at);
        const made: ConversationsTable = {
          id,
          site_id: wish.siteId,
          contact_id: wish.contactId,
          visitor_id: wish.visitorId,
          status: 'waiting',
          skill: wish.skill ?? null,
          subject: wish.subject ?? null,
          via: wish.via,
          agent_id: null,
          reserved_for: wish.reservedFor?.agentId ?? null,
          reserved_until: wish.reservedFor?.untilAt ?? null,
          reply_leg_id: leg.id,
          preview: null,
          head_seq: 0,
          read_by_agent_seq: 0,
          read_by_visitor_seq: 0,
          started_at: at,
          waiting_since: at,
          ended_at: null,
          rating: null,
          rating_comment: null,
        };
        await tx.insertInto('conversations').values(made).execute();
        return { row: made, legId: leg.id };
      });
      const via = row.via as Extract<ConversationEvent, { type: 'started' }>['via'];
      await addEvent(id, { type: 'started', via, ...(row.skill ? { skill: row.skill } : {}) }, legId);
      const begun = (await find(id)) ?? row;
      await moved(null, begun);
      return begun;
    },

    async joinVisitor(conversationId, visitorId, eventChannel, possession = false) {
      const before = await find(conversationId);
      if (!before) throw new Error('no such conversation');
      const legId = await db.transaction().execute(async (tx) => {
        const leg = await legs.add(tx, conversationId, { kind: 'web' }, now());
        await tx
          .updateTable('conversations')
          .set({ visitor_id: visitorId, reply_leg_id: leg.id })
          .where('id', '=', conversationId)
          .execute();
        if (possession) await powers.adopt(tx, visitorId, before.contact_id);
        return leg.id;
      });
      await addEvent(conversationId, { type: 'resumed', channel: eventChannel }, legId);
      const after = (await find(conversationId)) ?? before;
      await moved(before, after);
      return after;
    },

    async assign(conversationId, agentId) {
      const before = await find(conversationId);
      if (!before) return no('notFound');
      const face = await powers.agentFace(agentId);
      if (!face) return no('notFound');
      const after = await db
        .updateTable('conversations')
        .set({ status: 'active', agent_id: agentId, reserved_for: null, reserved_until: null })
        .where('id', '=', conversationId)
        .where('status', '=', 'waiting')
        .where((e) =>
          e.or([e('reserved_for', 'is', null), e('reserved_for', '=', agentId), e('reserved_until', '<=', now())]),
        )
        .returningAll()
        .executeTakeFirst();
      if (!after) {
        const present = await find(conversationId);
        if (present?.status === 'ended') return no('gone');
        // Asked twice, for example because the first answer was lost on the way.
        return present?.agent_id === agentId ? yes(present) : no('taken');
      }
      await addEvent(conversationId, { type: 'assigned', agentName: face.name });
      await moved(before, after);
      return yes((await find(conversationId)) ?? after);
    },

    async release(conversationId) {
      const before = await find(conversationId);
      const after = await db
        .updateTable('conversations')
        .set((e) => ({
          status: 'waiting',
          agent_id: null,
          waiting_since: e.fn.coalesce('waiting_since', e.val(now())),
        }))
        .where('id', '=', conversationId)
        .where('status', '=', 'active')
        .returningAll()
        .executeTakeFirst();
      if (!before || !after) return false;
      await addEvent(conversationId, { type: 'released' });
      await moved(before, after);
      return true;
    },

    async end(conversationId, by) {
      const before = await find(conversationId);
      if (!before) return no('notFound');
      const after = await db
        .updateTable('conversations')
        .set({ status: 'ended', ended_at: now(), waiting_since: null, reserved_for: null, reserved_until: null })
        .where('id', '=', conversationId)
        .where('status', '!=', 'ended')
        .returningAll()
        .executeTakeFirst();
      if (!after) return yes(undefined);
      unanswered.delete(conversationId);
      await addEvent(conversationId, { type: 'ended', by });
      for (const fn of onEnded) fn(after);
      await moved(before, after);
      return yes(undefined);
    },

    async setDelivery(entryId, state) {
      const row = await db
        .updateTable('entries')
        .set({ delivery: state })
        .where('id', '=', entryId)
        .returningAll()
        .executeTakeFirst();
      const conversation = row && (await find(row.conversation_id));
      if (row && conversation) await tells.again(row, conversation);
    },

    onEntry(fn) {
      tells.onEntry.add(fn);
      return () => void tells.onEntry.delete(fn);
    },
    onEnded(fn) {
      onEnded.add(fn);
      return () => void onEnded.delete(fn);
    },
    withEntry(fn) {
      withEntry.add(fn);
      return () => void withEntry.delete(fn);
    },
  };
}
