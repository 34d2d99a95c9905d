import type { InvitationAnswer, InvitationAsk, RuleTerms } from '@theke/protocol';
import type { Rule } from '@theke/rules';
import type { Core } from '../core.ts';
import { post } from './question.ts';
import { deviceOf, zoneOf } from './visit.ts';

/**
 * A path without what is somebody's rather than the shop's: an address, a long number, a token. The same as `session/leaving.ts` does
 * (a test compares them), written apart: sharing it would make a page with rules alone load a chat.
 */
export const plainPath = (path: string): string =>
  path.replace(/[^/]*(?:@|%40|\d{7})[^/]*|(?=[^/]*\d)[^/-]{16,}(?![^/])/g, '…');

/** Puts the one question, by the visitor's line if there is one. `terms`: for a rule that is the page's own. */
export async function askServer(core: Core, rule: Rule, terms?: RuleTerms): Promise<InvitationAnswer> {
  const { page } = core.told;
  const { kind, skill } = rule.offer;
  const ask: InvitationAsk = {
    ruleId: rule.id,
    version: rule.version,
    skill,
    kind,
    shadow: rule.mode === 'shadow' || undefined,
    terms,
    zone: rule.hours?.timeZone === 'visitor' ? zoneOf() : undefined,
    page: { type: page.type, path: plainPath(new URL(page.url, core.settings.base).pathname) },
    device: deviceOf(core.window),
  };
  const chat = core.loaded();
  if (chat?.state().line !== 'online') return post(core, 'invitations/ask', ask);
  const answer = await chat.line.ask('invitation:ask', ask);
  return answer.ok ? answer.value : { show: false };
}

/** The orders each page has told. */
const ordersTold = new WeakMap<Core, Set<string>>();

/** Tells the orders of a visitor nobody has a name for, each once; where there is a line, that one tells them. */
export function tellOrders(core: Core): void {
  const chat = core.loaded();
  // On its way, or there: then the line tells them. A chat that only put up a card has none.
  if (chat ? chat.state().line !== 'idle' : core.acted) return;
  if (core.consent.analytics === false || !core.mayTell()) return;
  const told = ordersTold.get(core) ?? new Set();
  ordersTold.set(core, told);
  for (const { id, amount, currency } of core.told.orders) {
    if (told.has(id)) continue;
    if (!id || !(amount >= 0) || !currency) {
      core.window.console.warn('theke: an order needs id, amount and currency; this one is not told', id);
      continue;
    }
    told.add(id);
    void post(core, 'orders/told', { id, amountCents: Math.round(amount * 100), currency });
  }
}
