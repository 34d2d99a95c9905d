import { count, fields, maybe, oneOf, type RuleRefusal, refuse, text } from './check.ts';
import { conditionCheck } from './condition.ts';
import { frozenDeep } from './frozen.ts';
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
  const skill = (copy as { offer?: { skill?: unknown } } | null)?.offer?.skill;
  const name = text(ruleLimits.nameChars);
  const word = text(ruleLimits.wordChars);
  const words = fields({ en: word, de: word });
  const refusal = fields({
    id: name,
    version: count(1, 1_000_000),
    priority: maybe(count(-1000, 1000)),
    mode: maybe(oneOf('live', 'shadow', 'off')),
    when: conditionCheck(skill),
    offer: fields({ skill: name, title: maybe(words), text: words }),
    caps: maybe(fields({ perVisit: count(0, 100) })),
    cooldown: maybe(fields({ afterDismissMs: maybe(count(0, ruleLimits.ms)) })),
  })(copy, '');
  return refusal ? { ok: false, refusal } : { ok: true, rule: frozenDeep(copy as Rule) };
}
