import type { Rule } from '../rule/nodes.ts';
import type { Advice, AdviseOptions } from './advice.ts';
import { adviseCondition } from './conditions.ts';
import { adviseOffer } from './offer.ts';

/**
 * What of a rule that was read seems to be a mistake: a fact that nobody tells, a value it never has, a condition that cannot hold.
 * Nothing of it is refused: a shop has words of its own. Pure, and silent where it is not sure.
 */
export const advise = (rule: Rule, options: AdviseOptions = {}): Advice[] => [
  ...adviseCondition(rule.when, 'when', options, new Map()),
  ...adviseOffer(rule, options),
];
