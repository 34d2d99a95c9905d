import type { BusinessHours, Weekday } from '@theke/rules';
import { Plus, Trash2 } from 'lucide-preact';
import { useId, useState } from 'preact/hooks';
import { Action } from '../parts.tsx';
import { useView } from '../use.ts';
import { AdviceAt } from './AdviceLine.tsx';
import { useForm } from './formOf.ts';
import { type Path, pathText, valueAt } from './path.ts';
import { isClock } from './settingsFault.ts';

const weekdays: readonly Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const isDay = (date: string) => {
  const ms = Date.parse(date);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date);
};

/** Nine to six from Monday to Friday: what most shops mean. */
export const usualHours = (): BusinessHours => ({
  weekly: Object.fromEntries(weekdays.slice(0, 5).map((day) => [day, [['09:00', '18:00']]])),
});

/** A week of opening hours, a row a day, and single days that are otherwise. A span that ends before it begins lasts into the next day. */
export function HoursFields({ at }: { at: Path }) {
  const { language, texts } = useView();
  const form = useForm();
  const words = texts.ruleForm;
  const [day, setDay] = useState('');
  const days = Object.keys((valueAt(form.value, [...at, 'days']) ?? {}) as object).sort();
  const dayName = (date: string) =>
    new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { dateStyle: 'medium', timeZone: 'UTC' }).format(
      Date.parse(date),
    );
  const id = useId();
  return (
    <div class="hours">
      <AdviceAt id={`${id}-advice`} path={pathText(at)} />
      {weekdays.map((one) => (
        <Spans key={one} at={[...at, 'weekly', one]} name={words.days[one]} />
      ))}
      <p class="hours-special">{words.specialDays}</p>
      {days.map((date) => (
        <Spans
          key={date}
          at={[...at, 'days', date]}
          // What is in no calendar would be called by the name of another day.
          name={isDay(date) ? dayName(date) : date}
          remove={() => form.set([...at, 'days'], dropped(valueAt(form.value, [...at, 'days']) as object, date))}
        />
      ))}
      {form.readOnly ? null : (
        <p class="hours-add">
          <label for={id}>{words.specialDate}</label>
          <input id={id} type="date" value={day} onInput={(event) => setDay(event.currentTarget.value)} />
          <button
            type="button"
            class="button button-small"
            aria-disabled={day === ''}
            onClick={() => {
              if (!day) return;
              form.set([...at, 'days', day], []);
              setDay('');
            }}
          >
            {words.addDay}
          </button>
        </p>
      )}
    </div>
  );
}

function dropped(days: object, date: string): object | undefined {
  const rest = Object.fromEntries(Object.entries(days).filter(([one]) => one !== date));
  return Object.keys(rest).length > 0 ? rest : undefined;
}

function Spans({ at, name, remove }: { at: Path; name: string; remove?: () => void }) {
  const { texts } = useView();
  const form = useForm();
  const words = texts.ruleForm;
  const spans = (valueAt(form.value, at) as readonly (readonly [string, string])[] | undefined) ?? [];
  const path = pathText(at);
  const id = useId();
  const fault = [path, ...spans.flatMap((_one, no) => [0, 1].map((end) => pathText([...at, no, end])))]
    .map((one) => form.faultAt(one))
    .find(Boolean);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of a form, with its name beside it
    <div class="hours-day" role="group" aria-label={name} data-at={path}>
      <span class="hours-name">{name}</span>
      <span class="hours-spans">
        {spans.length === 0 ? <span class="quiet">{words.closed}</span> : null}
        {spans.map((span, no) => (
          <span class="hours-span" key={no}>
            {([0, 1] as const).map((end) => (
              <input
                key={end}
                type="text"
                inputMode="numeric"
                size={5}
                value={span[end]}
                readOnly={form.readOnly || form.rests}
                aria-label={end === 0 ? words.from(name) : words.to(name)}
                aria-invalid={!isClock(span[end])}
                onInput={(event) => form.set([...at, no, end], event.currentTarget.value)}
              />
            ))}
            {form.readOnly ? null : (
              <Action
                bare
                icon={Trash2}
                label={words.removeSpan(name)}
                onClick={() => form.set([...at, no], undefined)}
              />
            )}
          </span>
        ))}
        {form.readOnly ? null : (
          <Action
            bare
            icon={Plus}
            label={words.addSpan(name)}
            onClick={() => form.set(at, [...spans, ['09:00', '18:00']])}
          />
        )}
        {remove && !form.readOnly ? <Action bare icon={Trash2} label={words.removeDay(name)} onClick={remove} /> : null}
      </span>
      {fault ? <span class="field-fault">{fault}</span> : null}
      <AdviceAt id={id} path={path} />
    </div>
  );
}
