import { type ComponentChildren, createContext } from 'preact';
import { useContext, useId, useState } from 'preact/hooks';
import { useView } from '../use.ts';
import { lengthText, readLength } from './length.ts';
import { type Path, pathText, valueAt } from './path.ts';

/** The JSON a form shows: fields name the place they stand for, and read and write it there. */
export interface FormOf {
  value: unknown;
  readOnly: boolean;
  /** Words for what is wrong at a place; empty where nothing is. */
  faultAt: (path: string) => string;
  /** `undefined` takes it away. */
  set: (path: Path, next: unknown) => void;
}

const FormContext = createContext<FormOf | null>(null);
export const FormProvider = FormContext.Provider;

/** The form around a field. */
export function useForm(): FormOf {
  const form = useContext(FormContext);
  if (!form) throw new Error('used outside a form');
  return form;
}

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
  label: string;
  hint?: string;
  fault: string;
  class?: string;
  children: ComponentChildren;
}

function Shell({ id, label, hint, fault, class: name = '', children }: ShellProps) {
  return (
    <div class={`field ${name}`}>
      <label for={id}>{label}</label>
      {children}
      <p id={`${id}-more`} class={fault ? 'field-fault' : 'field-hint'}>
        {fault || hint || ''}
      </p>
    </div>
  );
}

interface TextProps extends FieldProps {
  /** How the value is shown, and what is kept of what was typed; undefined takes it away. */
  show?: (value: unknown) => string;
  read?: (typed: string) => unknown;
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
  const { form, value, fault } = useField(props.at);
  const id = useId();
  // While somebody types, their own text stands there: nothing is tidied under the cursor.
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (props.show ?? asText)(value);
  const common = {
    id,
    value: shown,
    readOnly: form.readOnly || props.locked,
    spellcheck: false,
    'aria-invalid': fault !== '',
    'aria-describedby': `${id}-more`,
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
    <Shell id={id} label={props.label} hint={props.hint} fault={fault} class={props.class}>
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
      show={(value) => (typeof value === 'number' ? lengthText(value, language) : asText(value))}
      read={(typed) => (typed.trim() === '' ? undefined : (readLength(typed) ?? typed))}
    />
  );
}

/** A number, shown times `times` where it is kept as a part of one. Empty takes it away. */
export function NumberField({ times = 1, ...props }: FieldProps & { times?: number }) {
  const { language } = useView();
  const tidy = (value: number) => Math.round(value * 1e6) / 1e6;
  return (
    <TextField
      {...props}
      numeric
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
  const fault = props.at ? form.faultAt(pathText(props.at)) : '';
  return (
    <Shell id={id} label={props.label} hint={props.hint} fault={fault} class={props.class}>
      <select
        id={id}
        disabled={form.readOnly}
        value={props.value}
        aria-invalid={fault !== ''}
        aria-describedby={`${id}-more`}
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
        disabled={form.readOnly}
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
