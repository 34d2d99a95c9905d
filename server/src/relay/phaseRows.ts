import type { Db } from '../powers.ts';
import type { CallsTable, SharesTable } from '../store/tables.ts';

interface Phased {
  shares: SharesTable;
  calls: CallsTable;
}

/**
 * What shares and calls ask of their tables alike. There is never more than one open row of a conversation, and each change
 * of phase is one statement, so that only one of two racing acts wins.
 */
export function createPhaseRows<T extends keyof Phased>(db: Db, name: T) {
  type Row = Phased[T];
  // Both tables have these columns; the builder cannot follow a name that is one of two.
  const table = name as 'shares';
  const rows = () => db.selectFrom(table).selectAll();
  const open = () => rows().where('phase', '!=', 'ended');
  const one = async (query: ReturnType<typeof rows>) => (await query.executeTakeFirst()) as Row | undefined;
  const all = async (query: ReturnType<typeof rows>) => (await query.execute()) as unknown[] as Row[];

  async function move(id: string, set: Partial<SharesTable>, from: 'asked' | 'ringing' | 'open'): Promise<boolean> {
    const change = db.updateTable(table).set(set).where('id', '=', id);
    const changed = await (from === 'open'
      ? change.where('phase', '!=', 'ended')
      : change.where('phase', '=', from)
    ).executeTakeFirst();
    return changed.numUpdatedRows > 0n;
  }

  return {
    find: (id: string) => one(rows().where('id', '=', id)),
    open: (conversationId: string) => one(open().where('conversation_id', '=', conversationId)),
    openOf: (visitorId: string) => all(open().where('visitor_id', '=', visitorId)),
    openOfAgent: (agentId: string) => all(open().where('agent_id', '=', agentId)),
    allOpen: () => all(open()),
    async add(row: Row) {
      await db
        .insertInto(table)
        .values(row as unknown as SharesTable)
        .execute();
    },
    /** False when it is not in that phase any more. */
    move,
    /** False when it had ended before. */
    end: (id: string, why: string, now: number) => move(id, { phase: 'ended', why, since_at: now }, 'open'),
  };
}
