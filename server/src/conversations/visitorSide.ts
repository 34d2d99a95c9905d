import { type Answer, no, type VisitorAsks, yes } from '@theke/protocol';
import type { Conversations, Db, Handlers, Tellers, VisitorActor } from '../powers.ts';
import type { ConversationsTable } from '../store/tables.ts';
import { isDoubled } from '../store/trouble.ts';
import { readMark } from './readMark.ts';

export interface VisitorSidePowers {
  db: Db;
  conversations: Conversations;
  tell: Tellers;
  /** The agent kept by an invitation that was shown; null: the ordinary queue. */
  redeem(token: string, visitorId: string, conversationId: string): Promise<{ agentId: string; skill: string } | null>;
  /** The agent who knows this person, when free right now. */
  sticky(who: VisitorActor, skill: string | undefined): Promise<{ agentId: string; untilAt: number } | null>;
  contactOf(visitorId: string): Promise<string>;
  now(): number;
}

/** An agent chosen by an invitation has this long to accept before others may. */
const invitedMs = 60_000;

/** One person has one matter or two; whoever begins more and more of them fills the queue of all others. */
const maxOpen = 10;

/** What a visitor may do with conversations of their own. Somebody else's do not exist for them. */
export function visitorSide(powers: VisitorSidePowers): Handlers<VisitorActor, VisitorAsks> {
  const { conversations, tell, db } = powers;

  async function own(who: VisitorActor, conversationId: string): Promise<Answer<ConversationsTable>> {
    const row = await conversations.find(conversationId);
    return row?.visitor_id === who.visitorId ? yes(row) : no('notFound');
  }
  const mayOwn = async (who: VisitorActor, { conversationId }: { conversationId: string }): Promise<Answer<void>> => {
    const found = await own(who, conversationId);
    return found.ok ? yes(undefined) : found;
  };

  return {
    'conversation:start': {
      pace: { perSecond: 0.5, burst: 10 },
      inOrder: true,
      async run(who, { conversationId, skill, subject, via, invitationToken }) {
        const known = await conversations.find(conversationId);
        if (known) {
          return known.visitor_id === who.visitorId ? yes(await conversations.visitorView(known)) : no('conflict');
        }
        const { open } = await db
          .selectFrom('conversations')
          .select((e) => e.fn.countAll<number>().as('open'))
          .where('visitor_id', '=', who.visitorId)
          .where('status', '!=', 'ended')
          .executeTakeFirstOrThrow();
        if (Number(open) >= maxOpen) return no('tooOften', { detail: 'open conversations' });
        const invited = invitationToken ? await powers.redeem(invitationToken, who.visitorId, conversationId) : null;
        const wanted = invited?.skill ?? skill;
        const keptFor = invited
          ? { agentId: invited.agentId, untilAt: powers.now() + invitedMs }
          : await powers.sticky(who, wanted);
        try {
          const row = await conversations.create({
            conversationId,
            siteId: who.siteId,
            contactId: await powers.contactOf(who.visitorId),
            visitorId: who.visitorId,
            via: via === 'invitation' && !invited ? 'launcher' : via,
            skill: wanted,
            subject,
            leg: { kind: 'web' },
            ...(keptFor ? { reservedFor: keptFor } : {}),
          });
          return yes(await conversations.visitorView(row));
        } catch (error) {
          // Asked twice at the same moment, by two tabs.
          const made = isDoubled(error) ? await own(who, conversationId) : null;
          if (made?.ok) return yes(await conversations.visitorView(made.value));
          throw error;
        }
      },
    },
    'conversation:resume': {
      may: mayOwn,
      run: async (_who, { conversationId, afterSeq }) => yes(await conversations.page(conversationId, afterSeq)),
    },
    'conversation:end': {
      may: mayOwn,
      run: (_who, { conversationId }) => conversations.end(conversationId, 'visitor'),
    },
    'message:send': {
      pace: { perSecond: 20, burst: 60 },
      inOrder: true,
      may: mayOwn,
      async run(_who, { conversationId, clientId, text }) {
        const added = await conversations.addEntry({
          conversationId,
          authorKey: 'visitor',
          clientId,
          body: { type: 'text', text },
        });
        if (!added.ok) return added;
        const { id, seq, at } = added.value.entry;
        return yes({ id, seq, at });
      },
    },
    'message:read': {
      may: mayOwn,
      async run(_who, { conversationId, seq }) {
        await readMark({ db, conversations }, conversationId, 'read_by_visitor_seq', seq);
        return yes(undefined);
      },
    },
    'conversation:rate': {
      may: mayOwn,
      async run(_who, { conversationId, score, comment }) {
        await db
          .updateTable('conversations')
          .set({ rating: score, rating_comment: comment ?? null })
          .where('id', '=', conversationId)
          .execute();
        return yes(undefined);
      },
    },
    'typing:tell': {
      pace: { perSecond: 2, burst: 6 },
      async run(who, { conversationId, on }) {
        const found = await own(who, conversationId);
        if (found.ok && found.value.agent_id) tell.agent(found.value.agent_id)('typing:told', { conversationId, on });
        return yes(undefined as never);
      },
    },
  };
}
