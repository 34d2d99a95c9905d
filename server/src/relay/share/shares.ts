import { createId } from '@theke/kit';
import { type Answer, no, type Share, type ShareEnd, yes } from '@theke/protocol';
import type { Powers } from '../../powers.ts';
import type { ConversationsTable, SharesTable } from '../../store/tables.ts';
import type { Engaged } from '../engaged.ts';
import type { Lane } from '../lane/lane.ts';
import type { Turns } from '../turns.ts';
import { firstGrants } from './grants.ts';
import type { Ledger } from './ledger.ts';
import type { ShareRows, ViewerRows } from './shareRows.ts';

type SharePowers = Pick<Powers, 'now' | 'conversations' | 'visitorOnline' | 'agentOnline' | 'sitePrivacy'>;

/**
 * The life of a share: asked by the agent and allowed by the visitor's own answer, or begun by the visitor; ended by either.
 * Knows no pictures: those pass through the lane, which is cut here before anything is written or told.
 */
export function createShares(
  powers: SharePowers,
  parts: {
    rows: ShareRows;
    viewers: ViewerRows;
    ledger: Ledger;
    lane: Lane;
    turns: Turns;
    engaged: Engaged;
    /** A share has been turned on. */
    began(row: SharesTable): void;
    ended(shareId: string): void;
  },
) {
  const { rows, viewers, ledger, lane, turns, engaged } = parts;
  const { note } = ledger;

  async function endInTurn(row: SharesTable, why: ShareEnd, actor: string): Promise<Share> {
    const before = (await rows.find(row.id)) ?? row;
    const ended = await rows.end(row.id, why, powers.now());
    // A grant may have been written, and joined, between the first cut and the turn.
    lane.cut(row.id);
    engaged.remove(row.id);
    if (!ended) return ledger.view((await rows.find(row.id)) ?? row);
    parts.ended(row.id);
    await note(actor, 'share.end', row, { why });
    if (before.phase === 'on') await ledger.say(row, 'ended', { type: 'shareEnded' });
    const share = await ledger.told(row.id, await viewers.invited(row.id));
    await viewers.clear(row.id);
    return share;
  }

  function end(row: SharesTable, why: ShareEnd, actor: string): Promise<Share> {
    // First of all nothing passes any more; the rest may take its time.
    lane.cut(row.id);
    return turns(row.conversation_id, () => endInTurn(row, why, actor));
  }

  /** The open share of this conversation and agent, or a new one that is asked for. */
  async function make(conversation: ConversationsTable, agentId: string, visitorId: string) {
    const open = await rows.open(conversation.id);
    if (open?.agent_id === agentId) return { row: open, fresh: false };
    // Of an agent who had this conversation before: it is no longer theirs.
    if (open) await endInTurn(open, 'left', 'system');
    const now = powers.now();
    const row: SharesTable = {
      id: createId('shr', now),
      conversation_id: conversation.id,
      visitor_id: visitorId,
      agent_id: agentId,
      phase: 'asked',
      why: null,
      asked_at: now,
      since_at: now,
      grants: null,
      recorded: (await powers.sitePrivacy(conversation.site_id)).recording ? 1 : 0,
    };
    await rows.add(row);
    engaged.add(row);
    return { row, fresh: true };
  }

  /** The visitor wants it: the one place where a share is turned on. Null: it is not waiting for an answer any more. */
  async function turnOn(row: SharesTable, act: string): Promise<Share | null> {
    const now = powers.now();
    if (!(await rows.grant(row.id, firstGrants(row.agent_id), now))) return null;
    await note(`visitor:${row.visitor_id}`, act, row);
    const { name } = await ledger.face(row.agent_id);
    await ledger.say(row, 'on', { type: 'shareStarted', agentName: name });
    parts.began({ ...row, since_at: now });
    return ledger.told(row.id);
  }

  return {
    end,
    async of(conversationId: string): Promise<Share | null> {
      const row = await rows.open(conversationId);
      return row ? ledger.view(row) : null;
    },

    /** Asked twice it is the same question; never a second one beside it. */
    ask: (conversationId: string, agentId: string): Promise<Answer<Share>> =>
      turns(conversationId, async () => {
        const conversation = await powers.conversations.find(conversationId);
        if (conversation?.agent_id !== agentId || conversation.status !== 'active') return no('notFound');
        if (!conversation.visitor_id || !powers.visitorOnline(conversation.visitor_id)) return no('gone');
        const { row, fresh } = await make(conversation, agentId, conversation.visitor_id);
        if (!fresh) return yes(await ledger.view(row));
        await note(`agent:${agentId}`, 'share.ask', row);
        return yes(await ledger.told(row.id));
      }),

    /** The visitor begins by themselves: on at once, for the agent of this conversation. */
    offer: (conversationId: string, visitorId: string): Promise<Answer<Share>> =>
      turns(conversationId, async () => {
        const conversation = await powers.conversations.find(conversationId);
        if (conversation?.visitor_id !== visitorId) return no('notFound');
        if (conversation.status !== 'active' || !conversation.agent_id) return no('nobody');
        if (!powers.agentOnline(conversation.agent_id)) return no('nobody');
        const { row } = await make(conversation, conversation.agent_id, visitorId);
        if (row.phase === 'on') return yes(await ledger.view(row));
        const share = await turnOn(row, 'share.offer');
        return share ? yes(share) : no('gone');
      }),

    /** The same answer again gives the same share. */
    async answer(shareId: string, visitorId: string, allow: boolean): Promise<Answer<Share>> {
      const row = await rows.find(shareId);
      if (row?.visitor_id !== visitorId) return no('notFound');
      if (!allow)
        return yes(await end(row, row.phase === 'on' ? 'stoppedByVisitor' : 'declined', `visitor:${visitorId}`));
      return turns(row.conversation_id, async () => {
        const conversation = await powers.conversations.find(row.conversation_id);
        // The question was one agent's: it does not let in another.
        if (conversation?.agent_id !== row.agent_id || conversation.status !== 'active') return no('gone');
        const share = await turnOn(row, 'share.allow');
        if (share) return yes(share);
        const now = await rows.find(shareId);
        return now?.phase === 'on' ? yes(await ledger.view(now)) : no('gone');
      });
    },

    async withdraw(visitorId: string): Promise<void> {
      lane.cutVisitor(visitorId);
      for (const row of await rows.openOf(visitorId))
        await end(row, row.phase === 'on' ? 'stoppedByVisitor' : 'declined', `visitor:${visitorId}`);
    },

    async endByAgent(shareId: string, agentId: string): Promise<Answer<void>> {
      const row = await rows.find(shareId);
      if (row?.agent_id !== agentId) return no('notFound');
      await end(row, 'stoppedByAgent', `agent:${agentId}`);
      return yes(undefined);
    },

    /** What came was no page. Nothing more of it is taken. */
    async unsafe(shareId: string): Promise<void> {
      const row = await rows.find(shareId);
      if (row) await end(row, 'unsafe', 'system');
    },

    /** The conversation is over, or went back to the queue: the grant was for this agent in this conversation. */
    async overWith(conversationId: string, why: 'conversationEnded' | 'left'): Promise<void> {
      const row = await rows.open(conversationId);
      if (row) await end(row, why, 'system');
    },
  };
}

export type Shares = ReturnType<typeof createShares>;
