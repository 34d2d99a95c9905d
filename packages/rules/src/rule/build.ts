import { type Duration, toMs } from './duration.ts';
import { frozenDeep } from './frozen.ts';
import type { Leaf, Node, Rule, SignalAt } from './nodes.ts';
import type { FactName, Facts, FactValue, SectionName, SignalName, SkillName } from './vocabulary.ts';

type Of<T extends FactValue> = { [K in FactName]: Facts[K] extends T ? K : never }[FactName];

const frozen = <T extends object>(node: T): Readonly<T> => Object.freeze(node);

/** Without the fields that were left out, so that a node is the same as its JSON. */
function leaf(fields: Record<string, unknown>): Leaf {
  return frozen(
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)),
  ) as unknown as Leaf;
}

const maybeMs = (duration: Duration | undefined) => (duration === undefined ? undefined : toMs(duration));

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

/** True once what is inside has been true without a break for that long. */
export const held = (of: Node, atLeast: Duration): Node => frozen({ op: 'held', of, ms: toMs(atLeast) });

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

type Dwelt = 'site' | 'page' | 'form' | 'section' | 'field' | 'product';

/**
 * Time in sight: `dwell('site', '5m')` over all pages, `dwell('page', '90s')` on this one, `dwell('form', { form: 'checkout' }, '3m')`
 * at a place of this page, `dwell('section', '20s')` at any such place.
 */
export function dwell(what: Dwelt, atLeast: Duration): Leaf;
export function dwell(what: 'form', where: { form: string }, atLeast: Duration): Leaf;
export function dwell(what: 'section', where: { section: SectionName }, atLeast: Duration): Leaf;
export function dwell(what: 'field', where: { field: string }, atLeast: Duration): Leaf;
export function dwell(what: 'product', where: { product: string }, atLeast: Duration): Leaf;
export function dwell(what: Dwelt, a: Duration | Readonly<Record<string, string>>, b?: Duration): Leaf {
  if (typeof a !== 'object') return leaf({ op: 'dwell', what, ms: toMs(a) });
  return leaf({ op: 'dwell', what, [what === 'form' ? 'form' : 'name']: a[what], ms: toMs(b ?? Number.NaN) });
}

/** No input by the visitor for that long while the page was visible. */
export const idle = (atLeast: Duration): Leaf => frozen({ op: 'idle', ms: toMs(atLeast) });

/** The signal was given in this visit, or within the last `within`; with `at` only where it happened in that form or field. */
export const signalSeen = (signal: SignalName, within?: Duration, where: { at?: string } = {}): Leaf =>
  leaf({ op: 'seen', signal, at: where.at, withinMs: maybeMs(within) });

/** The signal was given that often in this visit, or within the last `within`. At most 100 times can be asked for. */
export const count = (signal: SignalName, often: { atLeast: number; within?: Duration; at?: string }): Leaf =>
  leaf({ op: 'count', signal, at: often.at, n: often.atLeast, withinMs: maybeMs(often.within) });

/** The signal was given, and for the last time at least that long ago. */
export const since = (signal: SignalName, atLeast: Duration, where: { at?: string } = {}): Leaf =>
  leaf({ op: 'since', signal, at: where.at, ms: toMs(atLeast) });

/** The signals were given in this order, others between them or not; judged anew whenever the last one is given. */
export const seq = (
  of: readonly (SignalName | { signal: SignalName; at?: string })[],
  span: { within?: Duration } = {},
): Leaf => {
  const steps = of.map((step): SignalAt => frozen(typeof step === 'string' ? { signal: step } : { ...step }));
  return leaf({ op: 'seq', of: frozen(steps), withinMs: maybeMs(span.within) });
};

/** Somebody with the offer's skill has room. Only the server knows, and it is asked only when all else is true. */
export const agent = (skill: SkillName): Leaf => frozen({ op: 'agent', skill });

/** A predicate of the page, by the name it was registered under. Unknown until then, and when it throws. */
export const custom = (name: string, args?: unknown): Leaf => leaf({ op: 'custom', name, args });
