import { createId } from '@theke/kit';
import type { Decision, DecisionReason } from '@theke/protocol';
import type { Db, Tx } from '../powers.ts';
import { dayMs } from './defaults.ts';
import type { Unit } from './units.ts';

const keptMs = 30 * dayMs;
/** Deleted at once, so that no question waits long. */
const batch = 2_000;
const pageSize = 100;

/** Writes why, for the people of the shop. Once for every question, whatever the answer. */
export async function writeDecision(
  tx: Db | Tx,
  line: {
    siteId: string;
    ruleId: string;
    version: number;
    who: Unit;
    reason: DecisionReason;
    at: number;
    page: string | null;
    token: string | null;
  },
) {
  await tx
    .insertInto('decisions')
    .values({
      id: createId('dec', line.at),
      site_id: line.siteId,
      rule_id: line.ruleId,
      version: line.version,
      unit: line.who.unit,
      visitor_id: line.who.visitorId,
      reason: line.reason,
      at: line.at,
      page: line.page,
      token: line.token,
    })
    .execute();
}

/** A page of what was decided, newest first. */
export async function listDecisions(
  db: Db,
  which: { siteId: string; ruleId?: string; beforeAt?: number },
): Promise<Decision[]> {
  const rows = await db
    .selectFrom('decisions')
    .leftJoin('invitations', 'invitations.token', 'decisions.token')
    .selectAll('decisions')
    .select('invitations.state')
    .where('decisions.site_id', '=', which.siteId)
    .$if(which.ruleId !== undefined, (q) => q.where('decisions.rule_id', '=', which.ruleId!))
    .$if(which.beforeAt !== undefined, (q) => q.where('decisions.at', '<', which.beforeAt!))
    .orderBy('decisions.at', 'desc')
    .orderBy('decisions.id', 'desc')
    .limit(pageSize)
    .execute();
  return rows.map((row) => ({
    at: Number(row.at),
    ruleId: row.rule_id,
    version: Number(row.version),
    reason: row.reason as DecisionReason,
    ...(row.state ? { outcome: outcomeOf(row.state) } : {}),
    ...(row.visitor_id ? { visitorId: row.visitor_id } : {}),
    ...(row.page ? { page: row.page } : {}),
  }));
}

/** As agents see it; for good or for now is between the visitor and us. */
export const outcomeOf = (state: string) =>
  (state === 'never' ? 'dismissed' : state) as NonNullable<Decision['outcome']>;

/** Deletes what is older than thirty days, a bounded number. True when there may be more. */
export async function forgetDecisions(db: Db, now: number): Promise<boolean> {
  const old = db
    .selectFrom('decisions')
    .select('id')
    .where('at', '<', now - keptMs)
    .limit(batch);
  const done = await db.deleteFrom('decisions').where('id', 'in', old).executeTakeFirst();
  return Number(done.numDeletedRows) === batch;
}
