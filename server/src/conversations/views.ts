import type {
  AgentFace,
  CallRecord,
  Contact,
  DeskConversation,
  Share,
  StartedVia,
  Visit,
  VisitorConversation,
} from '@theke/protocol';
import type { Db } from '../powers.ts';
import type { ConversationsTable } from '../store/tables.ts';
import type { Legs } from './legs.ts';

/** What the summaries are made of, handed in by the composer. */
export interface ViewPowers {
  db: Db;
  legs: Legs;
  agentFace(agentId: string): Promise<AgentFace | null>;
  contactView(contactId: string): Promise<Contact>;
  visitOf(visitorId: string): Visit | null;
  shareOf(conversationId: string): Promise<Share | null>;
  callOf(conversationId: string): Promise<CallRecord | null>;
}

/** A conversation as the desk lists it. */
export async function deskView(row: ConversationsTable, powers: ViewPowers): Promise<DeskConversation> {
  const agent = row.agent_id ? await powers.agentFace(row.agent_id) : null;
  const first = await powers.legs.first(row.id);
  const visit = row.visitor_id ? powers.visitOf(row.visitor_id) : null;
  const wish = row.via === 'invitation' ? await wishOf(row.id, powers.db) : null;
  return {
    conversationId: row.id,
    siteId: row.site_id,
    status: row.status as DeskConversation['status'],
    ...(row.skill ? { skill: row.skill } : {}),
    via: row.via as StartedVia,
    channel: { kind: first?.kind ?? 'web', ...(first?.channelName ? { name: first.channelName } : {}) },
    contact: await powers.contactView(row.contact_id),
    ...(visit ? { visitor: visit } : {}),
    ...(agent ? { agent } : {}),
    ...(wish ? { wish } : {}),
    startedAt: row.started_at,
    ...(row.waiting_since !== null ? { waitingSinceAt: row.waiting_since } : {}),
    headSeq: row.head_seq,
    readByAgentSeq: row.read_by_agent_seq,
    readByVisitorSeq: row.read_by_visitor_seq,
    preview: row.preview ?? '',
    share: await powers.shareOf(row.id),
    call: await powers.callOf(row.id),
  };
}

/** What the accepted invitation offered beyond talking: whoever takes the conversation should know before the first word. */
async function wishOf(conversationId: string, db: Db): Promise<DeskConversation['wish'] | null> {
  const row = await db
    .selectFrom('invitations')
    .select('kind')
    .where('conversation_id', '=', conversationId)
    .executeTakeFirst();
  return row?.kind === 'call' || row?.kind === 'share' ? row.kind : null;
}

/** A conversation as its visitor keeps it. */
export async function visitorView(
  row: ConversationsTable,
  powers: Pick<ViewPowers, 'db' | 'agentFace'>,
): Promise<VisitorConversation> {
  const agent = row.agent_id ? await powers.agentFace(row.agent_id) : null;
  return {
    conversationId: row.id,
    status: row.status as VisitorConversation['status'],
    ...(row.skill ? { skill: row.skill } : {}),
    ...(agent ? { agent } : {}),
    headSeq: row.head_seq,
    readByAgentSeq: row.read_by_agent_seq,
    readByVisitorSeq: row.read_by_visitor_seq,
    ...(row.status === 'waiting' ? { queuePosition: await queuePosition(row, powers.db) } : {}),
  };
}

/** 1 = next. Counts those who wait longer for the same skill. */
async function queuePosition(row: ConversationsTable, db: Db): Promise<number> {
  const { ahead } = await db
    .selectFrom('conversations')
    .select((e) => e.fn.countAll<number>().as('ahead'))
    .where('site_id', '=', row.site_id)
    .where('status', '=', 'waiting')
    .where('waiting_since', '<', row.waiting_since ?? row.started_at)
    .where('skill', row.skill === null ? 'is' : '=', row.skill)
    .executeTakeFirstOrThrow();
  return Number(ahead) + 1;
}
