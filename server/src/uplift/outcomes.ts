import type { Arm } from '@theke/uplift';
import type { Db } from '../powers.ts';
import type { ExperimentsTable } from '../store/tables.ts';
import { inChunks } from './inChunks.ts';
import type { LeftOut } from './leftOut.ts';

/** What one eligible visitor bought in their window. Money in cents, each order cut at the cap, refunds taken off. */
export interface UnitOutcome {
  unit: string;
  arm: Arm;
  /** When they became eligible. */
  at: number;
  revenue: number;
  orders: number;
}

interface Bought {
  visitorId: string | null;
  unit: string | null;
  contactId: string | null;
  at: number;
  revenue: number;
}

interface Row {
  unit: string;
  arm: string;
  at: number;
}

/**
 * The outcomes of everybody who became eligible from `fromMs` on and before `toMs` and bought something. Intention to treat: the
 * arm counts, not what became of the invitation. Each order belongs to one visitor at most:
 *
 * - the visitor it names, if they are in the experiment under that name;
 * - else the nameless visitor whose page told it. An order that only the shop told never counts for a nameless one, because the
 *   shop can name only those who chatted, and then one arm would be measured better than the other;
 * - else, of the same contact, the visitor who was eligible first, if the contact was known before that.
 *
 * Orders before the moment or after the window count for nobody. Money in another currency is none; the order is one.
 */
export async function outcomesOf(
  db: Db,
  experiment: ExperimentsTable,
  leftOut: ReadonlyMap<string, LeftOut>,
  { fromMs, toMs }: { fromMs: number; toMs: number },
): Promise<Map<string, UnitOutcome>> {
  const windowMs = experiment.window_ms;
  const bought = await readBought(db, experiment, fromMs, toMs + windowMs);
  const kin = await visitorsOf(db, bought);
  const names = bought.flatMap((one) => [
    ...(one.visitorId ? [one.visitorId] : []),
    ...(one.unit ? [one.unit] : []),
    ...(kin.get(one.contactId ?? '') ?? []).map((visitor) => visitor.id),
  ]);
  const rows = await exposed(db, experiment.id, names);
  const found = new Map<string, UnitOutcome>();
  for (const order of bought) {
    const fits = (unit: string | null, knownSince = 0): Row[] => {
      const row = unit === null || leftOut.has(unit) ? undefined : rows.get(unit);
      const counts = row && row.at <= order.at && order.at < row.at + windowMs && knownSince <= row.at;
      return counts ? [row] : [];
    };
    const ofContact = (kin.get(order.contactId ?? '') ?? []).flatMap(({ id, knownSince }) => fits(id, knownSince));
    const [row] = [...fits(order.visitorId), ...fits(order.unit), ...ofContact.sort((a, b) => a.at - b.at)];
    if (!row || row.at < fromMs || row.at >= toMs) continue;
    const before = found.get(row.unit) ?? { ...row, arm: row.arm as Arm, revenue: 0, orders: 0 };
    found.set(row.unit, { ...before, revenue: before.revenue + order.revenue, orders: before.orders + 1 });
  }
  return found;
}

async function readBought(db: Db, experiment: ExperimentsTable, fromMs: number, toMs: number): Promise<Bought[]> {
  const orders = await db
    .selectFrom('orders')
    .select(['id', 'visitor_id', 'contact_id', 'unit', 'amount_cents', 'currency', 'at'])
    .where('site_id', '=', experiment.site_id)
    .where('at', '>=', fromMs)
    .where('at', '<', toMs)
    .execute();
  const refunds = await db
    .selectFrom('refunds as r')
    .innerJoin('orders as o', (join) => join.onRef('o.site_id', '=', 'r.site_id').onRef('o.id', '=', 'r.order_id'))
    .select(['r.order_id', 'r.amount_cents'])
    .where('o.site_id', '=', experiment.site_id)
    .where('o.at', '>=', fromMs)
    .where('o.at', '<', toMs)
    .execute();
  const back = new Map<string, number>();
  for (const one of refunds) back.set(one.order_id, (back.get(one.order_id) ?? 0) + one.amount_cents);
  const cap = experiment.cap_cents ?? Number.POSITIVE_INFINITY;
  return orders.flatMap((order) => {
    const left = order.amount_cents - (back.get(order.id) ?? 0);
    // What was given back whole was not bought.
    if (back.has(order.id) && left <= 0) return [];
    return {
      visitorId: order.visitor_id,
      unit: order.unit,
      contactId: order.contact_id,
      at: order.at,
      revenue: order.currency === experiment.currency ? Math.min(left, cap) : 0,
    };
  });
}

/** Visitors by contact, with the time since when the contact is known. */
async function visitorsOf(db: Db, bought: readonly Bought[]) {
  const contacts = bought.flatMap((one) => (one.contactId ? [one.contactId] : []));
  const kin = new Map<string, { id: string; knownSince: number }[]>();
  await inChunks(contacts, async (ids) => {
    const rows = await db
      .selectFrom('visitors as v')
      .innerJoin('contacts as c', 'c.id', 'v.contact_id')
      .select(['v.id', 'v.contact_id', 'c.created_at'])
      .where('v.contact_id', 'in', ids)
      .execute();
    for (const row of rows)
      kin.set(row.contact_id, [...(kin.get(row.contact_id) ?? []), { id: row.id, knownSince: row.created_at }]);
  });
  return kin;
}

async function exposed(db: Db, experimentId: string, units: readonly string[]): Promise<Map<string, Row>> {
  const rows = new Map<string, Row>();
  await inChunks(units, async (some) => {
    const found = await db
      .selectFrom('exposures')
      .select(['unit', 'arm', 'at'])
      .where('experiment_id', '=', experimentId)
      .where('unit', 'in', some)
      .execute();
    for (const row of found) rows.set(row.unit, row);
  });
  return rows;
}
