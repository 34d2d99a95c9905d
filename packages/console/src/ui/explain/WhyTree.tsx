import type { ToldCondition } from '@theke/protocol';
import { Check, CircleHelp, X } from 'lucide-preact';
import { stroke } from '../parts.tsx';
import { useView } from '../use.ts';
import { nameOfCondition, progressOf, standOfCondition } from './told.ts';

const marks = { true: Check, false: X, unknown: CircleHelp };

/** One condition with what is in it: a mark and a word whether it is met, what there is and what is needed. */
function Branch({ told }: { told: ToldCondition }) {
  const { language, texts } = useView();
  const speech = { language, texts };
  const truth = String(told.value) as keyof typeof marks;
  const Icon = marks[truth];
  const stand = standOfCondition(told, speech);
  const progress = progressOf(told);
  return (
    <li data-truth={truth}>
      <div class="why-leaf">
        <span class="why-mark">
          <Icon size={14} strokeWidth={stroke} aria-hidden="true" />
          <span>{texts.explain.truths[truth]}</span>
        </span>
        <span class="why-name">{nameOfCondition(told, speech)}</span>
        {stand ? <span class="why-stand">{stand}</span> : null}
        {progress === null || told.value === true ? null : (
          <span class="why-bar" aria-hidden="true">
            <span style={{ width: `${progress * 100}%` }} />
          </span>
        )}
      </div>
      {told.of && told.of.length > 0 ? <Branches of={told.of} /> : null}
    </li>
  );
}

function Branches({ of, label }: { of: readonly ToldCondition[]; label?: string }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without bullets some readers no longer take it for a list
    <ul role="list" class="why-tree" aria-label={label}>
      {of.map((one, at) => (
        <Branch key={at} told={one} />
      ))}
    </ul>
  );
}

/** A rule's conditions as they stand, drawn as a tree: nested lists to whoever cannot see it. */
export function WhyTree({ tree, label }: { tree: ToldCondition; label: string }) {
  return <Branches of={[tree]} label={label} />;
}
