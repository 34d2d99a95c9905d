import type { Db, Tx } from '../powers.ts';

/** Whom a decision is about. Only `visitorId` has a past; the unit is what the arm hangs on. */
export interface Unit {
  unit: string;
  kind: 'visitor' | 'day';
  visitorId: string | null;
}

/** The unit of an id, or of the nameless visitor who is called `today` for the day. */
export const unitOf = (visitorId: string | null, today: string): Unit =>
  visitorId === null ? { unit: today, kind: 'day', visitorId } : { unit: visitorId, kind: 'visitor', visitorId };

/** A network shared by a town: more links than these are not followed. */
const maxLinks = 100;

/** Every unit that is the same person as this one, as far as is known: itself and what it was linked with. For `in (…)`, so that an index serves. */
export function sameAs(db: Db | Tx, unit: string) {
  const days = db.selectFrom('unit_links').select('day_unit as unit').where('visitor_id', '=', unit).limit(maxLinks);
  const ids = db.selectFrom('unit_links').select('visitor_id as unit').where('day_unit', '=', unit).limit(maxLinks);
  return db
    .selectNoFrom((e) => e.val(unit).as('unit'))
    .unionAll(db.selectFrom(days.as('days')).select('days.unit'))
    .unionAll(db.selectFrom(ids.as('ids')).select('ids.unit'));
}

/** Links asked for already; a visitor says hello with every page. */
const maxRemembered = 50_000;

/**
 * Ties the nameless visitor of a day to the id that came up later. The arm that was first stays theirs; where both have been
 * in the same experiment with different arms, both rows are marked, and the report leaves them out.
 */
export function createLinks({ db, now }: { db: Db; now(): number }) {
  const known = new Set<string>();

  return async function link(dayUnit: string, visitorId: string, network: string | null = null): Promise<void> {
    const key = `${dayUnit} ${visitorId}`;
    if (known.has(key)) return;
    await db.transaction().execute(async (tx) => {
      const made = await tx
        .insertInto('unit_links')
        .values({ day_unit: dayUnit, visitor_id: visitorId, at: now(), network })
        .onConflict((c) => c.columns(['day_unit', 'visitor_id']).doNothing())
        .executeTakeFirst();
      if (!made.numInsertedOrUpdatedRows) return;
      await tx
        .updateTable('exposures')
        .set({ visitor_id: visitorId })
        .where('unit', '=', dayUnit)
        .where('visitor_id', 'is', null)
        .execute();
      const both = [dayUnit, visitorId];
      const rows = await tx
        .selectFrom('exposures')
        .select(['experiment_id', 'unit', 'arm', 'at'])
        .where('unit', 'in', both)
        .execute();
      const owner = await tx.selectFrom('visitors').select('created_at').where('id', '=', visitorId).executeTakeFirst();
      for (const day of rows.filter((row) => row.unit === dayUnit)) {
        const other = rows.find((row) => row.unit === visitorId && row.experiment_id === day.experiment_id);
        // Who had an id already was not the nameless one: phones move between networks that many share.
        if (!other || other.arm === day.arm || (owner && Number(owner.created_at) < Number(day.at))) continue;
        await tx
          .updateTable('exposures')
          .set({ both_arms: 1 })
          .where('experiment_id', '=', day.experiment_id)
          .where('unit', 'in', both)
          .execute();
      }
    });
    if (known.size >= maxRemembered) known.clear();
    known.add(key);
  };
}
