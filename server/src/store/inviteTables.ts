// Tables of rules, invitations and what they earn. Same habits as in tables.ts; money in cents.

export interface RulesTable {
  site_id: string;
  rule_id: string;
  /** Counts what was saved, from 1. */
  revision: number;
  /** JSON of the rule; null: removed. */
  body: string | null;
  changed_at: number;
  changed_by: string;
}

export interface InvitationSettingsTable {
  site_id: string;
  revision: number;
  /** JSON of InvitationSettings without site and revision. */
  body: string;
  changed_at: number;
  changed_by: string;
}

export interface InvitationsTable {
  token: string;
  site_id: string;
  visitor_id: string;
  rule_id: string;
  rule_version: number;
  skill: string;
  agent_id: string;
  /** shown · accepted · dismissed · expired */
  state: string;
  created_at: number;
  expires_at: number;
  conversation_id: string | null;
  /** The name of the day it was shown under, also to a visitor with an id; their id where the address says nothing. */
  unit: string | null;
  /** chat · call · share · article */
  kind: string | null;
  variant: string | null;
  experiment_id: string | null;
  answered_at: number | null;
}

export interface ExperimentsTable {
  id: string;
  site_id: string;
  /** rule · programme */
  layer: string;
  rule_id: string;
  version: number;
  salt: string;
  digest: string;
  holdout_share: number;
  window_ms: number;
  planned_visitors: number;
  cap_cents: number | null;
  currency: string;
  started_at: number;
  ended_at: number | null;
}

export interface ExposuresTable {
  experiment_id: string;
  unit: string;
  /** visitor · day */
  unit_kind: string;
  site_id: string;
  visitor_id: string | null;
  /** invite · holdout; the first one counts. */
  arm: string;
  bucket: number;
  at: number;
  page: string | null;
  device: string | null;
  /** Of the invitation that followed, if one did. */
  token: string | null;
  /** 1: the same person was seen in the other arm too, and is left out. */
  both_arms: number;
}

export interface DecisionsTable {
  id: string;
  site_id: string;
  rule_id: string;
  version: number;
  unit: string;
  visitor_id: string | null;
  /** One of DecisionReason. */
  reason: string;
  at: number;
  page: string | null;
  token: string | null;
}

export interface UnitLinksTable {
  day_unit: string;
  visitor_id: string;
  at: number;
  /** What the network is called that day; null in rows from before there were such names. */
  network?: string | null;
}

export interface OrdersTable {
  id: string;
  site_id: string;
  visitor_id: string | null;
  contact_id: string | null;
  amount_cents: number;
  currency: string;
  at: number;
  /** shop · page; null for rows older than the distinction. */
  source: string | null;
  /** Of the page that told it first: what stands for its visitor for a day. */
  unit: string | null;
  told_at: number | null;
  /** Whom the shop itself named; `visitor_id` may come from a page. */
  named_visitor_id: string | null;
  named_contact_id: string | null;
}

/** That a page said an order was its visitor's. Anybody can make a page say so. */
export interface OrderClaimsTable {
  site_id: string;
  order_id: string;
  /** What stands for the visitor for a day, whether they have an id or not. */
  unit: string;
  /** An id that was proved. */
  visitor_id: string | null;
  at: number;
  /** What the network is called that day; null in rows from before there were such names. */
  network?: string | null;
}

export interface RefundsTable {
  site_id: string;
  order_id: string;
  id: string;
  amount_cents: number;
  at: number;
  told_at: number;
}

export interface UpliftDaysTable {
  experiment_id: string;
  arm: string;
  /** YYYY-MM-DD in the shop's zone, of the moment a visitor became eligible. */
  day: string;
  visitors: number;
  buyers: number;
  revenue: number;
  revenue_squared: number;
  orders: number;
  orders_squared: number;
  revenue_orders: number;
  /** Of the buyers: who has an order that the shop told, whoever else told it. Null before it was counted. */
  confirmed_buyers: number | null;
  /** 1: every window of that day has closed; the row changes no more, but for refunds. */
  final: number;
}
