import type { UpliftReason } from '@theke/protocol';
import type { Db } from '../powers.ts';
import type { ExperimentsTable } from '../store/tables.ts';
import { claimMs, crowdsOf } from './claims.ts';

/** Orders that the shop's own server told while an experiment ran, by whether it is known whose they are. */
export interface Tied {
  told: number;
  /** Several visitors claimed them near their time. */
  contested: number;
  /** The shop named somebody; or one visitor claimed it, each visitor of a day counted once. */
  tied: number;
}

/** Below so many contested ones nobody has tried anything. */
const fewContested = 5;
const mostContested = 0.02;
const leastTied = 0.5;

/**
 * Why an effect may not be believed although the shop's own orders say so; null when it may. Whoever claims numbers that others are
 * about to get contests the orders of honest pages and wins those of silent ones: so neither may be many.
 */
export function doubtOf({ told, contested, tied }: Tied): Extract<UpliftReason, 'contested' | 'fewTied'> | null {
  if (contested >= fewContested && contested > mostContested * told) return 'contested';
  return tied < leastTied * told ? 'fewTied' : null;
}

/** Reads it for the time in which this experiment's orders count. One statement. */
export async function readTied(db: Db, of: ExperimentsTable, untilAt: number): Promise<Tied> {
  const [fromMs, toMs] = [of.started_at, Math.min(untilAt + 1, (of.ended_at ?? untilAt) + of.window_ms)];
  const orders = db
    .selectFrom('orders as o')
    .leftJoin('order_claims as c', (join) =>
      join
        .onRef('c.site_id', '=', 'o.site_id')
        .onRef('c.order_id', '=', 'o.id')
        .on((e) => e.between(e('c.at', '-', e.ref('o.at')), -claimMs, claimMs))
        .on((e) =>
          e.or([
            e('c.network', 'is', null),
            e('c.network', 'not in', crowdsOf(db, { siteId: of.site_id, fromMs, toMs })),
          ]),
        ),
    )
    .select((e) => [
      e.fn.count('c.unit').as('near'),
      e.fn.min('c.unit').as('unit'),
      e.fn.coalesce('o.named_visitor_id', 'o.named_contact_id').as('named'),
    ])
    .where('o.site_id', '=', of.site_id)
    .where('o.at', '>=', fromMs)
    .where('o.at', '<', toMs)
    .where((e) => e.or([e('o.source', 'is', null), e('o.source', '!=', 'page')]))
    .groupBy(['o.id', 'o.named_visitor_id', 'o.named_contact_id']);
  const found = await db
    .selectFrom(orders.as('told'))
    .select((e) => [
      e.fn.countAll().as('told'),
      e.fn.countAll().filterWhere('near', '>', 1).as('contested'),
      e.fn.countAll().filterWhere('named', 'is not', null).as('named'),
      e.fn.count('unit').distinct().filterWhere('named', 'is', null).filterWhere('near', '=', 1).as('claimed'),
    ])
    .executeTakeFirstOrThrow();
  const { told, contested, named, claimed } = found;
  return { told: Number(told), contested: Number(contested), tied: Number(named) + Number(claimed) };
}
