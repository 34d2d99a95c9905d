import type { RuleRecord } from '@theke/protocol';
import { partsChanged } from '../../desk/rulesChanges.ts';
import { type Draft, draftOf } from './draft.ts';
import { withAt } from './path.ts';

/** A rule being written, and what it began from: whatever the server tells meanwhile, that is what it is saved over. */
export interface Begun {
  draft: Draft;
  /** Null for a rule that is new. */
  base: RuleRecord | null;
}

/** What is being written, by the rule's name; the new one, which has none yet, under the empty name. */
export type Drafts = ReadonlyMap<string, Begun>;

/** Whether anything is written that is not kept in `base`. */
export const isTouched = ({ draft, base }: Begun): boolean =>
  base === null || draft.fault?.code === 'syntax' || JSON.stringify(draft.value) !== JSON.stringify(base.rule);

/** `begun` as it was last written; null gives it up. What reads like its base is no draft. */
export function withDraft(drafts: Drafts, name: string, begun: Begun | null): Drafts {
  const next = new Map(drafts);
  if (begun && begun.draft.text !== (begun.base && draftOf(begun.base.rule).text)) next.set(name, begun);
  else next.delete(name);
  return next;
}

/**
 * What is being written of a rule of which the server now keeps `record` (undefined: nothing, or nothing known). Untouched, it follows;
 * touched, it stays what it was, and what it began from as well. Undefined when there is neither.
 */
export function begunOf(drafts: Drafts, ruleId: string, record: RuleRecord | undefined): Begun | undefined {
  const begun = drafts.get(ruleId);
  if (begun && (begun.base?.revision === record?.revision || isTouched(begun))) return begun;
  return record && { draft: draftOf(record.rule), base: record };
}

/** After somebody here switched the rule: the switch is no change of what is written, unless something else came with it. */
export function switched(begun: Begun, record: RuleRecord): Begun {
  const onlyMode = partsChanged(begun.base?.rule ?? null, record.rule).every((part) => part === 'mode');
  return {
    draft: draftOf(withAt(begun.draft.value, ['mode'], record.rule?.mode)),
    base: onlyMode ? record : begun.base,
  };
}
