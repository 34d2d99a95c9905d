import { type Answer, no, yes } from '@theke/protocol';
import { ruleId } from '@theke/protocol/schema';
import { type Rule, readRule, ruleLimits } from '@theke/rules';
import * as v from 'valibot';

/** `GET /rules/live` is an address of its own. */
const reserved = new Set(['live']);

/** Reads a rule from outside, weighed already: no deeper than JSON can be written. `detail` is "path: sentence", for the developer. */
export function readWish(input: unknown): Answer<Rule> {
  if ((JSON.stringify(input) ?? '').length > ruleLimits.jsonChars)
    return no('tooLarge', { detail: `rule: has more than ${ruleLimits.jsonChars} characters` });
  const reading = readRule(input);
  if (!reading.ok) return no('malformed', { detail: `${reading.refusal.path || 'rule'}: ${reading.refusal.say}` });
  // Its id stands in addresses, in reports and in the page's own questions.
  if (!v.is(ruleId, reading.rule.id) || reserved.has(reading.rule.id))
    return no('malformed', { detail: 'id: may hold up to 100 letters, digits and _ . : -, and not a reserved word.' });
  // Pages keep to their own caps; this one is ours, and so many within no time at all would be none.
  if (reading.rule.caps?.perVisitor?.withinMs === 0)
    return no('malformed', { detail: 'caps.perVisitor.withinMs: must be at least 1.' });
  return yes(reading.rule);
}

/** One text for the same value, whatever the order of its keys. */
export function plainText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** What an experiment is about. Caps, cool-downs, hours and the mode may change in the middle of one. */
const measured = ({ when, offer, holdout }: Rule) => plainText([when, offer, holdout ?? null]);

/**
 * The rule as it will be kept, or null when it is the same as `present`. The version is ours: raised by one where `when`, `offer`
 * or `holdout` are others than in `before`, the last state that was not a removal; otherwise kept, whatever was sent.
 */
export function nextRule(present: Rule | null, before: Rule | null, wish: Rule): Rule | null {
  let next = wish;
  if (before && measured(before) === measured(wish)) {
    // In the old order of keys, so that its digest stays what the running experiment knows.
    const { version, when, offer, holdout } = before;
    next = { ...wish, version, when, offer, ...(holdout && { holdout }) };
  } else if (before) next = { ...wish, version: before.version + 1 };
  return present && plainText(present) === plainText(next) ? null : next;
}
