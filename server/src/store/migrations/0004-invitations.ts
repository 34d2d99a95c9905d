import type { Kysely } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { Tables } from '../tables.ts';

/** `name` text · `name#` whole number · `name~` number with a fraction; then `?` may be null. The key stands in front. */
const tables: readonly [table: string, key: readonly string[], columns: string][] = [
  // Every saved state stays: two who save at once meet in the key, and the history is what the table holds.
  ['rules', ['site_id', 'rule_id', 'revision'], 'site_id rule_id revision# body? changed_at# changed_by'],
  ['invitation_settings', ['site_id', 'revision'], 'site_id revision# body changed_at# changed_by'],
  [
    'experiments',
    ['id'],
    'id site_id layer rule_id version# salt digest holdout_share~ window_ms# planned_visitors# cap_cents#? currency started_at# ended_at#?',
  ],
  // Who was eligible, in which arm: one row for each visitor and experiment, written with the decision itself.
  [
    'exposures',
    ['experiment_id', 'unit'],
    'experiment_id unit unit_kind site_id visitor_id? arm bucket~ at# page? device? token? both_arms#',
  ],
  ['decisions', ['id'], 'id site_id rule_id version# unit visitor_id? reason at# page? token?'],
  // A visitor who was known for a day only, and then by an id: one person, whose first arm counts.
  ['unit_links', ['day_unit', 'visitor_id'], 'day_unit visitor_id at#'],
  ['refunds', ['site_id', 'order_id', 'id'], 'site_id order_id id amount_cents# at# told_at#'],
  [
    'uplift_days',
    ['experiment_id', 'arm', 'day'],
    'experiment_id arm day visitors# buyers# revenue~ revenue_squared~ orders# orders_squared# revenue_orders~ final#',
  ],
];

const added: readonly [table: string, columns: string][] = [
  ['invitations', 'unit? kind? variant? experiment_id? answered_at#?'],
  // `page`: told by the visitor's browser, which anybody can make say anything; `shop`: told by the shop's own server.
  ['orders', 'source? unit? told_at#?'],
];

const indexed: readonly [table: string, ...columns: string[]][] = [
  ['experiments', 'site_id', 'rule_id'],
  ['exposures', 'visitor_id'],
  ['exposures', 'site_id', 'at'],
  ['exposures', 'unit'],
  ['decisions', 'site_id', 'at'],
  ['decisions', 'unit', 'at'],
  ['unit_links', 'visitor_id'],
  ['invitations', 'unit', 'created_at'],
  ['invitations', 'conversation_id'],
  ['orders', 'unit'],
  ['orders', 'site_id', 'at'],
];

const columnsOf = (words: string) =>
  words.split(' ').map((word) => {
    const [, name = '', holds = '', open = ''] = /^([a-z_]+)([#~]?)(\??)$/.exec(word) ?? [];
    const type = holds === '#' ? 'bigint' : holds === '~' ? 'double precision' : 'text';
    return { name, type, open: open === '?' } as const;
  });

/** Rules kept on the server, who was eligible and in which arm, what was decided and why, and the sums of the uplift report. */
export const invitations: Migration = {
  name: '0004-invitations',
  async up(db: Kysely<Tables>) {
    for (const [table, key, words] of tables) {
      let make = db.schema.createTable(table);
      for (const { name, type, open } of columnsOf(words))
        make = make.addColumn(name, type, (c) => (open ? c : c.notNull()));
      await make.addPrimaryKeyConstraint(`${table}_key`, [...key] as never[]).execute();
    }
    for (const [table, words] of added)
      for (const { name, type } of columnsOf(words)) await db.schema.alterTable(table).addColumn(name, type).execute();
    for (const [table, ...columns] of indexed)
      await db.schema
        .createIndex(`${table}_by_${columns.join('_and_')}`)
        .on(table)
        .columns(columns)
        .execute();
  },
};
