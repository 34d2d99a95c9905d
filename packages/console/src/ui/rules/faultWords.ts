import type { Texts } from '../../texts/index.ts';
import { type Draft, placeOf } from './draft.ts';
import { isLengthAt } from './length.ts';
import { readPath, valueAt } from './path.ts';

/** What is wrong with a draft, in words of this language, then the English sentence for the developer; empty when nothing is. */
export function faultWords(draft: Draft, texts: Texts): string {
  const { fault } = draft;
  const words = texts.ruleForm;
  if (!fault) return '';
  if (fault.code === 'syntax') {
    const { line, column } = placeOf(draft.text);
    return words.syntax(line, column);
  }
  // Typed by hand into a field: how it is written helps, the developer's sentence would not.
  if (
    fault.code === 'wrongType' &&
    isLengthAt(fault.path) &&
    typeof valueAt(draft.value, readPath(fault.path)) === 'string'
  )
    return `${words.faultAt(fault.path)} ${texts.rules.lengthWrong}`;
  return [fault.path ? words.faultAt(fault.path) : '', words.codes[fault.code] ?? words.fault, `(${fault.say})`]
    .filter(Boolean)
    .join(' ');
}
