import type { Db } from '../powers.ts';
import { dayMs } from './defaults.ts';

/** A year and the longest window: what is older belongs to days of reports that have long been closed. */
const keptMs = 400 * dayMs;
/** Names deleted at once, so that no question waits long. */
const batch = 2_000;

/** Deletes what pages claimed, and who was known to be whom, after 400 days; a bounded number. True when there may be more. */
export async function forgetOld(db: Db, now: number): Promise<boolean> {
  const until = now - keptMs;
  const claims = db.selectFrom('order_claims').select('unit').where('at', '<', until).limit(batch);
  const links = db.selectFrom('unit_links').select('day_unit').where('at', '<', until).limit(batch);
  const gone = [
    await db.deleteFrom('order_claims').where('unit', 'in', claims).where('at', '<', until).executeTakeFirst(),
    await db.deleteFrom('unit_links').where('day_unit', 'in', links).where('at', '<', until).executeTakeFirst(),
  ];
  return gone.some((one) => Number(one.numDeletedRows) >= batch);
}
