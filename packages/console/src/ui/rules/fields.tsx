import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useView } from '../use.ts';
import { AdviceAt } from './AdviceLine.tsx';
import { describedBy, useForm } from './formOf.ts';
import { lengthText, readLength } from './length.ts';
import { type Path, pathText, valueAt } from './path.ts';

interface FieldProps {
  at: Path;
  label: string;
  hint?: string;
  class?: string;
}

function useField(at: Path) {
  const form = useForm();
  const path = pathText(at);
  return { form, path, value: valueAt(form.value, at), fault: form.faultAt(path) };
}

interface ShellProps {
  id: string;
  /** The place it stands for; empty where that is told elsewhere. */
  path: string;
  label: string;
  hint?: string;
  fault: string;
  class?: string;
  children: ComponentChildren;
}

function Shell({ id, path, label, hint, fault, class: name = '', children }: ShellProps) {
  return (
    <div class={`field ${name}`} data-at={path || undefined}>
      <label for={id}>{label}</label>
      {children}
      <p id={`${id}-more`} class={fault ? 'field-fault' : 'field-hint'}>
        {fault || hint || ''}
      </p>
      {path ? <AdviceAt id={`${id}-advice`} path={path} /> : null}
    </div>
  );
}

interface TextProps extends FieldProps {
  /** How the value is shown, and what is kept of what was typed; undefined takes it away. */
  show?: (value: unknown) => string;
  read?: (typed: string) => unknown;
  /** Said instead of the fault where what was typed could not be read at all. */
  unread?: string;
  /** Where more than this one place changes with it. */
  take?: (typed: string) => void;
  rows?: number;
  list?: readonly string[];
  mono?: boolean;
  locked?: boolean;
  numeric?: boolean;
}

const asText = (value: unknown) =>
  value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);

/** A line of text; with `rows` several. What cannot be kept as meant is kept as typed, so that it is refused at its place. */
export function TextField(props: TextProps) {
  const { form, path, value, fault: found } = useField(props.at);
  const fault = found && props.unread && typeof value === 'string' ? props.unread : found;
  const id = useId();
  // While somebody types, their own text stands there: nothing is tidied under the cursor.
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (props.show ?? asText)(value);
  const common = {
    id,
    value: shown,
    readOnly: form.readOnly || form.rests || props.locked,
    spellcheck: false,
    'aria-invalid': fault !== '',
    'aria-describedby': describedBy(form, id, path),
    class: props.mono ? 'mono' : undefined,
    onBlur: () => setTyped(null),
    onInput: (event: { currentTarget: { value: string } }) => {
      const text = event.currentTarget.value;
      setTyped(text);
      if (props.take) props.take(text);
      else form.set(props.at, props.read ? props.read(text) : text);
    },
  };
  return (
    <Shell id={id} path={path} label={props.label} hint={props.hint} fault={fault} class={props.class}>
      {props.rows ? (
        <textarea {...common} rows={props.rows} />
      ) : (
        <input
          {...common}
          type="text"
          autocomplete="off"
          inputMode={props.numeric ? 'decimal' : undefined}
          list={props.list ? `${id}-list` : undefined}
        />
      )}
      {props.list ? (
        <datalist id={`${id}-list`}>
          {props.list.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      ) : null}
    </Shell>
  );
}

/** A length of time. Empty takes it away. */
export function LengthField(props: FieldProps) {
  const { language, texts } = useView();
  return (
    <TextField
      {...props}
      hint={props.hint ?? texts.rules.lengthHint}
      unread={texts.rules.lengthWrong}
      show={(value) => (typeof value === 'number' ? lengthText(value, language) : asText(value))}
      read={(typed) => (typed.trim() === '' ? undefined : (readLength(typed) ?? typed))}
    />
  );
}

/** A number, shown times `times` where it is kept as a part of one. Empty takes it away. */
export function NumberField({ times = 1, ...props }: FieldProps & { times?: number }) {
  const { language, texts } = useView();
  const tidy = (value: number) => Math.round(value * 1e6) / 1e6;
  return (
    <TextField
      {...props}
      numeric
      unread={texts.rules.numberWrong}
      show={(value) => {
        if (typeof value !== 'number') return asText(value);
        const shown = String(tidy(value * times));
        return language === 'de' ? shown.replace('.', ',') : shown;
      }}
      read={(typed) => {
        const text = typed.trim().replace(',', '.');
        if (text === '') return undefined;
        return Number.isFinite(Number(text)) ? tidy(Number(text) / times) : typed;
      }}
    />
  );
}

interface SelectProps<T extends string> extends Omit<FieldProps, 'at'> {
  at?: Path;
  value: T;
  options: readonly (readonly [T, string])[];
  choose: (value: T) => void;
}

/** One of a few words. */
export function SelectField<T extends string>(props: SelectProps<T>) {
  const form = useForm();
  const id = useId();
  const path = props.at ? pathText(props.at) : '';
  const fault = path ? form.faultAt(path) : '';
  return (
    <Shell id={id} path={path} label={props.label} hint={props.hint} fault={fault} class={props.class}>
      <select
        id={id}
        disabled={form.readOnly || form.rests}
        value={props.value}
        aria-invalid={fault !== ''}
        aria-describedby={describedBy(form, id, path)}
        onChange={(event) => props.choose(event.currentTarget.value as T)}
      >
        {props.options.map(([key, label]) => (
          <option key={key} value={key}>
            {label}
          </option>
        ))}
      </select>
    </Shell>
  );
}

/** On or off. */
export function CheckField(props: { label: string; hint?: string; checked: boolean; set: (on: boolean) => void }) {
  const form = useForm();
  return (
    <label class="check check-long">
      <input
        type="checkbox"
        disabled={form.readOnly || form.rests}
        checked={props.checked}
        onChange={(event) => props.set(event.currentTarget.checked)}
      />
      <span>
        <span>{props.label}</span>
        {props.hint ? <span class="quiet">{props.hint}</span> : null}
      </span>
    </label>
  );
}
