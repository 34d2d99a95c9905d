import { createHash } from 'node:crypto';
import type { Experiment } from '@theke/protocol';
import { capAt } from '@theke/uplift';
import type { Db, Experiments, Tx } from '../powers.ts';
import type { ExperimentsTable } from '../store/tables.ts';
import { byPage, mostByPages } from './byPage.ts';
import { dayMs } from './days.ts';
import { trafficOf } from './traffic.ts';

type Of = Parameters<Experiments['current']>[1];

/** The stretch before the start that the cap and the planned visitors are taken from, and the length that is planned for. */
export const planDays = 28;
/** Planned for where nothing is known of the shop's traffic yet. */
export const plannedByDefault = 20_000;
const plannedAtLeast = 1_000;

/** The same rule, version, text, salt, share and window are the same experiment, in every process. */
function idOf({ siteId, layer, ruleId, version, digest, share, salt, windowMs }: Of): string {
  const words = JSON.stringify([siteId, layer, ruleId, version, digest, share, salt, windowMs]);
  return `exp_${createHash('sha256').update(words).digest('hex').slice(0, 24)}`;
}

/**
 * Finds or starts experiments. What an interval may be read by – cap, currency, planned visitors, share, window – is written
 * down at the start and never again.
 */
export function createCurrent(): Experiments['current'] {
  return async (tx, of) => {
    const isPages = of.digest.startsWith(byPage);
    const running = await tx
      .selectFrom('experiments')
      .select(['id', 'version', 'digest'])
      .where('site_id', '=', of.siteId)
      .where('rule_id', '=', of.ruleId)
      .where('layer', '=', of.layer)
      .where('ended_at', 'is', null)
      .execute();
    const isTheirs = (one: { digest: string }) => one.digest.startsWith(byPage);
    // A rule that was removed, or is yet to be written, has no name that pages could not use: they take nothing of the shop's own away.
    const open = isPages ? running.filter(isTheirs) : running;
    if (!(of.share > 0)) {
      if (!isPages) await end(tx, open, of.atMs);
      return null;
    }
    const id = idOf(of);
    const found = { id, holdoutShare: of.share, salt: of.salt };
    if (open.some((one) => one.id === id)) return found;
    const known = await tx.selectFrom('experiments').select('id').where('id', '=', id).executeTakeFirst();
    // A page that was loaded before the change still speaks of the old version: its visitors belong to the old experiment.
    if (known) return found;
    if (isPages && (await begunByPages(tx, of)) >= mostByPages) return null;
    const late = open.some((one) => isTheirs(one) === isPages && one.version > of.version);
    if (!late) await end(tx, open, of.atMs);
    await tx
      .insertInto('experiments')
      .values({
        id,
        site_id: of.siteId,
        layer: of.layer,
        rule_id: of.ruleId,
        version: of.version,
        salt: of.salt,
        digest: of.digest,
        holdout_share: of.share,
        window_ms: of.windowMs,
        planned_visitors: await plannedVisitors(tx, of),
        cap_cents: (await capBefore(tx, of)) ?? null,
        currency: of.currency,
        started_at: of.atMs,
        ended_at: late ? of.atMs : null,
      })
      .onConflict((c) => c.column('id').doNothing())
      .execute();
    return found;
  };
}

async function end(tx: Tx, open: readonly { id: string }[], atMs: number): Promise<void> {
  if (open.length === 0) return;
  const ids = open.map((one) => one.id);
  await tx.updateTable('experiments').set({ ended_at: atMs }).where('id', 'in', ids).execute();
}

async function begunByPages(tx: Tx, { siteId, atMs }: Of): Promise<number> {
  const found = await tx
    .selectFrom('experiments')
    .select((e) => e.fn.countAll().as('n'))
    .where('site_id', '=', siteId)
    .where('digest', 'like', `${byPage}%`)
    .where('started_at', '>', atMs - planDays * dayMs)
    .executeTakeFirst();
  return Number(found?.n ?? 0);
}

async function capBefore(tx: Tx, { siteId, currency, atMs }: Of): Promise<number | undefined> {
  const orders = await tx
    .selectFrom('orders')
    .select('amount_cents')
    .where('site_id', '=', siteId)
    .where('currency', '=', currency)
    .where('at', '>=', atMs - planDays * dayMs)
    .where('at', '<', atMs)
    .execute();
  return capAt(orders.map((one) => one.amount_cents));
}

async function plannedVisitors(tx: Tx, { siteId, layer, ruleId, atMs }: Of): Promise<number> {
  const { perDay } = await trafficOf(tx, { siteId, ruleId: layer === 'rule' ? ruleId : undefined, atMs });
  return perDay === null ? plannedByDefault : Math.max(plannedAtLeast, Math.round(perDay * planDays));
}

export const readExperiment = (row: ExperimentsTable): Experiment => ({
  experimentId: row.id,
  siteId: row.site_id,
  layer: row.layer as Experiment['layer'],
  ruleId: row.rule_id,
  version: row.version,
  startedAt: row.started_at,
  ...(row.ended_at !== null ? { endedAt: row.ended_at } : {}),
  holdoutShare: row.holdout_share,
  windowMs: row.window_ms,
  plannedVisitors: row.planned_visitors,
  ...(row.cap_cents !== null ? { capCents: row.cap_cents } : {}),
  currency: row.currency,
});

export const findExperiment = async (db: Db, id: string): Promise<ExperimentsTable | null> =>
  (await db.selectFrom('experiments').selectAll().where('id', '=', id).executeTakeFirst()) ?? null;

/** Those of one site, or of all: running ones first, then the newest; behind them what pages described. */
export async function listExperiments(db: Db, siteId?: string): Promise<ExperimentsTable[]> {
  let query = db.selectFrom('experiments').selectAll();
  if (siteId !== undefined) query = query.where('site_id', '=', siteId);
  return query
    .orderBy((e) => e('digest', 'like', `${byPage}%`))
    .orderBy((e) => e('ended_at', 'is not', null))
    .orderBy('started_at', 'desc')
    .orderBy('id')
    .limit(200)
    .execute();
}
