import type { AgentFace, CallEnd, CallRecord } from '@theke/protocol';
import type { Db } from '../powers.ts';
import type { CallsTable } from '../store/tables.ts';
import { createPhaseRows } from './phaseRows.ts';

/** The relay's questions to the table of calls. */
export function createCallRows(db: Db) {
  const rows = createPhaseRows(db, 'calls');
  return {
    ...rows,
    accept: (callId: string, now: number) => rows.move(callId, { phase: 'on', since_at: now }, 'ringing'),
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
