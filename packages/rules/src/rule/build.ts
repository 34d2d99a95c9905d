import { type Duration, toMs } from './duration.ts';
import { frozenDeep } from './frozen.ts';
import type { Leaf, Node, Rule } from './nodes.ts';
import type { FactName, Facts, FactValue, SignalName, SkillName } from './vocabulary.ts';

type Of<T extends FactValue> = { [K in FactName]: Facts[K] extends T ? K : never }[FactName];

const frozen = <T extends object>(node: T): Readonly<T> => Object.freeze(node);

/** A rule as plain frozen JSON. Checks types only; `readRule` checks the rest when the rule is added. */
export function defineRule(rule: Rule): Rule {
  return frozenDeep(rule);
}

/** True when every condition is true; of none at all: true. */
export const all = (...of: Node[]): Node => frozen({ op: 'all', of: frozen(of) });

/** True when at least one condition is true. */
export const any = (...of: Node[]): Node => frozen({ op: 'any', of: frozen(of) });

/** The opposite. Of something unknown: unknown, so a missing cart is not "no big cart". */
export const not = (of: Node): Node => frozen({ op: 'not', of });

const compare =
  <T extends FactValue>(op: 'gt' | 'gte' | 'lt' | 'lte') =>
  <K extends Of<T>>(fact: K, value: Facts[K]): Leaf =>
    frozen({ op, fact, value: value as FactValue });

/** Conditions on facts the page has told. */
export const fact = {
  eq: <K extends FactName>(fact: K, value: Facts[K]): Leaf => frozen({ op: 'eq', fact, value }),
  ne: <K extends FactName>(fact: K, value: Facts[K]): Leaf => frozen({ op: 'ne', fact, value }),
  gt: /* @__PURE__ */ compare<number>('gt'),
  gte: /* @__PURE__ */ compare<number>('gte'),
  lt: /* @__PURE__ */ compare<number>('lt'),
  lte: /* @__PURE__ */ compare<number>('lte'),
  in: <K extends FactName>(fact: K, values: readonly Facts[K][]): Leaf =>
    frozen({ op: 'in', fact, value: frozen([...values]) }),
  /** `*` stands for any text, `?` for one character. */
  match: (fact: Of<string>, glob: string): Leaf => frozen({ op: 'match', fact, value: glob }),
};

/** The page was announced with this type. */
export const page = (type: string): Leaf => frozen({ op: 'page', type });

/** Active time on this page: `dwell('page', '90s')`; in a form of it: `dwell('form', { form: 'checkout' }, '3m')`. */
export function dwell(what: 'page' | 'form', atLeast: Duration): Leaf;
export function dwell(what: 'form', where: { form: string }, atLeast: Duration): Leaf;
export function dwell(what: 'page' | 'form', a: Duration | { form: string }, b?: Duration): Leaf {
  if (typeof a === 'object') return frozen({ op: 'dwell', what, form: a.form, ms: toMs(b ?? Number.NaN) });
  return frozen({ op: 'dwell', what, ms: toMs(a) });
}

/** No input by the visitor for that long while the page was visible. */
export const idle = (atLeast: Duration): Leaf => frozen({ op: 'idle', ms: toMs(atLeast) });

/** The signal was given in this visit, or within the last `within`. */
export const signalSeen = (signal: SignalName, within?: Duration): Leaf =>
  frozen(within === undefined ? { op: 'seen', signal } : { op: 'seen', signal, withinMs: toMs(within) });

/** Somebody with the offer's skill has room. Only the server knows, and it is asked only when all else is true. */
export const agent = (skill: SkillName): Leaf => frozen({ op: 'agent', skill });

/** A predicate of the page, by the name it was registered under. Unknown until then, and when it throws. */
export const custom = (name: string, args?: unknown): Leaf =>
  frozen(args === undefined ? { op: 'custom', name } : { op: 'custom', name, args });
