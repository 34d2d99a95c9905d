import type { Db } from '../powers.ts';

const dayMs = 86_400_000;

/** Throws away what has served its time: answers kept for repetition, and sign-ins long past. Run at each start. */
export async function tidy(db: Db, nowMs: number): Promise<void> {
  await db
    .deleteFrom('idempotency')
    .where('created_at', '<', nowMs - 2 * dayMs)
    .execute();
  await db
    .deleteFrom('agent_sessions')
    .where('created_at', '<', nowMs - 30 * dayMs)
    .execute();
}
