import type { DecisionReason, InvitationSettings, RuleTerms } from '@theke/protocol';
import { expectedWaitMs, isClosed, type Queue } from './availability.ts';
import { hushed, type Past } from './caps.ts';
import type { Wish } from './wish.ts';

/** All that is known when one question is answered. */
export interface Facts {
  settings: InvitationSettings;
  wish: Wish;
  past: Past;
  queue: Queue;
  /** Whether some agent has a place for this card. */
  place: boolean;
  zone: string | undefined;
  termsOf(ruleId: string): RuleTerms | null;
}

export type Refused = Exclude<DecisionReason, 'invited' | 'shadow' | 'holdout' | 'programme'>;

/**
 * Why nobody may be invited now, before any arm is looked at; null when all is well. The order is fixed, so that the reasons
 * in the console mean the same thing every time. An article takes nobody's place.
 */
export function refusedBy({ settings, wish, past, queue, place, zone, termsOf }: Facts): Refused | null {
  const { terms } = wish;
  // Looked at in any case: reading a clock on a wall takes long enough to be noticed.
  const closed = isClosed(past.now, settings, terms?.hours, zone);
  if (!settings.on || wish.off) return 'off';
  if (!terms) return 'unknownRule';
  if (wish.outdated) return 'version';
  const quiet = hushed(past, { ruleId: wish.ruleId, terms }, settings, termsOf);
  if (quiet) return quiet;
  if (closed) return 'hours';
  if (wish.kind === 'article') return null;
  if (!place) return 'noAgent';
  return expectedWaitMs(queue) > settings.maxWaitMs ? 'wait' : null;
}
