import { PostgresAdapter, sql } from 'kysely';
import type { Db, Tx } from '../powers.ts';

/** A server that stands still in the middle of its turn must not silence all the others with it. */
const patienceMs = 5_000;

/**
 * Waits until no other transaction that took the same turn is open, in any process; it ends with this one. What is read
 * afterwards is as the others left it. Throws when one is open for longer than `withinMs`. The embedded database lets one
 * transaction write at a time anyway.
 */
export async function takeTurn(tx: Db | Tx, of: string, withinMs = patienceMs): Promise<void> {
  if (!(tx.getExecutor().adapter instanceof PostgresAdapter)) return;
  await sql`select set_config('lock_timeout', ${String(withinMs)}, true)`.execute(tx);
  await sql`select pg_advisory_xact_lock(hashtextextended(${of}, 0))`.execute(tx);
}
