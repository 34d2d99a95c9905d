import { type Answer, type InvitationSettings, no, yes } from '@theke/protocol';
import { id, invitationSettings, ruleJson } from '@theke/protocol/schema';
import type { Rule } from '@theke/rules';
import * as v from 'valibot';
import { weigh } from '../gate/weigh.ts';
import { siteLimits } from './changes.ts';
import { readWish } from './nextRule.ts';

/** A whole set of rules, and settings where they are part of it. */
export interface RuleSet {
  site?: string;
  rules: Rule[];
  settings?: Partial<InvitationSettings>;
}

const whole = v.strictObject({
  site: v.optional(id),
  rules: v.array(ruleJson),
  // Misspelt, a setting must not quietly stay what it was.
  settings: v.optional(v.partial(v.strictObject(invitationSettings.entries))),
});

/** In UTF-8 one character may be three bytes; then the settings. */
export const setBytes = 3 * siteLimits.jsonChars + 65_536;
/** Eight conditions one inside the other, in a rule, in a list. */
const setDepth = 32;

/** Whether a body may be walked at all. */
export function weighSet(body: unknown): Answer<void> {
  const weight = weigh(body, 2 * setBytes, setDepth);
  if (weight === 'poisoned') return no('malformed', { detail: 'body: a forbidden key or character' });
  if (weight === 'tooLarge') return no('tooLarge', { detail: 'body: too much, or nested too deep' });
  return yes(undefined);
}

/** A rule as it is told is a record around it; what was read may be written back as it is. */
const bare = (wish: Record<string, unknown>): unknown => ('revision' in wish && 'rule' in wish ? wish.rule : wish);

/** Reads `{ rules, settings?, site? }`. What is wrong is named by index and path: `rules[3].when.of[1].ms: …`. */
export function readSet(body: unknown): Answer<RuleSet> {
  const weight = weighSet(body);
  if (!weight.ok) return weight;
  const parsed = v.safeParse(whole, body);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    return no('malformed', { detail: `${v.getDotPath(issue) ?? 'body'}: ${issue.message}` });
  }
  const { site, rules: wishes, settings } = parsed.output;
  if (wishes.length > siteLimits.rules)
    return no('tooLarge', { detail: `rules: a site may have ${siteLimits.rules}, these are ${wishes.length}.` });
  const rules: Rule[] = [];
  for (const [index, wish] of wishes.entries()) {
    const reading = readWish(bare(wish));
    const at = `rules[${index}].`;
    if (!reading.ok) return no(reading.refusal.code, { detail: at + (reading.refusal.detail ?? '') });
    if (rules.some((rule) => rule.id === reading.value.id))
      return no('malformed', { detail: `${at}id: is there twice` });
    rules.push(reading.value);
  }
  return yes({ rules, ...(site && { site }), ...(settings && { settings }) });
}
