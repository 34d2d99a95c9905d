import type { Log } from '@theke/kit';
import type {
  AgentAsks,
  AgentFace,
  Answer,
  AskInput,
  AskOutput,
  Delivery,
  DeskConversation,
  EntryBody,
  EntryPage,
  InvitationSettings,
  LiveAsks,
  RefusalCode,
  Role,
  SitePrivacy,
  VisitorAsks,
  VisitorConversation,
} from '@theke/protocol';
import type { Rule } from '@theke/rules';
import type { Request, RequestHandler, Response, Router } from 'express';
import type { Kysely, Transaction } from 'kysely';
import type { Config } from './config.ts';
import type { Described } from './described/described.ts';
import type { LiveLane, Tellers, VisitorQuestion } from './screens.ts';
import type { ConversationsTable, EntriesTable, Tables } from './store/tables.ts';

export type { LiveLane, LiveQuestions, Side, Tellers, VisitorQuestion, VisitorQuestions } from './screens.ts';

// What matters may do and know of each other. Matters never import each other's insides:
// the composer (createServer.ts) hands these functions round.

export type Db = Kysely<Tables>;
/** Inside a transaction; the same queries. */
export type Tx = Transaction<Tables>;

export interface VisitorActor {
  kind: 'visitor';
  visitorId: string;
  siteId: string;
  contactId: string;
  socketId: string;
  tabId: string;
}

export interface AgentActor {
  kind: 'agent';
  agentId: string;
  name: string;
  role: Role;
  skills: readonly string[];
  /** Digest of the session: revoking it ends every socket of it. */
  session: string;
  socketId: string;
}

export type Actor = VisitorActor | AgentActor;

/** How often: a token bucket for each socket and event. */
export interface Pace {
  perSecond: number;
  burst: number;
}

/**
 * One event as its matter declares it. The gate does the rest, always in this order:
 * schema → who (the namespace's actor, then `may`) → pace → run → typed reply.
 */
export interface Handler<Who extends Actor, Input, Output> {
  pace?: Pace;
  /** Authorisation beyond being signed in; `true` lets through. Kept apart from `run` so that it can be tabled and tested. */
  may?(actor: Who, input: Input): Promise<Answer<void>> | Answer<void>;
  run(actor: Who, input: Input): Promise<Answer<Output>> | Answer<Output>;
  /** Asks of one socket run one after another, so that a sender's own messages never swap. */
  inOrder?: boolean;
}

export type Handlers<Who extends Actor, Asks> = {
  [K in keyof Asks]?: Handler<Who, AskInput<Asks, K>, AskOutput<Asks, K>>;
};

/** One matter of the server: what it adds to the sockets, to HTTP, and its own life. */
export interface Matter {
  visitor?: Handlers<VisitorActor, VisitorAsks>;
  agent?: Handlers<AgentActor, AgentAsks>;
  live?: Handlers<Actor, LiveAsks>;
  /** Every route of this matter, in words and schemas: one that is missing here is not mounted. */
  described?: readonly Described[];
  /** Mounted under /api/v1 after JSON has been read. */
  routes?(router: Router): void;
  /** Mounted under /api/v1 before any body is read: signed webhooks need the bytes as they came. Reads them itself, bounded. */
  rawRoutes?(router: Router): void;
  /** A visitor has had no socket for 15 s (page loads stay unnoticed), or an agent none for 30 s. */
  visitorGone?(visitorId: string): void;
  agentGone?(agentId: string): void;
  /** One socket of the live namespace closed, at once. */
  liveGone?(actor: Actor): void;
  start?(): Promise<void> | void;
  stop?(): Promise<void> | void;
}

/** Making and proving visitors, for matters that meet one outside its socket. */
export interface Visitors {
  create(siteId: string): Promise<{ visitorId: string; visitorToken: string; contactId: string }>;
  /** Null for an unknown visitor, a wrong token or another site. */
  prove(
    siteId: string,
    visitorId: string,
    visitorToken: string,
  ): Promise<{ visitorId: string; contactId: string } | null>;
}

/** What other matters may do with conversations. Everything that adds an entry commits first and tells afterwards. */
export interface Conversations {
  find(conversationId: string): Promise<ConversationsTable | null>;
  /** Entries after a seq as screens get them, at most `limit` (default: `limits.resumeEntries`). */
  page(conversationId: string, afterSeq: number, limit?: number): Promise<EntryPage>;
  /** Adds to the end with the next seq; the same `authorKey` + `clientId` again gives the first entry back (or `conflict` if the body differs). */
  addEntry(wish: {
    conversationId: string;
    authorKey: string;
    authorName?: string;
    clientId?: string;
    legId?: string;
    body: EntryBody;
    at?: number;
    /** An agent's text on a channel's leg becomes `queued` by itself. */
    delivery?: 'queued';
  }): Promise<Answer<{ entry: EntriesTable; fresh: boolean }>>;
  /** Makes a conversation with its first leg; used by channels, hand-off by code, and the widget's start. */
  create(wish: {
    conversationId?: string;
    siteId: string;
    contactId: string;
    visitorId: string | null;
    via: string;
    skill?: string;
    subject?: string;
    leg: { kind: string; channelId?: string; threadKey?: string; visibility?: string };
    reservedFor?: { agentId: string; untilAt: number };
  }): Promise<ConversationsTable>;
  /**
   * Gives a conversation a (new) web leg of this visitor, in the same thread. Only with `possession` does the visitor become
   * its contact: a link that anybody could have read proves nothing about who opened it.
   */
  joinVisitor(
    conversationId: string,
    visitorId: string,
    eventChannel: string,
    possession?: boolean,
  ): Promise<ConversationsTable>;
  /** One transaction; `taken` when somebody was faster. */
  assign(conversationId: string, agentId: string): Promise<Answer<ConversationsTable>>;
  /** How far an answer on another channel has come; tells both sides by the entry again. */
  setDelivery(entryId: string, state: Delivery): Promise<void>;
  end(conversationId: string, by: 'visitor' | 'agent' | 'system'): Promise<Answer<void>>;
  /** After anything beside entries changed: tells desk and visitor the new summary. */
  changed(conversationId: string): Promise<void>;
  deskView(row: ConversationsTable): Promise<DeskConversation>;
  visitorView(row: ConversationsTable): Promise<VisitorConversation>;
  /** How many more conversations this agent can take now (capacity minus open ones minus outstanding invitations counted by the caller). */
  room(agentId: string): Promise<number>;
  /** Called after each commit of a new entry; matters hear of messages here (outbox of channels). */
  onEntry(fn: (entry: EntriesTable, conversation: ConversationsTable) => void): () => void;
  onEnded(fn: (conversation: ConversationsTable) => void): () => void;
  /** Runs inside the transaction that adds an entry: for rows that must exist if and only if the entry does (outbox). */
  withEntry(fn: (tx: Tx, entry: EntriesTable, conversation: ConversationsTable) => Promise<void>): () => void;
}

/** Rules kept on the server, and what holds for all invitations of a site. Answered from memory. */
export interface RulesSource {
  settings(siteId: string): Promise<InvitationSettings>;
  /** Its newest state; null: this server does not keep it. */
  rule(siteId: string, ruleId: string): Promise<Rule | null>;
}

/** Where invitations learn whether somebody is held out. */
export interface Experiments {
  /**
   * Finds or starts the experiment of a rule version (or of the programme), inside the caller's transaction. Null when nobody
   * is held out. Freezes cap, window, currency and planned visitors.
   */
  current(
    tx: Tx,
    of: {
      siteId: string;
      layer: 'rule' | 'programme';
      /** Empty for the programme. */
      ruleId: string;
      version: number;
      digest: string;
      share: number;
      salt: string;
      windowMs: number;
      currency: string;
      atMs: number;
    },
  ): Promise<{ id: string; holdoutShare: number; salt: string } | null>;
}

/** One line of the audit chain. No texts, no values. */
export type Audit = (line: {
  actor: string;
  act: string;
  thing: string;
  facts?: Record<string, string | number | boolean | null>;
}) => Promise<void>;

/** Counts for /metrics: refusals by code and event, bytes relayed, and so on. */
export interface Counters {
  refused(event: string, code: string): void;
  count(name: string, labels?: Record<string, string>, by?: number): void;
}

/** Given to every matter by the composer. */
export interface Powers {
  db: Db;
  config: Config;
  log: Log;
  now(): number;
  after(ms: number, fn: () => void): () => void;
  tell: Tellers;
  conversations: Conversations;
  audit: Audit;
  counters: Counters;
  /** Origins allowed for a site, exact. */
  siteOrigins(siteId: string): Promise<readonly string[]>;
  /** What agents may see of a site's pages, and whether shares are recorded. */
  sitePrivacy(siteId: string): Promise<SitePrivacy>;
  /** Available agents with a skill (or any, if none is asked), most room first. */
  freeAgents(siteId: string, skill?: string): Promise<{ agentId: string; name: string; room: number }[]>;
  visitorOnline(visitorId: string): boolean;
  agentOnline(agentId: string): boolean;
  live: LiveLane;
  visitorQuestion: VisitorQuestion;
  visitors: Visitors;
  /** Name for other people's screens; null when there is no such agent. */
  agentFace(agentId: string): Promise<AgentFace | null>;
  /** Who is signed in by the request's cookie. */
  agentOf(req: Request): Promise<{ agentId: string } | null>;
  /** Lets a bearer key with this scope through and leaves `{ keyId, siteId }` (null: every site) in `res.locals.key`. */
  requireKey(scope: string): RequestHandler;
  /** Honours `Idempotency-Key`: the same key again gives the stored answer, with another body `conflict`. Put it after `requireKey`. */
  once(): RequestHandler;
  /** Answers as application/problem+json. */
  problem(res: Response, status: number, code: RefusalCode, detail?: string): void;
}
