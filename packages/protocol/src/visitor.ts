import type { Reply } from './answer.ts';
import type { CallJoined, CallMedia, CallRecord, IceServer, Signal } from './call.ts';
import type {
  AgentFace,
  Draft,
  Entry,
  EntryPage,
  Receipt,
  StartedVia,
  Time,
  VisitorConversation,
} from './conversation.ts';
import type { VisitorExplanation } from './explain.ts';
import type { HandInvitation, InvitationAnswer, InvitationAsk, RadarNews } from './invite.ts';
import type { PagePrivacy } from './privacy.ts';
import type { ActingCapability, Share } from './share.ts';
import type { Context, IdentityClaim, Order, Page } from './shop.ts';

/** Handshake of the visitor's namespace (`auth` of the socket). Without credentials a new visitor is made. */
export interface VisitorHandshake {
  protocol: number;
  site: string;
  visitorId?: string;
  /** Proof for `visitorId`; given once in the first welcome. */
  visitorToken?: string;
  /** One per browser tab, so that a duplicated tab can be told apart. */
  tabId: string;
}

/** The whole present of a visitor; afterwards only changes are told. */
export interface VisitorWelcome {
  visitor: { visitorId: string; visitorToken: string };
  site: { id: string; name: string; accent?: string; locale?: string; privacy: PagePrivacy };
  availability: Availability;
  /** The open conversation, or the last one that ended within a day. */
  conversation: VisitorConversation | null;
  /** Entries after what the client said it had. */
  entries: Entry[];
  share: Share | null;
  call: CallRecord | null;
  serverAt: Time;
}

/** `away`: nobody is there; the widget shows its form. Never says how many, or with which skills. */
export type Availability = 'online' | 'away';

/** What a visitor's widget may ask on the durable lane. */
export interface VisitorAsks {
  /** Says what the client has; answered by the whole present. First event after connecting, and after every reconnect. */
  'visit:hello': (
    hello: { locale: string; page: Page; conversationId?: string; afterSeq: number },
    reply: Reply<VisitorWelcome>,
  ) => void;
  'page:show': (page: Page, reply: Reply<void>) => void;
  'context:set': (context: Context, reply: Reply<void>) => void;
  /** `token` is the shop's signed JWT; without it the values are display only. */
  'identity:claim': (claim: IdentityClaim & { token?: string }, reply: Reply<{ verified: boolean }>) => void;
  /** Idempotent by the client-made id: asked twice it gives the same conversation. */
  'conversation:start': (
    start: {
      conversationId: string;
      skill?: string;
      subject?: string;
      via: StartedVia;
      /** Given with an invitation that was shown; without a valid one the ordinary queue is used. */
      invitationToken?: string;
    },
    reply: Reply<VisitorConversation>,
  ) => void;
  'conversation:resume': (from: { conversationId: string; afterSeq: number }, reply: Reply<EntryPage>) => void;
  'conversation:end': (which: { conversationId: string }, reply: Reply<void>) => void;
  /** Adds a message. `clientId` is made by the widget, so a resend is harmless. */
  'message:send': (draft: Draft, reply: Reply<Receipt>) => void;
  'message:read': (mark: { conversationId: string; seq: number }, reply: Reply<void>) => void;
  /** Leaves an e-mail address for an answer while nobody is there. */
  'contact:leave': (form: { conversationId: string; name?: string; email: string }, reply: Reply<void>) => void;
  'conversation:rate': (
    rating: { conversationId: string; score: number; comment?: string },
    reply: Reply<void>,
  ) => void;
  'order:report': (order: Order, reply: Reply<void>) => void;
  /** Availability is asked only when everything else of the rule is true. "No" never says why. */
  'invitation:ask': (ask: InvitationAsk, reply: Reply<InvitationAnswer>) => void;
  'invitation:answer': (
    /** `never`: dismissed for good; agents cannot invite this visitor by hand either. */
    answer: { token: string; answer: 'accepted' | 'dismissed' | 'expired'; never?: boolean },
    reply: Reply<void>,
  ) => void;
  /** Where the rules stand on this page; kept only where the site allows it. */
  'rules:tell': (news: RadarNews, reply: Reply<void>) => void;
  /** Asks for digits the visitor can read out on the phone. */
  'code:show': (reply: Reply<{ digits: string; expiresAt: Time }>) => void;
  'code:answer': (answer: { claimId: string; yes: boolean }, reply: Reply<{ conversationId: string } | null>) => void;
  /** The visitor's own decision about a share the agent asked for. */
  'share:answer': (answer: { shareId: string; allow: boolean }, reply: Reply<Share>) => void;
  /** The visitor begins by themselves: their agent sees the page at once. */
  'share:offer': (offer: { conversationId: string }, reply: Reply<Share>) => void;
  /** Shows nothing for a while, or goes on. */
  'share:pause': (pause: { shareId: string; paused: boolean }, reply: Reply<Share>) => void;
  /** The visitor's own decision about one more thing this agent asked for. */
  'grant:answer': (
    answer: { shareId: string; capability: ActingCapability; agentId: string; allow: boolean },
    reply: Reply<Share>,
  ) => void;
  /** Takes one grant back; those that build on it go with it. Always honoured. */
  'grant:withdraw': (which: { shareId: string; capability: ActingCapability }, reply: Reply<Share>) => void;
  /** Withdraws every grant at once. Always honoured, even in the middle of a gesture. */
  'grants:withdraw': (reply: Reply<void>) => void;
  'call:answer': (answer: { callId: string; accept: boolean }, reply: Reply<CallRecord>) => void;
  'call:join': (join: { callId: string; media: CallMedia }, reply: Reply<CallJoined>) => void;
  /** Fresh credentials before a restart: those of the join may have run out by then. */
  'call:servers': (which: { callId: string }, reply: Reply<IceServer[]>) => void;
  'call:signal': (signal: Signal, reply: Reply<void>) => void;
  'call:media': (media: CallMedia & { callId: string }, reply: Reply<void>) => void;
  'call:end': (end: { callId: string; why: 'hungUp' | 'lost' }, reply: Reply<void>) => void;
  /** Dead-socket probe: answered at once. */
  'line:alive': (reply: Reply<void>) => void;
  /** Live lane: no answer, may be dropped. */
  'typing:tell': (typing: { conversationId: string; on: boolean }) => void;
  /** The page is being left or reloaded; the agent's side shows that instead of a broken line. */
  'page:leave': (leave: { callId?: string; shareId?: string }) => void;
}

/** What the server tells a visitor's widget. */
export interface VisitorTells {
  'entry:added': (added: { entry: Entry; headSeq: number }) => void;
  'conversation:changed': (conversation: VisitorConversation) => void;
  'availability:changed': (now: { availability: Availability }) => void;
  'typing:told': (typing: { conversationId: string; on: boolean; agentName: string }) => void;
  /** An agent invites by hand. */
  'invitation:offered': (invitation: HandInvitation) => void;
  /** Answered in another tab, or taken back: the card comes down. */
  'invitation:gone': (which: { token: string }) => void;
  /** The rules kept on the server have changed: read them again. */
  'rules:changed': (now: { siteId: string }) => void;
  /** An agent asks why; answered by the page, `notFound` for a rule it does not have. */
  'rule:explained': (which: { ruleId: string }, reply: Reply<VisitorExplanation>) => void;
  /** The agent wants to see the page, or the share changed on either side. */
  'share:changed': (share: Share) => void;
  /** What may be seen of this site's pages has changed: a new picture at once. */
  'privacy:changed': (privacy: PagePrivacy) => void;
  /** A viewer needs a fresh picture. */
  'picture:wanted': (want: { shareId: string }) => void;
  'call:changed': (call: CallRecord) => void;
  /** The other side joined anew: make a fresh link for this epoch. */
  'call:renewed': (joined: CallJoined) => void;
  'call:signalled': (signal: Signal) => void;
  'call:mediaTold': (media: CallMedia & { callId: string }) => void;
  /** The other side's page is loading; keep the last picture. */
  'call:away': (away: { callId: string }) => void;
  /** An agent typed the digits this visitor shows. */
  'code:claimed': (claim: { claimId: string; agent: AgentFace }) => void;
  /** The server is about to restart: reconnect after this long. */
  'server:draining': (drain: { retryInMs: number }) => void;
}
