// Tables of shared pages and calls; see tables.ts for how values are kept.

export interface SharesTable {
  id: string;
  conversation_id: string;
  visitor_id: string;
  agent_id: string;
  /** asked · on · ended */
  phase: string;
  why: string | null;
  asked_at: number;
  since_at: number;
  /** JSON: what the visitor allows besides looking, and whom. Null while asked, and in shares older than grants. */
  grants: string | null;
  recorded: number;
}

export interface ShareViewersTable {
  share_id: string;
  agent_id: string;
  /** invited · watching */
  state: string;
  since_at: number;
}

export interface CallsTable {
  id: string;
  conversation_id: string;
  visitor_id: string;
  agent_id: string;
  /** ringing · on · ended */
  phase: string;
  why: string | null;
  epoch: number;
  started_at: number;
  since_at: number;
}
