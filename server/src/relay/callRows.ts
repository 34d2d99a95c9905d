import type { AgentFace, CallEnd, CallRecord } from '@theke/protocol';
import type { Db } from '../powers.ts';
import type { CallsTable } from '../store/tables.ts';

/** The relay's questions to the table of calls; each change of phase is one statement with one winner. */
export function createCallRows(db: Db) {
  const rows = () => db.selectFrom('calls').selectAll();
  return {
    find: (callId: string) => rows().where('id', '=', callId).executeTakeFirst(),
    /** The call of a conversation that rings or is on. There is never more than one. */
    open: (conversationId: string) =>
      rows().where('conversation_id', '=', conversationId).where('phase', '!=', 'ended').executeTakeFirst(),
    openOf: (visitorId: string) => rows().where('visitor_id', '=', visitorId).where('phase', '!=', 'ended').execute(),
    openOfAgent: (agentId: string) => rows().where('agent_id', '=', agentId).where('phase', '!=', 'ended').execute(),
    allOpen: () => rows().where('phase', '!=', 'ended').execute(),
    async add(row: CallsTable) {
      await db.insertInto('calls').values(row).execute();
    },
    async accept(callId: string, now: number): Promise<boolean> {
      const changed = await db
        .updateTable('calls')
        .set({ phase: 'on', since_at: now })
        .where('id', '=', callId)
        .where('phase', '=', 'ringing')
        .executeTakeFirst();
      return changed.numUpdatedRows > 0n;
    },
    /** Kept in the table, so that it still rises after a restart. */
    async raiseEpoch(callId: string): Promise<number> {
      const raised = await db
        .updateTable('calls')
        .set((row) => ({ epoch: row('epoch', '+', 1) }))
        .where('id', '=', callId)
        .returning('epoch')
        .executeTakeFirstOrThrow();
      return raised.epoch;
    },
    async end(callId: string, why: CallEnd, now: number): Promise<boolean> {
      const changed = await db
        .updateTable('calls')
        .set({ phase: 'ended', why, since_at: now })
        .where('id', '=', callId)
        .where('phase', '!=', 'ended')
        .executeTakeFirst();
      return changed.numUpdatedRows > 0n;
    },
  };
}

/** A row as both sides are told it. */
export function toCall(row: CallsTable, agent: AgentFace | null): CallRecord {
  return {
    callId: row.id,
    conversationId: row.conversation_id,
    phase: row.phase as CallRecord['phase'],
    agent: agent ?? { agentId: row.agent_id, name: '' },
    sinceAt: row.since_at,
    ...(row.why ? { why: row.why as CallEnd } : {}),
  };
}
