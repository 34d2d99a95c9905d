import { TriangleAlert } from 'lucide-preact';
import type { RefObject } from 'preact';
import { useRef } from 'preact/hooks';
import { useView } from '../use.ts';

interface Props {
  count: number;
  /** Where the warnings stand. */
  within: RefObject<HTMLElement>;
}

const control = 'input, select, textarea, button';

/** How many things seem wrong, told once they are settled; a press leads from one that is in sight to the next. */
export function WarningCount({ count, within }: Props) {
  const { texts } = useView();
  const last = useRef(-1);
  const words = texts.ruleAdvice;
  function toNext() {
    const all = [...(within.current?.querySelectorAll<HTMLElement>('.advice-at, .json-advice li') ?? [])];
    const seen = all.filter((one) => one.checkVisibility());
    // Beside each other both tell the same: the form's are enough.
    const inForm = seen.filter((one) => one.matches('.advice-at'));
    const places = inForm.length > 0 ? inForm : seen;
    last.current = (last.current + 1) % Math.max(1, places.length);
    const place = places[last.current];
    const target = place?.closest('[data-at]')?.querySelector<HTMLElement>(control) ?? place?.querySelector(control);
    if (target instanceof HTMLElement) target.focus();
    place?.scrollIntoView({ block: 'nearest' });
  }
  return (
    // Its own place to be said from: nothing else is said anew with it.
    <div class="rule-warned" role="status">
      {count > 0 ? (
        <button type="button" class="text-button" title={words.next} onClick={toNext}>
          <TriangleAlert size={16} strokeWidth={2} aria-hidden="true" />
          {words.count(count)}
        </button>
      ) : null}
    </div>
  );
}
