import type { InvitationSettings } from '@theke/protocol';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { SettingsSaved } from '../../desk/rulesDesk.ts';
import { useView } from '../use.ts';
import { CheckField, LengthField, NumberField, TextField } from './fields.tsx';
import { FormProvider } from './formOf.ts';
import { HoursFields, usualHours } from './HoursFields.tsx';
import { type Path, valueAt, withAt } from './path.ts';
import { RuleConflict } from './RuleConflict.tsx';
import { settingsFault } from './settingsFault.ts';

interface Props {
  kept: InvitationSettings;
  readOnly: boolean;
  onKept: (settings: InvitationSettings) => void;
  onUnsaved: (on: boolean) => void;
}

type Told = { type: 'nothing' | 'saving' | 'unchanged' } | SettingsSaved;

/** What holds for all invitations of a site. Somebody else's change is never overwritten unseen. */
export function RuleSettings({ kept, readOnly, onKept, onUnsaved }: Props) {
  const { desk, language, texts } = useView();
  const words = texts.ruleSettings;
  const more = texts.ruleForm;
  const [draft, setDraft] = useState<InvitationSettings>(kept);
  const [told, setTold] = useState<Told>({ type: 'nothing' });
  const box = useRef<HTMLFormElement>(null);
  const changed = JSON.stringify(draft) !== JSON.stringify(kept);
  const base = useRef(kept);
  useEffect(() => {
    // Not touched, or not any more: what somebody else saved is simply shown.
    if (JSON.stringify(draft) === JSON.stringify(base.current)) {
      setDraft(kept);
      base.current = kept;
    }
  }, [kept, draft]);
  useEffect(() => onUnsaved(changed), [changed]);
  const fault = settingsFault(draft);
  const set = (path: Path, next: unknown) => {
    setDraft(withAt(draft, path, next) as InvitationSettings);
    if (told.type !== 'conflict') setTold({ type: 'nothing' });
  };
  const take = (settings: InvitationSettings) => {
    base.current = settings;
    setDraft(settings);
    onKept(settings);
  };
  async function save(revision: number) {
    if (fault) return box.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
    if (!changed && revision === base.current.revision) return setTold({ type: 'unchanged' });
    setTold({ type: 'saving' });
    const saved = await desk.rules.set({ ...draft, revision }, base.current);
    setTold(saved);
    if (saved.type === 'saved') take(saved.settings);
  }
  const share = Number(valueAt(draft, ['programme', 'share'])) * 100;
  const form = {
    value: draft as unknown,
    readOnly,
    set,
    faultAt: (path: string) => (fault?.path === path ? words.faults[fault.why] : ''),
  };
  return (
    <form
      ref={box}
      class="rule-settings"
      noValidate
      aria-label={words.title}
      onSubmit={(event) => {
        event.preventDefault();
        if (!readOnly && told.type !== 'saving') void save(base.current.revision);
      }}
    >
      <h3>{words.title}</h3>
      {readOnly ? <p class="read-only">{texts.rules.readOnly}</p> : null}
      <FormProvider value={form}>
        <CheckField label={words.on} hint={words.onLong} checked={draft.on} set={(on) => set(['on'], on)} />
        <fieldset class="rule-part">
          <legend>{words.often}</legend>
          <div class="rule-row">
            <NumberField at={['perVisit']} label={words.perVisit} />
            <NumberField at={['perVisitor', 'n']} label={words.perVisitor} />
            <LengthField at={['perVisitor', 'withinMs']} label={words.within} class="field-length" />
          </div>
          <div class="rule-row">
            <LengthField at={['gapMs']} label={words.gap} />
            <LengthField at={['maxWaitMs']} label={words.wait} />
          </div>
        </fieldset>
        <fieldset class="rule-part">
          <legend>{words.hours}</legend>
          <TextField at={['timeZone']} label={words.timeZone} class="field-short" />
          <CheckField
            label={words.hoursOn}
            checked={draft.hours !== null}
            set={(on) => set(['hours'], on ? usualHours() : null)}
          />
          {draft.hours === null ? null : <HoursFields at={['hours']} />}
        </fieldset>
        <fieldset class="rule-part">
          <legend>{words.programme}</legend>
          <p class="quiet">{words.programmeLong}</p>
          <div class="rule-row">
            <NumberField at={['programme', 'share']} label={more.share} times={100} class="field-count" />
            <LengthField at={['programme', 'windowMs']} label={more.window} class="field-length" />
          </div>
          {share > 0 ? (
            <p class="rule-cost">
              {words.cost(new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(share))}
            </p>
          ) : null}
          <TextField at={['currency']} label={words.currency} class="field-count" />
        </fieldset>
        <CheckField
          label={words.radar}
          hint={words.radarLong}
          checked={draft.radar}
          set={(radar) => set(['radar'], radar)}
        />
      </FormProvider>
      {told.type === 'conflict' ? (
        <RuleConflict
          changed={told.changed}
          onKeepMine={() => void save(told.theirs.revision)}
          onTakeTheirs={() => {
            setTold({ type: 'nothing' });
            take(told.theirs);
          }}
        />
      ) : null}
      {readOnly ? null : (
        <footer class="rule-editor-ends">
          <div class="rule-told" role="status">
            {told.type !== 'conflict' && told.type !== 'saving' && kept.revision > base.current.revision
              ? more.meanwhileSettings
              : ''}{' '}
            {told.type === 'refused' ? `${more.refused} ${texts.refused.why[told.code] ?? ''}` : ''}
            {told.type === 'malformed' ? `${more.refused} ${told.detail}` : ''}
            {told.type === 'saved' || told.type === 'saving' || told.type === 'unchanged' ? more[told.type] : ''}
          </div>
          <button type="submit" class="button button-main" aria-disabled={told.type === 'saving'}>
            {words.save}
          </button>
        </footer>
      )}
    </form>
  );
}
