import type { Rule } from '@theke/rules';
import { type AdviseOptions, advise, type SaidAdvice, saidOf } from '@theke/rules/advise';

/** What seems wrong with a rule, ready for people and for programs. `at`: file, line and column, so that an editor can jump there. */
export interface PlacedAdvice extends SaidAdvice {
  at: string;
  ruleId: string;
}

/** The advice on one rule; `placeOf` finds a path of it in its file. */
export const adviceOn = (rule: Rule, known: AdviseOptions, placeOf: (path: string) => string): PlacedAdvice[] =>
  advise(rule, known).map((one) => ({
    at: placeOf(one.path),
    ruleId: rule.id,
    ...saidOf(one),
  }));

/** One line each, as compilers write them. */
export const sayAllAdvice = (list: readonly PlacedAdvice[]): string =>
  list.map(({ at, say }) => `${at}: warning: ${say}`).join('\n');
