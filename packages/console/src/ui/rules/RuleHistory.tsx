import type { RuleRecord } from '@theke/protocol';
import { useEffect, useState } from 'preact/hooks';
import { partsChanged } from '../../desk/rulesChanges.ts';
import type { RuleSaved } from '../../desk/rulesDesk.ts';
import { agoWords, fullTime } from '../../format/time.ts';
import { Empty } from '../parts.tsx';
import { useView } from '../use.ts';

interface Props {
  siteId: string;
  record: RuleRecord;
  readOnly: boolean;
  onSaved: (record: RuleRecord) => void;
}

/** Every state a rule was kept in, newest first: who changed what, and the way back to it. */
export function RuleHistory({ siteId, record, readOnly, onSaved }: Props) {
  const { desk, language, texts } = useView();
  const words = texts.ruleForm;
  const [states, setStates] = useState<readonly RuleRecord[] | 'loading' | 'unread'>('loading');
  const [told, setTold] = useState<RuleSaved | null>(null);
  useEffect(() => {
    let gone = false;
    void desk.rules.history(siteId, record.ruleId).then((found) => {
      if (!gone) setStates(found ? [...found].sort((a, b) => b.revision - a.revision) : 'unread');
    });
    return () => {
      gone = true;
    };
  }, [desk, siteId, record.ruleId, record.revision]);
  if (states === 'loading') return <Empty>{texts.rules.loading}</Empty>;
  if (states === 'unread') return <p class="trouble">{texts.rules.unread}</p>;
  async function takeBack(state: RuleRecord) {
    if (!state.rule) return;
    const saved = await desk.rules.write(siteId, state.rule, record);
    setTold(saved);
    if (saved.type === 'saved') onSaved(saved.record);
  }
  return (
    <section class="rule-history" aria-label={words.history}>
      <p role="status" class="trouble">
        {told && told.type !== 'saved' ? words.refused : ''} {told?.type === 'malformed' ? told.detail : ''}
        {told?.type === 'refused' ? (texts.refused.why[told.code] ?? '') : ''}
        {told?.type === 'conflict' ? texts.refused.why.conflict : ''}
      </p>
      <ol>
        {states.map((state, at) => {
          const before = states[at + 1];
          const parts = partsChanged(before?.rule ?? null, state.rule).map((part) => words.parts[part]);
          return (
            <li key={state.revision}>
              <p class="rule-state">
                <strong>{words.revision(state.revision)}</strong>
                <span title={fullTime(state.changedAt, language)}>
                  {texts.rules.changed(agoWords(desk.nowMs.value - state.changedAt, language), state.changedBy)}
                </span>
                {at === 0 ? <em>{words.now}</em> : null}
              </p>
              <p class="quiet">
                {state.rule === null
                  ? words.wasRemoved
                  : before === undefined
                    ? words.first
                    : words.changedParts(parts.join(', ') || '–')}
              </p>
              {state.rule ? (
                <details>
                  <summary>{words.showJson}</summary>
                  {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
                  <pre tabIndex={0}>{JSON.stringify(state.rule, null, 2)}</pre>
                </details>
              ) : null}
              {at > 0 && state.rule && !readOnly ? (
                <button type="button" class="button button-small" onClick={() => void takeBack(state)}>
                  {words.takeBack}
                  <span class="heard">({words.revision(state.revision)})</span>
                </button>
              ) : null}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
