import type { CompareNode, Leaf } from '../rule/nodes.ts';
import { type Advice, found } from './advice.ts';

interface Asked {
  from: number;
  to: number;
  /** Bounds that the number itself may not be. */
  open: Set<number>;
  is?: unknown;
}

/** What all conditions that have to be true together have asked of each fact so far. */
export type Together = Map<string, Asked>;

/** A condition as a comparison: a signal's as one of how long ago it was given for the last time. */
function asCompare(leaf: Leaf): CompareNode | undefined {
  if (leaf.op === 'page') return { op: 'eq', fact: 'page.type', value: leaf.type };
  if ('value' in leaf) return leaf;
  if (leaf.op !== 'seen' && leaf.op !== 'count' && leaf.op !== 'since') return undefined;
  const fact = `signal:${leaf.signal}@${leaf.at ?? ''}`;
  if (leaf.op === 'since') return { op: 'gte', fact, value: leaf.ms };
  return { op: 'lt', fact, value: leaf.withinMs ?? Number.POSITIVE_INFINITY };
}

function isEmpty({ from, to, open, is }: Asked): boolean {
  if (from > to || (from === to && open.has(from))) return true;
  return typeof is === 'number' && (is < from || is > to || ((is === from || is === to) && open.has(is)));
}

/** Whether one more condition leaves a fact no value it could have, or nobody to invite. Notes what it asks for. */
export function adviseTogether(leaf: Leaf, path: string, together: Together): Advice[] {
  const compared = asCompare(leaf);
  if (!compared) return [];
  const { op, fact, value } = compared;
  const asked = together.get(fact) ?? { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY, open: new Set() };
  together.set(fact, asked);
  const other = op === 'eq' && asked.is !== undefined && asked.is !== value;
  if (op === 'eq') asked.is = value;
  if (typeof value === 'number') {
    if (op === 'gt' || op === 'gte') asked.from = Math.max(asked.from, value);
    if (op === 'lt' || op === 'lte') asked.to = Math.min(asked.to, value);
    if (op === 'gt' || op === 'lt') asked.open.add(value);
  }
  if (other || isEmpty(asked)) return found(path, { code: 'neverTrue', why: 'contradicts' });
  const whileTalking = op === 'eq' && fact === 'conversation.open' && value === true;
  return whileTalking ? found(path, { code: 'neverTrue', why: 'whileTalking' }) : [];
}
