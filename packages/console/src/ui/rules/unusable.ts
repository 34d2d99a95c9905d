import type { RuleRecord } from '@theke/protocol';
import type { Texts } from '../../texts/index.ts';
import { draftOf } from './draft.ts';
import { faultWords } from './faultWords.ts';

/**
 * Why a kept rule that is switched on invites nobody all the same: an older version took it, this one would not, so neither server
 * nor pages use it. Empty for a rule that is one, or is off.
 */
export function unusable({ rule }: Pick<RuleRecord, 'rule'>, texts: Texts): string {
  if (rule?.mode === 'off') return '';
  const why = faultWords(draftOf(rule), texts);
  return why && texts.rules.unusable(why);
}
