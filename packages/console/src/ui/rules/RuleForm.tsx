import type { Advice } from '@theke/rules/advise';
import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { useView } from '../use.ts';
import { fieldOf, withInstead } from './advice.ts';
import { Condition } from './Conditions.tsx';
import { type Draft, isFormable } from './draft.ts';
import { CheckField, NumberField, SelectField, TextField } from './fields.tsx';
import { FormProvider } from './formOf.ts';
import { HoursFields, usualHours } from './HoursFields.tsx';
import { HoldoutFields, LimitFields } from './LimitFields.tsx';
import { OfferFields } from './OfferFields.tsx';
import { pathText, valueAt, withAt } from './path.ts';

interface Props {
  draft: Draft;
  /** What seems wrong with it, told at the fields. */
  advice: readonly Advice[];
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
export function RuleForm({ draft, advice, isNew, readOnly, onValue }: Props) {
  const { texts } = useView();
  const words = texts.ruleForm;
  // While somebody types JSON, what they mean passes through much that is no rule: the form waits and stays where it is.
  const last = useRef<unknown>(null);
  const isShown = isFormable(draft.value);
  if (isShown) last.current = draft.value;
  if (last.current === null) return <p class="rule-rests">{words.notFormable}</p>;
  const { fault } = draft;
  const rests = fault?.code === 'syntax' ? words.jsonRests : isShown ? '' : words.notFormable;
  const form = {
    value: last.current,
    readOnly,
    rests: rests !== '',
    faultAt: (path: string) =>
      fault && !rests && fault.path === path && path !== ''
        ? `${words.codes[fault.code] ?? words.fault} (${fault.say})`
        : '',
    adviceAt: (path: string) => advice.filter((one) => fieldOf(one) === path),
    useInstead: (one: Advice) => {
      const meant = rests ? null : withInstead(form.value, one);
      if (!meant) return;
      form.set([], meant.value);
      focusField(fieldOf({ ...one, path: pathText(meant.path) }));
    },
    set: (path: readonly (string | number)[], next: unknown) =>
      rests || onValue(tidied(withAt(form.value, path, next))),
  };
  const skill = String(valueAt(form.value, ['offer', 'skill']) ?? '');
  const mode = valueAt(form.value, ['mode']);
  return (
    <FormProvider value={form}>
      <div class="rule-form" data-rests={rests !== ''}>
        <div class="rule-rests-place">{rests ? <p class="rule-rests">{rests}</p> : null}</div>
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
          <RuleHours set={form.set} value={form.value} />
        </Part>
        <Part title={words.holdout}>
          <HoldoutFields />
        </Part>
      </div>
    </FormProvider>
  );
}

/** The button is gone once it was pressed: the focus goes on to what it has changed. */
const focusField = (path: string) =>
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`.rule-form [data-at="${path}"] :is(input, select, textarea, button)`)?.focus(),
  );

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
