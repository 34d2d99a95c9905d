import { createHash } from 'node:crypto';
import type { Db } from '../powers.ts';
import type { ExperimentsTable } from '../store/tables.ts';
import { readChatters } from './chatters.ts';
import { dayOf } from './days.ts';
import { nextTurn } from './nextTurn.ts';
import { outcomesOf } from './outcomes.ts';
import type { Days } from './upliftDays.ts';

export const csvHead = 'unit,kind,arm,eligible_at,day,revenue_cents,orders,chatted,left_out,confirmed_orders,bucket';
const page = 2_000;

/**
 * Every row of an experiment as CSV, piece by piece: enough to compute the whole report again with any other program. Units are
 * hashed with the experiment's id, so that two exports cannot be laid side by side. `left_out` is empty for rows that count;
 * `confirmed_orders` are those of `orders` that the shop's own server told; `bucket` is the place that decided the arm, below the
 * share held out.
 */
export async function* csvRows(
  db: Db,
  experiment: ExperimentsTable,
  { zone, leftOut }: Days,
  untilAt: number,
): AsyncGenerator<string> {
  const chatters = await readChatters(db, experiment, leftOut);
  await nextTurn();
  const outcomes = await outcomesOf(db, experiment, leftOut, { fromMs: experiment.started_at, toMs: untilAt + 1 });
  yield `${csvHead}\r\n`;
  let after = '';
  for (;;) {
    await nextTurn();
    const rows = await db
      .selectFrom('exposures')
      .select(['unit', 'unit_kind', 'arm', 'at', 'bucket'])
      .where('experiment_id', '=', experiment.id)
      .where('unit', '>', after)
      .orderBy('unit')
      .limit(page)
      .execute();
    if (rows.length === 0) return;
    after = rows.at(-1)!.unit;
    yield rows
      .map((row) => {
        const outcome = outcomes.get(row.unit);
        return [
          nameless(experiment.id, row.unit),
          row.unit_kind,
          row.arm,
          new Date(row.at).toISOString(),
          dayOf(row.at, zone),
          outcome?.revenue ?? 0,
          outcome?.orders ?? 0,
          chatters.has(row.unit) ? 1 : 0,
          leftOut.get(row.unit)?.why ?? '',
          outcome?.confirmed ?? 0,
          row.bucket,
        ].join(',');
      })
      .map((line) => `${line}\r\n`)
      .join('');
  }
}

const nameless = (experimentId: string, unit: string): string =>
  createHash('sha256').update(`${experimentId} ${unit}`).digest('hex').slice(0, 20);
