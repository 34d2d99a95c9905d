import type { RuleRecord } from '@theke/protocol';
import { ListX, Plus, SlidersHorizontal } from 'lucide-preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { mayOversee, type RuleMode } from '../../desk/rulesDesk.ts';
import { Action, Empty } from '../parts.tsx';
import { useView } from '../use.ts';
import { Decisions } from './Decisions.tsx';
import { draftOf } from './draft.ts';
import { type Begun, begunOf, type Drafts, switched, withDraft } from './drafts.ts';
import { newRule } from './kinds.ts';
import { RemovedRules } from './RemovedRules.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import { RuleList } from './RuleList.tsx';
import { RuleSettings } from './RuleSettings.tsx';
import { useRules, useSites } from './useRules.ts';

type Shown =
  | { type: 'rule'; ruleId: string }
  | { type: 'new' | 'settings' | 'none' }
  | { type: 'decisions'; ruleId: string };

/** The rules of a site in the place of the columns: the list at the side, one of them open. */
export function RulesScreen() {
  const { desk, screen, texts } = useView();
  const words = texts.rules;
  const asked = screen.decided.peek();
  const { sites, siteId, setSiteId } = useSites(asked?.siteId ?? '');
  const [shown, setShown] = useState<Shown>(asked ? { type: 'decisions', ruleId: asked.ruleId } : { type: 'none' });
  useEffect(() => {
    screen.decided.value = null;
  }, [screen]);
  const [drafts, setDrafts] = useState<Drafts>(new Map());
  const [settingsUnsaved, setSettingsUnsaved] = useState(false);
  const { me } = desk.state.value;
  const readOnly = !mayOversee(me);
  const rules = useRules(siteId, !readOnly);
  const records = typeof rules.records === 'string' ? [] : rules.records;
  const isUnsaved = drafts.size > 0 || settingsUnsaved;
  useEffect(() => {
    screen.unsaved.value = isUnsaved;
    return () => {
      screen.unsaved.value = false;
    };
  }, [isUnsaved, screen]);

  // Whoever opens something reads on there.
  const main = useRef<HTMLDivElement>(null);
  const openName = shown.type === 'rule' ? shown.ruleId : shown.type;
  useLayoutEffect(() => {
    const title = [...(main.current?.querySelectorAll<HTMLElement>('h3') ?? [])].find((one) => one.checkVisibility());
    if (openName === 'none' || !title) return;
    title.tabIndex = -1;
    title.focus();
  }, [openName]);

  const setDraft = (name: string, begun: Begun | null) => setDrafts((before) => withDraft(before, name, begun));
  function saved(record: RuleRecord) {
    setDraft(record.ruleId, null);
    rules.put(record);
    if (shown.type === 'new') {
      setDraft('', null);
      setShown({ type: 'rule', ruleId: record.ruleId });
    }
  }
  function restored(record: RuleRecord) {
    desk.notices.settle('rules');
    desk.notices.say({ type: 'words', words: texts.rules.restored(record.ruleId) });
    rules.put(record);
    rules.again();
    setShown({ type: 'rule', ruleId: record.ruleId });
  }
  async function setMode(record: RuleRecord, mode: RuleMode) {
    const answer = await desk.rules.setMode(siteId, record.ruleId, mode);
    if (answer.type !== 'saved')
      return answer.type === 'refused' ? desk.notices.refuse('rules', answer.code) : undefined;
    desk.notices.settle('rules');
    desk.notices.say({ type: 'words', words: words.modeSet(record.ruleId, words.modes[mode]) });
    rules.put(answer.record);
    setDrafts((before) => {
      const begun = before.get(record.ruleId);
      return begun ? withDraft(before, record.ruleId, switched(begun, answer.record)) : before;
    });
  }
  const kept = shown.type === 'rule' ? records.find((one) => one.ruleId === shown.ruleId) : undefined;
  // Removed meanwhile, what is being written of it stays.
  const open = shown.type === 'rule' ? begunOf(drafts, shown.ruleId, kept) : undefined;
  const fresh = () => draftOf(newRule(words.newName, me.skills[0] ?? 'sales'));
  const openId = open && shown.type === 'rule' ? shown.ruleId : '';
  return (
    <section class="rules" aria-labelledby="rules-title">
      <div class="rules-side">
        <header class="rules-head">
          <h2 id="rules-title" data-place-title>
            {words.title}
          </h2>
          {sites && sites.length > 1 ? (
            <label class="field">
              <span>{words.site}</span>
              <select
                value={siteId}
                disabled={isUnsaved}
                onChange={(event) => {
                  setSiteId(event.currentTarget.value);
                  setShown({ type: 'none' });
                }}
              >
                {sites.map((one) => (
                  <option key={one.siteId} value={one.siteId}>
                    {one.name}
                  </option>
                ))}
              </select>
            </label>
          ) : null}
          <p class="quiet">{words.lead}</p>
          {rules.settings?.on === false ? <p class="rules-off">{words.off}</p> : null}
          <div class="rules-ways">
            {readOnly ? null : <Action icon={Plus} label={words.new} onClick={() => setShown({ type: 'new' })} />}
            <Action
              icon={ListX}
              label={words.decisions}
              pressed={shown.type === 'decisions'}
              onClick={() => setShown({ type: 'decisions', ruleId: '' })}
            />
            <Action
              icon={SlidersHorizontal}
              label={words.settings}
              pressed={shown.type === 'settings'}
              onClick={() => setShown({ type: 'settings' })}
            />
          </div>
        </header>
        {rules.records === 'loading' && siteId ? <Empty>{words.loading}</Empty> : null}
        {rules.records === 'unread' ? (
          <p class="trouble" role="alert">
            {words.unread}{' '}
            <button type="button" class="text-button" onClick={rules.again}>
              {words.again}
            </button>
          </p>
        ) : null}
        {typeof rules.records !== 'string' && records.length === 0 ? (
          <Empty>{readOnly ? words.noneToRead : words.none}</Empty>
        ) : null}
        <RuleList
          records={records}
          decisions={rules.decisions}
          chosen={shown.type === 'rule' ? shown.ruleId : null}
          unsaved={new Set(drafts.keys())}
          readOnly={readOnly}
          onChoose={(ruleId) => setShown({ type: 'rule', ruleId })}
          onMode={(record, mode) => void setMode(record, mode)}
        />
        <RemovedRules siteId={siteId} removed={rules.removed} onRestored={restored} />
      </div>
      <div class="rules-main" ref={main}>
        {shown.type === 'none' && records.length > 0 ? <Empty>{words.choose}</Empty> : null}
        {shown.type === 'decisions' ? (
          <Decisions
            siteId={siteId}
            ruleIds={records.map((one) => one.ruleId)}
            ruleId={shown.ruleId}
            onRule={(ruleId) => setShown({ type: 'decisions', ruleId })}
          />
        ) : null}
        {/* What was changed there stays while something else is looked at. */}
        {(shown.type === 'settings' || settingsUnsaved) && rules.settings ? (
          <div hidden={shown.type !== 'settings'}>
            <RuleSettings
              key={siteId}
              kept={rules.settings}
              readOnly={readOnly}
              onKept={rules.setSettings}
              onUnsaved={setSettingsUnsaved}
            />
          </div>
        ) : null}
        {open || shown.type === 'new' ? (
          <RuleEditor
            key={openId}
            siteId={siteId}
            record={open?.base ?? null}
            now={open && typeof rules.records !== 'string' ? (kept ?? null) : undefined}
            draft={open?.draft ?? drafts.get('')?.draft ?? fresh()}
            taken={records.map((one) => one.ruleId)}
            onDraft={(draft) => setDraft(openId, draft && { draft, base: open?.base ?? null })}
            onSaved={saved}
            onRemoved={(ruleId) => {
              setDraft(ruleId, null);
              setShown({ type: 'none' });
              desk.notices.say({ type: 'words', words: texts.ruleForm.removed(ruleId) });
              rules.again();
            }}
          />
        ) : null}
      </div>
    </section>
  );
}
