import type { RuleState, Visit } from '@theke/protocol';
import { pageName, pagePath } from '../format/address.ts';
import { cartTotalCents } from '../format/money.ts';

export type RadarSort = 'longest' | 'cart' | 'next';
export type RadarOnly = 'all' | 'cart' | 'returning' | 'firing' | 'free';

/** What of the visitors is wanted: words in name, page or rule; one of the ready-made choices; a type of page ('' any). */
export interface RadarWish {
  text: string;
  only: RadarOnly;
  pageType: string;
  sort: RadarSort;
}

export const wholeRadar: RadarWish = { text: '', only: 'all', pageType: '', sort: 'longest' };

/** A rule within this is about to invite. */
export const soonMs = 60_000;

/** When a rule on this page will hold, in the server's time, if nothing else happens; null when nobody can say. */
export function dueAt(visit: Visit, rule: RuleState): number | null {
  if (rule.state !== 'waiting' && rule.state !== 'held') return null;
  return rule.inMs === undefined || visit.rulesAt === undefined ? null : visit.rulesAt + rule.inMs;
}

const standing: Record<RuleState['state'], number> = { showing: 0, asking: 1, ready: 2, held: 3, waiting: 4, off: 5 };

/** The rules of a page that say something, the most urgent first; those that wait for who knows what are left out. */
export function tellingRules(visit: Visit): RuleState[] {
  return (visit.rules ?? [])
    .filter((rule) => rule.state !== 'off' && (rule.state !== 'waiting' || dueAt(visit, rule) !== null))
    .sort(
      (a, b) =>
        (dueAt(visit, a) ?? 0) - (dueAt(visit, b) ?? 0) ||
        standing[a.state] - standing[b.state] ||
        (a.ruleId < b.ruleId ? -1 : 1),
    );
}

/** Until its next rule fires; what is ready already comes at 0, what nobody can say last. */
export function nextRuleMs(visit: Visit, nowMs: number): number {
  const first = tellingRules(visit)[0];
  if (!first) return Number.POSITIVE_INFINITY;
  return Math.max(0, (dueAt(visit, first) ?? nowMs) - nowMs);
}

const cartOf = (visit: Visit) => (visit.context.cart ? cartTotalCents(visit.context.cart) : 0);

/** The type of page a visit is on, where the shop tells it. */
export const pageTypeOf = (visit: Visit): string => visit.page.type ?? '';

function fits(visit: Visit, wish: RadarWish, nowMs: number): boolean {
  if (wish.pageType && pageTypeOf(visit) !== wish.pageType) return false;
  if (wish.only === 'cart' && cartOf(visit) === 0) return false;
  if (wish.only === 'returning' && !visit.returning) return false;
  if (wish.only === 'firing' && nextRuleMs(visit, nowMs) > soonMs) return false;
  if (wish.only === 'free' && (visit.conversationId !== undefined || !visit.online)) return false;
  const text = wish.text.trim().toLowerCase();
  if (!text) return true;
  const said = [
    visit.name ?? '',
    visit.visitorId.slice(-4),
    pageName(visit.page),
    pagePath(visit.page.url),
    visit.language ?? '',
    ...(visit.rules ?? []).map((rule) => rule.ruleId),
  ];
  return said.some((word) => word.toLowerCase().includes(text));
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Who fits a wish, in its order: longest on the site, dearest cart, or next rule first. */
export function radarOf(visits: Iterable<Visit>, wish: RadarWish, nowMs: number): Visit[] {
  const found = [...visits].filter((visit) => fits(visit, wish, nowMs));
  const longest = (a: Visit, b: Visit) => a.visitSinceAt - b.visitSinceAt || byText(a.visitorId, b.visitorId);
  if (wish.sort === 'longest') return found.sort(longest);
  // Reckoned once for each visit, not once for each comparison.
  const keyed = found.map((visit) => ({
    visit,
    key: wish.sort === 'cart' ? -cartOf(visit) : nextRuleMs(visit, nowMs),
  }));
  return keyed.sort((a, b) => (a.key === b.key ? longest(a.visit, b.visit) : a.key - b.key)).map((one) => one.visit);
}

/**
 * The order on the screen: what is there keeps its place, newcomers join the end, who is gone leaves – until somebody asks for the
 * order anew. Figures that run would otherwise move the rows under the eye.
 */
export function stableOrder(shown: readonly string[], wanted: readonly string[]): string[] {
  const here = new Set(wanted);
  const known = new Set(shown);
  return [...shown.filter((id) => here.has(id)), ...wanted.filter((id) => !known.has(id))];
}
