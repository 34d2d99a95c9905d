import type { Db, Tx } from '../powers.ts';
import type { Earlier, Past } from './caps.ts';
import { dayMs, visitMs } from './defaults.ts';
import { sameAs, type Unit } from './units.ts';

/** Nothing an invitation may depend on lasts longer than a year. */
const rememberedMs = 366 * dayMs;
const maxEarlier = 1_000;

export type Card = Earlier & {
  token: string;
  agentId: string;
  version: number;
  variant: string | null;
};

/** Rules this visitor was invited by, so that what those rules say can be fetched before the transaction. */
export async function rulesMet(db: Db, visitorId: string | null): Promise<string[]> {
  const rows = await db
    .selectFrom('invitations')
    .select('rule_id')
    .distinct()
    .where('visitor_id', '=', visitorId ?? '')
    .limit(100)
    .execute();
  return rows.map((row) => row.rule_id);
}

/** What happened to this visitor before. A visitor without an id has none of it; the same questions are asked all the same. */
export async function readPast(
  tx: Tx,
  visitorId: string | null,
  now: number,
  visitSince: number | null,
): Promise<Omit<Past, 'earlier'> & { earlier: Card[] }> {
  // What strangers were shown is not this one's past.
  const whose = visitorId ?? '';
  const cards = await tx
    .selectFrom('invitations')
    .selectAll()
    .where('visitor_id', '=', whose)
    .where('created_at', '>', now - rememberedMs)
    .orderBy('created_at', 'desc')
    .limit(maxEarlier)
    .execute();
  const talks = await tx
    .selectFrom('conversations')
    .select((e) => [
      e.fn.max<number | null>('ended_at').as('ended'),
      e.fn.count<number>('id').filterWhere('status', '!=', 'ended').as('open'),
    ])
    .where('visitor_id', '=', whose)
    .executeTakeFirstOrThrow();
  const bought = await tx
    .selectFrom('orders')
    .select((e) => e.fn.max<number | null>('at').as('at'))
    .where('visitor_id', '=', whose)
    .executeTakeFirstOrThrow();
  return {
    now,
    earlier: cards.map((row) => ({
      ruleId: row.rule_id,
      state: row.state,
      createdAt: Number(row.created_at),
      expiresAt: Number(row.expires_at),
      settledAt: row.answered_at === null ? null : Number(row.answered_at),
      token: row.token,
      agentId: row.agent_id,
      version: Number(row.rule_version),
      variant: row.variant,
    })),
    talking: Number(talks.open) > 0,
    talkedAt: talks.ended === null ? null : Number(talks.ended),
    orderedAt: bought.at === null ? null : Number(bought.at),
    visitSince,
  };
}

/** Whether another rule holds this visitor out in the same visit: what its control group gets is nothing, from anybody. */
export async function heldOutByAnother(tx: Tx, who: Unit, ruleId: string, now: number) {
  // Units are one site's; naming the site as well would have the database look through everybody's decisions.
  const row = await tx
    .selectFrom('decisions')
    .select('rule_id')
    .where('unit', 'in', sameAs(tx, who.unit))
    .where('at', '>', now - visitMs)
    .where('reason', '=', 'holdout')
    .where('rule_id', '!=', ruleId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
