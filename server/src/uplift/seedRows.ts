import type { Arm } from '@theke/uplift';
import type {
  ContactsTable,
  ConversationsTable,
  DecisionsTable,
  EntriesTable,
  ExposuresTable,
  InvitationsTable,
  LegsTable,
  OrdersTable,
  VisitorsTable,
} from '../store/tables.ts';

const minuteMs = 60_000;

/** One made-up visitor at the moment they became eligible. */
export interface Seeded {
  unit: string;
  n: number;
  tag: string;
  siteId: string;
  ruleId: string;
  experimentId: string;
  at: number;
  arm: Arm;
  bucket: number;
  /** Has a conversation: by the card, or by themselves. */
  chats: boolean;
}

/** Rows by the table they go to. */
export interface Rows {
  exposures: ExposuresTable[];
  decisions: DecisionsTable[];
  invitations: InvitationsTable[];
  contacts: ContactsTable[];
  visitors: VisitorsTable[];
  conversations: ConversationsTable[];
  legs: LegsTable[];
  entries: EntriesTable[];
  orders: OrdersTable[];
}

export const noRows = (): Rows => ({
  exposures: [],
  decisions: [],
  invitations: [],
  contacts: [],
  visitors: [],
  conversations: [],
  legs: [],
  entries: [],
  orders: [],
});

/** An order as the shop's own server tells it, by the visitor's name. */
export const seedOrder = ({ unit, n, tag, siteId }: Seeded, at: number, amountCents: number): OrdersTable => ({
  id: `W-${tag}-${n}`,
  site_id: siteId,
  visitor_id: unit,
  contact_id: null,
  amount_cents: amountCents,
  currency: 'EUR',
  at,
  source: 'shop',
  unit: null,
  told_at: at,
  named_visitor_id: unit,
  named_contact_id: null,
});

/** The rows that a running shop would have written about this visitor, orders aside. */
export function seedCard(
  one: Seeded,
  by: { agentId: string; agentName: string; minutes: number; takes: boolean },
): Omit<Rows, 'orders'> {
  const { unit, siteId, ruleId, experimentId, at, arm, chats } = one;
  const [token, conversationId] = [`tok${one.tag}${one.n}`, `cnv_seed${one.tag}${one.n}`];
  const [contactId, legId] = [`con_seed${one.tag}${one.n}`, `leg_seed${one.tag}${one.n}`];
  const invited = arm === 'invite';
  const state = chats ? 'accepted' : by.takes ? 'dismissed' : 'expired';
  const [startedAt, takenAt] = [at + 20_000, at + 30_000];
  const endedAt = takenAt + by.minutes * minuteMs;
  const chat = <T>(row: T): T[] => (chats ? [row] : []);
  const entry = (seq: number, when: number, author: string, name: string | null, body: object): EntriesTable => ({
    id: `ent_seed${one.tag}${one.n}x${seq}`,
    conversation_id: conversationId,
    seq,
    at: when,
    author_key: author,
    author_name: name,
    client_id: null,
    leg_id: legId,
    body: JSON.stringify(body),
    delivery: null,
  });
  return {
    exposures: [
      {
        experiment_id: experimentId,
        unit,
        unit_kind: 'visitor',
        site_id: siteId,
        visitor_id: unit,
        arm,
        bucket: one.bucket,
        at,
        page: '/checkout',
        device: one.n % 3 === 0 ? 'desktop' : 'phone',
        token: invited ? token : null,
        both_arms: 0,
      },
    ],
    decisions: [
      {
        id: `dec_seed${one.tag}${one.n}`,
        site_id: siteId,
        rule_id: ruleId,
        version: 1,
        unit,
        visitor_id: unit,
        reason: invited ? 'invited' : 'holdout',
        at,
        page: '/checkout',
        token: invited ? token : null,
      },
    ],
    invitations: invited
      ? [
          {
            token,
            site_id: siteId,
            visitor_id: unit,
            rule_id: ruleId,
            rule_version: 1,
            skill: 'sales',
            agent_id: by.agentId,
            state,
            created_at: at,
            expires_at: at + 45_000,
            conversation_id: chats ? conversationId : null,
            unit,
            kind: 'chat',
            variant: null,
            experiment_id: experimentId,
            answered_at: state === 'expired' ? null : at + 10_000,
          },
        ]
      : [],
    contacts: chat({
      id: contactId,
      site_id: siteId,
      name: null,
      email: null,
      note: null,
      verified: 0,
      created_at: at,
    }),
    visitors: chat({
      id: unit,
      site_id: siteId,
      digest: unit,
      contact_id: contactId,
      created_at: at,
      seen_at: endedAt,
    }),
    conversations: chat({
      id: conversationId,
      site_id: siteId,
      contact_id: contactId,
      visitor_id: unit,
      status: 'ended',
      skill: 'sales',
      subject: null,
      via: invited ? 'invitation' : 'launcher',
      agent_id: by.agentId,
      reserved_for: null,
      reserved_until: null,
      reply_leg_id: legId,
      preview: null,
      head_seq: 3,
      read_by_agent_seq: 3,
      read_by_visitor_seq: 3,
      started_at: startedAt,
      waiting_since: startedAt,
      ended_at: endedAt,
      rating: null,
      rating_comment: null,
    }),
    legs: chat({
      id: legId,
      conversation_id: conversationId,
      kind: 'web',
      channel_id: null,
      thread_key: null,
      visibility: null,
      created_at: startedAt,
      last_inbound_at: null,
    }),
    entries: chats
      ? [
          entry(1, startedAt, 'visitor', null, { type: 'text', text: 'Hello' }),
          entry(2, takenAt, 'system', null, {
            type: 'event',
            event: { type: 'assigned', agentName: by.agentName },
          }),
          entry(3, endedAt, 'system', null, { type: 'event', event: { type: 'ended', by: 'agent' } }),
        ]
      : [],
  };
}
