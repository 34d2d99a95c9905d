import type { RuleRecord } from '@theke/protocol';
import { useRef, useState } from 'preact/hooks';
import { beginsExperiment } from '../../desk/rulesChanges.ts';
import { mayOversee, type RuleSaved } from '../../desk/rulesDesk.ts';
import { Choice } from '../Choice.tsx';
import { useView } from '../use.ts';
import { type Draft, draftOf, withText } from './draft.ts';
import { faultWords } from './faultWords.ts';
import { RemoveRule } from './RemoveRule.tsx';
import { RuleConflict } from './RuleConflict.tsx';
import { RuleForm } from './RuleForm.tsx';
import { RuleHistory } from './RuleHistory.tsx';
import { RuleJson } from './RuleJson.tsx';

export interface EditorProps {
  siteId: string;
  /** What is kept; null for a rule that is new. */
  record: RuleRecord | null;
  draft: Draft;
  /** Names of rules that are there: a new one must have its own. */
  taken: readonly string[];
  /** Null gives the draft up. */
  onDraft: (draft: Draft | null) => void;
  onSaved: (record: RuleRecord) => void;
  onRemoved: (ruleId: string) => void;
}

type Told = { type: 'nothing' | 'saving' | 'unchanged' | 'taken' } | RuleSaved;
const tabs = ['form', 'json', 'history'] as const;
type Tab = (typeof tabs)[number];

/** One rule: as a form, as JSON, and as it was. The first two are the same thing seen twice. */
export function RuleEditor({ siteId, record, draft, taken, onDraft, onSaved, onRemoved }: EditorProps) {
  const { desk, texts } = useView();
  const words = texts.ruleForm;
  const [tab, setTab] = useState<Tab>('form');
  const [told, setTold] = useState<Told>({ type: 'nothing' });
  const box = useRef<HTMLFormElement>(null);
  const readOnly = !mayOversee(desk.state.value.me);
  const changed = record === null || JSON.stringify(draft.value) !== JSON.stringify(record.rule) || isSyntax(draft);
  const rule = draft.value as { id?: unknown; version?: unknown };
  const newExperiment = record !== null && !draft.fault && beginsExperiment(record.rule, draft.value as never);
  const change = (next: Draft) => {
    if (told.type !== 'conflict') setTold({ type: 'nothing' });
    onDraft(next);
  };

  async function save(over: RuleRecord | null) {
    if (draft.fault) {
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
      return;
    }
    if (!changed) return setTold({ type: 'unchanged' });
    if (record === null && over === null && taken.includes(String(rule.id))) return setTold({ type: 'taken' });
    setTold({ type: 'saving' });
    const saved = await desk.rules.write(siteId, draft.value as Record<string, unknown>, over);
    setTold(saved);
    if (saved.type === 'saved') onSaved(saved.record);
  }

  return (
    <form
      ref={box}
      class="rule-editor"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!readOnly && told.type !== 'saving') void save(record);
      }}
    >
      <header class="rule-editor-head">
        <h3>{record?.ruleId ?? texts.rules.new}</h3>
        <Choice
          title={texts.rules.view}
          bare
          value={tab}
          options={(record ? tabs : tabs.slice(0, 2)).map((one) => [one, texts.rules.tabs[one]] as const)}
          choose={setTab}
        />
      </header>
      {readOnly ? <p class="read-only">{texts.rules.readOnly}</p> : null}
      {tab === 'form' ? (
        <RuleForm
          draft={draft}
          isNew={record === null}
          readOnly={readOnly || isSyntax(draft)}
          onValue={(value) => change(draftOf(value))}
        />
      ) : null}
      {tab === 'json' ? (
        <RuleJson draft={draft} readOnly={readOnly} onText={(text) => change(withText(draft, text))} />
      ) : null}
      {tab === 'history' && record ? (
        <RuleHistory siteId={siteId} record={record} readOnly={readOnly} onSaved={onSaved} />
      ) : null}
      {told.type === 'conflict' ? (
        <RuleConflict
          changed={told.changed}
          gone={told.theirs === null}
          onKeepMine={() => void save(told.theirs)}
          onTakeTheirs={() => {
            setTold({ type: 'nothing' });
            onDraft(null);
            if (told.theirs) onSaved(told.theirs);
            else if (record) onRemoved(record.ruleId);
          }}
        />
      ) : null}
      {readOnly || tab === 'history' ? null : (
        <footer class="rule-editor-ends">
          <div class="rule-told" role="status">
            {draft.fault ? <p class="trouble">{faultWords(draft, texts)}</p> : null}
            {newExperiment && !draft.fault ? <p>{words.experiment(Number(record?.rule?.version ?? 0) + 1)}</p> : null}
            {told.type === 'refused' ? (
              <p class="trouble">
                {words.refused} {texts.refused.why[told.code] ?? ''}
              </p>
            ) : null}
            {told.type === 'malformed' ? (
              <p class="trouble">
                {words.refused} <span lang="en">{told.detail}</span>
              </p>
            ) : null}
            {told.type === 'taken' ? <p class="trouble">{words.taken}</p> : null}
            {told.type === 'saving' || told.type === 'unchanged' ? <p>{words[told.type]}</p> : null}
            {told.type === 'saved' && !changed ? <p>{words.saved}</p> : null}
          </div>
          {record ? <RemoveRule record={record} onRemoved={onRemoved} /> : null}
          {changed ? (
            <button type="button" class="button" onClick={() => onDraft(null)}>
              {words.discard}
            </button>
          ) : null}
          <button
            type="submit"
            class="button button-main"
            aria-disabled={told.type === 'saving' || draft.fault !== null}
          >
            {words.save}
          </button>
        </footer>
      )}
    </form>
  );
}

const isSyntax = (draft: Draft) => draft.fault?.code === 'syntax';
