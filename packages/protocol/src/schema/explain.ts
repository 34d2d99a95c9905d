import * as v from 'valibot';
import { conditionOps, ruleEdges, ruleGates, type ToldCondition, type VisitorExplanation } from '../explain.ts';
import { limits } from '../limits.ts';
import { ruleId, ruleState } from './invite.ts';
import { seq } from './words.ts';

/** A year is longer than anything a page can wait for or remember. */
const ms = v.pipe(seq, v.maxValue(366 * 86_400_000));
const text = v.pipe(v.string(), v.maxLength(limits.toldChars));
const value = v.union([text, v.pipe(v.number(), v.finite()), v.boolean()]);

const condition: v.GenericSchema<unknown, ToldCondition> = v.strictObject({
  op: v.picklist(conditionOps),
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
      name: v.picklist(ruleGates),
      opensInMs: v.nullable(ms),
    }),
  ),
  losesTo: v.nullable(ruleId),
  last: v.pipe(
    v.array(
      v.strictObject({
        what: v.picklist(ruleEdges),
        agoMs: ms,
        to: v.optional(ruleId),
      }),
    ),
    v.maxLength(limits.toldEdges),
  ),
}) satisfies v.GenericSchema<unknown, VisitorExplanation>;
