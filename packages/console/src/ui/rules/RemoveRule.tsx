import type { RefusalCode, RuleRecord } from '@theke/protocol';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useView } from '../use.ts';

interface Props {
  record: RuleRecord;
  onRemoved: (ruleId: string) => void;
}

/** Takes a rule away, after asking once. */
export function RemoveRule({ record, onRemoved }: Props) {
  const { desk, texts } = useView();
  const words = texts.ruleForm;
  const [asked, setAsked] = useState(false);
  const [refused, setRefused] = useState<RefusalCode | null>(null);
  const keep = useRef<HTMLButtonElement>(null);
  const ask = useRef<HTMLButtonElement>(null);
  const was = useRef(false);
  useLayoutEffect(() => {
    if (asked) keep.current?.focus();
    else if (was.current) ask.current?.focus();
    was.current = asked;
  }, [asked]);
  async function remove() {
    const code = await desk.rules.remove(record);
    setRefused(code);
    setAsked(false);
    if (code === null) onRemoved(record.ruleId);
  }
  if (!asked)
    return (
      <>
        {refused ? (
          <span class="trouble" role="alert">
            {words.refusedRemove} {texts.refused.why[refused] ?? ''}
          </span>
        ) : null}
        <button ref={ask} type="button" class="button button-trouble" onClick={() => setAsked(true)}>
          {words.remove}
        </button>
      </>
    );
  return (
    <span class="rule-remove" role="alertdialog" aria-label={words.remove}>
      <span>{words.removeSure(record.ruleId)}</span>
      <button ref={keep} type="button" class="button button-small" onClick={() => setAsked(false)}>
        {words.removeNo}
      </button>
      <button type="button" class="button button-small button-trouble" onClick={() => void remove()}>
        {words.removeYes}
      </button>
    </span>
  );
}
