// Tables about who there is: shops, agents, programs, and the people behind the browsers. Same habits as in tables.ts.

export interface SitesTable {
  id: string;
  name: string;
  /** JSON array of exact origins. */
  origins: string;
  /** JSON: accent, locale, agent-visible preferences. */
  settings: string;
  created_at: number;
}

export interface AgentsTable {
  id: string;
  email: string;
  name: string;
  role: string;
  /** JSON array. */
  skills: string;
  password_hash: string;
  available: number;
  failed_sign_ins: number;
  locked_until: number | null;
  disabled: number;
  created_at: number;
}

export interface AgentSessionsTable {
  /** SHA-256 of the cookie's secret. */
  digest: string;
  agent_id: string;
  created_at: number;
  seen_at: number;
  revoked_at: number | null;
}

export interface ApiKeysTable {
  id: string;
  digest: string;
  name: string;
  site_id: string | null;
  /** JSON array of scopes. */
  scopes: string;
  created_at: number;
  revoked_at: number | null;
}

export interface ContactsTable {
  id: string;
  site_id: string;
  name: string | null;
  email: string | null;
  note: string | null;
  verified: number;
  created_at: number;
}

export interface IdentitiesTable {
  id: string;
  site_id: string;
  kind: string;
  value: string;
  contact_id: string;
  assurance: string;
  created_at: number;
}

export interface VisitorsTable {
  id: string;
  site_id: string;
  /** SHA-256 of the visitor's token. */
  digest: string;
  contact_id: string;
  created_at: number;
  seen_at: number;
}
