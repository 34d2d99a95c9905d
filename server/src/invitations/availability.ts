import type { InvitationSettings, RuleTerms } from '@theke/protocol';
import { type BusinessHours, isOpen } from '@theke/rules';

/** Agents of a skill, and who waits for them already. */
export interface Queue {
  /** Places that are free now and kept for no card. */
  places: number;
  waiting: number;
  /** How long a conversation lasted lately, on average; 0 when there was none. */
  meanMs: number;
}

/** How long one more visitor would wait: nothing while a place is left for them, else the waiting over the places times a usual conversation. */
export function expectedWaitMs({ places, waiting, meanMs }: Queue): number {
  if (places <= 0) return Number.POSITIVE_INFINITY;
  return waiting < places ? 0 : (waiting / places) * meanMs;
}

/**
 * Whether hours of the site or of the rule say no at this instant. The rule's are on the wall of the shop, of the visitor
 * (the shop's, where the page does not say) or of a named zone; a zone nobody knows is closed.
 */
export function isClosed(
  atMs: number,
  settings: Pick<InvitationSettings, 'hours' | 'timeZone'>,
  hours: RuleTerms['hours'],
  visitorZone: string | undefined,
): boolean {
  const open = (spans: BusinessHours, zone: string) => {
    try {
      return isOpen(spans, atMs, zone);
    } catch {
      return false;
    }
  };
  const siteOpen = !settings.hours || open(settings.hours, settings.timeZone);
  const named = hours?.timeZone === 'visitor' ? visitorZone : hours?.timeZone;
  const ruleOpen = !hours || open(hours.open, named === undefined || named === 'shop' ? settings.timeZone : named);
  return !siteOpen || !ruleOpen;
}
