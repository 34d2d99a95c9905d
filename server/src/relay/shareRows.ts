import type { AgentFace, Share, ShareEnd } from '@theke/protocol';
import type { Db } from '../powers.ts';
import type { SharesTable } from '../store/tables.ts';

/** The relay's questions to the table of shares. Each change of phase is one statement, so that only one of two racing acts wins. */
export function createShareRows(db: Db) {
  const rows = () => db.selectFrom('shares').selectAll();
  return {
    find: (shareId: string) => rows().where('id', '=', shareId).executeTakeFirst(),
    /** The share of a conversation that is asked for or on. There is never more than one. */
    open: (conversationId: string) =>
      rows().where('conversation_id', '=', conversationId).where('phase', '!=', 'ended').executeTakeFirst(),
    openOf: (visitorId: string) => rows().where('visitor_id', '=', visitorId).where('phase', '!=', 'ended').execute(),
    openOfAgent: (agentId: string) => rows().where('agent_id', '=', agentId).where('phase', '!=', 'ended').execute(),
    allOpen: () => rows().where('phase', '!=', 'ended').execute(),
    async add(row: SharesTable) {
      await db.insertInto('shares').values(row).execute();
    },
    /** False when it is not waiting for an answer any more. */
    async grant(shareId: string, now: number): Promise<boolean> {
      const changed = await db
        .updateTable('shares')
        .set({ phase: 'on', since_at: now })
        .where('id', '=', shareId)
        .where('phase', '=', 'asked')
        .executeTakeFirst();
      return changed.numUpdatedRows > 0n;
    },
    /** False when it had ended before. */
    async end(shareId: string, why: ShareEnd, now: number): Promise<boolean> {
      const changed = await db
        .updateTable('shares')
        .set({ phase: 'ended', why, since_at: now })
        .where('id', '=', shareId)
        .where('phase', '!=', 'ended')
        .executeTakeFirst();
      return changed.numUpdatedRows > 0n;
    },
  };
}

export type ShareRows = ReturnType<typeof createShareRows>;

/** A row as both sides are told it. */
export function toShare(row: SharesTable, agent: AgentFace | null): Share {
  return {
    shareId: row.id,
    conversationId: row.conversation_id,
    phase: row.phase as Share['phase'],
    agent: agent ?? { agentId: row.agent_id, name: '' },
    sinceAt: row.since_at,
    ...(row.why ? { why: row.why as ShareEnd } : {}),
  };
}
