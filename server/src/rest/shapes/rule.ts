import type { RuleRecord } from '@theke/protocol';
import { invitationSettings } from '@theke/protocol/schema';
import * as v from 'valibot';
import { count, strings, time } from './words.ts';

const words = v.object(strings('en', 'de'));
const ms = v.optional(count);
const whole = v.pipe(v.number(), v.integer());

/** A rule in outline, for readers of the description; whether something is one says `readRule` alone, with the place of what is wrong. */
export const rule = v.pipe(
  v.looseObject({
    id: v.pipe(v.string(), v.regex(/^[\w.:-]{1,100}$/)),
    version: v.pipe(
      count,
      v.description('Counts experiments. Raised by the server when `when`, `offer` or `holdout` change.'),
    ),
    priority: v.optional(whole),
    mode: v.optional(v.picklist(['live', 'shadow', 'off'])),
    when: v.pipe(v.looseObject({ op: v.string() }), v.description('A condition, as docs/rules.md describes them.')),
    offer: v.object({
      kind: v.optional(v.picklist(['chat', 'call', 'share', 'article'])),
      skill: v.string(),
      title: v.optional(words),
      text: words,
      url: v.optional(v.string()),
      variants: v.optional(v.array(v.object({ id: v.string(), title: v.optional(words), text: words }))),
    }),
    caps: v.optional(
      v.object({ perPage: ms, perVisit: ms, perVisitor: v.optional(v.object({ n: count, withinMs: count })) }),
    ),
    cooldown: v.optional(v.object({ afterDismissMs: ms, afterIgnoreMs: ms, afterChatMs: ms, afterOrderMs: ms })),
    hours: v.optional(v.object({ timeZone: v.string(), open: v.record(v.string(), v.unknown()) })),
    settleMs: ms,
    funnel: v.optional(v.object({ level: count, lockMs: count })),
    holdout: v.optional(
      v.object({
        share: v.pipe(v.number(), v.minValue(0), v.maxValue(0.9)),
        salt: v.pipe(v.string(), v.minLength(1), v.maxLength(100)),
        windowMs: v.pipe(count, v.minValue(3_600_000), v.description('One hour to 366 days.')),
      }),
    ),
  }),
  v.title('Rule'),
  v.description('When to invite whom to what. Plain JSON; unknown keys are refused.'),
);

/** The same as one program writes it alone. */
export const ruleWish = v.pipe(
  v.looseObject({
    ...rule.entries,
    version: v.optional(
      v.pipe(
        count,
        v.description(
          'May be left out. The server counts: 1 for a new rule, one more when `when`, `offer` or `holdout` change, else as kept.',
        ),
      ),
    ),
  }),
  v.title('RuleWish'),
  v.description('A rule to be written; only `version` may be missing.'),
);

/** One kept state of a rule. */
export const ruleRecord = v.pipe(
  v.object({
    ...strings('siteId', 'ruleId'),
    revision: v.pipe(count, v.description('Counts what was saved; also the ETag.')),
    rule,
    changedAt: time,
    changedBy: v.pipe(v.string(), v.description('Name of the person or key.')),
  }),
  v.title('RuleRecord'),
) satisfies v.GenericSchema<RuleRecord>;

export const settings = v.pipe(v.object(invitationSettings.entries), v.title('InvitationSettings'));

/** What holds where nothing is said stays as it is. */
export const someSettings = v.pipe(
  v.strictObject(v.partial(invitationSettings).entries),
  v.title('SomeInvitationSettings'),
  v.description('Those named are changed, the others stay. With `revision` never over somebody else’s change.'),
);

export const rulesOfSite = v.object({ rules: v.array(ruleRecord), settings });

/** What seems wrong with a rule that was taken all the same. */
const ruleAdvice = v.pipe(
  v.object({
    path: v.pipe(
      v.string(),
      v.description('Where, from the body on: `rules[0].when.of[1].fact`; of one rule `when.of[1].fact`.'),
    ),
    code: v.string(),
    say: v.pipe(v.string(), v.description('One English sentence for the developer.')),
    instead: v.optional(
      v.pipe(v.union([v.string(), v.number(), v.boolean()]), v.description('What was perhaps meant.')),
    ),
  }),
  v.title('RuleAdvice'),
);

const advice = v.pipe(
  v.array(ruleAdvice),
  v.description('Misspelt facts, values a fact never has, skills nobody has: at most 100, nothing of it refused.'),
);

export const rulesWritten = v.object({ ...rulesOfSite.entries, advice });

export const ruleWritten = v.object({ ...ruleRecord.entries, advice });
