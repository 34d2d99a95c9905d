import type { Db } from '../powers.ts';
import type { ExperimentsTable } from '../store/tables.ts';
import { type Claim, claimMs, crowdsOf, standing } from './claims.ts';
import { inChunks } from './inChunks.ts';

/** One order with everybody it may belong to. */
export interface Bought {
  /** Whom the shop itself named. */
  visitorId: string | null;
  contactId: string | null;
  /** Whose page told it, where that stands. */
  claim: Claim | null;
  at: number;
  /** In cents: refunds taken off, cut at the cap, nothing in another currency. */
  revenue: number;
  /** The shop's own server told it. What pages alone have told may be made up. */
  confirmed: boolean;
}

/** The orders of a site from `fromMs` on and before `toMs`; what was given back whole is none. */
export async function readBought(db: Db, of: ExperimentsTable, fromMs: number, toMs: number): Promise<Bought[]> {
  const orders = await db
    .selectFrom('orders')
    .select(['id', 'named_visitor_id', 'named_contact_id', 'amount_cents', 'currency', 'at', 'source'])
    .where('site_id', '=', of.site_id)
    .where('at', '>=', fromMs)
    .where('at', '<', toMs)
    .execute();
  const back = await readRefunds(db, of.site_id, fromMs, toMs);
  const claims = await readClaims(db, of.site_id, fromMs, toMs);
  const named = orders.flatMap((one) => (one.named_visitor_id ? (claims.get(one.id) ?? []) : []));
  const isSame = await readLinks(
    db,
    named.map((one) => one.unit),
  );
  const cap = of.cap_cents ?? Number.POSITIVE_INFINITY;
  return orders.flatMap((order) => {
    const left = order.amount_cents - (back.get(order.id) ?? 0);
    if (back.has(order.id) && left <= 0) return [];
    const told = { at: order.at, namedVisitorId: order.named_visitor_id };
    return {
      visitorId: order.named_visitor_id,
      contactId: order.named_contact_id,
      claim: standing(told, claims.get(order.id) ?? [], isSame),
      at: order.at,
      revenue: order.currency === of.currency ? Math.min(left, cap) : 0,
      confirmed: order.source !== 'page',
    };
  });
}

/** Cents that were given back, by order. */
async function readRefunds(db: Db, siteId: string, fromMs: number, toMs: number): Promise<Map<string, number>> {
  const refunds = await db
    .selectFrom('refunds as r')
    .innerJoin('orders as o', (join) => join.onRef('o.site_id', '=', 'r.site_id').onRef('o.id', '=', 'r.order_id'))
    .select(['r.order_id', 'r.amount_cents'])
    .where('o.site_id', '=', siteId)
    .where('o.at', '>=', fromMs)
    .where('o.at', '<', toMs)
    .execute();
  const back = new Map<string, number>();
  for (const one of refunds) back.set(one.order_id, (back.get(one.order_id) ?? 0) + one.amount_cents);
  return back;
}

async function readClaims(db: Db, siteId: string, fromMs: number, toMs: number) {
  const rows = await db
    .selectFrom('order_claims')
    .select(['order_id', 'unit', 'visitor_id', 'at'])
    .where('site_id', '=', siteId)
    .where('at', '>=', fromMs - claimMs)
    .where('at', '<', toMs + claimMs)
    .where((e) => e.or([e('network', 'is', null), e('network', 'not in', crowdsOf(db, { siteId, fromMs, toMs }))]))
    .execute();
  const claims = new Map<string, (Claim & { at: number })[]>();
  for (const { order_id, unit, visitor_id, at } of rows) {
    const one = { unit, visitorId: visitor_id, at };
    const before = claims.get(order_id);
    if (before) before.push(one);
    else claims.set(order_id, [one]);
  }
  return claims;
}

/** Whether the nameless one of a day is known to be this visitor. */
async function readLinks(db: Db, units: readonly string[]): Promise<(unit: string, visitorId: string) => boolean> {
  const pairs = new Set<string>();
  await inChunks(units, async (some) => {
    const rows = await db
      .selectFrom('unit_links')
      .select(['day_unit', 'visitor_id'])
      .where('day_unit', 'in', some)
      .execute();
    for (const row of rows) pairs.add(`${row.day_unit} ${row.visitor_id}`);
  });
  return (unit, visitorId) => pairs.has(`${unit} ${visitorId}`);
}
