import type { SitePrivacy } from '@theke/protocol';
import { useRef, useState } from 'preact/hooks';
import type { PrivacySaved } from '../../desk/privacyDesk.ts';
import { draftOf, type Fault, faultsIn, type PrivacyDraft, privacyOf } from '../../desk/privacyDraft.ts';
import { useView } from '../use.ts';
import { PrivacyConflict } from './PrivacyConflict.tsx';
import { PrivacyRules } from './PrivacyRules.tsx';

interface Props {
  kept: SitePrivacy;
  readOnly: boolean;
  onKept: (privacy: SitePrivacy) => void;
}

type Told = { type: 'nothing' | 'saving' | 'saved' | 'unchanged' } | { type: 'faulty'; count: number } | PrivacySaved;

/** What the browser itself thinks of a selector; nothing of the page is touched. */
function isSelector(text: string): boolean {
  try {
    document.createDocumentFragment().querySelector(text);
    return true;
  } catch {
    return false;
  }
}

/** The settings of one site. Faults are found before the server is asked; somebody else's change is never overwritten unseen. */
export function PrivacyForm({ kept, readOnly, onKept }: Props) {
  const { desk, texts } = useView();
  const words = texts.privacy;
  const [draft, setDraft] = useState<PrivacyDraft>(() => draftOf(kept));
  const [faults, setFaults] = useState<readonly Fault[]>([]);
  const [told, setTold] = useState<Told>({ type: 'nothing' });
  const form = useRef<HTMLFormElement>(null);
  const set = (change: Partial<PrivacyDraft>) => {
    const next = { ...draft, ...change };
    setDraft(next);
    // Once told, a fault goes as soon as it is mended.
    if (faults.length > 0) setFaults(faultsIn(next, isSelector));
    if (told.type !== 'conflict') setTold({ type: 'nothing' });
  };

  async function save(over: SitePrivacy) {
    const found = faultsIn(draft, isSelector);
    setFaults(found);
    if (found.length > 0) {
      setTold({ type: 'faulty', count: found.length });
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus());
      return;
    }
    const next = privacyOf(draft, kept.siteId, over.version);
    if (JSON.stringify(next) === JSON.stringify(privacyOf(draftOf(kept), kept.siteId, over.version)) && over === kept)
      return setTold({ type: 'unchanged' });
    setTold({ type: 'saving' });
    const saved = await desk.privacy.write(next, over);
    setTold(saved);
    if (saved.type !== 'saved') return;
    setDraft(draftOf(saved.privacy));
    onKept(saved.privacy);
  }

  const dayFault = faults.some((fault) => fault.at === 'days');
  return (
    <form
      ref={form}
      class="stack privacy"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!readOnly && told.type !== 'saving') void save(kept);
      }}
    >
      {readOnly ? <p class="read-only">{words.readOnly}</p> : null}
      <fieldset class="privacy-fields" disabled={readOnly}>
        <Check
          label={words.preset}
          hint={words.presetLong}
          checked={draft.preset === 'shop'}
          onChange={(on) => set({ preset: on ? 'shop' : 'none' })}
        />
        <PrivacyRules rules={draft.rules} faults={faults} readOnly={readOnly} onChange={(rules) => set({ rules })} />
        <Check
          label={words.capture}
          hint={words.captureLong}
          checked={draft.capture}
          onChange={(capture) => set({ capture })}
        />
        <Frames value={draft.frames} faults={faults} onChange={(frames) => set({ frames })} />
        <Check
          label={words.recording}
          hint={words.recordingLong}
          checked={draft.recording}
          onChange={(recording) => set({ recording })}
        />
        {draft.recording || dayFault ? (
          <label class="field field-short">
            <span>{words.days}</span>
            <input
              type="text"
              inputMode="numeric"
              value={draft.recordingDays}
              aria-invalid={dayFault}
              aria-describedby="privacy-days"
              onInput={(event) => set({ recordingDays: event.currentTarget.value })}
            />
            <span id="privacy-days" class="trouble">
              {dayFault ? words.faults.days : ''}
            </span>
          </label>
        ) : null}
      </fieldset>
      {told.type === 'conflict' ? (
        <PrivacyConflict
          changed={told.changed}
          onKeepMine={() => void save(told.theirs)}
          onTakeTheirs={() => {
            setDraft(draftOf(told.theirs));
            setFaults([]);
            setTold({ type: 'nothing' });
            onKept(told.theirs);
          }}
        />
      ) : null}
      <div class="dialog-ends">
        <p class="privacy-told" role="status" data-trouble={told.type === 'refused' || told.type === 'faulty'}>
          {told.type === 'refused' ? `${texts.refused.privacy} ${texts.refused.why[told.code] ?? ''}` : ''}
          {told.type === 'faulty' ? words.faulty(told.count) : ''}
          {told.type === 'saved' || told.type === 'saving' || told.type === 'unchanged' ? words[told.type] : ''}
        </p>
        {readOnly ? null : (
          <button type="submit" class="button button-main" aria-disabled={told.type === 'saving'}>
            {words.save}
          </button>
        )}
      </div>
    </form>
  );
}

function Check(props: { label: string; hint: string; checked: boolean; onChange: (on: boolean) => void }) {
  return (
    <label class="check check-long">
      <input
        type="checkbox"
        role="switch"
        aria-checked={props.checked}
        aria-label={props.label}
        checked={props.checked}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
      <span>
        <strong>{props.label}</strong>
        <span class="quiet">{props.hint}</span>
      </span>
    </label>
  );
}

function Frames(props: { value: string; faults: readonly Fault[]; onChange: (value: string) => void }) {
  const { texts } = useView();
  const words = texts.privacy;
  const fault = props.faults.find((one) => one.at === 'frames');
  return (
    <label class="field">
      <span>
        <strong>{words.frames}</strong> {words.framesLong}
      </span>
      <textarea
        rows={2}
        spellcheck={false}
        value={props.value}
        aria-invalid={fault !== undefined}
        aria-describedby="privacy-frames"
        onInput={(event) => props.onChange(event.currentTarget.value)}
      />
      <span id="privacy-frames" class="trouble">
        {fault?.at === 'frames'
          ? fault.why === 'many'
            ? words.faults.manyFrames
            : words.faults.origin(fault.line)
          : ''}
      </span>
    </label>
  );
}
