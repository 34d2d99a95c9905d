import type { Db } from '../powers.ts';
import type { ExperimentsTable } from '../store/tables.ts';
import { agentMinutes } from './agentMinutes.ts';
import { readChatters } from './chatters.ts';
import { countClaims } from './claims.ts';
import { readExperiment } from './experiments.ts';
import { bothArmsThatCount } from './leftOut.ts';
import { nextTurn } from './nextTurn.ts';
import { readOffers } from './offers.ts';
import { outcomesOf } from './outcomes.ts';
import type { UpliftFacts } from './report.ts';
import { readTied } from './tied.ts';
import type { Days } from './upliftDays.ts';

/** Reads all that a report is computed from and that is not in the sums of the days. */
export async function readFacts(db: Db, row: ExperimentsTable, counted: Days, untilAt: number): Promise<UpliftFacts> {
  const { days, leftOut } = counted;
  const offers = await readOffers(db, row, leftOut);
  await nextTurn();
  const chatters = await readChatters(db, row, leftOut);
  await nextTurn();
  const outcomes = await outcomesOf(db, row, leftOut, { fromMs: row.started_at, toMs: untilAt + 1 });
  await nextTurn();
  return {
    experiment: readExperiment(row),
    untilAt,
    days,
    bothArms: [...leftOut.values()].filter((one) => one.why === 'bothArms').length,
    bothArmsThatCount: bothArmsThatCount(leftOut),
    tied: await readTied(db, row, untilAt),
    shown: offers.shown,
    dismissed: offers.dismissed,
    accepted: offers.accepted,
    chatted: {
      invite: [...chatters.values()].filter((arm) => arm === 'invite').length,
      holdout: [...chatters.values()].filter((arm) => arm === 'holdout').length,
    },
    chattersWhoBought: [...chatters.keys()].filter((unit) => outcomes.has(unit)).length,
    agentMinutes: await agentMinutes(db, offers.conversations),
    quality: await readQuality(db, row, untilAt),
  };
}

/** All orders of the site while the experiment's windows were open, by where they came from. */
async function readQuality(db: Db, row: ExperimentsTable, untilAt: number): Promise<UpliftFacts['quality']> {
  const toMs = Math.min(untilAt + 1, (row.ended_at ?? untilAt) + row.window_ms);
  const orders = await db
    .selectFrom('orders')
    .select((q) => ['source', 'currency', q.fn.countAll().as('n')])
    .where('site_id', '=', row.site_id)
    .where('at', '>=', row.started_at)
    .where('at', '<', toMs)
    .groupBy(['source', 'currency'])
    .execute();
  const refunds = await db
    .selectFrom('refunds as r')
    .innerJoin('orders as o', (join) => join.onRef('o.site_id', '=', 'r.site_id').onRef('o.id', '=', 'r.order_id'))
    .select((q) => q.fn.sum('r.amount_cents').as('cents'))
    .where('o.site_id', '=', row.site_id)
    .where('o.currency', '=', row.currency)
    .where('o.at', '>=', row.started_at)
    .where('o.at', '<', toMs)
    .executeTakeFirst();
  const nameless = await db
    .selectFrom('exposures')
    .select((q) => q.fn.countAll().as('n'))
    .where('experiment_id', '=', row.id)
    .where('unit_kind', '=', 'day')
    .executeTakeFirst();
  const claimed = await countClaims(db, { siteId: row.site_id, fromMs: row.started_at, toMs });
  const sum = (fits: (one: { source: string | null; currency: string }) => boolean) =>
    orders.filter(fits).reduce((all, one) => all + Number(one.n), 0);
  return {
    dayOnly: Number(nameless?.n ?? 0),
    ordersFromPage: sum((one) => one.source === 'page'),
    ordersFromShop: sum((one) => one.source !== 'page'),
    ordersContested: claimed.contested,
    ordersClaimedLate: claimed.late,
    ordersInOtherCurrency: sum((one) => one.currency !== row.currency),
    refundsCents: Number(refunds?.cents ?? 0),
  };
}
