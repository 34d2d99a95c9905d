import { type RuleRefusal, readRule, ruleLimits } from '@theke/rules';
import { kindOf } from './kinds.ts';
import { syntaxFaultAt } from './syntax.ts';
import { lineOf, type Span, spanOf } from './textPlaces.ts';

/** What is wrong with a draft, at the place of refusals; `syntax` is no JSON at all. */
export interface DraftFault {
  code: RuleRefusal['code'] | 'syntax';
  path: string;
  /** One English sentence, for the developer. */
  say: string;
}

/**
 * A rule while it is written, as text and as what the text means. Form and JSON are two views of this one thing: the form changes
 * `value`, whoever types JSON changes `text`. A text that is no JSON leaves `value` as it was.
 */
export interface Draft {
  text: string;
  value: unknown;
  fault: DraftFault | null;
}

const textOf = (value: unknown) => JSON.stringify(value, null, 2);

function faultOf(value: unknown): DraftFault | null {
  const reading = readRule(value);
  return reading.ok ? null : reading.refusal;
}

/** A draft of a value, written anew. */
export const draftOf = (value: unknown): Draft => ({ text: textOf(value), value, fault: faultOf(value) });

/** The draft with another text: what can be read counts at once. */
export function withText(draft: Draft, text: string): Draft {
  try {
    const value: unknown = JSON.parse(text);
    return { text, value, fault: faultOf(value) };
  } catch (error) {
    return { text, value: draft.value, fault: { code: 'syntax', path: '', say: String((error as Error).message) } };
  }
}

/** Whether the form can show a value: a rule in outline, whatever is still wrong inside. Bounded in depth and number. */
export function isFormable(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { when, offer } = value as { when?: unknown; offer?: unknown };
  if (typeof offer !== 'object' || offer === null || Array.isArray(offer)) return false;
  let left: number = ruleLimits.nodes * 2;
  const known = (node: unknown, depth: number): boolean => {
    left -= 1;
    if (left < 0 || depth > ruleLimits.depth * 2) return false;
    const kind = kindOf(node);
    if (!kind) return false;
    const { of } = node as { of?: unknown };
    if (kind === 'all' || kind === 'any') return Array.isArray(of) && of.every((one) => known(one, depth + 1));
    if (kind === 'not' || kind === 'held') return known(of, depth + 1);
    return kind !== 'seq' || (Array.isArray(of) && of.every((one) => typeof one === 'object' && one !== null));
  };
  return known(when, 1);
}

/** Line and column, from 1, where a text stops being JSON. */
export const placeOf = (text: string): { line: number; column: number } => lineOf(text, syntaxFaultAt(text));

/** Where in a draft's text stands what is wrong; null when nothing is. */
export function faultSpan({ text, fault }: Draft): Span | null {
  if (!fault) return null;
  if (fault.code !== 'syntax') return spanOf(text, fault.path);
  const from = syntaxFaultAt(text);
  return { from, to: Math.min(text.length, from + 1) };
}
