import fc from 'fast-check';
import { agent, all, any, count, custom, dwell, held, idle, not, page, seq, signalSeen, since } from '../rule/build.ts';
import type { Leaf, Node, Rule } from '../rule/nodes.ts';
import type { RuleEvent } from './events.ts';
import type { Predicates } from './leaf.ts';

/** Things random rules and journeys are made of. Few names, so that rules and events meet often. */
export const offer = { skill: 'sales', text: { en: 'Help?', de: 'Hilfe?' } };

export const predicates: Predicates = {
  aIsOdd: { deps: ['a'], test: (_, get) => (get('a') === undefined ? undefined : Number(get('a')) % 2 === 1) },
};

export interface Step {
  atMs: number;
  event: RuleEvent;
}

const pick = fc.constantFrom;

export function leafArb(unitMs: number): fc.Arbitrary<Leaf> {
  const ms = fc.integer({ min: 0, max: 12 }).map((n) => n * unitMs);
  const number = fc.integer({ min: 0, max: 3 });
  const signal = pick('err', 'exit');
  const place = fc.option(pick('iban', 'name'), { nil: undefined, freq: 3 });
  return fc.oneof(
    fc.record({
      op: pick('eq', 'ne', 'gt', 'gte', 'lt', 'lte'),
      fact: pick('a', 'b'),
      value: number,
    }) as fc.Arbitrary<Leaf>,
    fc.record({ op: pick('in' as const), fact: pick('a', 'b'), value: fc.array(number, { maxLength: 2 }) }),
    fc.record({ op: pick('match' as const), fact: pick('page.url', 'a'), value: pick('*shop*', '*/cart', '?') }),
    pick('home', 'cart').map(page),
    ms.map((n) => dwell('page', n)),
    ms.map((n) => dwell('form', n)),
    fc.tuple(pick('pay', 'mail'), ms).map(([form, n]) => dwell('form', { form }, n)),
    ms.map(idle),
    ms.map((n) => dwell('site', n)),
    fc.tuple(pick('section', 'field', 'product'), ms).map(([what, n]) => dwell(what, n)),
    fc.tuple(pick('x', 'y'), ms).map(([section, n]) => dwell('section', { section }, n)),
    fc.tuple(pick('x', 'y'), ms).map(([field, n]) => dwell('field', { field }, n)),
    fc.tuple(pick('x', 'y'), ms).map(([product, n]) => dwell('product', { product }, n)),
    fc.tuple(signal, fc.option(ms), place).map(([s, n, at]) => signalSeen(s, n ?? undefined, { at })),
    fc
      .tuple(signal, fc.integer({ min: 1, max: 4 }), fc.option(ms), place)
      .map(([s, atLeast, within, at]) => count(s, { atLeast, within: within ?? undefined, at })),
    fc.tuple(signal, ms, place).map(([s, n, at]) => since(s, n, { at })),
    fc
      .tuple(fc.array(fc.record({ signal, at: place }), { minLength: 1, maxLength: 4 }), fc.option(ms))
      .map(([of, within]) => seq(of, { within: within ?? undefined })),
    pick(custom('aIsOdd'), custom('nobody')),
  );
}

export function nodeArb(unitMs: number, depth = 3, negated = false): fc.Arbitrary<Node> {
  const leaf: fc.Arbitrary<Node> = negated
    ? leafArb(unitMs)
    : fc.oneof({ weight: 6, arbitrary: leafArb(unitMs) }, { weight: 1, arbitrary: pick(agent('sales')) });
  if (depth === 0) return leaf;
  const children = fc.array(nodeArb(unitMs, depth - 1, negated), { minLength: 0, maxLength: 3 });
  return fc.oneof(
    leaf,
    children.map((of) => all(...of)),
    children.map((of) => any(...of)),
    nodeArb(unitMs, depth - 1, !negated).map(not),
    fc
      .tuple(nodeArb(unitMs, depth - 1, negated), fc.integer({ min: 0, max: 12 }))
      .map(([of, n]) => held(of, n * unitMs)),
  );
}

export function rulesArb(unitMs: number, mode: 'live' | 'shadow', maxLength = 4): fc.Arbitrary<Rule[]> {
  const waitMs = fc.integer({ min: 0, max: 40 }).map((n) => n * unitMs);
  const maybe = <T>(arb: fc.Arbitrary<T>) => fc.option(arb, { nil: undefined, freq: 2 });
  const terms = fc.record({
    when: nodeArb(unitMs),
    priority: fc.integer({ min: 0, max: 2 }),
    caps: fc.record({
      perVisit: mode === 'shadow' ? pick(100) : fc.integer({ min: 1, max: 3 }),
      perPage: maybe(fc.integer({ min: 0, max: 2 })),
    }),
    cooldown: fc.record({
      afterDismissMs: waitMs,
      afterIgnoreMs: maybe(waitMs),
      afterChatMs: maybe(waitMs),
      afterOrderMs: maybe(waitMs),
    }),
    settleMs: maybe(fc.integer({ min: 0, max: 6 }).map((n) => n * unitMs)),
    funnel: maybe(fc.record({ level: fc.nat(2), lockMs: waitMs })),
  });
  return fc
    .array(terms, { minLength: 1, maxLength })
    .map((all) => all.map((one, i) => ({ ...one, id: `r${i}`, version: 1, mode, offer })));
}

const eventArb: fc.Arbitrary<RuleEvent> = fc.oneof(
  fc.record({ type: pick('fact' as const), name: pick('a', 'b'), value: pick(0, 1, 2, 3, 'x', null) }),
  fc.record({
    type: pick('page' as const),
    page: pick({ type: 'home', url: 'https://shop/' }, { type: 'cart', url: 'https://shop/cart' }, {}),
  }),
  fc.record({ type: pick('visible' as const), on: fc.boolean() }),
  fc.record({ type: pick('form' as const), form: pick('pay', 'mail'), on: fc.boolean() }),
  fc.record({
    type: pick('inside' as const),
    what: pick('section', 'field', 'product'),
    name: pick('x', 'y'),
    on: fc.boolean(),
  }),
  fc.record({ type: pick('signal' as const), name: pick('err', 'exit'), at: pick(undefined, 'iban', 'name') }),
  fc.record({ type: pick('signal' as const), name: pick('err', 'exit') }),
  pick({ type: 'ordered' as const }),
  fc.record({ type: pick('elsewhere' as const), showing: pick(true, false, false) }),
  pick({ type: 'input' as const }),
  fc.record({ type: pick('conversation' as const), open: pick(true, false, false) }),
);

export function journeyArb(unitMs: number, units: number): fc.Arbitrary<Step[]> {
  const step = fc.tuple(fc.integer({ min: 1, max: units }), eventArb);
  return fc
    .array(step, { maxLength: 25 })
    .map((steps) => steps.map(([n, event]) => ({ atMs: n * unitMs, event })).sort((a, b) => a.atMs - b.atMs));
}
