import type {
  DecisionsTable,
  ExperimentsTable,
  ExposuresTable,
  InvitationSettingsTable,
  InvitationsTable,
  OrderClaimsTable,
  OrdersTable,
  RefundsTable,
  RulesTable,
  UnitLinksTable,
  UpliftDaysTable,
} from './inviteTables.ts';
import type {
  AgentSessionsTable,
  AgentsTable,
  ApiKeysTable,
  ContactsTable,
  IdentitiesTable,
  SitesTable,
  VisitorsTable,
} from './peopleTables.ts';
import type { PagePrivacyTable, RecordingPartsTable, RecordingsTable } from './recordingTables.ts';
import type { CallsTable, SharesTable, ShareViewersTable } from './relayTables.ts';

export type {
  DecisionsTable,
  ExperimentsTable,
  ExposuresTable,
  InvitationsTable,
  OrdersTable,
  UpliftDaysTable,
} from './inviteTables.ts';
export type {
  AgentSessionsTable,
  AgentsTable,
  ApiKeysTable,
  ContactsTable,
  IdentitiesTable,
  SitesTable,
  VisitorsTable,
} from './peopleTables.ts';
export type { CallsTable, SharesTable, ShareViewersTable } from './relayTables.ts';

// Times are whole milliseconds since 1970; JSON columns hold text and are parsed by the matter that owns the table.
// Booleans are 0 or 1, so that both databases store the same thing.

export interface ConversationsTable {
  id: string;
  site_id: string;
  contact_id: string;
  /** The visitor of the web leg; null until there is one. */
  visitor_id: string | null;
  /** waiting · active · ended */
  status: string;
  skill: string | null;
  subject: string | null;
  via: string;
  agent_id: string | null;
  /** An agent it is kept for (hand-off, invitation). */
  reserved_for: string | null;
  reserved_until: number | null;
  /** Where an agent's next answer goes: the leg the person was last seen on. */
  reply_leg_id: string | null;
  /** The newest text, cut short, for lists. */
  preview: string | null;
  head_seq: number;
  read_by_agent_seq: number;
  read_by_visitor_seq: number;
  started_at: number;
  waiting_since: number | null;
  ended_at: number | null;
  rating: number | null;
  rating_comment: string | null;
}

export interface LegsTable {
  id: string;
  conversation_id: string;
  /** web, webhook … */
  kind: string;
  channel_id: string | null;
  thread_key: string | null;
  /** private or public, for channels. */
  visibility: string | null;
  created_at: number;
  last_inbound_at: number | null;
}

export interface EntriesTable {
  id: string;
  conversation_id: string;
  seq: number;
  at: number;
  /** visitor · contact · agent:ID · system: half of the idempotency key. */
  author_key: string;
  author_name: string | null;
  client_id: string | null;
  leg_id: string;
  /** JSON of EntryBody. */
  body: string;
  delivery: string | null;
}

export interface ChannelsTable {
  id: string;
  site_id: string;
  kind: string;
  name: string;
  /** JSON: reply URL, secret … */
  settings: string;
  skill: string | null;
  created_at: number;
}

export interface InboundTable {
  channel_id: string;
  event_id: string;
  received_at: number;
  body: Buffer | Uint8Array;
  processed_at: number | null;
  error: string | null;
}

export interface OutboxTable {
  id: string;
  channel_id: string;
  entry_id: string | null;
  /** JSON of what is sent. */
  message: string;
  attempts: number;
  next_at: number;
  /** queued · sent · failed */
  state: string;
  reason: string | null;
  created_at: number;
}

export interface HandoffsTable {
  id: string;
  conversation_id: string;
  site_id: string;
  agent_id: string;
  token_digest: string;
  code_digest: string;
  digits_digest: string;
  target_url: string;
  channel_name: string | null;
  /** created · redeemed · revoked */
  state: string;
  created_at: number;
  link_expires_at: number;
  code_expires_at: number;
  redeemed_at: number | null;
  visitor_id: string | null;
}

export interface VisitorCodesTable {
  digest: string;
  visitor_id: string;
  site_id: string;
  expires_at: number;
  used_at: number | null;
}

export interface AuditTable {
  /** Counts up by one; a hole or a wrong digest shows tampering. */
  seq: number;
  at: number;
  actor: string;
  act: string;
  thing: string;
  /** JSON without texts or values. */
  facts: string;
  /** SHA-256 over the previous digest and this row. */
  digest: string;
}

export interface IdempotencyTable {
  key: string;
  scope: string;
  body_digest: string;
  status: number;
  answer: string;
  created_at: number;
}

export interface SettingsTable {
  key: string;
  value: string;
}

/** Every table. Changed only together with a new migration. */
export interface Tables {
  sites: SitesTable;
  agents: AgentsTable;
  agent_sessions: AgentSessionsTable;
  api_keys: ApiKeysTable;
  contacts: ContactsTable;
  identities: IdentitiesTable;
  visitors: VisitorsTable;
  conversations: ConversationsTable;
  legs: LegsTable;
  entries: EntriesTable;
  channels: ChannelsTable;
  inbound: InboundTable;
  outbox: OutboxTable;
  handoffs: HandoffsTable;
  visitor_codes: VisitorCodesTable;
  invitations: InvitationsTable;
  shares: SharesTable;
  share_viewers: ShareViewersTable;
  page_privacy: PagePrivacyTable;
  recordings: RecordingsTable;
  recording_parts: RecordingPartsTable;
  calls: CallsTable;
  orders: OrdersTable;
  order_claims: OrderClaimsTable;
  rules: RulesTable;
  invitation_settings: InvitationSettingsTable;
  experiments: ExperimentsTable;
  exposures: ExposuresTable;
  decisions: DecisionsTable;
  unit_links: UnitLinksTable;
  refunds: RefundsTable;
  uplift_days: UpliftDaysTable;
  audit: AuditTable;
  idempotency: IdempotencyTable;
  settings: SettingsTable;
  schema_migrations: { name: string; applied_at: number };
}
