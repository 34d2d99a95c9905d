import { describe, expect, it } from 'vitest';
import { createEngine } from '../engine/engine.ts';
import type { RuleEvent } from '../engine/events.ts';
import { all, count, custom, dwell, fact, not } from './build.ts';
import type { Node, Rule } from './nodes.ts';
import { readRule } from './read.ts';

const rule = (when: unknown, more: object = {}) => ({
  id: 'r',
  version: 1,
  when,
  offer: { skill: 'sales', text: { en: 'Hello', de: 'Hallo' } },
  ...more,
});
const whyNot = (input: unknown) => {
  const reading = readRule(input);
  return reading.ok ? 'read' : `${reading.refusal.code} ${reading.refusal.path}`.trim();
};

describe('a rule from outside', () => {
  it('[SE250] is refused with a reason at any depth, in a circle, and whatever its objects are', () => {
    let deep: unknown = { op: 'idle', ms: 1 };
    for (let n = 0; n < 10_000; n += 1) deep = { op: n % 2 ? 'not' : 'held', ms: 1, of: deep };
    expect(whyNot(rule(deep))).toMatch(/^(notPlain|tooDeep|unknownKey)/);
    const text = `${'{"op":"all","of":['.repeat(3_000)}${']}'.repeat(3_000)}`;
    expect(whyNot(rule(JSON.parse(text)))).toMatch(/^(notPlain|tooDeep)/);
    const circle: Record<string, unknown> = { op: 'all' };
    circle.of = [circle];
    expect(whyNot(rule(circle))).toBe('notPlain');
    const throwing = Object.defineProperty({ op: 'idle' }, 'ms', {
      enumerable: true,
      get() {
        throw new Error('shop bug');
      },
    });
    expect(whyNot(rule(throwing))).toBe('notPlain');
    expect(whyNot(rule({ op: 'match', fact: 'page.path', value: /a+/ }))).toBe('wrongType when.value');
    expect(whyNot(rule({ op: 'regex', fact: 'page.path', value: '(a+)+$' }))).toBe('unknownOp when.op');
    expect(whyNot(rule({ op: '__proto__', of: [] }))).toBe('unknownOp when.op');
    expect(whyNot(rule({ op: 'idle', ms: Number.POSITIVE_INFINITY }))).toBe('wrongType when.ms');
    expect(whyNot(rule({ op: 'idle', ms: -1 }))).toBe('outOfRange when.ms');
    for (const nothing of [undefined, null, 1, 'r', () => 1, Symbol('r'), 10n, [], new Map(), new Proxy({}, {})])
      expect(whyNot(nothing)).not.toBe('read');
  });
});

const engineOf = (when: Node, predicates = {}) => createEngine({ rules: [rule(when) as Rule], predicates });
const page: RuleEvent = { type: 'page', page: { type: 'cart' } };

describe('the engine', () => {
  it('[SE251] counts ten thousand signals in a second rightly, and asks once', () => {
    const engine = engineOf(count('rage', { atLeast: 100, within: '1s' }));
    engine.feed(page, 0);
    let asks = 0;
    for (let n = 0; n < 10_000; n += 1)
      asks += engine.feed({ type: 'signal', name: 'rage' }, n / 10).filter((one) => one.type === 'ask').length;
    expect(asks).toBe(1);
    expect(engine.memory().signals.rage!.length).toBeLessThanOrEqual(100);
    // The answer is silence; the one timer is for that, and an answer that comes too late changes nothing.
    expect(engine.nextDueMs()).toBeGreaterThan(1_000);
  });

  it('[SE251] holds facts of the wrong kind for unknown, also turned round', () => {
    for (const wrong of ['200', Number.NaN, true, '', 'Infinity'])
      for (const when of [fact.gt('cart.valueCents', 100), not(fact.gt('cart.valueCents', 100))]) {
        const engine = engineOf(all(when));
        engine.feed(page, 0);
        expect(engine.feed({ type: 'fact', name: 'cart.valueCents', value: wrong as number }, 1)).toEqual([]);
      }
    const engine = engineOf(fact.gt('cart.valueCents', 100));
    engine.feed(page, 0);
    engine.feed({ type: 'fact', name: 'cart.valueCents', value: 'much' as never }, 1);
    expect(engine.feed({ type: 'fact', name: 'cart.valueCents', value: 101 }, 2)).toHaveLength(1);
  });

  it('[SE251] calls a predicate that throws only when a fact it named has changed, and goes on', () => {
    let calls = 0;
    const broken = {
      deps: ['cart'],
      test: (): boolean => {
        calls += 1;
        throw new Error('shop bug');
      },
    };
    const engine = engineOf(all(custom('broken'), dwell('page', '1s')), { broken });
    engine.feed(page, 0);
    const before = calls;
    for (let n = 0; n < 1_000; n += 1) engine.feed({ type: 'signal', name: 'exit' }, n);
    engine.tick(5_000);
    expect(calls - before).toBeLessThanOrEqual(1);
    engine.feed({ type: 'fact', name: 'cart', value: 1 }, 6_000);
    expect(calls - before).toBeGreaterThanOrEqual(1);
  });

  it('[SE251] goes on after a clock was set back by a day, neither early nor never', () => {
    const engine = engineOf(dwell('page', '1m'));
    const begun = 10 * 86_400_000;
    engine.feed(page, begun);
    expect(engine.tick(begun - 86_400_000)).toEqual([]);
    expect(engine.tick(begun + 59_999)).toEqual([]);
    expect(engine.tick(begun + 60_000)).toHaveLength(1);
  });
});
