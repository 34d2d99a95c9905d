import type { ToldCondition } from '@theke/protocol';
import { Check, CircleHelp, X } from 'lucide-preact';
import { stroke } from '../parts.tsx';
import { useView } from '../use.ts';
import { isServers, nameOfCondition, progressOf, standOfCondition } from './told.ts';

const marks = { true: Check, false: X, unknown: CircleHelp };

/** One condition with what is in it: a mark and a word whether it is met, what there is and what is needed. */
function Branch({ told, noMs }: { told: ToldCondition; noMs: number | null }) {
  const { language, texts } = useView();
  const speech = { language, texts };
  const truth = String(told.value) as keyof typeof marks;
  const Icon = marks[truth];
  const stand = standOfCondition(told, speech, noMs);
  const progress = progressOf(told);
  return (
    <li data-truth={truth}>
      <div class="why-leaf">
        <span class="why-mark">
          <Icon size={14} strokeWidth={stroke} aria-hidden="true" />
          <span>{texts.explain.truths[isServers(told) ? 'server' : truth]}</span>
        </span>
        <span class="why-name">{nameOfCondition(told, speech)}</span>
        {stand ? <span class="why-stand">{stand}</span> : null}
        {progress === null || told.value === true ? null : (
          <span class="why-bar" aria-hidden="true">
            <span style={{ width: `${progress * 100}%` }} />
          </span>
        )}
      </div>
      {told.of && told.of.length > 0 ? <Branches of={told.of} noMs={noMs} /> : null}
    </li>
  );
}

function Branches({ of, label, noMs }: { of: readonly ToldCondition[]; label?: string; noMs: number | null }) {
  return (
    // biome-ignore lint/a11y/noRedundantRoles: without bullets some readers no longer take it for a list
    <ul role="list" class="why-tree" aria-label={label}>
      {of.map((one, at) => (
        <Branch key={at} told={one} noMs={noMs} />
      ))}
    </ul>
  );
}

/** A rule's conditions as they stand, drawn as a tree: nested lists to whoever cannot see it. `noMs`: so long ago the server said no. */
export function WhyTree(props: { tree: ToldCondition; label: string; noMs: number | null }) {
  return <Branches of={[props.tree]} label={props.label} noMs={props.noMs} />;
}
