import { useId, useRef } from 'preact/hooks';
import { useView } from '../use.ts';
import { type Draft, placeOf } from './draft.ts';
import { faultWords } from './faultWords.ts';

interface Props {
  draft: Draft;
  readOnly: boolean;
  onText: (text: string) => void;
}

/** The rule as it is kept. What is wrong is said at its place while one types, and a press leads there. */
export function RuleJson({ draft, readOnly, onText }: Props) {
  const { texts } = useView();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const { fault } = draft;
  const lines = draft.text.split('\n').length;
  const place = fault?.code === 'syntax' ? placeOf(draft.text) : null;
  const go = () => {
    if (!field.current || !place) return;
    const before =
      draft.text
        .split('\n')
        .slice(0, place.line - 1)
        .join('\n').length + (place.line > 1 ? 1 : 0);
    field.current.focus();
    field.current.setSelectionRange(before + place.column - 1, before + place.column);
  };
  return (
    <div class="rule-json field">
      <label for={id}>{texts.ruleForm.json}</label>
      <textarea
        id={id}
        ref={field}
        class="mono"
        spellcheck={false}
        rows={Math.min(40, Math.max(16, lines + 1))}
        value={draft.text}
        readOnly={readOnly}
        aria-invalid={fault !== null}
        aria-describedby={`${id}-fault`}
        onInput={(event) => onText(event.currentTarget.value)}
      />
      <p id={`${id}-fault`} class="field-fault">
        {faultWords(draft, texts)}{' '}
        {place ? (
          <button type="button" class="text-button" onClick={go}>
            {`${place.line}:${place.column}`}
          </button>
        ) : null}
      </p>
    </div>
  );
}
