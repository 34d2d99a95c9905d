import type { AgentFace, Time } from './conversation.ts';

/** What a card offers: a conversation, a call, a look at the page together, or an article to read. */
export type OfferKind = 'chat' | 'call' | 'share' | 'article';

export type Device = 'phone' | 'tablet' | 'desktop';

/** Local times 'HH:MM'; a span whose end is earlier than its beginning lasts into the next day. */
export interface OpenHours {
  weekly: Partial<
    Record<'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun', readonly (readonly [string, string])[]>
  >;
  days?: Readonly<Record<string, readonly (readonly [string, string])[]>>;
}

/** What of a rule the server decides by. Sent by a page whose rule is its own; a rule kept on the server has its own copy, which counts. */
export interface RuleTerms {
  /** Of `when` and `offer`: another text under the same version is another experiment. */
  digest: string;
  caps?: { perVisit?: number; perVisitor?: { n: number; withinMs: number } };
  cooldown?: { afterDismissMs?: number; afterIgnoreMs?: number; afterChatMs?: number; afterOrderMs?: number };
  /** `shop` and `visitor` name whose wall clock; anything else is an IANA zone. */
  hours?: { timeZone: string; open: OpenHours };
  funnel?: { level: number; lockMs: number };
  holdout?: { share: number; salt: string; windowMs: number };
  variants?: readonly string[];
}

/** The page's one question about an invitation. Says what is asked for, never who asks. */
export interface InvitationAsk {
  ruleId: string;
  version: number;
  skill: string;
  kind?: OfferKind;
  /** Decided and written down like any other, and answered with a no. */
  shadow?: boolean;
  terms?: RuleTerms;
  /** The visitor's IANA time zone; only where the rule's hours are the visitor's. */
  zone?: string;
  page?: { type?: string; path?: string };
  device?: Device;
}

/** `variant`: which of the offer's texts this visitor gets. Every no is the same. */
export type InvitationAnswer =
  | { show: false }
  | { show: true; token: string; expiresInMs: number; agent: AgentFace; variant?: string };

/** Where one rule stands on a visitor's page. `inMs`: so long until it holds, if nothing else happens. */
export interface RuleState {
  ruleId: string;
  state: 'off' | 'waiting' | 'held' | 'ready' | 'asking' | 'showing';
  inMs?: number;
}

/** What a visitor's page tells of itself for the list of visitors; only after consent, and only where the site allows it. */
export interface RadarNews {
  rules: RuleState[];
  device: Device;
  language: string;
  returning: boolean;
  /** This page answers `rule:explained`; absent from pages built before that. */
  explains?: boolean;
}

/** An invitation an agent sent by hand, or one to be put up again after a page load. */
export interface HandInvitation {
  ruleId: string;
  kind: OfferKind;
  skill: string;
  /** Absent: the widget's own words. */
  text?: string;
  answer: Extract<InvitationAnswer, { show: true }>;
}

/** One kept state of a rule. `revision` counts what was saved; the rule's own `version` counts experiments. */
export interface RuleRecord {
  siteId: string;
  ruleId: string;
  revision: number;
  /** The rule as JSON, as `@theke/rules` reads it; null once it was removed. */
  rule: Record<string, unknown> | null;
  changedAt: Time;
  /** Name of the person or key. */
  changedBy: string;
}

/** A rule that was removed and can be brought back: `rules:restore`. */
export interface RemovedRule {
  ruleId: string;
  /** What its card said in English, title before text, at most 80 characters: a rule has no name but its id. */
  name: string;
  /** Of its last state before the removal. */
  version: number;
  removedAt: Time;
  /** Name of the person or key that removed it. */
  by: string;
}

/** What holds for all invitations of a site. */
export interface InvitationSettings {
  siteId: string;
  revision: number;
  /** False: nobody is invited, whatever the rules say. */
  on: boolean;
  perVisit: number;
  /** Between two invitations of one visitor, whatever became of the first. */
  gapMs: number;
  perVisitor: { n: number; withinMs: number };
  /** Nobody is invited who would wait longer than this. */
  maxWaitMs: number;
  /** The shop's own IANA zone. */
  timeZone: string;
  hours: OpenHours | null;
  /** Visitors whom no rule invites, to measure what inviting does as a whole. Share 0: nobody. */
  programme: { share: number; salt: string; windowMs: number };
  /** Whether agents may see who is on the pages and where the rules stand. */
  radar: boolean;
  /** Money of the uplift report; orders in another currency count as orders, not as money. */
  currency: string;
}

/** Why an invitation was or was not made, for the people who run the shop; never told to a page. */
export type DecisionReason =
  | 'invited'
  | 'shadow'
  | 'holdout'
  | 'programme'
  | 'noAgent'
  | 'wait'
  | 'hours'
  | 'off'
  | 'version'
  | 'busy'
  | 'dismissed'
  | 'ignored'
  | 'chatted'
  | 'ordered'
  | 'gap'
  | 'often'
  | 'cap'
  | 'funnel'
  | 'unknownRule'
  /** Asked more often than pages do; written down once a minute for a network, the others are only counted. */
  | 'tooOften';

export interface Decision {
  at: Time;
  ruleId: string;
  version: number;
  reason: DecisionReason;
  /** What became of it, for an invitation. */
  outcome?: 'shown' | 'accepted' | 'dismissed' | 'expired';
  visitorId?: string;
  page?: string;
}
