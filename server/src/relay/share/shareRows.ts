import type { ShareEnd } from '@theke/protocol';
import type { Db } from '../../powers.ts';
import type { SharesTable } from '../../store/tables.ts';
import { createPhaseRows } from '../phaseRows.ts';
import { firstGrants, type Grants } from './grants.ts';

/** The relay's questions to the table of shares. */
export function createShareRows(db: Db) {
  const { end, move, ...rows } = createPhaseRows(db, 'shares');
  return {
    ...rows,
    end: (shareId: string, why: ShareEnd, now: number) => end(shareId, why, now),
    /** False when it is not waiting for an answer any more. */
    grant: (shareId: string, grants: Grants, now: number) =>
      move(shareId, { phase: 'on', since_at: now, grants: JSON.stringify(grants) }, 'asked'),
    /** False when the share has ended: its grants went with it. */
    regrant: (shareId: string, grants: Grants) => move(shareId, { grants: JSON.stringify(grants) }, 'open'),
    /** Open shares this agent looks on at without being the one who asked. */
    openWatchedBy: (agentId: string): Promise<SharesTable[]> =>
      db
        .selectFrom('shares')
        .innerJoin('share_viewers', 'share_viewers.share_id', 'shares.id')
        .selectAll('shares')
        .where('share_viewers.agent_id', '=', agentId)
        .where('share_viewers.state', '=', 'watching')
        .where('shares.phase', '!=', 'ended')
        .execute(),
  };
}

/** Who else than its own agent looks at a share, or was asked to. */
export function createViewerRows(db: Db) {
  const of = (shareId: string) => db.selectFrom('share_viewers').where('share_id', '=', shareId);
  return {
    /** Those who joined, in the order they came. */
    watching: (shareId: string) =>
      of(shareId).selectAll().where('state', '=', 'watching').orderBy('since_at').orderBy('agent_id').execute(),
    /** Those who were asked and have not come. */
    invited: async (shareId: string) =>
      (await of(shareId).select('agent_id').where('state', '=', 'invited').execute()).map((one) => one.agent_id),
    stateOf: async (shareId: string, agentId: string) =>
      (await of(shareId).select('state').where('agent_id', '=', agentId).executeTakeFirst())?.state as
        | 'invited'
        | 'watching'
        | undefined,
    /** How many there are, invited ones included: neither grows without bound. */
    count: async (shareId: string) => (await of(shareId).select('agent_id').execute()).length,
    async put(shareId: string, agentId: string, state: 'invited' | 'watching', now: number) {
      const row = { share_id: shareId, agent_id: agentId, state, since_at: now };
      await db
        .insertInto('share_viewers')
        .values(row)
        .onConflict((c) => c.columns(['share_id', 'agent_id']).doUpdateSet({ state, since_at: now }))
        .execute();
    },
    /** The share is over; who looked on is in the audit. */
    async clear(shareId: string) {
      await db.deleteFrom('share_viewers').where('share_id', '=', shareId).execute();
    },
    async remove(shareId: string, agentId: string): Promise<boolean> {
      const gone = await db
        .deleteFrom('share_viewers')
        .where('share_id', '=', shareId)
        .where('agent_id', '=', agentId)
        .executeTakeFirst();
      return gone.numDeletedRows > 0n;
    },
  };
}

export type ShareRows = ReturnType<typeof createShareRows>;
export type ViewerRows = ReturnType<typeof createViewerRows>;

/** What is granted on a share, as it is kept. */
export const grantsOf = (row: Pick<SharesTable, 'agent_id' | 'grants'>): Grants =>
  row.grants ? (JSON.parse(row.grants) as Grants) : firstGrants(row.agent_id);
