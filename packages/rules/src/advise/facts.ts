import type { CompareNode } from '../rule/nodes.ts';
import type { FactValue } from '../rule/vocabulary.ts';
import { type Advice, type AdviseOptions, type FactKind, found } from './advice.ts';
import { fewTexts, groupOf, knownFacts, mostOf } from './known.ts';
import { nearest } from './nearest.ts';

const tailOf = (name: string) => name.slice(name.indexOf('.') + 1);
const groups = [...new Set(Object.keys(knownFacts).map(groupOf))];

/** The kind of a fact, as far as somebody has said. */
const kindOf = (name: string, { facts = {} }: AdviseOptions): FactKind | undefined =>
  Object.hasOwn(facts, name) ? facts[name] : Object.hasOwn(knownFacts, name) ? knownFacts[name] : undefined;

/** Whether nobody ever tells such a fact. Groups we do not know are the shop's own, whatever is in them. */
export function adviseName(name: string, path: string, options: AdviseOptions): Advice[] {
  if (kindOf(name, options)) return [];
  const known = [...Object.keys(knownFacts), ...Object.keys(options.facts ?? {})];
  const group = groupOf(name);
  const say = { code: 'unknownFact', fact: name } as const;
  if (groups.includes(group)) {
    const tails = known.filter((one) => groupOf(one) === group).map(tailOf);
    const tail = tailOf(name);
    // `cart.value` is as often written as it is misspelt.
    const near = nearest(tail, tails) ?? (tail.length > 2 ? tails.find((one) => one.startsWith(tail)) : undefined);
    return found(path, say, near && `${group}.${near}`);
  }
  // Every fact is told with its group.
  if (group === '') return found(path, say, known.find((one) => tailOf(one) === name) ?? nearest(name, known));
  if (known.some((one) => groupOf(one) === group)) return [];
  const meant = `${nearest(group, groups)}.${tailOf(name)}`;
  return known.includes(meant) ? found(path, say, meant) : [];
}

const kinds: Readonly<Record<string, FactKind>> = { string: 'text', number: 'number', boolean: 'boolean' };

/** The same value in the kind that is wanted, if there is one. */
function turned(value: FactValue, want: FactKind): FactValue | undefined {
  const written = `${value}`.trim();
  if (want === 'text') return written;
  if (want === 'number') return /^-?\d+(\.\d+)?$/.test(written) ? Number(written) : undefined;
  return /^(true|false)$/.test(written) ? written === 'true' : undefined;
}

/** Ours count whole things from none up: cents, pages, per cent. */
function adviseNumber(fact: string, value: number, path: string, op: string): Advice[] {
  const to = mostOf(fact);
  const outOf: Readonly<Record<string, boolean>> = { gt: value >= to, gte: value > to, lt: value <= 0, lte: value < 0 };
  const isOut = outOf[op] ?? (value < 0 || value > to || !Number.isInteger(value));
  const isPrice = fact.endsWith('Cents') && !Number.isInteger(value);
  if (!isOut && !isPrice) return [];
  // A price with a point in it was meant in euros.
  return found(
    path,
    { code: 'outOfRange', fact, from: 0, to },
    isPrice && value > 0 ? Math.round(value * 100) : undefined,
  );
}

function adviseText(fact: string, value: string, path: string, op: string): Advice[] {
  const known = fewTexts[fact];
  if (known && op !== 'match' && !known.includes(value))
    return found(path, { code: 'wrongValue', fact, known }, nearest(value, known));
  // A glob is of the whole text, from its first letter.
  if (value === '' || (op === 'match' && /^[*?]/.test(value))) return [];
  if (fact === 'page.path' && !value.startsWith('/')) return found(path, { code: 'wrongStart', fact }, `/${value}`);
  if (fact === 'cart.products' && !value.startsWith(' '))
    return found(
      path,
      { code: 'wrongStart', fact },
      op === 'match' && !/[*? ]/.test(value) ? `* ${value} *` : undefined,
    );
  return [];
}

function adviseValue(fact: string, value: FactValue, want: FactKind, path: string, op: string): Advice[] {
  if (want !== 'any' && kinds[typeof value] !== want)
    return found(path, { code: 'wrongKind', fact, want }, turned(value, want));
  if (!Object.hasOwn(knownFacts, fact)) return [];
  if (typeof value === 'number') return adviseNumber(fact, value, path, op);
  return typeof value === 'string' ? adviseText(fact, value, path, op) : [];
}

/** Looks at one comparison: the name of the fact, and whether it can ever have such a value. */
export function adviseCompare({ op, fact, value }: CompareNode, path: string, options: AdviseOptions): Advice[] {
  const name = adviseName(fact, `${path}.fact`, options);
  const kind = kindOf(fact, options);
  if (op === 'in') {
    const values = value as readonly FactValue[];
    if (values.length === 0) return [...name, ...found(`${path}.value`, { code: 'neverTrue', why: 'nothingInside' })];
    const at = (i: number) => `${path}.value[${i}]`;
    return [...name, ...(kind ? values.flatMap((one, i) => adviseValue(fact, one, kind, at(i), op)) : [])];
  }
  if (!kind) return name;
  const needs = op === 'match' ? 'text' : op === 'eq' || op === 'ne' ? kind : 'number';
  // An order of texts, a glob of numbers: what does not fit is the operator.
  if (kind !== 'any' && needs !== kind)
    return [...name, ...found(`${path}.op`, { code: 'wrongKind', fact, want: kind })];
  return [...name, ...adviseValue(fact, value as FactValue, needs, `${path}.value`, op)];
}
