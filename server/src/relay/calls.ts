import { createId } from '@theke/kit';
import { type Answer, type CallEnd, type CallRecord, type ConversationEvent, no, yes } from '@theke/protocol';
import type { Actor, Powers } from '../powers.ts';
import type { CallsTable } from '../store/tables.ts';
import { createCallRows, toCall } from './callRows.ts';
import { createEngaged } from './engaged.ts';
import type { Links } from './links.ts';
import { createTimers } from './timers.ts';
import type { Turns } from './turns.ts';

/** Unanswered for so long, a call is missed. */
export const ringMs = 30_000;
/** Whoever is away this long will not come back into the call. */
export const lostMs = 60_000;
const visitorGraceMs = 15_000;
const agentGraceMs = 30_000;

type CallPowers = Pick<
  Powers,
  'db' | 'log' | 'now' | 'after' | 'tell' | 'conversations' | 'audit' | 'agentFace' | 'visitorOnline' | 'agentOnline'
>;

/**
 * The life of a call: rings, is on, ends once. One for each conversation.
 * Knows nothing of descriptions and candidates: those pass through the links.
 */
export function createCalls(powers: CallPowers, links: Links, turns: Turns) {
  const rows = createCallRows(powers.db);
  const timers = createTimers(powers);
  const engaged = createEngaged();

  const view = async (row: CallsTable) => toCall(row, await powers.agentFace(row.agent_id));

  async function told(callId: string): Promise<CallRecord> {
    const row = (await rows.find(callId))!;
    const call = await view(row);
    powers.tell.visitor(row.visitor_id)('call:changed', call);
    powers.tell.agent(row.agent_id)('call:changed', call);
    await powers.conversations.changed(row.conversation_id);
    return call;
  }

  const note = (actor: string, act: string, row: CallsTable, why?: CallEnd) =>
    powers.audit({
      actor,
      act,
      thing: `call:${row.id}`,
      facts: { conversation: row.conversation_id, ...(why ? { why } : {}) },
    });

  const say = (row: CallsTable, step: 'started' | 'ended', event: ConversationEvent) =>
    powers.conversations.addEntry({
      conversationId: row.conversation_id,
      authorKey: 'system',
      clientId: `call-${step}-${row.id}`,
      body: { type: 'event', event },
    });

  async function endInTurn(callId: string, why: (row: CallsTable) => CallEnd | null, actor: string) {
    const row = await rows.find(callId);
    const reason = row && row.phase !== 'ended' ? why(row) : null;
    if (!row || !reason) return;
    const now = powers.now();
    if (!(await rows.end(callId, reason, now))) return;
    links.forget(callId);
    engaged.remove(callId);
    await note(actor, 'call.end', row, reason);
    const seconds = Math.max(0, Math.round((now - row.since_at) / 1000));
    if (row.phase === 'on') await say(row, 'ended', { type: 'callEnded', seconds });
    await told(callId);
  }

  async function end(callId: string, why: (row: CallsTable) => CallEnd | null, actor: string) {
    const known = await rows.find(callId);
    if (known) await turns(known.conversation_id, () => endInTurn(callId, why, actor));
  }

  function later(ms: number, run: () => Promise<void>) {
    timers.after(ms, () => {
      run().catch((error: unknown) => powers.log.warn('a call could not be looked after', { error: String(error) }));
    });
  }

  const ring = (callId: string, restMs: number) =>
    later(restMs, () => end(callId, (row) => (row.phase === 'ringing' ? 'missed' : null), 'system'));

  const mine = (row: CallsTable | undefined, who: Actor) =>
    who.kind === 'visitor' ? row?.visitor_id === who.visitorId : row?.agent_id === who.agentId;

  return {
    find: rows.find,
    async of(conversationId: string): Promise<CallRecord | null> {
      const row = await rows.open(conversationId);
      return row ? view(row) : null;
    },

    start: (conversationId: string, agentId: string): Promise<Answer<CallRecord>> =>
      turns(conversationId, async () => {
        const conversation = await powers.conversations.find(conversationId);
        if (conversation?.agent_id !== agentId || conversation.status !== 'active') return no('notFound');
        if (!conversation.visitor_id || !powers.visitorOnline(conversation.visitor_id)) return no('gone');
        const open = await rows.open(conversationId);
        if (open?.agent_id === agentId) return yes(await view(open));
        // Of an agent who had this conversation before: nobody there can answer it any more.
        if (open) await endInTurn(open.id, () => 'lost', 'system');
        const now = powers.now();
        const row: CallsTable = {
          id: createId('cal', now),
          conversation_id: conversationId,
          visitor_id: conversation.visitor_id,
          agent_id: agentId,
          phase: 'ringing',
          why: null,
          epoch: 0,
          started_at: now,
          since_at: now,
        };
        await rows.add(row);
        engaged.add(row);
        await note(`agent:${agentId}`, 'call.start', row);
        ring(row.id, ringMs);
        return yes(await told(row.id));
      }),

    async answer(callId: string, visitorId: string, accept: boolean): Promise<Answer<CallRecord>> {
      const row = await rows.find(callId);
      if (row?.visitor_id !== visitorId) return no('notFound');
      if (!accept) {
        await end(callId, (now) => (now.phase === 'ringing' ? 'declined' : null), `visitor:${visitorId}`);
        return yes(await view((await rows.find(callId))!));
      }
      return turns(row.conversation_id, async () => {
        if (!(await rows.accept(callId, powers.now()))) {
          const now = (await rows.find(callId))!;
          return now.phase === 'on' ? yes(await view(now)) : no('gone');
        }
        await note(`visitor:${visitorId}`, 'call.accept', row);
        await say(row, 'started', { type: 'callStarted' });
        return yes(await told(callId));
      });
    },

    /** The call when it is on and the asker's own; otherwise why not. */
    async joinable(callId: string, who: Actor): Promise<Answer<CallsTable>> {
      const row = await rows.find(callId);
      if (!row || !mine(row, who)) return no('notFound');
      if (row.phase === 'ringing') return no('notGranted');
      return row.phase === 'on' ? yes(row) : no('gone');
    },
    raiseEpoch: rows.raiseEpoch,

    /** Ending what has ended is no error: both sides hang up at once more often than one thinks. */
    async end(callId: string, who: Actor, why: 'hungUp' | 'cancelled' | 'lost'): Promise<Answer<void>> {
      const row = await rows.find(callId);
      if (!row || !mine(row, who)) return no('notFound');
      const byVisitor = who.kind === 'visitor';
      const actor = byVisitor ? `visitor:${who.visitorId}` : `agent:${who.agentId}`;
      await end(callId, (now) => (now.phase === 'ringing' ? (byVisitor ? 'declined' : 'cancelled') : why), actor);
      return yes(undefined);
    },

    async conversationEnded(conversationId: string) {
      const row = await rows.open(conversationId);
      if (row) await end(row.id, () => 'conversationEnded', 'system');
    },

    /** Back in the queue: it was this agent's call. */
    async released(conversationId: string) {
      const row = await rows.open(conversationId);
      if (row) await end(row.id, () => 'lost', 'system');
    },

    /** The page with the call is being left; another one joins within a minute or the call is lost. */
    left(callId: string, visitorId: string) {
      const leftAt = powers.now();
      later(lostMs, async () => {
        if (links.heardAt(callId, 'visitor') > leftAt) return;
        await end(callId, (row) => (row.visitor_id === visitorId && row.phase === 'on' ? 'lost' : null), 'system');
      });
    },
    visitorGone(visitorId: string) {
      if (!engaged.visitor(visitorId)) return;
      later(lostMs - visitorGraceMs, async () => {
        if (powers.visitorOnline(visitorId)) return;
        for (const row of await rows.openOf(visitorId)) await end(row.id, () => 'lost', 'system');
      });
    },
    agentGone(agentId: string) {
      if (!engaged.agent(agentId)) return;
      later(lostMs - agentGraceMs, async () => {
        if (powers.agentOnline(agentId)) return;
        for (const row of await rows.openOfAgent(agentId)) await end(row.id, () => 'lost', 'system');
      });
    },

    /** After a restart the browsers' links still live; whoever does not return within a minute is lost. */
    async resume() {
      for (const row of await rows.allOpen()) {
        engaged.add(row);
        if (row.phase === 'ringing') ring(row.id, Math.max(0, row.started_at + ringMs - powers.now()));
        this.visitorGone(row.visitor_id);
        this.agentGone(row.agent_id);
      }
    },
    stop: timers.stop,
  };
}

export type Calls = ReturnType<typeof createCalls>;
