import type { DecisionReason } from '@theke/protocol';
import type { Db, Tx } from '../powers.ts';
import { dayMs } from './days.ts';
import { inChunks } from './inChunks.ts';
import { nextTurn } from './nextTurn.ts';

/** Decisions about somebody who could have been invited: all else was true, and an agent was free. */
const eligible: readonly DecisionReason[] = ['invited', 'shadow', 'holdout', 'programme'];
const lookBackDays = 28;
/** A day or two say nothing of a month. */
const fewestDays = 3;

/**
 * Eligible visitors a day of the last 28 days (of the days since the first of them, where there were fewer), by one rule or by
 * any; null where less than three days are known.
 */
export async function trafficOf(
  db: Db | Tx,
  { siteId, ruleId, atMs }: { siteId: string; ruleId?: string; atMs: number },
): Promise<{ perDay: number | null; visitors: number; days: number }> {
  let query = db
    .selectFrom('decisions')
    .select((q) => [q.fn.count('unit').distinct().as('units'), q.fn.min('at').as('first')])
    .where('site_id', '=', siteId)
    .where('at', '>=', atMs - lookBackDays * dayMs)
    .where('at', '<=', atMs)
    .where('reason', 'in', eligible);
  if (ruleId !== undefined) query = query.where('rule_id', '=', ruleId);
  const row = await query.executeTakeFirst();
  const visitors = Number(row?.units ?? 0);
  const days = row?.first == null ? 0 : (atMs - Number(row.first)) / dayMs;
  return { perDay: days < fewestDays ? null : visitors / Math.min(lookBackDays, days), visitors, days };
}

/**
 * How many eligible visitors were followed for `windowMs`, and how many of them bought. Only those whose window has closed are
 * followed. Begins with the orders: they are few, and decisions are found by name.
 */
export async function buyersAmong(
  db: Db,
  { siteId, ruleId, atMs, windowMs }: { siteId: string; ruleId?: string; atMs: number; windowMs: number },
): Promise<{ followed: number; buyers: number }> {
  const fromMs = atMs - lookBackDays * dayMs - windowMs;
  let all = db
    .selectFrom('decisions')
    .where('site_id', '=', siteId)
    .where('at', '>=', fromMs)
    .where('at', '<=', atMs - windowMs)
    .where('reason', 'in', eligible);
  if (ruleId !== undefined) all = all.where('rule_id', '=', ruleId);
  const counted = await all.select((q) => q.fn.count('unit').distinct().as('units')).executeTakeFirst();
  const followed = Number(counted?.units ?? 0);
  if (followed === 0) return { followed, buyers: 0 };
  await nextTurn();
  const boughtAt = await readBuyers(db, { siteId, fromMs, atMs });
  const buyers = new Set<string>();
  await inChunks([...boughtAt.keys()], async (units) => {
    const asked = db
      .selectFrom('decisions')
      .select(['unit', 'at', 'rule_id', 'site_id', 'reason'])
      .where('unit', 'in', units)
      .where('at', '>=', fromMs)
      .where('at', '<=', atMs - windowMs);
    for (const one of await asked.execute()) {
      if (one.site_id !== siteId || !eligible.includes(one.reason as DecisionReason)) continue;
      if (ruleId !== undefined && one.rule_id !== ruleId) continue;
      const since = Number(one.at);
      if (boughtAt.get(one.unit)?.some((at) => at >= since && at < since + windowMs)) buyers.add(one.unit);
    }
  });
  return { followed, buyers: buyers.size };
}

/** When each visitor bought, by every name an order has. */
async function readBuyers(
  db: Db,
  { siteId, fromMs, atMs }: { siteId: string; fromMs: number; atMs: number },
): Promise<Map<string, number[]>> {
  const orders = await db
    .selectFrom('orders')
    .select(['visitor_id', 'unit', 'at'])
    .where('site_id', '=', siteId)
    .where('at', '>=', fromMs)
    .where('at', '<', atMs)
    .execute();
  const boughtAt = new Map<string, number[]>();
  for (const { visitor_id, unit, at } of orders)
    for (const name of [visitor_id, unit]) {
      if (name === null) continue;
      const known = boughtAt.get(name);
      if (known) known.push(Number(at));
      else boughtAt.set(name, [Number(at)]);
    }
  return boughtAt;
}
