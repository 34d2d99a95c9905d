import { type Kysely, sql } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { Tables } from '../tables.ts';

// Written down once and never changed: later shapes are later migrations.

/**
 * One line for each table: its columns, each with what it holds.
 * `name` text · `name#` whole number of eight bytes (times in milliseconds need them) · `name*` bytes;
 * then `?` may be null · `!` is the key.
 */
const tables: Record<string, string> = {
  sites: 'id! name origins settings created_at#',
  agents: 'id! email name role skills password_hash available# failed_sign_ins# locked_until#? disabled# created_at#',
  agent_sessions: 'digest! agent_id created_at# seen_at# revoked_at#?',
  api_keys: 'id! digest name site_id? scopes created_at# revoked_at#?',
  contacts: 'id! site_id name? email? note? verified# created_at#',
  identities: 'id! site_id kind value contact_id assurance created_at#',
  visitors: 'id! site_id digest contact_id created_at# seen_at#',
  conversations:
    'id! site_id contact_id visitor_id? status skill? subject? via agent_id? reserved_for? reserved_until#? reply_leg_id? preview? head_seq# read_by_agent_seq# read_by_visitor_seq# started_at# waiting_since#? ended_at#? rating#? rating_comment?',
  legs: 'id! conversation_id kind channel_id? thread_key? visibility? created_at# last_inbound_at#?',
  entries: 'id! conversation_id seq# at# author_key author_name? client_id? leg_id body delivery?',
  channels: 'id! site_id kind name settings skill? created_at#',
  inbound: 'channel_id event_id received_at# body* processed_at#? error?',
  outbox: 'id! channel_id entry_id? message attempts# next_at# state reason? created_at#',
  handoffs:
    'id! conversation_id site_id agent_id token_digest code_digest digits_digest target_url channel_name? state created_at# link_expires_at# code_expires_at# redeemed_at#? visitor_id?',
  visitor_codes: 'digest! visitor_id site_id expires_at# used_at#?',
  invitations:
    'token! site_id visitor_id rule_id rule_version# skill agent_id state created_at# expires_at# conversation_id?',
  shares: 'id! conversation_id visitor_id agent_id phase why? asked_at# since_at#',
  calls: 'id! conversation_id visitor_id agent_id phase why? epoch# started_at# since_at#',
  orders: 'id site_id visitor_id? contact_id? amount_cents# currency at#',
  audit: 'seq#! at# actor act thing facts digest',
  idempotency: 'key scope body_digest status# answer created_at#',
  settings: 'key! value',
};

const keys: Record<string, string[]> = {
  inbound: ['channel_id', 'event_id'],
  orders: ['site_id', 'id'],
  idempotency: ['scope', 'key'],
};

const unique: readonly [table: string, ...columns: string[]][] = [
  ['agents', 'email'],
  ['api_keys', 'digest'],
  ['identities', 'site_id', 'kind', 'value'],
  ['entries', 'conversation_id', 'seq'],
  // The promise that a resend is harmless rests on this index, not on code.
  ['entries', 'conversation_id', 'author_key', 'client_id'],
  ['handoffs', 'token_digest'],
];

const indexed: readonly [table: string, ...columns: string[]][] = [
  ['agent_sessions', 'agent_id'],
  ['contacts', 'site_id', 'email'],
  ['identities', 'contact_id'],
  ['conversations', 'status', 'waiting_since'],
  ['conversations', 'visitor_id'],
  ['conversations', 'agent_id', 'status'],
  ['conversations', 'contact_id'],
  ['legs', 'conversation_id'],
  ['legs', 'channel_id', 'thread_key'],
  ['inbound', 'processed_at'],
  ['outbox', 'state', 'next_at'],
  ['handoffs', 'code_digest'],
  ['handoffs', 'digits_digest'],
  ['handoffs', 'conversation_id'],
  ['visitor_codes', 'visitor_id'],
  ['invitations', 'visitor_id'],
  ['invitations', 'agent_id', 'state'],
  ['shares', 'conversation_id'],
  ['calls', 'conversation_id'],
  ['orders', 'visitor_id'],
];

async function up(db: Kysely<Tables>, kind: 'sqlite' | 'postgres') {
  const bytes = kind === 'postgres' ? 'bytea' : 'blob';
  for (const [table, columns] of Object.entries(tables)) {
    let make = db.schema.createTable(table);
    for (const word of columns.split(' ')) {
      const [, column = '', holds = '', rule = ''] = /^([a-z_]+)([#*]?)([?!]?)$/.exec(word) ?? [];
      const type = holds === '*' ? sql.raw(bytes) : holds === '#' ? 'bigint' : 'text';
      make = make.addColumn(column, type, (c) =>
        rule === '!' ? c.primaryKey().notNull() : rule === '?' ? c : c.notNull(),
      );
    }
    const key = keys[table];
    if (key) make = make.addPrimaryKeyConstraint(`${table}_key`, key as never[]);
    await make.execute();
  }
  for (const [table, ...columns] of unique) {
    await db.schema
      .createIndex(`${table}_once_${columns.join('_')}`)
      .on(table)
      .columns(columns)
      .unique()
      .execute();
  }
  for (const [table, ...columns] of indexed) {
    await db.schema
      .createIndex(`${table}_by_${columns.join('_')}`)
      .on(table)
      .columns(columns)
      .execute();
  }
}

/** Everything the first version keeps. */
export const first: Migration = { name: '0001-first', up };
