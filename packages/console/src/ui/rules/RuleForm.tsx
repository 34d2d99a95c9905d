import type { ComponentChildren } from 'preact';
import { useView } from '../use.ts';
import { Condition } from './Conditions.tsx';
import { type Draft, isFormable } from './draft.ts';
import { CheckField, FormProvider, NumberField, SelectField, TextField } from './fields.tsx';
import { HoursFields, usualHours } from './HoursFields.tsx';
import { HoldoutFields, LimitFields } from './LimitFields.tsx';
import { OfferFields } from './OfferFields.tsx';
import { valueAt, withAt } from './path.ts';

interface Props {
  draft: Draft;
  isNew: boolean;
  readOnly: boolean;
  onValue: (value: unknown) => void;
}

/** Objects that mean nothing once they are empty. */
function tidied(value: unknown): unknown {
  let tidy = value;
  for (const key of ['caps', 'cooldown']) {
    const found = valueAt(tidy, [key]);
    if (typeof found === 'object' && found !== null && Object.keys(found).length === 0)
      tidy = withAt(tidy, [key], undefined);
  }
  return tidy;
}

/** A rule as a form over its JSON: every field stands for one place in it. */
export function RuleForm({ draft, isNew, readOnly, onValue }: Props) {
  const { texts } = useView();
  const words = texts.ruleForm;
  if (!isFormable(draft.value)) return <p class="rule-rests">{words.notFormable}</p>;
  const { fault } = draft;
  const form = {
    value: draft.value,
    readOnly,
    faultAt: (path: string) =>
      fault && fault.code !== 'syntax' && fault.path === path && path !== ''
        ? `${words.codes[fault.code] ?? words.fault} (${fault.say})`
        : '',
    set: (path: readonly (string | number)[], next: unknown) => onValue(tidied(withAt(draft.value, path, next))),
  };
  const skill = String(valueAt(draft.value, ['offer', 'skill']) ?? '');
  const mode = valueAt(draft.value, ['mode']);
  return (
    <FormProvider value={form}>
      {fault?.code === 'syntax' ? <p class="rule-rests">{words.jsonRests}</p> : null}
      <div class="rule-row rule-names">
        <TextField at={['id']} label={texts.rules.fields.id} hint={texts.rules.fields.idHint} locked={!isNew} mono />
        <SelectField
          label={texts.rules.fields.mode}
          value={mode === 'shadow' || mode === 'off' ? mode : 'live'}
          options={(['live', 'shadow', 'off'] as const).map(
            (one) => [one, `${texts.rules.modes[one]}: ${texts.rules.modeHints[one]}`] as const,
          )}
          choose={(next) => form.set(['mode'], next)}
        />
        <NumberField at={['priority']} label={texts.rules.fields.priority} class="field-count" />
      </div>
      <Part title={words.when}>
        <Condition at={['when']} skill={skill} />
      </Part>
      <Part title={words.offer}>
        <OfferFields />
      </Part>
      <Part title={words.limits}>
        <LimitFields />
      </Part>
      <Part title={words.hours}>
        <RuleHours set={form.set} value={draft.value} />
      </Part>
      <Part title={words.holdout}>
        <HoldoutFields />
      </Part>
    </FormProvider>
  );
}

function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <fieldset class="rule-part">
      <legend>{title}</legend>
      {children}
    </fieldset>
  );
}

function RuleHours({ value, set }: { value: unknown; set: (path: (string | number)[], next: unknown) => void }) {
  const { texts } = useView();
  const words = texts.ruleForm;
  const hours = valueAt(value, ['hours']);
  const zone = String(valueAt(hours, ['timeZone']) ?? 'shop');
  const named = zone === 'shop' || zone === 'visitor' ? zone : 'named';
  return (
    <>
      <CheckField
        label={words.hoursOn}
        checked={hours !== undefined}
        set={(on) => set(['hours'], on ? { timeZone: 'shop', open: usualHours() } : undefined)}
      />
      {hours === undefined ? null : (
        <>
          <div class="rule-row">
            <SelectField
              label={words.zone}
              value={named}
              options={(['shop', 'visitor', 'named'] as const).map((one) => [one, words.zones[one]] as const)}
              choose={(next) => set(['hours', 'timeZone'], next === 'named' ? 'Europe/Berlin' : next)}
            />
            {named === 'named' ? <TextField at={['hours', 'timeZone']} label={words.zoneName} /> : null}
          </div>
          <HoursFields at={['hours', 'open']} />
        </>
      )}
    </>
  );
}
