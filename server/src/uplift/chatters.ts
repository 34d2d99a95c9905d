import type { Arm } from '@theke/uplift';
import type { Db } from '../powers.ts';
import type { ExperimentsTable } from '../store/tables.ts';
import { dayMs } from './days.ts';
import type { LeftOut } from './leftOut.ts';

/**
 * Who had a conversation after they became eligible, and in which arm: whether invited or by themselves. Held-out visitors who
 * open the chat stay held out. A nameless visitor is followed for the day that their name lasts, in both arms alike.
 */
export async function readChatters(
  db: Db,
  experiment: ExperimentsTable,
  leftOut: ReadonlyMap<string, LeftOut>,
): Promise<Map<string, Arm>> {
  const begun = () =>
    db
      .selectFrom('exposures as x')
      .innerJoin('conversations as c', 'c.site_id', 'x.site_id')
      .select(['x.unit', 'x.arm', 'x.at', 'c.started_at'])
      .where('x.experiment_id', '=', experiment.id)
      .whereRef('c.started_at', '>=', 'x.at');
  const known = await begun().where('x.unit_kind', '=', 'visitor').whereRef('c.visitor_id', '=', 'x.unit').execute();
  const nameless = await begun()
    .innerJoin('unit_links as l', 'l.visitor_id', 'c.visitor_id')
    .where('x.unit_kind', '=', 'day')
    .whereRef('l.day_unit', '=', 'x.unit')
    .execute();
  const found = new Map<string, Arm>();
  const take = (rows: typeof known, followedMs: number) => {
    for (const row of rows)
      if (row.started_at < row.at + followedMs && !leftOut.has(row.unit)) found.set(row.unit, row.arm as Arm);
  };
  take(known, experiment.window_ms);
  take(nameless, Math.min(dayMs, experiment.window_ms));
  return found;
}
