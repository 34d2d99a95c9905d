import type { Decision, DecisionReason } from '@theke/protocol';

/** How often which reason, the invited first, then the most frequent. */
export function countsOf(decisions: readonly Decision[]): (readonly [DecisionReason, number])[] {
  const counts = new Map<DecisionReason, number>();
  for (const { reason } of decisions) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const rank = (reason: DecisionReason) =>
    reason === 'invited' ? Number.NEGATIVE_INFINITY : -(counts.get(reason) ?? 0);
  return [...counts].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
}
