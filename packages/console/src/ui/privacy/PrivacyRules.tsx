import { createId } from '@theke/kit';
import { limits, type PrivacyRule } from '@theke/protocol';
import { Plus, Trash2 } from 'lucide-preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Fault, RuleDraft } from '../../desk/privacyDraft.ts';
import { Action, Empty } from '../parts.tsx';
import { useView } from '../use.ts';

const marks: readonly PrivacyRule['mark'][] = ['show', 'mask', 'block', 'deny'];

interface Props {
  rules: readonly RuleDraft[];
  faults: readonly Fault[];
  readOnly: boolean;
  onChange: (rules: readonly RuleDraft[]) => void;
}

/** The rules of a site: which elements, on which pages, and what agents see of them. */
export function PrivacyRules({ rules, faults, readOnly, onChange }: Props) {
  const { texts } = useView();
  const words = texts.privacy;
  const list = useRef<HTMLOListElement>(null);
  const added = useRef(false);
  useLayoutEffect(() => {
    if (!added.current) return;
    added.current = false;
    list.current?.querySelector<HTMLElement>('li:last-child input')?.focus();
  }, [rules.length]);
  const change = (key: string, part: Partial<RuleDraft>) =>
    onChange(rules.map((rule) => (rule.key === key ? { ...rule, ...part } : rule)));
  const isMany = faults.some((fault) => fault.at === 'rules');
  return (
    // biome-ignore lint/a11y/useSemanticElements: inside a fieldset already
    <div class="privacy-rules" role="group" aria-label={words.rules}>
      <p>
        <strong>{words.rules}</strong> <span class="quiet">{words.rulesLong}</span>
      </p>
      {rules.length === 0 ? <Empty>{words.rulesNone}</Empty> : null}
      <ol ref={list}>
        {rules.map((rule, at) => (
          <Rule
            key={rule.key}
            rule={rule}
            no={at + 1}
            faults={faults}
            readOnly={readOnly}
            onChange={(part) => change(rule.key, part)}
            onRemove={() => onChange(rules.filter((one) => one.key !== rule.key))}
          />
        ))}
      </ol>
      {isMany ? <p class="trouble">{words.faults.manyRules}</p> : null}
      {readOnly || rules.length >= limits.privacyRules ? null : (
        <Action
          icon={Plus}
          label={words.add}
          onClick={() => {
            added.current = true;
            onChange([...rules, { key: createId('rul'), selector: '', page: '', mark: 'show' }]);
          }}
        />
      )}
    </div>
  );
}

interface RuleProps {
  rule: RuleDraft;
  no: number;
  faults: readonly Fault[];
  readOnly: boolean;
  onChange: (part: Partial<RuleDraft>) => void;
  onRemove: () => void;
}

function Rule({ rule, no, faults, readOnly, onChange, onRemove }: RuleProps) {
  const { texts } = useView();
  const words = texts.privacy;
  const faultAt = (at: 'selector' | 'page') => {
    const fault = faults.find((one) => one.at === at && one.key === rule.key);
    return fault && 'why' in fault ? words.faults[fault.why as 'empty' | 'long' | 'selector' | 'page'] : '';
  };
  const [wrongSelector, wrongPage] = [faultAt('selector'), faultAt('page')];
  const id = `rule-${rule.key}`;
  return (
    <li class="rule">
      {/* biome-ignore lint/a11y/useSemanticElements: inside a fieldset already */}
      <div class="rule-fields" role="group" aria-label={words.ruleNo(no)}>
        <label class="field">
          <span>{words.selector}</span>
          <input
            type="text"
            spellcheck={false}
            autocomplete="off"
            placeholder=".order-summary"
            value={rule.selector}
            aria-invalid={wrongSelector !== ''}
            aria-describedby={`${id}-selector`}
            onInput={(event) => onChange({ selector: event.currentTarget.value })}
          />
        </label>
        <label class="field">
          <span>{words.page}</span>
          <input
            type="text"
            spellcheck={false}
            autocomplete="off"
            placeholder="/checkout/**"
            value={rule.page}
            aria-invalid={wrongPage !== ''}
            aria-describedby={`${id}-page`}
            onInput={(event) => onChange({ page: event.currentTarget.value })}
          />
        </label>
        <label class="field">
          <span>{words.mark}</span>
          <select
            value={rule.mark}
            onChange={(event) => onChange({ mark: event.currentTarget.value as PrivacyRule['mark'] })}
          >
            {marks.map((mark) => (
              <option key={mark} value={mark}>
                {words.marks[mark]}
              </option>
            ))}
          </select>
        </label>
        {readOnly ? null : <Action bare icon={Trash2} label={words.removeNo(no)} onClick={onRemove} />}
      </div>
      <p id={`${id}-selector`} class="trouble">
        {wrongSelector}
      </p>
      <p id={`${id}-page`} class="trouble">
        {wrongPage}
      </p>
    </li>
  );
}
