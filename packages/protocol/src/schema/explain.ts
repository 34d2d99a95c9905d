import * as v from 'valibot';
import type { ToldCondition, VisitorExplanation } from '../explain.ts';
import { limits } from '../limits.ts';
import { ruleId, ruleState } from './invite.ts';
import { seq } from './words.ts';

/** A year is longer than anything a page can wait for or remember. */
const ms = v.pipe(seq, v.maxValue(366 * 86_400_000));
const text = v.pipe(v.string(), v.maxLength(limits.toldChars));
const value = v.union([text, v.pipe(v.number(), v.finite()), v.boolean()]);

const ofOthers = ['all', 'any', 'not', 'held'] as const;
const alone = [
  ...(['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'match'] as const),
  ...(['dwell', 'page', 'idle', 'seen', 'count', 'since', 'seq', 'agent', 'custom'] as const),
];

const condition: v.GenericSchema<unknown, ToldCondition> = v.strictObject({
  op: v.picklist([...ofOthers, ...alone]),
  value: v.union([v.boolean(), v.literal('unknown')]),
  what: v.optional(text),
  have: v.optional(v.nullable(value)),
  need: v.optional(v.nullable(v.union([value, v.pipe(v.array(value), v.maxLength(limits.toldValues))]))),
  withinMs: v.optional(ms),
  note: v.optional(v.picklist(['serverAsked', 'noPredicate', 'tooSlow'])),
  of: v.optional(v.pipe(v.array(v.lazy(() => condition)), v.maxLength(limits.toldConditions))),
});

const countOf = ({ of = [] }: ToldCondition): number => of.reduce((sum, one) => sum + countOf(one), 1);

/** What a visitor's page answers when it is asked why. Strict: a page is a stranger, and agents read this. */
export const visitorExplanation = v.strictObject({
  ruleId,
  version: seq,
  state: ruleState,
  tree: v.pipe(
    condition,
    v.check((tree) => countOf(tree) <= limits.toldConditions, 'has too many conditions'),
  ),
  nextChangeInMs: v.nullable(ms),
  holdsInMs: v.nullable(ms),
  blockers: v.pipe(
    v.array(
      v.strictObject({
        path: v.pipe(v.string(), v.maxLength(limits.toldChars), v.regex(/^when(\.of(\[\d{1,3}\])?)*$/)),
        want: v.boolean(),
        waitMs: v.optional(ms),
      }),
    ),
    v.maxLength(limits.toldConditions),
  ),
  gate: v.nullable(
    v.strictObject({
      name: v.picklist([
        ...(['mode', 'consent', 'visible', 'conversation', 'showing', 'asking', 'elsewhere'] as const),
        ...(['perVisit', 'cap', 'edge', 'quiet', 'funnel', 'settle', 'backoff'] as const),
      ]),
      opensInMs: v.nullable(ms),
    }),
  ),
  losesTo: v.nullable(ruleId),
  last: v.pipe(
    v.array(
      v.strictObject({
        what: v.picklist([
          ...(['true', 'false', 'asked', 'denied', 'shown', 'shadow', 'dropped', 'lostTo'] as const),
          ...(['accepted', 'dismissed', 'expired'] as const),
        ]),
        agoMs: ms,
        to: v.optional(ruleId),
      }),
    ),
    v.maxLength(limits.toldEdges),
  ),
}) satisfies v.GenericSchema<unknown, VisitorExplanation>;
