import { type Arm, addVisitor, noSums, type Sums } from '@theke/uplift';
import type { Db } from '../powers.ts';
import type { ExperimentsTable, UpliftDaysTable } from '../store/tables.ts';
import { dayAfter, dayMs, dayOf, startOfDay } from './days.ts';
import { type LeftOut, leftOutOf } from './leftOut.ts';
import { nextTurn } from './nextTurn.ts';
import { outcomesOf } from './outcomes.ts';

const arms: readonly Arm[] = ['invite', 'holdout'];

/** The seven sums of both arms, of those who became eligible on one day. */
export interface DaySums {
  /** YYYY-MM-DD in the shop's zone. */
  day: string;
  /** Every window of that day has closed. */
  settled: boolean;
  invite: Sums;
  holdout: Sums;
  /** Buyers with an order that the shop's own server told. */
  confirmed: Record<Arm, number>;
}

/** Days being summed up since `at`. `isLate`: an order of an earlier moment was told meanwhile, so nothing of it is closed. */
interface Counting {
  experiment: ExperimentsTable;
  at: number;
  isLate: boolean;
}

/** What the days of an experiment are counted from, fresh. */
export interface Days {
  zone: string;
  days: DaySums[];
  leftOut: ReadonlyMap<string, LeftOut>;
}

/**
 * Keeps `uplift_days`: days whose windows are open are summed up anew each time, closed ones are read. A word that comes late
 * (`reopen`) has its days summed up once more.
 */
export function createUpliftDays(powers: { db: Db; now(): number; zoneOf(siteId: string): Promise<string> }) {
  const { db, now } = powers;
  const running = new Map<string, Promise<Days>>();
  /** All that are under way, also those that nobody is to join any more. */
  const counting = new Set<Counting>();

  /** An experiment keeps the zone it began in: days that move afterwards would be other days. */
  async function zoneOf(experiment: ExperimentsTable): Promise<string> {
    const key = `upliftZone:${experiment.id}`;
    const read = () => db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst();
    const known = await read();
    if (known) return known.value;
    const value = await powers.zoneOf(experiment.site_id);
    await db
      .insertInto('settings')
      .values({ key, value })
      .onConflict((c) => c.column('key').doNothing())
      .execute();
    return (await read())?.value ?? value;
  }

  async function read(experiment: ExperimentsTable, begun: Counting): Promise<Days> {
    const [zone, leftOut] = [await zoneOf(experiment), await leftOutOf(db, experiment.id)];
    const span = await db
      .selectFrom('exposures')
      .select((q) => [q.fn.min('at').as('first'), q.fn.max('at').as('last')])
      .where('experiment_id', '=', experiment.id)
      .executeTakeFirst();
    if (span?.first == null) return { zone, days: [], leftOut };
    const kept = await readKept(db, experiment.id);
    // Somebody may be found in both arms long after their day was closed.
    for (const one of leftOut.values()) kept.delete(dayOf(one.at, zone));
    const days: DaySums[] = [];
    const open: { sums: DaySums; fromMs: number; toMs: number }[] = [];
    const last = dayOf(Number(span.last), zone);
    for (let day = dayOf(Number(span.first), zone); day <= last; day = dayAfter(day)) {
      const closed = kept.get(day);
      const [fromMs, toMs] = [startOfDay(day, zone), startOfDay(dayAfter(day), zone)];
      const settled = toMs + experiment.window_ms <= begun.at;
      const sums = closed ?? { day, settled, invite: noSums, holdout: noSums, confirmed: { invite: 0, holdout: 0 } };
      days.push(sums);
      if (!closed) open.push({ sums, fromMs, toMs });
    }
    if (open.length === 0) return { zone, days, leftOut };
    const bounds = { fromMs: open[0]!.fromMs, toMs: open.at(-1)!.toMs };
    const outcomes = [...(await outcomesOf(db, experiment, leftOut, bounds)).values()];
    await nextTurn();
    for (const { sums, fromMs, toMs } of open) {
      const within = (at: number) => at >= fromMs && at < toMs;
      const eligible = await countOf(db, experiment, fromMs, toMs);
      for (const arm of arms) {
        const out = [...leftOut.values()].filter((one) => one.arm === arm && within(one.at)).length;
        const buyers = outcomes.filter((one) => one.arm === arm && within(one.at));
        sums[arm] = { ...buyers.reduce(addVisitor, noSums), visitors: eligible[arm] - out };
        sums.confirmed[arm] = buyers.filter((one) => one.confirmed > 0).length;
      }
    }
    await keep(
      db,
      experiment.id,
      open.map((one) => one.sums),
      () => !begun.isLate,
    );
    return { zone, days, leftOut };
  }

  return {
    /** Fresh sums; asked twice at once it is computed once. */
    of(experiment: ExperimentsTable): Promise<Days> {
      const known = running.get(experiment.id);
      if (known) return known;
      const begun: Counting = { experiment, at: now(), isLate: false };
      const days = read(experiment, begun).finally(() => {
        if (running.get(experiment.id) === days) running.delete(experiment.id);
        counting.delete(begun);
      });
      running.set(experiment.id, days);
      counting.add(begun);
      return days;
    },
    /** An order of that moment was told, changed or given back after its days may have been closed. */
    async reopen(siteId: string, orderAt: number): Promise<void> {
      for (const one of counting) {
        if (one.experiment.site_id !== siteId) continue;
        // Whoever asks from now on gets it too.
        running.delete(one.experiment.id);
        // An order of this very moment is in no closed day; else a busy shop would close none.
        if (orderAt < one.at) one.isLate = true;
      }
      const experiments = await db
        .selectFrom('experiments')
        .select(['id', 'window_ms'])
        .where('site_id', '=', siteId)
        .execute();
      for (const { id, window_ms } of experiments)
        await db
          .updateTable('uplift_days')
          .set({ final: 0 })
          .where('experiment_id', '=', id)
          .where('final', '=', 1)
          // A day more on either side, whatever the zone.
          .where('day', '>=', dayOf(orderAt - window_ms - dayMs, 'UTC'))
          .where('day', '<=', dayOf(orderAt + dayMs, 'UTC'))
          .execute();
    },
  };
}

export type UpliftDays = ReturnType<typeof createUpliftDays>;

async function countOf(db: Db, experiment: ExperimentsTable, fromMs: number, toMs: number) {
  const rows = await db
    .selectFrom('exposures')
    .select((q) => ['arm', q.fn.countAll().as('n')])
    .where('site_id', '=', experiment.site_id)
    .where('experiment_id', '=', experiment.id)
    .where('at', '>=', fromMs)
    .where('at', '<', toMs)
    .groupBy('arm')
    .execute();
  const of = (arm: Arm) => Number(rows.find((row) => row.arm === arm)?.n ?? 0);
  return { invite: of('invite'), holdout: of('holdout') };
}

/** Days that are closed in both arms. */
async function readKept(db: Db, experimentId: string): Promise<Map<string, DaySums>> {
  const rows = await db
    .selectFrom('uplift_days')
    .selectAll()
    .where('experiment_id', '=', experimentId)
    .where('final', '=', 1)
    .execute();
  const kept = new Map<string, DaySums>();
  for (const { day } of rows) {
    const sums = (arm: Arm) => rows.find((row) => row.day === day && row.arm === arm);
    const [invite, holdout] = [sums('invite'), sums('holdout')];
    if (!invite || !holdout) continue;
    const confirmed = { invite: invite.confirmed_buyers ?? 0, holdout: holdout.confirmed_buyers ?? 0 };
    kept.set(day, { day, settled: true, invite: readSums(invite), holdout: readSums(holdout), confirmed });
  }
  return kept;
}

const readSums = (row: UpliftDaysTable): Sums => ({
  visitors: row.visitors,
  buyers: row.buyers,
  revenue: row.revenue,
  revenueSquared: row.revenue_squared,
  orders: row.orders,
  ordersSquared: row.orders_squared,
  revenueOrders: row.revenue_orders,
});

async function keep(db: Db, experimentId: string, days: readonly DaySums[], isCurrent: () => boolean): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const one of days)
      for (const arm of arms) {
        const sums = one[arm];
        const set = {
          visitors: sums.visitors,
          buyers: sums.buyers,
          revenue: sums.revenue,
          revenue_squared: sums.revenueSquared,
          orders: sums.orders,
          orders_squared: sums.ordersSquared,
          revenue_orders: sums.revenueOrders,
          confirmed_buyers: one.confirmed[arm],
          final: one.settled && isCurrent() ? 1 : 0,
        };
        await tx
          .insertInto('uplift_days')
          .values({ experiment_id: experimentId, arm, day: one.day, ...set })
          .onConflict((c) => c.columns(['experiment_id', 'arm', 'day']).doUpdateSet(set))
          .execute();
      }
  });
}
