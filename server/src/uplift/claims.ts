import type { Db } from '../powers.ts';
import { dayMs } from './days.ts';

/**
 * How far a page's word may be from the time of its order. A thank-you page opens within seconds, after a detour to a payment
 * service within minutes; who claims tomorrow's numbers today is out of it.
 */
export const claimMs = 30 * 60_000;

/**
 * Different buyers of one network and day (UTC) whose claims count. With more of them none of that network's does, and none contests
 * another's: a household or a small office has no more, and whoever makes up browsers has as many as they like.
 */
export const buyersPerNetwork = 5;

/** Networks of a day, by their names, from which more visitors claimed orders than count. */
export function crowdsOf(db: Db, { siteId, fromMs, toMs }: { siteId: string; fromMs: number; toMs: number }) {
  return (
    db
      .selectFrom('order_claims')
      .select((e) => e.ref('network').$castTo<string>().as('network'))
      .where('site_id', '=', siteId)
      // A name lasts for a day: its whole day, wherever the stretch of time cuts it.
      .where('at', '>=', fromMs - claimMs - dayMs)
      .where('at', '<', toMs + claimMs + dayMs)
      .where('network', 'is not', null)
      .groupBy('network')
      .having((e) => e.fn.count('unit').distinct(), '>', buyersPerNetwork)
  );
}

export const isNear = (claimedAt: number, orderAt: number): boolean => Math.abs(claimedAt - orderAt) <= claimMs;

/** Whose page told an order: what stands for its visitor for a day, and an id that was proved. */
export interface Claim {
  unit: string;
  visitorId: string | null;
}

/** An order, as far as it matters whose it is. */
interface Told {
  at: number;
  /** Whom the shop itself named. */
  namedVisitorId: string | null;
}

/**
 * The claim that stands: the only one made near the time of the order. Two visitors who claim one number are both left out,
 * whoever was first, because nobody can tell who lies. Where the shop names a visitor, a claim of anybody else falls.
 */
export function standing(
  order: Told,
  claims: readonly (Claim & { at: number })[],
  isSame: (unit: string, visitorId: string) => boolean,
): Claim | null {
  const [claim, ...more] = claims.filter((one) => isNear(one.at, order.at));
  if (!claim || more.length > 0) return null;
  const named = order.namedVisitorId;
  return named === null || named === claim.visitorId || isSame(claim.unit, named) ? claim : null;
}

/** Orders of a site in a stretch of time that several visitors claimed, and that pages claimed only at another time. */
export async function countClaims(
  db: Db,
  { siteId, fromMs, toMs }: { siteId: string; fromMs: number; toMs: number },
): Promise<{ contested: number; late: number }> {
  const crowds = crowdsOf(db, { siteId, fromMs, toMs });
  const claimed = db
    .selectFrom('orders as o')
    .innerJoin('order_claims as c', (join) =>
      join.onRef('c.site_id', '=', 'o.site_id').onRef('c.order_id', '=', 'o.id'),
    )
    .select((e) => {
      const isIn = e.between(e('c.at', '-', e.ref('o.at')), -claimMs, claimMs);
      return e.fn.sum<number>(e.case().when(isIn).then(e.lit(1)).else(e.lit(0)).end()).as('near');
    })
    .where('o.site_id', '=', siteId)
    .where('o.at', '>=', fromMs)
    .where('o.at', '<', toMs)
    .where((e) => e.or([e('c.network', 'is', null), e('c.network', 'not in', crowds)]))
    .groupBy('o.id');
  const found = await db
    .selectFrom(claimed.as('claimed'))
    .select((e) => [
      e.fn.countAll().filterWhere('near', '>', 1).as('contested'),
      e.fn.countAll().filterWhere('near', '=', 0).as('late'),
    ])
    .executeTakeFirst();
  return { contested: Number(found?.contested ?? 0), late: Number(found?.late ?? 0) };
}
