import { type ActingCapability, type Answer, no, type Share, yes } from '@theke/protocol';
import type { Powers } from '../../powers.ts';
import type { SharesTable } from '../../store/tables.ts';
import type { Lane } from '../lane/lane.ts';
import { viewsOf } from '../lane/place.ts';
import type { Timers } from '../timers.ts';
import type { Turns } from '../turns.ts';
import { askedForMs, type GrantEvent, type Grants, mayNot, nextGrants } from './grants.ts';
import type { Ledger } from './ledger.ts';
import { grantsOf, type ShareRows, type ViewerRows } from './shareRows.ts';

/** The acting agent's windows are all gone for so long: nobody holds the hand any more. */
export const actorGoneMs = 10_000;
/** Nobody looks at the shared page for so long: nothing is done there behind the visitor's back. */
export const awayMs = 30_000;
/** After a restart both sides need a moment to come back. */
export const returnMs = 30_000;
/** Nothing was done for so long: whoever still wants to act asks again. */
export const idleMs = 15 * 60_000;

/** Why acting ended without anybody's word. */
type Rest = 'agentGone' | 'hidden' | 'idle';

/** What of it only takes away; it holds at once, before anything is written. */
const narrows = (event: GrantEvent) =>
  event.type !== 'asked' && !(event.type === 'answered' && event.allow) && !(event.type === 'paused' && !event.on);

/**
 * What the visitor allows besides looking. Agents ask and give back, the visitor's own answer alone allows, time takes away.
 * Every step is written down before it widens anything, and narrows the lane before it is written down.
 */
export function createConsent(
  powers: Pick<Powers, 'now' | 'log'>,
  parts: { rows: ShareRows; viewers: ViewerRows; ledger: Ledger; lane: Lane; turns: Turns; timers: Timers },
) {
  const { rows, viewers, ledger, lane, turns, timers } = parts;
  /** Steps that have narrowed the lane and are not written yet: nothing that is written meanwhile may undo them. */
  const narrowing = new Map<string, GrantEvent[]>();

  function later(ms: number, run: () => Promise<unknown>) {
    timers.after(ms, () => {
      run().catch((error: unknown) => powers.log.warn('a grant could not be looked after', { error: String(error) }));
    });
  }

  function regrant(shareId: string, grants: Grants) {
    lane.regrant(shareId, (narrowing.get(shareId) ?? []).reduce(nextGrants, grants));
  }

  /** Lets what only takes away hold at once; gives back what forgets it when it is written. */
  function narrow(shareId: string, event: GrantEvent): () => void {
    if (!narrows(event)) return () => {};
    narrowing.set(shareId, [...(narrowing.get(shareId) ?? []), event]);
    const place = lane.place(shareId);
    if (place) regrant(shareId, place.grants);
    return () => {
      const others = (narrowing.get(shareId) ?? []).filter((one) => one !== event);
      if (others.length > 0) narrowing.set(shareId, others);
      else narrowing.delete(shareId);
    };
  }

  /** One step of a share that is on. Null: it is not. The audit line is written when something changed. */
  async function step(
    row: SharesTable,
    event: GrantEvent,
    note: (before: Grants, next: Grants) => { actor: string; act: string; facts?: Record<string, string> },
  ): Promise<Share | null> {
    const done = narrow(row.id, event);
    return turns(row.conversation_id, async () => {
      try {
        const now = await rows.find(row.id);
        if (now?.phase !== 'on') return null;
        const before = grantsOf(now);
        const next = nextGrants(before, event);
        if (next === before) return ledger.view(now);
        if (!(await rows.regrant(row.id, next))) return null;
        done();
        regrant(row.id, next);
        watch(now, before, next);
        const { actor, act, facts } = note(before, next);
        await ledger.note(actor, act, row, facts);
        return ledger.told(row.id);
      } finally {
        done();
      }
    });
  }

  /** What time does to what has just changed. */
  function watch(row: SharesTable, before: Grants, next: Grants) {
    const asks = JSON.stringify([next.askedAt, next.handover]);
    if (asks !== JSON.stringify([before.askedAt, before.handover])) watchQuestions(row, askedForMs);
    const acts = ({ stands }: Grants) => stands.control === 'on' || stands.fill === 'on';
    if (!acts(next) || (acts(before) && before.actor === next.actor)) return;
    const place = lane.place(row.id);
    if (place) place.lastActAt = powers.now();
    watchIdle(row, idleMs);
  }

  function watchQuestions(row: SharesTable, ms: number) {
    later(ms, () =>
      step(row, { type: 'expired', nowMs: powers.now() }, () => ({ actor: 'system', act: 'grant.expire' })),
    );
  }

  const rest = (row: SharesTable, why: Rest) =>
    step(row, { type: 'rested' }, () => ({ actor: 'system', act: 'grant.end', facts: { why } }));

  function watchIdle(row: SharesTable, ms: number) {
    later(ms, async () => {
      const place = lane.place(row.id);
      const now = await rows.find(row.id);
      const { control, fill } = now?.phase === 'on' ? grantsOf(now).stands : { control: 'off', fill: 'off' };
      if (control !== 'on' && fill !== 'on') return;
      const restMs = place ? place.lastActAt + idleMs - powers.now() : 0;
      if (restMs > 0 && restMs <= idleMs) watchIdle(row, restMs);
      else await rest(row, 'idle');
    });
  }

  async function onRow(shareId: string): Promise<SharesTable | null> {
    const row = await rows.find(shareId);
    return row?.phase === 'on' ? row : null;
  }

  function isViewer(row: SharesTable, agentId: string): Promise<boolean> | boolean {
    return row.agent_id === agentId || viewers.stateOf(row.id, agentId).then((state) => state === 'watching');
  }

  async function byVisitor(
    shareId: string,
    visitorId: string,
    event: GrantEvent,
    act: string,
    facts: Record<string, string>,
  ): Promise<Answer<Share>> {
    // Before the first wait: taking back is honoured in the middle of a gesture.
    const done = lane.place(shareId)?.visitorId === visitorId ? narrow(shareId, event) : () => {};
    const row = await rows.find(shareId).catch((error: unknown) => {
      done();
      throw error;
    });
    if (row?.visitor_id !== visitorId) return no('notFound');
    const share = await step(row, event, () => ({ actor: `visitor:${visitorId}`, act, facts }));
    return share ? yes(share) : no(row.phase === 'asked' ? 'notGranted' : 'gone');
  }

  return {
    async ask(shareId: string, agentId: string, capability: ActingCapability): Promise<Answer<Share>> {
      const row = await rows.find(shareId);
      if (!row || !(await isViewer(row, agentId))) return no('notFound');
      const event = { type: 'asked', agentId, capability, atMs: powers.now() } as const;
      const share = await step(row, event, (before) => ({
        actor: `agent:${agentId}`,
        act: before.actor === agentId ? 'grant.ask' : 'grant.handover',
        facts: { capability },
      }));
      if (!share) return no(row.phase === 'asked' ? 'notGranted' : 'gone');
      const asks = share.handover?.agent.agentId === agentId && share.handover.capability === capability;
      return asks || share.actor.agentId === agentId ? yes(share) : no('taken');
    },
    async release(shareId: string, agentId: string, capability: ActingCapability): Promise<Answer<Share>> {
      const row = await rows.find(shareId);
      if (!row || !(await isViewer(row, agentId))) return no('notFound');
      const share = await step(row, { type: 'released', agentId, capability }, () => ({
        actor: `agent:${agentId}`,
        act: 'grant.release',
        facts: { capability },
      }));
      return share ? yes(share) : no('gone');
    },

    /** The one place where a grant is made. */
    answer: (shareId: string, visitorId: string, capability: ActingCapability, agentId: string, allow: boolean) =>
      byVisitor(
        shareId,
        visitorId,
        { type: 'answered', agentId, capability, allow },
        allow ? 'grant.allow' : 'grant.refuse',
        { capability, agent: agentId },
      ),
    withdraw: (shareId: string, visitorId: string, capability: ActingCapability) =>
      byVisitor(shareId, visitorId, { type: 'withdrawn', capability }, 'grant.withdraw', { capability }),
    pause: (shareId: string, visitorId: string, on: boolean) =>
      byVisitor(shareId, visitorId, { type: 'paused', on }, on ? 'share.pause' : 'share.resume', {}),

    /** A viewer looks no longer, or is gone for good. */
    async left(shareId: string, agentId: string): Promise<void> {
      const row = await onRow(shareId);
      if (!row) return;
      await step(row, { type: 'left', agentId, owner: row.agent_id }, () => ({
        actor: 'system',
        act: 'grant.end',
        facts: { why: 'agentGone' },
      }));
    },

    /** The last window of an agent has gone; whoever acts has a few seconds to return. */
    viewGone(shareId: string, agentId: string, ms = actorGoneMs) {
      const acts = lane.place(shareId)?.grants.actor;
      if (acts !== undefined && acts !== agentId) return;
      later(ms, async () => {
        const place = lane.place(shareId);
        if (place && viewsOf(place, agentId).length > 0) return;
        const row = await onRow(shareId);
        if (row && grantsOf(row).actor === agentId) await rest(row, 'agentGone');
      });
    },
    /** The shared page is out of sight; the visitor has a while to come back to it. */
    away(shareId: string, ms = awayMs) {
      const since = lane.place(shareId)?.awaySince;
      later(ms, async () => {
        const place = lane.place(shareId);
        // There; or away anew, and then that time counts. After a restart nobody has been seen before.
        if (place && (place.awaySince === null || (since !== undefined && place.awaySince !== since))) return;
        const row = await onRow(shareId);
        if (row) await rest(row, 'hidden');
      });
    },
    /** After a restart what was granted stands, and what runs out goes on running out. */
    resume(row: SharesTable) {
      const grants = grantsOf(row);
      watchQuestions(row, askedForMs);
      if (mayNot(grants, grants.actor, 'control') && mayNot(grants, grants.actor, 'fill') && !grants.paused) return;
      watchIdle(row, idleMs);
      this.viewGone(row.id, grants.actor, returnMs);
      this.away(row.id, returnMs);
    },
  };
}

export type Consent = ReturnType<typeof createConsent>;
