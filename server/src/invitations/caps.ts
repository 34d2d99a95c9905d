import type { DecisionReason, InvitationSettings, RuleTerms } from '@theke/protocol';
import { dismissedMs, ignoredMs } from './defaults.ts';

/** What is remembered of an earlier invitation of the same visitor. `never`: dismissed for good. */
export interface Earlier {
  ruleId: string;
  state: string;
  createdAt: number;
  expiresAt: number;
  /** When it was answered, or ran out unseen. */
  settledAt: number | null;
}

/** Everything that may be a reason to leave one visitor in peace. Visitors without an id have no past here. */
export interface Past {
  now: number;
  earlier: readonly Earlier[];
  /** An open conversation, and when the last one ended. */
  talking: boolean;
  talkedAt: number | null;
  orderedAt: number | null;
  /** Beginning of this visit; null where it is not known. */
  visitSince: number | null;
}

export type Hushed = Extract<
  DecisionReason,
  'busy' | 'dismissed' | 'ignored' | 'chatted' | 'ordered' | 'gap' | 'often' | 'cap' | 'funnel'
>;

type Bounds = Pick<InvitationSettings, 'gapMs' | 'perVisit' | 'perVisitor'>;

/**
 * Why a visitor is left in peace now; null when one may be asked. Kept by the server: a page can forget. `termsOf` gives what
 * another rule of this visitor's past had said, as far as the server knows it. Times in the future (a clock that was set back)
 * count as just now.
 */
export function hushed(
  past: Past,
  ask: { ruleId: string; terms: RuleTerms },
  bounds: Bounds,
  termsOf: (ruleId: string) => RuleTerms | null,
): Hushed | null {
  const { now, earlier } = past;
  const { caps, cooldown, funnel } = ask.terms;
  const lasts = (sinceMs: number | null, ms: number) => sinceMs !== null && ms > 0 && sinceMs > now - ms;
  const termsFor = (one: Earlier) => (one.ruleId === ask.ruleId ? ask.terms : termsOf(one.ruleId));

  if (past.talking) return 'busy';
  if (earlier.some((one) => isDismissed(one, termsFor(one), lasts))) return 'dismissed';
  if (earlier.some((one) => isIgnored(one, one.ruleId === ask.ruleId, termsFor(one), lasts))) return 'ignored';
  if (lasts(past.talkedAt, cooldown?.afterChatMs ?? 0)) return 'chatted';
  if (lasts(past.orderedAt, cooldown?.afterOrderMs ?? 0)) return 'ordered';

  const within = (ms: number) => earlier.filter((one) => lasts(one.createdAt, ms));
  const isUp = (one: Earlier) => one.state === 'shown' && one.expiresAt > now;
  if (within(bounds.gapMs).length > 0 || earlier.some(isUp)) return 'gap';
  if (within(bounds.perVisitor.withinMs).length >= bounds.perVisitor.n) return 'often';

  const ofRule = (list: readonly Earlier[]) => list.filter((one) => one.ruleId === ask.ruleId).length;
  if (caps?.perVisitor && ofRule(within(caps.perVisitor.withinMs)) >= caps.perVisitor.n) return 'cap';
  if (past.visitSince !== null) {
    const here = earlier.filter((one) => one.createdAt >= past.visitSince!);
    if (here.length >= bounds.perVisit || ofRule(here) >= (caps?.perVisit ?? 1)) return 'cap';
  }
  const level = funnel?.level ?? Number.NEGATIVE_INFINITY;
  const locked = earlier.some((one) => {
    const lock = one.ruleId === ask.ruleId ? null : termsOf(one.ruleId)?.funnel;
    return lock && lock.level > level && lasts(one.createdAt, lock.lockMs);
  });
  return locked ? 'funnel' : null;
}

type Lasts = (sinceMs: number | null, ms: number) => boolean;

/** "Not now" is said to all of us; for how long, says the rule it was said to. */
function isDismissed(one: Earlier, terms: RuleTerms | null, lasts: Lasts): boolean {
  if (one.state === 'never') return true;
  return one.state === 'dismissed' && lasts(settled(one), terms?.cooldown?.afterDismissMs ?? dismissedMs);
}

/** Without a word of its own a rule that was ignored is quiet itself, and holds up no other. */
function isIgnored(one: Earlier, own: boolean, terms: RuleTerms | null, lasts: Lasts): boolean {
  return one.state === 'expired' && lasts(settled(one), terms?.cooldown?.afterIgnoreMs ?? (own ? ignoredMs : 0));
}

const settled = (one: Earlier) => one.settledAt ?? one.createdAt;
