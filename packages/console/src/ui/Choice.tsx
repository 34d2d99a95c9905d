import { useId } from 'preact/hooks';

interface ChoiceProps<T extends string> {
  title: string;
  /** The title is said, not shown. */
  bare?: boolean;
  value: T;
  options: readonly (readonly [T, string])[];
  disabled?: boolean;
  choose: (value: T) => void;
}

/** One of a few, side by side. */
export function Choice<T extends string>({ title, bare, value, options, disabled, choose }: ChoiceProps<T>) {
  const name = useId();
  return (
    <fieldset class="choice" disabled={disabled}>
      <legend class={bare ? 'heard' : undefined}>{title}</legend>
      {options.map(([key, label]) => (
        <label key={key}>
          <input type="radio" name={name} checked={key === value} onChange={() => choose(key)} />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
