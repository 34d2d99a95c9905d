import type { Advice } from '@theke/rules/advise';
import { TriangleAlert } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useView } from '../use.ts';
import { adviceWords, insteadWords } from './adviceWords.ts';
import { useForm } from './formOf.ts';

interface LineProps {
  advice: Advice;
  /** Puts there what was perhaps meant; absent where nobody may. */
  onUse?: () => void;
  /** Stands between the word and the sentence. */
  children?: ComponentChildren;
}

/** One warning: a sign, the word for it, what seems wrong, and a way out where there is one. */
export function AdviceLine({ advice, onUse, children }: LineProps) {
  const { texts } = useView();
  return (
    <span class="advice">
      <TriangleAlert size={14} strokeWidth={2} aria-hidden="true" />
      <span>
        <strong>{texts.ruleAdvice.warning}</strong> {children} {adviceWords(advice, texts)}{' '}
        {advice.instead === undefined || !onUse ? null : (
          <button type="button" class="text-button" onClick={onUse}>
            {insteadWords(advice.instead, texts)}
          </button>
        )}
      </span>
    </span>
  );
}

/** What seems wrong at one place of a form; nothing where nothing does. */
export function AdviceAt({ id, path }: { id: string; path: string }) {
  const form = useForm();
  const found = form.adviceAt?.(path) ?? [];
  if (found.length === 0) return null;
  return (
    <div id={id} class="advice-at">
      {found.map((advice) => (
        <AdviceLine
          key={`${advice.path} ${advice.say.code}`}
          advice={advice}
          onUse={form.useInstead && !form.readOnly ? () => form.useInstead?.(advice) : undefined}
        />
      ))}
    </div>
  );
}
