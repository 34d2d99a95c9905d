import { type Kysely, sql } from 'kysely';
import type { Migration } from '../migrate.ts';
import type { Tables } from '../tables.ts';

/** `?` = may be null; `key` = primary key. Whole numbers are eight bytes: times in milliseconds need them. */
type Column = 'text' | 'text?' | 'text key' | 'whole' | 'whole?' | 'whole key' | 'bytes';

// Written down once and never changed: later shapes are later migrations.
const tables: Record<string, Record<string, Column>> = {
  sites: { id: 'text key', name: 'text', origins: 'text', settings: 'text', created_at: 'whole' },
  agents: {
    id: 'text key',
    email: 'text',
    name: 'text',
    role: 'text',
    skills: 'text',
    password_hash: 'text',
    available: 'whole',
    failed_sign_ins: 'whole',
    locked_until: 'whole?',
    disabled: 'whole',
    created_at: 'whole',
  },
  agent_sessions: { digest: 'text key', agent_id: 'text', created_at: 'whole', seen_at: 'whole', revoked_at: 'whole?' },
  api_keys: {
    id: 'text key',
    digest: 'text',
    name: 'text',
    site_id: 'text?',
    scopes: 'text',
    created_at: 'whole',
    revoked_at: 'whole?',
  },
  contacts: {
    id: 'text key',
    site_id: 'text',
    name: 'text?',
    email: 'text?',
    note: 'text?',
    verified: 'whole',
    created_at: 'whole',
  },
  identities: {
    id: 'text key',
    site_id: 'text',
    kind: 'text',
    value: 'text',
    contact_id: 'text',
    assurance: 'text',
    created_at: 'whole',
  },
  visitors: {
    id: 'text key',
    site_id: 'text',
    digest: 'text',
    contact_id: 'text',
    created_at: 'whole',
    seen_at: 'whole',
  },
  conversations: {
    id: 'text key',
    site_id: 'text',
    contact_id: 'text',
    visitor_id: 'text?',
    status: 'text',
    skill: 'text?',
    subject: 'text?',
    via: 'text',
    agent_id: 'text?',
    reserved_for: 'text?',
    reserved_until: 'whole?',
    reply_leg_id: 'text?',
    preview: 'text?',
    head_seq: 'whole',
    read_by_agent_seq: 'whole',
    read_by_visitor_seq: 'whole',
    started_at: 'whole',
    waiting_since: 'whole?',
    ended_at: 'whole?',
    rating: 'whole?',
    rating_comment: 'text?',
  },
  legs: {
    id: 'text key',
    conversation_id: 'text',
    kind: 'text',
    channel_id: 'text?',
    thread_key: 'text?',
    visibility: 'text?',
    created_at: 'whole',
    last_inbound_at: 'whole?',
  },
  entries: {
    id: 'text key',
    conversation_id: 'text',
    seq: 'whole',
    at: 'whole',
    author_key: 'text',
    author_name: 'text?',
    client_id: 'text?',
    leg_id: 'text',
    body: 'text',
    delivery: 'text?',
  },
  channels: {
    id: 'text key',
    site_id: 'text',
    kind: 'text',
    name: 'text',
    settings: 'text',
    skill: 'text?',
    created_at: 'whole',
  },
  inbound: {
    channel_id: 'text',
    event_id: 'text',
    received_at: 'whole',
    body: 'bytes',
    processed_at: 'whole?',
    error: 'text?',
  },
  outbox: {
    id: 'text key',
    channel_id: 'text',
    entry_id: 'text?',
    message: 'text',
    attempts: 'whole',
    next_at: 'whole',
    state: 'text',
    reason: 'text?',
    created_at: 'whole',
  },
  handoffs: {
    id: 'text key',
    conversation_id: 'text',
    site_id: 'text',
    agent_id: 'text',
    token_digest: 'text',
    code_digest: 'text',
    digits_digest: 'text',
    target_url: 'text',
    channel_name: 'text?',
    state: 'text',
    created_at: 'whole',
    link_expires_at: 'whole',
    code_expires_at: 'whole',
    redeemed_at: 'whole?',
    visitor_id: 'text?',
  },
  visitor_codes: { digest: 'text key', visitor_id: 'text', site_id: 'text', expires_at: 'whole', used_at: 'whole?' },
  invitations: {
    token: 'text key',
    site_id: 'text',
    visitor_id: 'text',
    rule_id: 'text',
    rule_version: 'whole',
    skill: 'text',
    agent_id: 'text',
    state: 'text',
    created_at: 'whole',
    expires_at: 'whole',
    conversation_id: 'text?',
  },
  shares: {
    id: 'text key',
    conversation_id: 'text',
    visitor_id: 'text',
    agent_id: 'text',
    phase: 'text',
    why: 'text?',
    asked_at: 'whole',
    since_at: 'whole',
  },
  calls: {
    id: 'text key',
    conversation_id: 'text',
    visitor_id: 'text',
    agent_id: 'text',
    phase: 'text',
    why: 'text?',
    epoch: 'whole',
    started_at: 'whole',
    since_at: 'whole',
  },
  orders: {
    id: 'text',
    site_id: 'text',
    visitor_id: 'text?',
    contact_id: 'text?',
    amount_cents: 'whole',
    currency: 'text',
    at: 'whole',
  },
  audit: { seq: 'whole key', at: 'whole', actor: 'text', act: 'text', thing: 'text', facts: 'text', digest: 'text' },
  idempotency: {
    key: 'text',
    scope: 'text',
    body_digest: 'text',
    status: 'whole',
    answer: 'text',
    created_at: 'whole',
  },
  settings: { key: 'text key', value: 'text' },
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
  for (const [table, columns] of Object.entries(tables)) {
    let make = db.schema.createTable(table);
    for (const [column, shape] of Object.entries(columns)) {
      const type =
        shape === 'bytes'
          ? kind === 'postgres'
            ? sql`bytea`
            : sql`blob`
          : shape.startsWith('whole')
            ? 'bigint'
            : 'text';
      make = make.addColumn(column, type, (c) => {
        if (shape.endsWith('key')) return c.primaryKey().notNull();
        return shape.endsWith('?') ? c : c.notNull();
      });
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
