import type { Arm } from '@theke/uplift';
import type { Db } from '../powers.ts';
import type { ExperimentsTable } from '../store/tables.ts';
import { type Bought, readBought } from './bought.ts';
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
  /** How many of the orders the shop's own server told. */
  confirmed: number;
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
 * - the visitor whom the shop names, if they are in the experiment under that name;
 * - else, of the contact whom the shop names, the visitor who was eligible first, if the contact was known before that;
 * - else the visitor whose page told it, if that claim stands (`claims.ts`). A nameless visitor gets orders in no other way: the
 *   shop can name only those who chatted, and then one arm would be measured better than the other.
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
  const names = bought.flatMap(({ visitorId, contactId, claim }) => [
    ...[visitorId, claim?.visitorId, claim?.unit].filter((name) => name != null),
    ...(kin.get(contactId ?? '') ?? []).map((visitor) => visitor.id),
  ]);
  const rows = await exposed(db, experiment.id, names);
  const found = new Map<string, UnitOutcome>();
  for (const order of bought) {
    const fits = (unit: string | null | undefined, knownSince = 0): Row[] => {
      const row = unit == null || leftOut.has(unit) ? undefined : rows.get(unit);
      const counts = row && row.at <= order.at && order.at < row.at + windowMs && knownSince <= row.at;
      return counts ? [row] : [];
    };
    const ofContact = (kin.get(order.contactId ?? '') ?? []).flatMap(({ id, knownSince }) => fits(id, knownSince));
    const byPage = [...fits(order.claim?.visitorId), ...fits(order.claim?.unit)];
    const [row] = [...fits(order.visitorId), ...ofContact.sort((a, b) => a.at - b.at), ...byPage];
    if (!row || row.at < fromMs || row.at >= toMs) continue;
    const before = found.get(row.unit) ?? { ...row, arm: row.arm as Arm, revenue: 0, orders: 0, confirmed: 0 };
    found.set(row.unit, {
      ...before,
      revenue: before.revenue + order.revenue,
      orders: before.orders + 1,
      confirmed: before.confirmed + (order.confirmed ? 1 : 0),
    });
  }
  return found;
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
