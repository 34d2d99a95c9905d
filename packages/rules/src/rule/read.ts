import { type RuleRefusal, refuse } from './check.ts';
import { frozenDeep } from './frozen.ts';
import { ruleCheck } from './grammar.ts';
import { ruleLimits } from './limits.ts';
import type { Rule } from './nodes.ts';

export type RuleReading = { ok: true; rule: Rule } | { ok: false; refusal: RuleRefusal };

function plainCopy(input: unknown): unknown {
  try {
    const json = JSON.stringify(input);
    return json.length > ruleLimits.jsonChars ? undefined : JSON.parse(json);
  } catch {
    return undefined;
  }
}

/**
 * Takes a rule from outside: checked, copied, frozen. Key order is kept, so it is the same JSON again.
 *
 * Unknown keys are refused: a misspelt `withinMs` must not quietly mean "ever".
 */
export function readRule(input: unknown): RuleReading {
  // The copy is what is checked, so no getter can show one thing to the check and another to the engine.
  const copy = plainCopy(input);
  if (copy === undefined)
    return {
      ok: false,
      refusal: refuse('notPlain', '', `must be plain JSON of at most ${ruleLimits.jsonChars} characters`),
    };
  const { offer } = Object(copy) as { offer?: unknown };
  const told = Object(offer) as { kind?: unknown; skill?: unknown };
  const refusal = ruleCheck(told)(copy, '');
  return refusal ? { ok: false, refusal } : { ok: true, rule: frozenDeep(copy as Rule) };
}
