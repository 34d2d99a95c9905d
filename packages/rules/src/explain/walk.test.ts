import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../engine/engine.ts';
import { journeyArb, predicates, rulesArb } from '../engine/journey.contract.ts';
import { agent, all, any, count, dwell, fact, held, page, seq, signalSeen, since } from '../rule/build.ts';
import type { Node, Rule } from '../rule/nodes.ts';
import { explainAll, explainRule, ruleStates } from './index.ts';
import { expectNeverTrue } from './worlds.contract.ts';

const offer = { skill: 'sales', text: { en: 'Help?', de: 'Hilfe?' } };
const rule = (when: Node, more: Partial<Rule> = {}): Rule => ({ id: 'r', version: 1, when, offer, ...more });
const cart = { type: 'page', page: { type: 'cart' } } as const;

describe('explain', () => {
  it('[IN117] tells of the newer conditions what there is and what is needed', () => {
    const when = all(
      dwell('section', { section: 'reviews' }, '20s'),
      count('rage', { atLeast: 3, within: '1m', at: 'pay' }),
      since('payment.failed', '30s'),
      seq(['search.empty', 'exit'], { within: '2m' }),
      held(page('cart'), '10s'),
      dwell('site', '5m'),
    );
    const engine = createEngine({ rules: [rule(when)] });
    engine.feed(cart, 0);
    engine.feed({ type: 'inside', what: 'section', name: 'reviews', on: true }, 0);
    engine.feed({ type: 'signal', name: 'rage', at: 'pay' }, 1_000);
    engine.feed({ type: 'signal', name: 'payment.failed' }, 2_000);
    engine.feed({ type: 'signal', name: 'search.empty' }, 2_500);
    engine.feed({ type: 'signal', name: 'exit' }, 3_000);
    const { tree, blockers, nextChangeMs, holdsInMs } = explainRule(engine.inside(), 'r', 4_000)!;
    expect(tree.of).toEqual([
      { op: 'dwell', value: false, what: 'section:reviews', have: 4_000, need: 20_000 },
      { op: 'count', value: false, what: 'rage@pay', have: 1, need: 3, withinMs: 60_000 },
      { op: 'since', value: false, what: 'payment.failed', have: 2_000, need: 30_000 },
      { op: 'seq', value: true, what: 'search.empty > exit', have: 500, need: 120_000 },
      {
        op: 'held',
        value: false,
        have: 4_000,
        need: 10_000,
        of: [{ op: 'page', value: true, what: 'page.type', have: 'cart', need: 'cart' }],
      },
      { op: 'dwell', value: false, what: 'site', have: 4_000, need: 300_000 },
    ]);
    expect(blockers.map(({ path, waitMs }) => [path, waitMs])).toEqual([
      ['when.of[0]', undefined],
      ['when.of[1]', undefined],
      ['when.of[2]', undefined],
      ['when.of[4]', 6_000],
      ['when.of[5]', undefined],
    ]);
    expect([nextChangeMs, holdsInMs]).toEqual([10_000, null]);
  });

  it('[IN117] of something held that is not true yet names what is inside, and the wait', () => {
    const engine = createEngine({ rules: [rule(held(fact.gt('cart.valueCents', 100), '10s'))] });
    engine.feed(cart, 0);
    expect(explainRule(engine.inside(), 'r', 0)!.blockers).toEqual([
      { path: 'when.of', leaf: fact.gt('cart.valueCents', 100), want: true },
      { path: 'when', leaf: held(fact.gt('cart.valueCents', 100), '10s'), want: true, waitMs: 10_000 },
    ]);
  });

  it('[IN118] tells how long until a rule holds when nothing happens', () => {
    const when = any(held(dwell('page', '30s'), '5s'), all(page('home'), agent('sales')));
    const engine = createEngine({ rules: [rule(when)] });
    engine.feed(cart, 0);
    const holds = (atMs: number) => explainRule(engine.inside(), 'r', atMs)!.holdsInMs;
    expect([holds(0), holds(20_000), holds(34_999), holds(35_000), holds(99_000)]).toEqual([35_000, 15_000, 1, 0, 0]);
    engine.feed({ type: 'visible', on: false }, 20_000);
    expect(holds(20_000)).toBeNull();
  });

  it('[IN118] is right about it: that long after, and no millisecond before, the rule becomes true', () => {
    fc.assert(
      fc.property(rulesArb(1, 'shadow', 1), journeyArb(1, 60), fc.nat(60), ([drawn], steps, cut) => {
        const free = { ...drawn!, settleMs: 0, caps: { perVisit: 1000 }, cooldown: {}, funnel: undefined };
        const engine = createEngine({ rules: [free], predicates });
        engine.tick(0);
        for (const { atMs, event } of steps) if (atMs <= cut) engine.feed(event, atMs);
        engine.tick(cut);
        const { holdsInMs, tree } = explainRule(engine.inside(), 'r0', cut)!;
        // Told now about later is the same as told later.
        const ahead = explainRule(engine.inside(), 'r0', cut + 7)!;
        let risesMs: number | null = null;
        for (let atMs = cut; atMs <= cut + 60 && risesMs === null; atMs += 1) {
          engine.tick(atMs);
          const then = explainRule(engine.inside(), 'r0', atMs)!;
          if (then.holdsInMs === 0) risesMs = atMs - cut;
          if (atMs === cut + 7) expect(then.tree).toEqual(ahead.tree);
        }
        expect(risesMs).toBe(holdsInMs !== null && holdsInMs <= 60 ? holdsInMs : null);
        expect(tree).toBeDefined();
      }),
      { numRuns: 400 },
    );
  });

  it('[IN118] is bounded where changes never end', () => {
    const many = Array.from({ length: 60 }, (_, i) => dwell('page', 1_000 + i));
    const engine = createEngine({ rules: [rule(all(...many, fact.eq('order.id', 'x')))] });
    engine.feed(cart, 0);
    expect(explainRule(engine.inside(), 'r', 0)!.holdsInMs).toBeNull();
  });

  it('[IN119] tells where every rule stands, the highest first', () => {
    const rules = [
      rule(page('cart'), { id: 'asked', priority: 5 }),
      rule(page('cart'), { id: 'behind' }),
      rule(dwell('page', '41s'), { id: 'soon', priority: 2 }),
      rule(signalSeen('exit'), { id: 'never' }),
      rule(all(), { id: 'off', mode: 'off', priority: 9 }),
    ];
    const engine = createEngine({ rules });
    engine.feed(cart, 0);
    expect(ruleStates(engine.inside(), 1_000)).toEqual([
      { ruleId: 'off', state: 'off' },
      { ruleId: 'asked', state: 'asking' },
      { ruleId: 'soon', state: 'waiting', inMs: 40_000 },
      { ruleId: 'behind', state: 'held' },
      { ruleId: 'never', state: 'waiting' },
    ]);
    engine.answer('asked', { show: true }, 2_000);
    expect(ruleStates(engine.inside(), 2_000)[1]).toEqual({ ruleId: 'asked', state: 'showing' });
  });

  it('[IN124] names a reason for every rule that did not fire: a shut gate, or what has to change', () => {
    fc.assert(
      fc.property(rulesArb(1, 'live'), journeyArb(1, 60), (rules, steps) => {
        const engine = createEngine({ rules, predicates });
        for (const { atMs, event } of steps) {
          engine.feed(event, atMs);
          const { pasts } = engine.inside();
          const agoMs = (node: Node) => {
            const sinceMs = pasts.get(JSON.stringify(node));
            return sinceMs === undefined ? undefined : atMs - sinceMs;
          };
          for (const { ruleId, state, gate, blockers, losesTo } of explainAll(engine.inside(), atMs)) {
            if (state === 'waiting' && blockers.length === 0)
              expectNeverTrue(rules.find(({ id }) => id === ruleId)!.when, agoMs);
            if (state === 'held') expect(gate).not.toBeNull();
            if (state === 'held' && (gate === 'asking' || gate === 'showing')) expect(losesTo).not.toBeNull();
            // Whatever is ready has been asked for by the engine itself.
            expect(state).not.toBe('ready');
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
