import type { Node } from '@theke/rules';
import { type FactKind, pageFacts as factsOfPages, pageSignals as signalsOfPages } from '@theke/rules/advise';

/** The kinds of conditions in the order people meet them; `fact` stands for every comparison. */
export const kinds = [
  'dwell',
  'idle',
  'page',
  'fact',
  'seen',
  'count',
  'since',
  'seq',
  'agent',
  'custom',
  'all',
  'any',
  'not',
  'held',
] as const;
export type Kind = (typeof kinds)[number];

export const compareOps = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'in', 'match'] as const;
export type CompareOp = (typeof compareOps)[number];

export const dwellPlaces = ['page', 'site', 'form', 'section', 'field', 'product'] as const;

/** Signals every page gives by itself. A shop's own are typed in. */
export const pageSignals = Object.keys(signalsOfPages);

export type FactType = Exclude<FactKind, 'any'>;

/** Facts every page may tell, with their types. A shop's own are typed in. */
export const pageFacts: Readonly<Record<string, FactType>> = factsOfPages;

/** Type of a fact: as the page tells it, or else as its value is. */
export const factType = (fact: string, value: unknown): FactType =>
  pageFacts[fact] ?? (typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text');

const opsOf: Record<FactType, readonly CompareOp[]> = {
  text: ['eq', 'ne', 'in', 'match'],
  number: ['gte', 'gt', 'lte', 'lt', 'eq', 'ne', 'in'],
  boolean: ['eq'],
};

/** Comparisons that make sense for a type. */
export const opsFor = (type: FactType): readonly CompareOp[] => opsOf[type];

/** A value of that type to begin with, keeping what was there where it fits. */
export function valueFor(type: FactType, op: CompareOp, before: unknown): unknown {
  const one = Array.isArray(before) ? before[0] : before;
  if (op === 'in') return Array.isArray(before) ? before : one === undefined || one === '' ? [] : [one];
  if (type === 'number') return typeof one === 'number' ? one : 0;
  if (type === 'boolean') return typeof one === 'boolean' ? one : true;
  return typeof one === 'string' ? one : '';
}

const isOp = (op: unknown): op is CompareOp => compareOps.includes(op as CompareOp);

/** The kind of a condition; null for one this console does not know. */
export function kindOf(node: unknown): Kind | null {
  const op = (node as { op?: unknown } | null)?.op;
  if (isOp(op)) return 'fact';
  return kinds.includes(op as Kind) && op !== 'fact' ? (op as Kind) : null;
}

/** A condition of a kind to begin with. What is changed into a group keeps what was there inside. */
export function nodeOf(kind: Kind, skill: string, inner?: Node): Node {
  const first = inner ?? ({ op: 'page', type: '' } as const);
  switch (kind) {
    case 'all':
    case 'any':
      return { op: kind, of: inner ? [inner] : [] };
    case 'not':
      return { op: 'not', of: first };
    case 'held':
      return { op: 'held', of: first, ms: 10_000 };
    case 'dwell':
      return { op: 'dwell', what: 'page', ms: 60_000 };
    case 'idle':
      return { op: 'idle', ms: 30_000 };
    case 'page':
      return { op: 'page', type: '' };
    case 'fact':
      return { op: 'gte', fact: 'cart.valueCents', value: 5_000 };
    case 'seen':
      return { op: 'seen', signal: 'exit' };
    case 'count':
      return { op: 'count', signal: 'rage', n: 2, withinMs: 300_000 };
    case 'since':
      return { op: 'since', signal: 'payment.failed', ms: 10_000 };
    case 'seq':
      return { op: 'seq', of: [{ signal: 'search.empty' }, { signal: 'exit' }], withinMs: 120_000 };
    case 'agent':
      return { op: 'agent', skill };
    case 'custom':
      return { op: 'custom', name: '' };
  }
}

/** A rule to begin with: one minute on a page, and somebody is free. */
export const newRule = (id: string, skill: string) => ({
  id,
  version: 1,
  mode: 'shadow',
  when: { op: 'all', of: [nodeOf('dwell', skill), nodeOf('agent', skill)] },
  offer: { skill, text: { en: 'Can we help you?', de: 'Können wir Ihnen helfen?' } },
});
