import type { InvitationSettings, RemovedRule, RuleRecord } from '@theke/protocol';
import type { Rule } from '@theke/rules';
import type { Db, Tx } from '../powers.ts';
import type { RulesTable } from '../store/inviteTables.ts';
import { addSettings, readSettings } from './settings.ts';

/** One rule as it stands: its newest row, and the last text that was no removal. */
export interface KeptRule {
  row: RulesTable;
  /** Null: removed. */
  rule: Rule | null;
  before: Rule;
}

/** Everything of a site that a change is decided by. */
export interface Present {
  rules: ReadonlyMap<string, KeptRule>;
  settings: InvitationSettings;
}

/** What a change adds. Nothing is ever overwritten: each state is a row of its own. */
export interface Additions {
  rules: readonly { ruleId: string; rule: Rule | null }[];
  settings?: InvitationSettings;
}

export const recordOf = (row: RulesTable): RuleRecord => ({
  siteId: row.site_id,
  ruleId: row.rule_id,
  revision: row.revision,
  rule: row.body === null ? null : (JSON.parse(row.body) as Record<string, unknown>),
  changedAt: row.changed_at,
  changedBy: row.changed_by,
});

/** What stood on its card, to know it again by. */
const nameChars = 80;

/** The rules that are gone, the newest removal first. */
export const removedOf = ({ rules }: Present): RemovedRule[] =>
  [...rules]
    .filter(([, kept]) => kept.rule === null)
    .map(([ruleId, { row, before }]) => ({
      ruleId,
      name: (before.offer.title ?? before.offer.text).en.slice(0, nameChars),
      version: before.version,
      removedAt: row.changed_at,
      by: row.changed_by,
    }))
    .sort((a, b) => b.removedAt - a.removedAt);

/** Newest row of each rule; with `living`, the newest that is no removal. */
function newest(db: Db | Tx, siteId: string, living: boolean): Promise<RulesTable[]> {
  let last = db
    .selectFrom('rules')
    .select(['rule_id', (e) => e.fn.max('revision').as('revision')])
    .where('site_id', '=', siteId);
  if (living) last = last.where('body', 'is not', null);
  return db
    .selectFrom('rules as r')
    .innerJoin(last.groupBy('rule_id').as('n'), (join) =>
      join.onRef('n.rule_id', '=', 'r.rule_id').onRef('n.revision', '=', 'r.revision'),
    )
    .selectAll('r')
    .where('r.site_id', '=', siteId)
    .orderBy('r.rule_id')
    .execute();
}

export async function readPresent(db: Db | Tx, siteId: string): Promise<Present> {
  const before = new Map((await newest(db, siteId, true)).map((row) => [row.rule_id, row]));
  const rules = new Map<string, KeptRule>();
  for (const row of await newest(db, siteId, false)) {
    const last = before.get(row.rule_id);
    if (!last?.body) continue;
    const rule = JSON.parse(last.body) as Rule;
    rules.set(row.rule_id, { row, rule: row.body === null ? null : rule, before: rule });
  }
  return { rules, settings: await readSettings(db, siteId) };
}

/** Every kept state of one rule, newest first. */
export async function readHistory(db: Db, siteId: string, ruleId: string, limit: number): Promise<RuleRecord[]> {
  const rows = await db
    .selectFrom('rules')
    .selectAll()
    .where('site_id', '=', siteId)
    .where('rule_id', '=', ruleId)
    .orderBy('revision', 'desc')
    .limit(limit)
    .execute();
  return rows.map(recordOf);
}

/** Whether anything was added since: another process may have written. */
export async function readMark(db: Db, siteId: string): Promise<string> {
  const rules = await db
    .selectFrom('rules')
    .select((e) => e.fn.countAll<number>().as('n'))
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  const settings = await db
    .selectFrom('invitation_settings')
    .select((e) => e.fn.max('revision').as('n'))
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  return `${rules.n}.${settings.n ?? 0}`;
}

/** Who writes wins the site's row first, in every process: nobody decides by what another is about to change. False: no such site. */
export async function lockSite(tx: Tx, siteId: string): Promise<boolean> {
  const held = await tx
    .updateTable('sites')
    .set((e) => ({ id: e.ref('id') }))
    .where('id', '=', siteId)
    .executeTakeFirst();
  return held.numUpdatedRows > 0n;
}

export async function add(tx: Tx, present: Present, additions: Additions, by: { name: string; at: number }) {
  const { siteId } = present.settings;
  const rows = additions.rules.map(
    ({ ruleId, rule }): RulesTable => ({
      site_id: siteId,
      rule_id: ruleId,
      revision: (present.rules.get(ruleId)?.row.revision ?? 0) + 1,
      body: rule && JSON.stringify(rule),
      changed_at: by.at,
      changed_by: by.name,
    }),
  );
  for (const row of rows) await tx.insertInto('rules').values(row).execute();
  if (additions.settings) await addSettings(tx, additions.settings, by);
}
