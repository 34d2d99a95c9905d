import type { Node } from '@theke/rules';
import { FolderInput, FolderOutput, Trash2 } from 'lucide-preact';
import { useId } from 'preact/hooks';
import { Action } from '../parts.tsx';
import { useView } from '../use.ts';
import { AdviceAt } from './AdviceLine.tsx';
import { LengthField, SelectField } from './fields.tsx';
import { useForm } from './formOf.ts';
import { type Kind, kindOf, kinds, nodeOf } from './kinds.ts';
import { LeafFields } from './LeafFields.tsx';
import { type Path, pathText, valueAt } from './path.ts';

interface Props {
  at: Path;
  skill: string;
  /** Absent for what a rule cannot be without. */
  remove?: () => void;
}

const isGroup = (node: Node): node is Extract<Node, { of: readonly Node[] }> => node.op === 'all' || node.op === 'any';

/** What is inside a group or a wrapper; null for a leaf, whatever else it has. */
const insideOf = (node: Node): readonly Node[] | null => {
  if (isGroup(node)) return node.of;
  return node.op === 'not' || node.op === 'held' ? [node.of] : null;
};

/** The first place whose kind can be chosen takes the focus again once what had it is gone. */
const focusKind = (path: string) =>
  requestAnimationFrame(() =>
    document.querySelector<HTMLElement>(`.condition[data-at="${path}"] select`)?.focus({ preventScroll: false }),
  );

/** One condition with all in it: choose its kind in plain words, fill it in, nest it. */
export function Condition({ at, skill, remove }: Props) {
  const { texts } = useView();
  const form = useForm();
  const words = texts.rules;
  const node = valueAt(form.value, at) as Node;
  const path = pathText(at);
  const kind = kindOf(node) ?? 'all';
  const inside = insideOf(node);
  const fault = form.faultAt(path) || form.faultAt(`${path}.op`) || form.faultAt(`${path}.of`);
  const faultId = useId();
  const replace = (next: unknown) => {
    form.set(at, next);
    focusKind(path);
  };
  const change = (next: Kind) => {
    const group = next === 'all' || next === 'any';
    if (group && inside) return replace({ op: next, of: inside });
    const wraps = group || next === 'not' || next === 'held';
    // A kind that holds others keeps what was there inside; the others begin anew.
    replace(nodeOf(next, skill, wraps ? (inside?.length === 1 ? inside[0] : inside ? node : node) : undefined));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: inside a fieldset already
    <div
      class="condition"
      role="group"
      aria-label={words.condition(path.replace(/^when/u, '').replace(/\.of/gu, '') || '')}
      aria-describedby={form.adviceAt?.(path).length ? `${faultId}-advice` : undefined}
      data-at={path}
      data-group={inside !== null}
    >
      <div class="condition-head">
        <SelectField
          label={words.kind}
          class="condition-kind"
          value={kind}
          options={kinds.map((one) => [one, words.kinds[one]] as const)}
          choose={change}
        />
        {node.op === 'held' ? <LengthField at={[...at, 'ms']} label={words.fields.held} class="field-length" /> : null}
        {inside ? null : <LeafFields at={at} node={node} />}
        {form.readOnly ? null : (
          <span class="condition-acts">
            <Action bare icon={FolderInput} label={words.wrap} onClick={() => replace({ op: 'all', of: [node] })} />
            {inside?.length === 1 ? (
              <Action bare icon={FolderOutput} label={words.unwrap} onClick={() => replace(inside[0])} />
            ) : null}
            {remove ? <Action bare icon={Trash2} label={words.remove} onClick={remove} /> : null}
          </span>
        )}
      </div>
      <p id={faultId} class="field-fault">
        {fault}
      </p>
      <AdviceAt id={`${faultId}-advice`} path={path} />
      {isGroup(node) ? <Members at={at} skill={skill} node={node} /> : null}
      {node.op === 'not' || node.op === 'held' ? <Condition at={[...at, 'of']} skill={skill} /> : null}
    </div>
  );
}

function Members({ at, skill, node }: { at: Path; skill: string; node: Extract<Node, { of: readonly Node[] }> }) {
  const { texts } = useView();
  const form = useForm();
  const words = texts.rules;
  const id = useId();
  const list = [...at, 'of'];
  return (
    <div class="condition-members">
      {node.of.length === 0 ? <p class="quiet">{words.nothingIn}</p> : null}
      {node.of.map((_one, index) => (
        <Condition
          key={index}
          at={[...list, index]}
          skill={skill}
          remove={() => {
            form.set(
              list,
              node.of.filter((_gone, other) => other !== index),
            );
            focusKind(pathText(node.of.length > 1 ? [...list, Math.max(0, index - 1)] : at));
          }}
        />
      ))}
      {form.readOnly ? null : (
        <div class="condition-add">
          <label for={id}>{words.add}</label>
          <select
            id={id}
            value=""
            onChange={(event) => {
              const kind = event.currentTarget.value as Kind;
              if (!kinds.includes(kind)) return;
              event.currentTarget.value = '';
              form.set([...list, node.of.length], nodeOf(kind, skill));
              focusKind(pathText([...list, node.of.length]));
            }}
          >
            <option value="">…</option>
            {kinds.map((kind) => (
              <option key={kind} value={kind}>
                {words.kinds[kind]}
              </option>
            ))}
          </select>
        </div>
      )}
    </div>
  );
}
