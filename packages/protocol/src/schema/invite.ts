import * as v from 'valibot';
import { currency, id, line, locale, seq } from './words.ts';

export const skillName = v.pipe(v.string(), v.regex(/^[a-z0-9_-]{1,40}$/));
/** Ids of rules are the shop's own words; dots are usual in them. */
export const ruleId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_.:-]{1,100}$/),
  v.check((value) => !(value in {}), 'is reserved'),
);
const word = v.pipe(v.string(), v.minLength(1), v.maxLength(100), v.regex(/\S/, 'is empty'));
const count = (max: number, min = 0) => {
  const say = `must be a whole number from ${min} to ${max}`;
  return v.pipe(v.number(say), v.integer(say), v.minValue(min, say), v.maxValue(max, say));
};
/** A year is longer than anything here may last. */
const maxMs = 366 * 86_400_000;
const ms = count(maxMs);
/** So many within no time at all would be no limit. */
const some = count(maxMs, 1);
/** Orders count so long; in less than an hour hardly anybody's would. */
const span = count(maxMs, 3_600_000);
const part = 'must be a number from 0 to 0.9';
const share = v.pipe(v.number(part), v.minValue(0, part), v.maxValue(0.9, part));
const clock = v.pipe(v.string(), v.regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, "must be a time like '09:00'"));
const spans = v.pipe(v.array(v.tuple([clock, clock])), v.maxLength(10));
const day = v.picklist(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

function isZone(zone: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}
export const timeZone = v.pipe(v.string(), v.maxLength(60), v.check(isZone, 'is no time zone'));

export const openHours = v.strictObject({
  weekly: v.record(day, spans) as v.GenericSchema<
    unknown,
    Partial<Record<v.InferOutput<typeof day>, v.InferOutput<typeof spans>>>
  >,
  days: v.optional(
    v.pipe(
      v.record(v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/)), spans),
      v.check((all) => Object.keys(all).length <= 200, 'has more than 200 days'),
    ),
  ),
});

const holdout = v.strictObject({ share, salt: word, windowMs: span });

export const ruleTerms = v.object({
  digest: word,
  caps: v.optional(
    v.object({
      perVisit: v.optional(count(100)),
      perVisitor: v.optional(v.object({ n: count(1_000), withinMs: ms })),
    }),
  ),
  cooldown: v.optional(
    v.object({
      afterDismissMs: v.optional(ms),
      afterIgnoreMs: v.optional(ms),
      afterChatMs: v.optional(ms),
      afterOrderMs: v.optional(ms),
    }),
  ),
  hours: v.optional(v.object({ timeZone: v.union([v.picklist(['shop', 'visitor']), timeZone]), open: openHours })),
  funnel: v.optional(v.object({ level: count(100), lockMs: ms })),
  holdout: v.optional(holdout),
  variants: v.optional(v.pipe(v.array(word), v.maxLength(10))),
});

export const offerKind = v.picklist(['chat', 'call', 'share', 'article']);
export const device = v.picklist(['phone', 'tablet', 'desktop']);

export const invitationAsk = v.object({
  ruleId,
  version: seq,
  skill: skillName,
  kind: v.optional(offerKind),
  shadow: v.optional(v.boolean()),
  terms: v.optional(ruleTerms),
  zone: v.optional(timeZone),
  page: v.optional(
    v.object({ type: v.optional(line), path: v.optional(v.pipe(v.string(), v.regex(/^\/[^?#]{0,500}$/))) }),
  ),
  device: v.optional(device),
});

export const ruleState = v.picklist(['off', 'waiting', 'held', 'ready', 'asking', 'showing']);

export const radarNews = v.object({
  rules: v.pipe(
    v.array(
      v.object({
        ruleId,
        state: ruleState,
        inMs: v.optional(ms),
      }),
    ),
    v.maxLength(50),
  ),
  device,
  language: locale,
  returning: v.boolean(),
  explains: v.optional(v.boolean()),
});

export const invitationSettings = v.object({
  siteId: id,
  revision: seq,
  on: v.boolean(),
  perVisit: count(100),
  gapMs: ms,
  perVisitor: v.strictObject({ n: count(1_000), withinMs: some }),
  maxWaitMs: ms,
  timeZone,
  hours: v.nullable(openHours),
  programme: holdout,
  radar: v.boolean(),
  currency,
});

/** Only that it is an object; whether it is a rule says `readRule`, with the place of what is wrong. */
export const ruleJson = v.record(v.string(), v.unknown());
