import type { Thing } from '../auth/can.ts';
import type { ConversationsTable } from '../store/tables.ts';

/** A conversation as authorisation sees it. A reservation that has run out is none. */
export function thingOf(row: ConversationsTable, nowMs: number): Extract<Thing, { kind: 'conversation' }> {
  const reserved = row.reserved_for !== null && (row.reserved_until ?? 0) > nowMs;
  return {
    kind: 'conversation',
    status: row.status,
    agentId: row.agent_id,
    skill: row.skill,
    reservedFor: reserved ? row.reserved_for : null,
  };
}
