import { agent, count, defineRule, dwell, fact, signalSeen } from '@theke/rules';
import './vocabulary.ts';

// What the compiler refuses once the shop's words are declared: every line below it would be a mistake that nobody notices
// until a rule stays silent. `npx tsc -p examples/custom-rules` fails as soon as one of them compiles.

export const mistakes = [
  // @ts-expect-error There is no such skill.
  agent('salse'),
  // @ts-expect-error There is no such fact.
  fact.eq('shop.members', 'gold'),
  // @ts-expect-error The fact is there, the value is none of its own.
  fact.eq('shop.member', 'platinum'),
  // @ts-expect-error Money is a number of cents.
  fact.gte('cart.valueCents', '400'),
  // @ts-expect-error Nobody gives this signal.
  signalSeen('voucher.refuse'),
  // @ts-expect-error A duration has a unit.
  dwell('page', '90'),
  // @ts-expect-error There are no weeks.
  count('rage', { atLeast: 3, within: '1w' }),
];

// @ts-expect-error A rule without its offer.
export const unfinished = defineRule({ id: 'unfinished', version: 1, when: dwell('page', '90s') });
