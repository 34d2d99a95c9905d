import type { Time } from './conversation.ts';
import type { Device, RuleState } from './invite.ts';
import type { Context, Page } from './shop.ts';

/** Somebody on the shop's pages right now. No address, no user agent, no query strings. */
export interface Visit {
  visitorId: string;
  siteId: string;
  online: boolean;
  page: Page;
  pageSinceAt: Time;
  visitSinceAt: Time;
  context: Context;
  conversationId?: string;
  name?: string;
  device?: Device;
  language?: string;
  returning?: boolean;
  /** Where the rules stood when the page last told, and when that was. */
  rules?: RuleState[];
  rulesAt?: Time;
  /** The newest invitation of this visit. */
  invited?: Invited;
  /** All of this visit, the newest first, at most five. */
  invitations?: Invited[];
}

/** One invitation a visitor was shown. */
export interface Invited {
  ruleId: string;
  at: Time;
  outcome: 'shown' | 'accepted' | 'dismissed' | 'expired';
  /** Of the rule, and which of its texts; absent where not known. */
  version?: number;
  variant?: string;
  /** An agent's own words. */
  text?: string;
}
