import type { Db, Tx } from '../powers.ts';
import { anyone, dayMs } from './defaults.ts';

/** Cards nobody reacted to in time give their place back. Gives whose they were. */
export async function lapse(db: Db | Tx, now: number) {
  return db
    .updateTable('invitations')
    .set((e) => ({ state: 'expired', answered_at: e.ref('expires_at') }))
    .where('state', '=', 'shown')
    .where('expires_at', '<=', now)
    .returning(['visitor_id', 'rule_id', 'created_at'])
    .execute();
}

/** Places kept by cards that are open, or accepted and about to become a conversation: of each agent, and by the nameless. */
export async function keptPlaces(tx: Tx, now: number) {
  const rows = await tx
    .selectFrom('invitations')
    .select(['agent_id', 'visitor_id'])
    .where('state', 'in', ['shown', 'accepted'])
    .where('conversation_id', 'is', null)
    .where('expires_at', '>', now)
    .execute();
  const [all, nameless] = [new Map<string, number>(), new Map<string, number>()];
  for (const { agent_id, visitor_id } of rows)
    for (const kept of visitor_id === anyone ? [all, nameless] : [all])
      kept.set(agent_id, (kept.get(agent_id) ?? 0) + 1);
  return { all, nameless };
}

/** How long the last mean is good for. */
const meanLastsMs = 5 * 60_000;

/** Who waits for a skill, and how long a conversation takes. */
export function createQueueFacts({ db, now }: { db: Db; now(): number }) {
  const means = new Map<string, { ms: number; at: number }>();

  async function measure(siteId: string): Promise<number> {
    const row = await db
      .selectFrom('conversations')
      .select((e) => [
        e.fn.sum<number | null>('ended_at').as('ended'),
        e.fn.sum<number | null>('started_at').as('started'),
        e.fn.countAll<number>().as('count'),
      ])
      .where('site_id', '=', siteId)
      .where('agent_id', 'is not', null)
      .where('ended_at', '>', now() - dayMs)
      .executeTakeFirstOrThrow();
    const count = Number(row.count);
    const ms = count === 0 ? 0 : Math.max(0, (Number(row.ended) - Number(row.started)) / count);
    means.set(siteId, { ms, at: now() });
    return ms;
  }

  return {
    async of(siteId: string, skill: string): Promise<{ waiting: number; meanMs: number }> {
      const row = await db
        .selectFrom('conversations')
        .select((e) => e.fn.countAll<number>().as('waiting'))
        .where('status', '=', 'waiting')
        .where('skill', '=', skill)
        // Kept for an agent: counted against that agent's room already.
        .where((e) => e.or([e('reserved_until', 'is', null), e('reserved_until', '<=', now())]))
        .executeTakeFirstOrThrow();
      const mean = means.get(siteId);
      // An old mean is used once more and renewed behind the answer: no answer takes longer than another for it.
      if (mean && Math.abs(now() - mean.at) > meanLastsMs) {
        mean.at = now();
        setImmediate(() => void measure(siteId).catch(() => {}));
      }
      return { waiting: Number(row.waiting), meanMs: mean?.ms ?? (await measure(siteId)) };
    },
  };
}
