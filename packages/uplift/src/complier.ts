import { alwaysValidDifference, type Plan } from './alwaysValid.ts';
import type { Count, Interval } from './intervals.ts';

/** The same count for both arms. */
export interface OfArms {
  invite: Count;
  holdout: Count;
}

/**
 * What one accepted chat changed, among those who chat because they were invited: difference of `bought` over difference of
 * `chatted`. May be looked at every day; undefined unless the invitation certainly made more people chat, which may be asked every day
 * too: otherwise the figure would be noise divided by noise.
 *
 * Both differences have an always-valid interval at half the error (97.5 % each), and the figure is every ratio the two allow: right
 * for both at once at 95 % (Bonferroni), also for a denominator that is not known well. Source of the figure: Imbens & Angrist,
 * Econometrica 62 (1994) 467–475 (local average treatment effect).
 *
 * Whoever chats orders or does not, so one chat changes ordering by −1 to +1: what lies beyond is cut off, which takes nothing from
 * the 95 %, because the truth is never there. Undefined also where nothing is left: then more chats alone cannot explain the
 * difference, and what the figure takes for granted does not hold.
 */
export function perAcceptedChat(bought: OfArms, chatted: OfArms, plan: Plan): Interval | undefined {
  const half: Plan = { ...plan, confidence: 1 - (1 - (plan.confidence ?? 0.95)) / 2 };
  const outcome = alwaysValidDifference(bought.invite, bought.holdout, half);
  const more = alwaysValidDifference(chatted.invite, chatted.holdout, half);
  if (!outcome || !more || more.low <= 0) return undefined;
  // An end on the far side of nought is furthest out for the smallest difference of chats, one on this side for the largest.
  const low = outcome.low / (outcome.low < 0 ? more.low : more.high);
  const high = outcome.high / (outcome.high > 0 ? more.low : more.high);
  if (low > 1 || high < -1) return undefined;
  return { estimate: possible(outcome.estimate / more.estimate), low: possible(low), high: possible(high) };
}

/** The nearest change of a share that there can be. */
const possible = (change: number): number => Math.min(1, Math.max(-1, change));
