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
import { useAdvice, useSkills } from './useAdvice.ts';
import { useWide } from './useWide.ts';
import { WarningCount } from './WarningCount.tsx';

export interface EditorProps {
  siteId: string;
  /** What the draft began from, and is saved over; null for a rule that is new. */
  record: RuleRecord | null;
  /** What the server keeps now: null, somebody removed it; undefined, nobody knows, or it is new. */
  now: RuleRecord | null | undefined;
  draft: Draft;
  /** Names of rules that are there: a new one must have its own. */
  taken: readonly string[];
  /** Null gives the draft up. */
  onDraft: (draft: Draft | null) => void;
  onSaved: (record: RuleRecord) => void;
  onRemoved: (ruleId: string) => void;
}

type Told = { type: 'nothing' | 'saving' | 'unchanged' | 'taken' } | RuleSaved;
/** What is looked at; where there is room, form and JSON are looked at together. */
type Tab = 'form' | 'json' | 'history';

/** One rule: as a form, as JSON, and as it was. The first two are the same thing seen twice: beside each other, or in turn. */
export function RuleEditor({ siteId, record, now, draft, taken, onDraft, onSaved, onRemoved }: EditorProps) {
  const { desk, texts } = useView();
  const words = texts.ruleForm;
  const [tab, setTab] = useState<Tab>('form');
  const [told, setTold] = useState<Told>({ type: 'nothing' });
  const box = useRef<HTMLFormElement>(null);
  const wide = useWide(box);
  const advised = useAdvice(draft, useSkills());
  const readOnly = !mayOversee(desk.state.value.me);
  const changed = record === null || JSON.stringify(draft.value) !== JSON.stringify(record.rule) || isSyntax(draft);
  const rule = draft.value as { id?: unknown; version?: unknown };
  const newExperiment = record !== null && !draft.fault && beginsExperiment(record.rule, draft.value as never);
  const meanwhile =
    told.type === 'conflict' || told.type === 'saving' || !record || now === undefined ? '' : meanwhileWords();
  const change = (next: Draft) => {
    if (told.type !== 'conflict') setTold({ type: 'nothing' });
    onDraft(next);
  };

  /** Said at once, not only when saving: somebody else was here. */
  function meanwhileWords() {
    if (now === null) return words.meanwhileGone;
    return now && now.revision !== record?.revision ? words.meanwhile(now.changedBy) : '';
  }

  /** To what is wrong, where it can be seen; the JSON shows everything, the form not. */
  function toFault() {
    const wrong = [...(box.current?.querySelectorAll<HTMLElement>('[aria-invalid=true]') ?? [])];
    const seen = wrong.find((one) => one.checkVisibility());
    // The text comes last, and is never right while anything is wrong.
    if (!seen) setTab('json');
    requestAnimationFrame(() => (seen ?? wrong.at(-1))?.focus());
  }
  const tabs: (readonly [Tab | 'both', string])[] = wide
    ? [['both', texts.rules.tabs.both]]
    : [
        ['form', texts.rules.tabs.form],
        ['json', texts.rules.tabs.json],
      ];
  if (record) tabs.push(['history', texts.rules.tabs.history]);
  const isWritten = tab !== 'history';

  async function save(over: RuleRecord | null) {
    if (draft.fault) return requestAnimationFrame(toFault);
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
      data-wide={wide && isWritten}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!readOnly && told.type !== 'saving') void save(record);
      }}
    >
      <header class="rule-editor-head">
        <h3>{record?.ruleId ?? texts.rules.new}</h3>
        {tabs.length > 1 ? (
          <Choice
            title={texts.rules.view}
            bare
            value={wide && isWritten ? 'both' : tab}
            options={tabs}
            choose={(next) => setTab(next === 'both' ? 'form' : next)}
          />
        ) : null}
      </header>
      {readOnly ? <p class="read-only">{texts.rules.readOnly}</p> : null}
      {/* Both stay, seen or not: neither cursor nor the way back is lost by looking elsewhere. */}
      <div class="rule-panes" hidden={!isWritten}>
        <section
          class="rule-pane"
          aria-label={texts.rules.tabs.form}
          hidden={!wide && tab !== 'form'}
          onFocusIn={() => setTab('form')}
        >
          <RuleForm
            draft={draft}
            advice={advised.shown}
            isNew={record === null}
            readOnly={readOnly}
            onValue={(value) => change(draftOf(value))}
          />
        </section>
        <section
          class="rule-pane rule-pane-json"
          aria-label={texts.rules.tabs.json}
          hidden={!wide && tab !== 'json'}
          onFocusIn={() => setTab('json')}
        >
          <RuleJson
            draft={draft}
            advice={advised.shown}
            readOnly={readOnly}
            onText={(text) => change(withText(draft, text))}
            onValue={(value) => change(draftOf(value))}
          />
        </section>
      </div>
      {tab === 'history' && record ? (
        <RuleHistory siteId={siteId} record={now ?? record} readOnly={readOnly} onSaved={onSaved} />
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
      {readOnly || !isWritten ? null : (
        <footer class="rule-editor-ends">
          <div class="rule-told" role="status">
            {meanwhile ? <p class="rule-meanwhile">{meanwhile}</p> : null}
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
          <WarningCount count={advised.count} within={box} />
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
