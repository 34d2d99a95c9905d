import { createId } from '@theke/kit';
import { type Answer, no, type Share, type ShareEnd, yes } from '@theke/protocol';
import type { Powers } from '../powers.ts';
import type { SharesTable } from '../store/tables.ts';
import { createEngaged } from './engaged.ts';
import type { Lane } from './lane.ts';
import { createShareRows, toShare } from './shareRows.ts';
import { createTimers } from './timers.ts';
import type { Turns } from './turns.ts';

/** A visitor who is away this long has left; a page load or a tunnel is shorter. */
export const leftMs = 120_000;
/** The core waits this long before it says that somebody is gone. */
export const goneGraceMs = 15_000;
/** Nothing was passed on for so long: nobody is looking any more. */
export const silentMs = 15 * 60_000;

type SharePowers = Pick<
  Powers,
  'db' | 'log' | 'now' | 'after' | 'tell' | 'conversations' | 'audit' | 'agentFace' | 'visitorOnline' | 'agentOnline'
>;

/**
 * The life of a share: asked by the agent, granted by the visitor's own answer and by nothing else, ended by either.
 * Knows no pictures: those pass through the lane, which is cut here before anything is written or told.
 */
export function createShares(powers: SharePowers, lane: Lane, turns: Turns) {
  const rows = createShareRows(powers.db);
  const timers = createTimers(powers);
  const engaged = createEngaged();

  const view = async (row: SharesTable) => toShare(row, await powers.agentFace(row.agent_id));

  async function told(shareId: string): Promise<Share> {
    const row = (await rows.find(shareId))!;
    const share = await view(row);
    powers.tell.visitor(row.visitor_id)('share:changed', share);
    powers.tell.agent(row.agent_id)('share:changed', share);
    await powers.conversations.changed(row.conversation_id);
    return share;
  }

  const say = (row: SharesTable, step: 'on' | 'ended', agentName: string) =>
    powers.conversations.addEntry({
      conversationId: row.conversation_id,
      authorKey: 'system',
      clientId: `share-${step}-${row.id}`,
      body: {
        type: 'event',
        event: step === 'on' ? { type: 'shareStarted', agentName } : { type: 'shareEnded' },
      },
    });

  const note = (actor: string, act: string, row: Pick<SharesTable, 'id' | 'conversation_id'>, why?: string) =>
    powers.audit({
      actor,
      act,
      thing: `share:${row.id}`,
      facts: { conversation: row.conversation_id, ...(why ? { why } : {}) },
    });

  async function endInTurn(row: SharesTable, why: ShareEnd, actor: string): Promise<Share> {
    const before = (await rows.find(row.id)) ?? row;
    const ended = await rows.end(row.id, why, powers.now());
    // A grant may have been written, and joined, between the first cut and the turn.
    lane.cut(row.id);
    engaged.remove(row.id);
    if (!ended) return view((await rows.find(row.id)) ?? row);
    await note(actor, 'share.end', row, why);
    if (before.phase === 'on') await say(row, 'ended', '');
    return told(row.id);
  }

  function end(row: SharesTable, why: ShareEnd, actor: string): Promise<Share> {
    // First of all nothing passes any more; the rest may take its time.
    lane.cut(row.id);
    return turns(row.conversation_id, () => endInTurn(row, why, actor));
  }

  /** Ends what is still open when the visitor has not come back, or when nothing was passed on for long. */
  function watch(ms: number, check: () => Promise<void>) {
    timers.after(ms, () => {
      check().catch((error: unknown) => powers.log.warn('a share could not be looked after', { error: String(error) }));
    });
  }

  function watchSilence(row: SharesTable) {
    const restMs = Math.max(1_000, lane.lastAt(row.id, row.since_at) + silentMs - powers.now());
    watch(restMs, async () => {
      const now = await rows.find(row.id);
      if (now?.phase !== 'on') return;
      if (lane.lastAt(row.id, now.since_at) + silentMs <= powers.now()) await end(now, 'silent', 'system');
      else watchSilence(now);
    });
  }

  return {
    find: rows.find,
    async of(conversationId: string): Promise<Share | null> {
      const row = await rows.open(conversationId);
      return row ? view(row) : null;
    },

    /** Asked twice it is the same question; never a second one beside it. */
    ask: (conversationId: string, agentId: string): Promise<Answer<Share>> =>
      turns(conversationId, async () => {
        const conversation = await powers.conversations.find(conversationId);
        if (conversation?.agent_id !== agentId || conversation.status !== 'active') return no('notFound');
        if (!conversation.visitor_id || !powers.visitorOnline(conversation.visitor_id)) return no('gone');
        const open = await rows.open(conversationId);
        if (open?.agent_id === agentId) return yes(await view(open));
        // Of an agent who had this conversation before: it is no longer theirs.
        if (open) await endInTurn(open, 'left', 'system');
        const now = powers.now();
        const row: SharesTable = {
          id: createId('shr', now),
          conversation_id: conversationId,
          visitor_id: conversation.visitor_id,
          agent_id: agentId,
          phase: 'asked',
          why: null,
          asked_at: now,
          since_at: now,
        };
        await rows.add(row);
        engaged.add(row);
        await note(`agent:${agentId}`, 'share.ask', row);
        return yes(await told(row.id));
      }),

    /** The one place where a grant is made. The same answer again gives the same share. */
    async answer(shareId: string, visitorId: string, allow: boolean): Promise<Answer<Share>> {
      const row = await rows.find(shareId);
      if (row?.visitor_id !== visitorId) return no('notFound');
      if (!allow)
        return yes(await end(row, row.phase === 'on' ? 'stoppedByVisitor' : 'declined', `visitor:${visitorId}`));
      return turns(row.conversation_id, async () => {
        const conversation = await powers.conversations.find(row.conversation_id);
        // The question was one agent's: it does not let in another.
        if (conversation?.agent_id !== row.agent_id || conversation.status !== 'active') return no('gone');
        if (!(await rows.grant(shareId, powers.now()))) {
          const now = await rows.find(shareId);
          return now?.phase === 'on' ? yes(await view(now)) : no('gone');
        }
        await note(`visitor:${visitorId}`, 'share.allow', row);
        const agent = await powers.agentFace(row.agent_id);
        await say(row, 'on', agent?.name ?? '');
        watchSilence({ ...row, since_at: powers.now() });
        return yes(await told(shareId));
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

    async conversationEnded(conversationId: string): Promise<void> {
      const row = await rows.open(conversationId);
      if (row) await end(row, 'conversationEnded', 'system');
    },

    /** The conversation went back to the queue: the grant was this agent's alone. */
    async released(conversationId: string): Promise<void> {
      const row = await rows.open(conversationId);
      if (row) await end(row, 'left', 'system');
    },

    visitorGone(visitorId: string) {
      if (!engaged.visitor(visitorId)) return;
      watch(leftMs - goneGraceMs, async () => {
        if (powers.visitorOnline(visitorId)) return;
        for (const row of await rows.openOf(visitorId)) await end(row, 'left', 'system');
      });
    },
    agentGone(agentId: string) {
      if (!engaged.agent(agentId)) return;
      watch(leftMs, async () => {
        if (powers.agentOnline(agentId)) return;
        for (const row of await rows.openOfAgent(agentId)) await end(row, 'left', 'system');
      });
    },

    /** After a restart nobody has joined yet: whoever does not return has left. */
    async start() {
      for (const row of await rows.allOpen()) {
        engaged.add(row);
        if (row.phase === 'on') watchSilence({ ...row, since_at: powers.now() });
        this.visitorGone(row.visitor_id);
        this.agentGone(row.agent_id);
      }
    },
    stop: timers.stop,
  };
}

export type Shares = ReturnType<typeof createShares>;
