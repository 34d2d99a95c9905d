import type { RuleTerms } from '@theke/protocol';
import type { Rule } from './nodes.ts';

/**
 * What makes a rule the same experiment: hex of the 32-bit FNV-1a hash (Fowler, Noll, Vo; offset 2166136261, prime 16777619) over the
 * UTF-8 bytes of the JSON of `when`, `offer` and `holdout`.
 */
export function digestOf({ when, offer, holdout }: Rule): string {
  let hash = 2_166_136_261;
  for (const byte of new TextEncoder().encode(JSON.stringify({ when, offer, holdout })))
    hash = Math.imul(hash ^ byte, 16_777_619);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** What of a rule the server decides by, for a rule that only the page knows. */
export function termsOf(rule: Rule): RuleTerms {
  const { caps, cooldown, hours, funnel, holdout, offer } = rule;
  return {
    digest: digestOf(rule),
    caps,
    cooldown,
    hours,
    funnel,
    holdout,
    variants: offer.variants?.map(({ id }) => id),
  };
}
