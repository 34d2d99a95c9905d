import type { Tx } from '../powers.ts';
import { claimMs } from '../uplift/claims.ts';
import type { Kin } from './kin.ts';
import { sameAs } from './units.ts';

/**
 * When a visitor with an id bought last: by an order that names them or their contact, or one their own page told near its time.
 * Whether others claim the same number matters to the report, not here: whoever says they have bought is left in peace.
 */
export async function lastOrder(tx: Tx, visitorId: string): Promise<{ at: number | null }> {
  const contact = tx.selectFrom('visitors').select('contact_id').where('id', '=', visitorId);
  const all = tx
    .selectFrom('orders')
    .select('at')
    .where('visitor_id', '=', visitorId)
    .unionAll(tx.selectFrom('orders').select('at').where('contact_id', 'in', contact))
    .unionAll(
      claimed(tx)
        // Claims are found by the name of the day, which is tied to the id.
        .where('c.unit', 'in', sameAs(tx, visitorId))
        .where('c.visitor_id', '=', visitorId),
    );
  return tx
    .selectFrom(all.as('bought'))
    .select((e) => e.fn.max<number | null>('at').as('at'))
    .executeTakeFirstOrThrow();
}

/** The same of whoever was here under the same names of the day. */
export async function lastClaimed(tx: Tx, kin: Kin): Promise<{ at: number | null }> {
  const all = claimed(tx).where('c.unit', 'in', kin.names).where('o.at', '<=', kin.wholeUntil);
  return tx
    .selectFrom(all.as('bought'))
    .select((e) => e.fn.max<number | null>('at').as('at'))
    .executeTakeFirstOrThrow();
}

/** Orders with the pages that told them near their time, as the report counts them. */
const claimed = (tx: Tx) =>
  tx
    .selectFrom('order_claims as c')
    .innerJoin('orders as o', (join) => join.onRef('o.site_id', '=', 'c.site_id').onRef('o.id', '=', 'c.order_id'))
    .where((e) => e.between(e('c.at', '-', e.ref('o.at')), -claimMs, claimMs))
    .select('o.at');
