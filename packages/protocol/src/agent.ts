import type { Reply } from './answer.ts';
import type { CallJoined, CallMedia, CallRecord, IceServer, Signal } from './call.ts';
import type { ConversationStatus, Draft, Entry, EntryPage, Receipt, StartedVia, Time } from './conversation.ts';
import type { VisitorExplanation } from './explain.ts';
import type { Decision, InvitationSettings, RemovedRule, RuleRecord } from './invite.ts';
import type { Recording, SitePrivacy } from './privacy.ts';
import type { ExperimentLine, UpliftPlan, UpliftReport } from './report.ts';
import type { ActingCapability, PictureGap, Share } from './share.ts';
import type { Visit } from './visit.ts';

export type Role = 'agent' | 'supervisor' | 'admin';

/** The signed-in person. */
export interface Me {
  agentId: string;
  name: string;
  email: string;
  role: Role;
  skills: string[];
}

/** A conversation as the desk sees it: enough for a list, without its entries. */
export interface DeskConversation {
  conversationId: string;
  siteId: string;
  status: ConversationStatus;
  skill?: string;
  via: StartedVia;
  /** Kind of the leg it began on: `web`, `webhook` … and that channel's name. */
  channel: { kind: string; name?: string };
  contact: Contact;
  /** Absent when the visitor has no web leg yet. */
  visitor?: Visit;
  agent?: { agentId: string; name: string };
  startedAt: Time;
  /** Since when somebody waits for a person: the loudest figure on the desk. */
  waitingSinceAt?: Time;
  headSeq: number;
  readByAgentSeq: number;
  readByVisitorSeq: number;
  /** What the invitation they accepted offered beyond talking. */
  wish?: 'call' | 'share';
  /** The newest text, cut to 140 characters. */
  preview: string;
  share: Share | null;
  call: CallRecord | null;
}

/** The person behind it. `verified` only by the shop's signature. */
export interface Contact {
  contactId: string;
  name?: string;
  email?: string;
  verified: boolean;
  note?: string;
  identities: { kind: string; value: string; assurance: 'claimed' | 'observed' | 'possession' | 'signed' }[];
}

/** An earlier or present conversation in the contact's time line. */
export interface HistoryLine {
  conversationId: string;
  startedAt: Time;
  endedAt?: Time;
  channel: { kind: string; name?: string };
  preview: string;
}

export interface AgentWelcome {
  me: Me;
  available: boolean;
  /** Everything waiting that this agent's skills fit, and everything of their own that has not ended. */
  conversations: DeskConversation[];
  visits: Visit[];
  serverAt: Time;
}

/** Answer to creating a hand-off. The secrets appear here once and are stored only as digests. */
export interface Handoff {
  id: string;
  /** Shop address with the token in the fragment. 24 hours, one redemption. */
  link: string;
  /** Eight consonants, e.g. `WXYZ-BCDF`; 15 minutes. */
  code: string;
  /** Ten digits with a check digit, to be read out. */
  digits: string;
  expiresAt: Time;
}

/** What the console may ask. Who asks is the session; nothing about the asker is believed from the event. */
export interface AgentAsks {
  'desk:hello': (hello: { locale: string }, reply: Reply<AgentWelcome>) => void;
  'agent:available': (want: { on: boolean }, reply: Reply<void>) => void;
  /** First one wins; the others hear `taken`. */
  'conversation:accept': (which: { conversationId: string }, reply: Reply<DeskConversation>) => void;
  'conversation:resume': (from: { conversationId: string; afterSeq: number }, reply: Reply<EntryPage>) => void;
  'conversation:history': (which: { conversationId: string }, reply: Reply<HistoryLine[]>) => void;
  'conversation:close': (which: { conversationId: string }, reply: Reply<void>) => void;
  /** Goes out on the leg of the customer's last message. */
  'message:send': (draft: Draft, reply: Reply<Receipt>) => void;
  'message:read': (mark: { conversationId: string; seq: number }, reply: Reply<void>) => void;
  /** Offers a page of the same site as a link in the thread. */
  'page:push': (
    push: { conversationId: string; clientId: string; url: string; title: string },
    reply: Reply<Receipt>,
  ) => void;
  'contact:update': (
    change: { contactId: string; name?: string; email?: string; note?: string },
    reply: Reply<Contact>,
  ) => void;
  'handoff:create': (wish: { conversationId: string; targetUrl?: string }, reply: Reply<Handoff>) => void;
  /** The digits a caller reads out. The visitor must then say yes. */
  'code:claim': (claim: { digits: string; conversationId?: string }, reply: Reply<{ claimId: string }>) => void;
  'share:ask': (ask: { conversationId: string }, reply: Reply<Share>) => void;
  'share:end': (end: { shareId: string }, reply: Reply<void>) => void;
  /** Asks the visitor for one more thing. Asked by a viewer who is not the one acting, a yes hands the acting over. */
  'grant:ask': (ask: { shareId: string; capability: ActingCapability }, reply: Reply<Share>) => void;
  /** Gives a grant back, or takes the question back. */
  'grant:release': (which: { shareId: string; capability: ActingCapability }, reply: Reply<Share>) => void;
  /** Looks on: supervisors, and colleagues who were invited. The visitor is told first. */
  'share:watch': (which: { conversationId: string }, reply: Reply<Share>) => void;
  'share:unwatch': (which: { shareId: string }, reply: Reply<void>) => void;
  /** Asks a colleague to look on. */
  'share:invite': (invite: { shareId: string; agentId: string }, reply: Reply<void>) => void;
  /** Who could be asked. */
  'desk:colleagues': (reply: Reply<{ agentId: string; name: string; available: boolean }[]>) => void;
  /** Shows a picture, a video or a document of the same site in the thread, and large on the page. */
  'media:show': (
    show: {
      conversationId: string;
      clientId: string;
      url: string;
      title: string;
      media: 'picture' | 'video' | 'document';
    },
    reply: Reply<Receipt>,
  ) => void;
  /** Every site of this server, by id and name. */
  'privacy:sites': (reply: Reply<{ siteId: string; name: string }[]>) => void;
  /** What agents may see of a site's pages. */
  'privacy:read': (which: { siteId: string }, reply: Reply<SitePrivacy>) => void;
  /** Admins only. `version` is the one that was read: somebody else's change is never overwritten unseen. */
  'privacy:write': (privacy: SitePrivacy, reply: Reply<SitePrivacy>) => void;
  /** Every rule of a site in its newest state, removed ones left out. Everybody who works there reads them; admins and supervisors write. */
  'rules:list': (which: { siteId: string }, reply: Reply<RuleRecord[]>) => void;
  'rules:history': (which: { siteId: string; ruleId: string }, reply: Reply<RuleRecord[]>) => void;
  /** `revision` is the one that was read, 0 for a new rule. `malformed` with the place in `detail` for a rule that cannot be read. */
  'rules:write': (
    wish: { siteId: string; revision: number; rule: Record<string, unknown> },
    reply: Reply<RuleRecord>,
  ) => void;
  'rules:remove': (wish: { siteId: string; ruleId: string; revision: number }, reply: Reply<void>) => void;
  /** Rules that were removed and not written again, the newest removal first. What they said last is in their history. */
  'rules:removed': (which: { siteId: string }, reply: Reply<RemovedRule[]>) => void;
  /** Brings a removed rule back as it was last, with the next version and mode `off`: it never goes live by itself. */
  'rules:restore': (wish: { siteId: string; ruleId: string }, reply: Reply<RuleRecord>) => void;
  /** Off, shadow or live at once, on open pages too; no new experiment. */
  'rules:mode': (
    wish: { siteId: string; ruleId: string; mode: 'live' | 'shadow' | 'off' },
    reply: Reply<RuleRecord>,
  ) => void;
  'rules:settings': (which: { siteId: string }, reply: Reply<InvitationSettings>) => void;
  /** Every skill that somebody who works there has, each once: a rule that names another invites nobody. */
  'rules:skills': (reply: Reply<string[]>) => void;
  'rules:set': (settings: InvitationSettings, reply: Reply<InvitationSettings>) => void;
  /** What was decided last, newest first, with reasons. */
  'rules:decisions': (which: { siteId: string; ruleId?: string; beforeAt?: Time }, reply: Reply<Decision[]>) => void;
  /** Invites one visitor by hand. Without a rule: with these words, or the widget's own. */
  'invitation:send': (
    wish: { visitorId: string; skill: string; ruleId?: string; text?: string },
    reply: Reply<{ token: string; expiresInMs: number }>,
  ) => void;
  /**
   * Why a rule does or does not invite this visitor now; their page is asked. `notFound`: no such visitor, or with the detail
   * `ruleId` no such rule there; `gone`: their page is away; `unavailable`: it has told nothing yet; `tooOld`, `timeout`, `malformed`: the page.
   */
  'visitor:explain': (which: { visitorId: string; ruleId: string }, reply: Reply<VisitorExplanation>) => void;
  'uplift:list': (which: { siteId: string }, reply: Reply<ExperimentLine[]>) => void;
  'uplift:read': (which: { siteId: string; experimentId: string }, reply: Reply<UpliftReport>) => void;
  'uplift:plan': (which: { siteId: string; ruleId?: string }, reply: Reply<UpliftPlan>) => void;
  'recording:list': (which: { conversationId: string }, reply: Reply<Recording[]>) => void;
  'call:start': (start: { conversationId: string }, reply: Reply<CallRecord>) => void;
  'call:join': (join: { callId: string; media: CallMedia }, reply: Reply<CallJoined>) => void;
  /** Fresh credentials before a restart: those of the join may have run out by then. */
  'call:servers': (which: { callId: string }, reply: Reply<IceServer[]>) => void;
  'call:signal': (signal: Signal, reply: Reply<void>) => void;
  'call:media': (media: CallMedia & { callId: string }, reply: Reply<void>) => void;
  'call:end': (end: { callId: string; why: 'hungUp' | 'cancelled' | 'lost' }, reply: Reply<void>) => void;
  'line:alive': (reply: Reply<void>) => void;
  'typing:tell': (typing: { conversationId: string; on: boolean }) => void;
}

/** What the server tells a console. */
export interface AgentTells {
  'entry:added': (added: { entry: Entry; headSeq: number }) => void;
  /** New, taken, read, ended … the whole summary each time: the newest one is right. */
  'conversation:changed': (conversation: DeskConversation) => void;
  /** No longer this agent's matter (somebody else accepted it). */
  'conversation:gone': (which: { conversationId: string }) => void;
  'visit:changed': (visit: Visit) => void;
  'visit:gone': (which: { visitorId: string }) => void;
  'rules:changed': (now: { siteId: string }) => void;
  'typing:told': (typing: { conversationId: string; on: boolean }) => void;
  'share:changed': (share: Share) => void;
  /** A colleague asks this agent to look on. */
  'share:invited': (invitation: { share: Share; by: string }) => void;
  'picture:gap': (gap: { shareId: string; why: PictureGap }) => void;
  'call:changed': (call: CallRecord) => void;
  'call:renewed': (joined: CallJoined) => void;
  'call:signalled': (signal: Signal) => void;
  'call:mediaTold': (media: CallMedia & { callId: string }) => void;
  'call:away': (away: { callId: string }) => void;
  /** The visitor answered the question behind the digits. */
  'code:answered': (answer: { claimId: string; conversationId: string | null }) => void;
  'agent:availableChanged': (now: { available: boolean }) => void;
  'session:revoked': (why: { reason: 'signedOut' | 'revoked' | 'idle' }) => void;
  'server:draining': (drain: { retryInMs: number }) => void;
}
