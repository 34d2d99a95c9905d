import { type AgentAsks, type Answer, type EntryBody, no, type Receipt, yes } from '@theke/protocol';
import { type Act, can } from '../auth/can.ts';
import type { AgentActor, Audit, Conversations, Db, Handlers, Tellers } from '../powers.ts';
import { thingOf } from '../queue/thing.ts';
import type { ConversationsTable } from '../store/tables.ts';
import { history } from './history.ts';
import { readMark } from './readMark.ts';

export interface AgentSidePowers {
  db: Db;
  conversations: Conversations;
  tell: Tellers;
  audit: Audit;
  siteOrigins(siteId: string): Promise<readonly string[]>;
  now(): number;
}

/** What agents may do with conversations. What they may not even see answers `notFound`. */
export function agentSide(powers: AgentSidePowers): Handlers<AgentActor, AgentAsks> {
  const { conversations, tell, db } = powers;

  async function allowed(who: AgentActor, conversationId: string, act: Act): Promise<Answer<ConversationsTable>> {
    const row = await conversations.find(conversationId);
    if (!row) return no('notFound');
    const thing = thingOf(row, powers.now());
    if (can(who, act, thing)) return yes(row);
    if (!can(who, 'conversation:see', thing)) return no('notFound');
    return row.status === 'ended' ? no('gone') : no('forbidden');
  }
  const may =
    (act: Act) =>
    async (who: AgentActor, { conversationId }: { conversationId: string }): Promise<Answer<void>> => {
      const found = await allowed(who, conversationId, act);
      return found.ok ? yes(undefined) : found;
    };

  /** Earlier matters of a person one is helping right now may be read as well. */
  async function mayRead(who: AgentActor, { conversationId }: { conversationId: string }): Promise<Answer<void>> {
    const found = await allowed(who, conversationId, 'conversation:see');
    if (found.ok) return yes(undefined);
    const row = await conversations.find(conversationId);
    const helping = row
      ? await db
          .selectFrom('conversations')
          .select('id')
          .where('contact_id', '=', row.contact_id)
          .where('agent_id', '=', who.agentId)
          .where('status', '=', 'active')
          .executeTakeFirst()
      : undefined;
    return helping ? yes(undefined) : no('notFound');
  }

  async function write(
    who: AgentActor,
    draft: { conversationId: string; clientId: string },
    body: EntryBody,
  ): Promise<Answer<Receipt>> {
    const added = await conversations.addEntry({
      conversationId: draft.conversationId,
      authorKey: `agent:${who.agentId}`,
      authorName: who.name,
      clientId: draft.clientId,
      body,
    });
    if (!added.ok) return added;
    const { id, seq, at } = added.value.entry;
    return yes({ id, seq, at });
  }

  /** What an agent sends or shows is trusted by the visitor: it leads into the shop or nowhere. */
  async function ofSite(conversationId: string, url: string): Promise<Answer<void>> {
    const row = await conversations.find(conversationId);
    const origins = row ? await powers.siteOrigins(row.site_id) : [];
    const isOwn = URL.canParse(url) && origins.includes(new URL(url).origin);
    return isOwn ? yes(undefined) : no('foreignOrigin', { detail: 'url' });
  }

  return {
    'conversation:accept': {
      async may(who, { conversationId }) {
        const found = await allowed(who, conversationId, 'conversation:accept');
        if (found.ok) return yes(undefined);
        const row = await conversations.find(conversationId);
        // Somebody was faster, or it is one's own already: `run` tells which.
        return row?.status === 'active' ? yes(undefined) : found;
      },
      async run(who, { conversationId }) {
        const taken = await conversations.assign(conversationId, who.agentId);
        if (!taken.ok) return taken;
        await powers.audit({
          actor: `agent:${who.agentId}`,
          act: 'conversation.accept',
          thing: `conversation:${conversationId}`,
        });
        return yes(await conversations.deskView(taken.value));
      },
    },
    'conversation:resume': {
      may: mayRead,
      run: async (_who, { conversationId, afterSeq }) => yes(await conversations.page(conversationId, afterSeq)),
    },
    'conversation:history': {
      may: mayRead,
      run: async (_who, { conversationId }) => yes(await history(db, conversationId)),
    },
    'conversation:close': {
      may: may('conversation:close'),
      async run(who, { conversationId }) {
        const ended = await conversations.end(conversationId, 'agent');
        if (ended.ok) {
          await powers.audit({
            actor: `agent:${who.agentId}`,
            act: 'conversation.close',
            thing: `conversation:${conversationId}`,
          });
        }
        return ended;
      },
    },
    'message:send': {
      pace: { perSecond: 20, burst: 60 },
      inOrder: true,
      may: may('conversation:write'),
      run: (who, draft) => write(who, draft, { type: 'text', text: draft.text }),
    },
    'page:push': {
      inOrder: true,
      may: may('conversation:write'),
      async run(who, { conversationId, clientId, url, title }) {
        const own = await ofSite(conversationId, url);
        return own.ok ? write(who, { conversationId, clientId }, { type: 'link', url, title }) : own;
      },
    },
    'media:show': {
      inOrder: true,
      may: may('conversation:write'),
      async run(who, { conversationId, clientId, ...media }) {
        const own = await ofSite(conversationId, media.url);
        return own.ok ? write(who, { conversationId, clientId }, { type: 'media', ...media }) : own;
      },
    },
    'message:read': {
      may: may('conversation:see'),
      async run(who, { conversationId, seq }) {
        const row = await conversations.find(conversationId);
        // Looking in does not make it read: only its own agent's reading counts.
        if (row?.agent_id === who.agentId)
          await readMark({ db, conversations }, conversationId, 'read_by_agent_seq', seq);
        return yes(undefined);
      },
    },
    'typing:tell': {
      pace: { perSecond: 2, burst: 6 },
      async run(who, { conversationId, on }) {
        const found = await allowed(who, conversationId, 'conversation:write');
        if (found.ok && found.value.visitor_id) {
          tell.visitor(found.value.visitor_id)('typing:told', { conversationId, on, agentName: who.name });
        }
        return yes(undefined as never);
      },
    },
  };
}
