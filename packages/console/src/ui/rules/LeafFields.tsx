import type { CompareNode, DwellNode, Node } from '@theke/rules';
import { Plus, Trash2 } from 'lucide-preact';
import { Action } from '../parts.tsx';
import { useView } from '../use.ts';
import { LengthField, NumberField, SelectField, TextField } from './fields.tsx';
import { useForm } from './formOf.ts';
import { dwellPlaces, factType, opsFor, pageFacts, pageSignals, valueFor } from './kinds.ts';
import { type Path, valueAt } from './path.ts';

interface Props {
  at: Path;
  node: Node;
}

const none = (typed: string) => (typed.trim() === '' ? undefined : typed);

/** The fields of one condition, by its kind. */
export function LeafFields({ at, node }: Props) {
  const { texts } = useView();
  const words = texts.rules.fields;
  const to = (key: string): Path => [...at, key];
  switch (node.op) {
    case 'dwell':
      return <DwellFields at={at} node={node} />;
    case 'idle':
      return <LengthField at={to('ms')} label={words.length} class="field-length" />;
    case 'page':
      return <TextField at={to('type')} label={words.type} />;
    case 'seen':
      return (
        <>
          <SignalFields at={at} />
          <LengthField at={to('withinMs')} label={words.within} class="field-length" />
        </>
      );
    case 'count':
      return (
        <>
          <NumberField at={to('n')} label={words.count} class="field-count" />
          <SignalFields at={at} />
          <LengthField at={to('withinMs')} label={words.within} class="field-length" />
        </>
      );
    case 'since':
      return (
        <>
          <LengthField at={to('ms')} label={words.since} class="field-length" />
          <SignalFields at={at} />
        </>
      );
    case 'seq':
      return <SequenceFields at={at} />;
    case 'agent':
      return <TextField at={to('skill')} label={words.skill} />;
    case 'custom':
      return (
        <>
          <TextField at={to('name')} label={words.custom} />
          <TextField at={to('args')} label={words.args} mono show={showJson} read={readJson} />
        </>
      );
    case 'all':
    case 'any':
    case 'not':
    case 'held':
      return null;
    default:
      return <FactFields at={at} node={node} />;
  }
}

const showJson = (value: unknown) => (value === undefined ? '' : JSON.stringify(value));
function readJson(typed: string): unknown {
  if (typed.trim() === '') return undefined;
  try {
    return JSON.parse(typed);
  } catch {
    return typed;
  }
}

function DwellFields({ at, node }: { at: Path; node: DwellNode }) {
  const { texts } = useView();
  const form = useForm();
  const words = texts.rules;
  const named = node.what !== 'page' && node.what !== 'site';
  return (
    <>
      <SelectField
        at={[...at, 'what']}
        label={words.fields.what}
        value={node.what}
        options={dwellPlaces.map((place) => [place, words.places[place]] as const)}
        choose={(what) => form.set(at, { op: 'dwell', what, ms: node.ms })}
      />
      {named ? (
        <TextField at={[...at, node.what === 'form' ? 'form' : 'name']} label={words.fields.where} read={none} />
      ) : null}
      <LengthField at={[...at, 'ms']} label={words.fields.length} class="field-length" />
    </>
  );
}

function SignalFields({ at }: { at: Path }) {
  const { texts } = useView();
  return (
    <>
      <TextField at={[...at, 'signal']} label={texts.rules.fields.signal} list={pageSignals} />
      <TextField at={[...at, 'at']} label={texts.rules.fields.at} read={none} />
    </>
  );
}

function SequenceFields({ at }: { at: Path }) {
  const { texts } = useView();
  const form = useForm();
  const words = texts.rules;
  const list = [...at, 'of'];
  const signals = (valueAt(form.value, list) as unknown[] | undefined) ?? [];
  return (
    <>
      <ol class="condition-steps">
        {signals.map((_one, index) => (
          <li key={index}>
            <SignalFields at={[...list, index]} />
            {form.readOnly || signals.length < 3 ? null : (
              <Action
                bare
                icon={Trash2}
                label={`${words.remove} ${index + 1}`}
                onClick={() => form.set([...list, index], undefined)}
              />
            )}
          </li>
        ))}
      </ol>
      {form.readOnly ? null : (
        <Action
          icon={Plus}
          label={words.fields.signal}
          onClick={() => form.set([...list, signals.length], { signal: '' })}
        />
      )}
      <LengthField at={[...at, 'withinMs']} label={words.fields.within} class="field-length" />
    </>
  );
}

function FactFields({ at, node }: { at: Path; node: CompareNode }) {
  const { texts } = useView();
  const form = useForm();
  const words = texts.rules;
  const { fact, op, value } = node;
  const type = factType(fact, Array.isArray(value) ? value[0] : value);
  const ops = opsFor(type).includes(op) ? opsFor(type) : [...opsFor(type), op];
  const valueAtPath: Path = [...at, 'value'];
  return (
    <>
      <TextField
        at={[...at, 'fact']}
        label={words.fields.fact}
        hint={texts.ruleNames.facts[fact]}
        list={Object.keys(pageFacts)}
        take={(typed) => {
          const known = pageFacts[typed];
          if (!known) return form.set([...at, 'fact'], typed);
          const next = opsFor(known).includes(op) ? op : (opsFor(known)[0] ?? op);
          form.set(at, { ...node, op: next, fact: typed, value: valueFor(known, next, value) });
        }}
      />
      <SelectField
        at={[...at, 'op']}
        label={words.fields.op}
        value={op}
        options={ops.map((one) => [one, words.ops[one]] as const)}
        choose={(next) => form.set(at, { ...node, op: next, value: valueFor(type, next, value) })}
      />
      {op === 'in' ? (
        <TextField
          at={valueAtPath}
          label={words.fields.values}
          show={(shown) => (Array.isArray(shown) ? shown.join(', ') : String(shown ?? ''))}
          read={(typed) => readList(typed, type === 'number')}
        />
      ) : type === 'boolean' ? (
        <SelectField
          at={valueAtPath}
          label={words.fields.value}
          value={value === false ? 'no' : 'yes'}
          options={[['yes', words.yes] as const, ['no', words.no] as const]}
          choose={(next) => form.set(valueAtPath, next === 'yes')}
        />
      ) : type === 'number' ? (
        <NumberField at={valueAtPath} label={fact.endsWith('Cents') ? words.fields.valueCents : words.fields.value} />
      ) : (
        <TextField at={valueAtPath} label={op === 'match' ? words.fields.glob : words.fields.value} />
      )}
    </>
  );
}

function readList(typed: string, numbers: boolean): unknown[] {
  const words = typed
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  return numbers ? words.map((one) => (Number.isFinite(Number(one)) ? Number(one) : one)) : words;
}
