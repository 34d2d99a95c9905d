import { all, any, type CompareNode, type Node, type Rule } from '@theke/rules';
import { dice } from '../uplift/dice.ts';

// Rules of six comparisons each, and the changes of facts that meet them. No time conditions: the other engines have none.

export interface Change {
  fact: string;
  value: number;
}

export interface Scene {
  rules: Rule[];
  /** Every fact is known from the start: the others have no third value. */
  start: Record<string, number>;
  changes: Change[];
}

const offer = { skill: 'sales', text: { en: 'Help?', de: 'Hilfe?' } };
const ops = ['gte', 'lte', 'eq', 'ne', 'gt', 'lt'] as const;
const levels = 20;

/** Thirty facts with values from 0 to 19; the seed decides everything. */
export function createScene(count: number, changes: number, seed: number): Scene {
  const roll = dice(seed);
  const below = (n: number) => Math.floor(roll() * n);
  const facts = Array.from({ length: 30 }, (_, i) => `fact${i}`);
  const leaf = (): Node => {
    const node = { op: ops[below(ops.length)]!, fact: facts[below(facts.length)]!, value: below(levels) };
    return Object.freeze(node) as unknown as Node;
  };
  const rules = Array.from({ length: count }, (_, i): Rule => {
    const when = all(leaf(), any(leaf(), leaf()), any(leaf(), all(leaf(), leaf())));
    // Shadow rules tell of every time they become true, and nothing stands between.
    return { id: `r${i}`, version: 1, mode: 'shadow', when, offer, caps: { perVisit: 1e9 } };
  });
  return {
    rules,
    start: Object.fromEntries(facts.map((fact) => [fact, below(levels)])),
    changes: Array.from({ length: changes }, () => ({ fact: facts[below(facts.length)]!, value: below(levels) })),
  };
}

const names: Record<CompareNode['op'], [jsonLogic: string, jsonRules: string]> = {
  eq: ['===', 'equal'],
  ne: ['!==', 'notEqual'],
  gt: ['>', 'greaterThan'],
  gte: ['>=', 'greaterThanInclusive'],
  lt: ['<', 'lessThan'],
  lte: ['<=', 'lessThanInclusive'],
  in: ['in', 'in'],
  match: ['match', 'match'],
};

/** The same condition as json-logic-js writes it. */
export function inJsonLogic(node: Node): object {
  if (node.op === 'all' || node.op === 'any') return { [node.op === 'all' ? 'and' : 'or']: node.of.map(inJsonLogic) };
  const { op, fact, value } = node as CompareNode;
  return { [names[op][0]]: [{ var: fact }, value] };
}

/** The same condition as json-rules-engine writes it. */
export function inJsonRules(node: Node): object {
  if (node.op === 'all' || node.op === 'any') return { [node.op]: node.of.map(inJsonRules) };
  const { op, fact, value } = node as CompareNode;
  return { fact, operator: names[op][1], value };
}
