import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../engine/engine.ts';
import { nodeArb } from '../engine/journey.contract.ts';
import type { Truth } from '../engine/truth.ts';
import { agent, all, any, custom, dwell, fact, not, page, signalSeen } from '../rule/build.ts';
import type { Leaf, Node, Rule } from '../rule/nodes.ts';
import { type Blocker, blockersOf } from './blockers.ts';
import { evaluate, type HeldNode } from './evaluate.ts';
import { explainRule } from './index.ts';
import { comesTrue, expectNeverTrue, leavesOf, nodesOf } from './worlds.contract.ts';

const offer = { skill: 'sales', text: { en: 'Help?', de: 'Hilfe?' } };
const rule = (when: Node, more: Partial<Rule> = {}): Rule => ({ id: 'r', version: 4, when, offer, ...more });
const pageEvent = { type: 'page', page: { type: 'checkout', url: 'https://shop.example/checkout' } } as const;

/** A moment of which every leaf's value is known, and since when what is held has been true. */
function momentOf(when: Node, value: (leaf: Leaf) => Truth, agoMs: (node: HeldNode) => number) {
  const atMs = 1_000;
  const since = new Map<string, number>();
  const waited = (node: HeldNode) => atMs - (since.get(JSON.stringify(node)) ?? atMs) >= node.ms;
  const granted = (node: Node) => evaluate(node, value, waited);
  for (const node of nodesOf(when))
    if (node.op === 'held' && granted(node.of) === true) since.set(JSON.stringify(node), atMs - agoMs(node));
  return { atMs, granted, sinceMs: (node: HeldNode) => since.get(JSON.stringify(node)), waited };
}

/** How long the waits among blockers take, those inside others before these. */
function waitOf(blockers: readonly Blocker[], within = 'when'): number {
  const here = blockers.filter(({ path, waitMs }) => waitMs !== undefined && path.startsWith(within));
  return Math.max(0, ...here.map(({ path, waitMs }) => waitMs! + waitOf(blockers, `${path}.of`)));
}

describe('explain', () => {
  it('[IN28] tells for every condition what it is, what there is and what is needed', () => {
    const when = all(
      any(dwell('form', { form: 'checkout' }, '3m'), fact.eq('product.id', 'P-4711')),
      not(signalSeen('order.placed')),
      custom('vip'),
      agent('sales'),
    );
    const engine = createEngine({ rules: [rule(when)] });
    engine.feed(pageEvent, 1_000);
    engine.feed({ type: 'form', form: 'checkout', on: true }, 1_000);
    engine.feed({ type: 'fact', name: 'product.id', value: 'P-1' }, 1_000);
    expect(explainRule(engine.inside(), 'r', 140_000)).toEqual({
      ruleId: 'r',
      version: 4,
      atMs: 140_000,
      state: 'waiting',
      nextChangeMs: 181_000,
      holdsInMs: null,
      tree: {
        op: 'all',
        value: false,
        of: [
          {
            op: 'any',
            value: false,
            of: [
              { op: 'dwell', value: false, what: 'form:checkout', have: 139_000, need: 180_000 },
              { op: 'eq', value: false, what: 'product.id', have: 'P-1', need: 'P-4711' },
            ],
          },
          { op: 'not', value: true, of: [{ op: 'seen', value: false, what: 'order.placed', have: null, need: null }] },
          { op: 'custom', value: 'unknown', what: 'vip', note: 'noPredicate' },
          { op: 'agent', value: 'unknown', what: 'sales', note: 'serverAsked' },
        ],
      },
      blockers: [
        { path: 'when.of[0].of[0]', leaf: dwell('form', { form: 'checkout' }, '3m'), want: true },
        { path: 'when.of[2]', leaf: custom('vip'), want: true },
      ],
      gate: null,
      gateOpensMs: null,
      losesTo: null,
    });
  });

  it('[IN28] changes nothing by being asked, and knows no rule that is not there', () => {
    const engine = createEngine({ rules: [rule(dwell('page', '1m'))] });
    engine.feed(pageEvent, 0);
    expect(explainRule(engine.inside(), 'r', 60_000)?.state).toBe('ready');
    expect(explainRule(engine.inside(), 'x', 60_000)).toBeUndefined();
    expect(engine.tick(60_000)).toHaveLength(1);
    expect(explainRule(engine.inside(), 'r', 60_001)?.state).toBe('asking');
  });

  it('[IN29] names the gate that is shut and the rule in the way', () => {
    const engine = createEngine({
      rules: [rule(all(), { id: 'first', priority: 1 }), rule(page('checkout'))],
      perVisit: 2,
    });
    engine.feed(pageEvent, 0);
    expect(explainRule(engine.inside(), 'r', 0)).toMatchObject({
      state: 'held',
      gate: 'asking',
      losesTo: 'first',
      blockers: [],
    });
    engine.answer('first', { show: true }, 1);
    expect(explainRule(engine.inside(), 'r', 1)).toMatchObject({ gate: 'showing', losesTo: 'first' });
    engine.feed({ type: 'invitation', ruleId: 'first', outcome: 'dismissed' }, 2);
    expect(explainRule(engine.inside(), 'r', 2)).toMatchObject({ gate: 'quiet', losesTo: null });
    expect(explainRule(engine.inside(), 'first', 2)?.gate).toBe('cap');
    engine.feed({ type: 'conversation', open: true }, 3);
    expect(explainRule(engine.inside(), 'r', 3)?.gate).toBe('conversation');
    engine.feed({ type: 'visible', on: false }, 4);
    expect(explainRule(engine.inside(), 'r', 4)?.gate).toBe('visible');
    expect(explainRule(createEngine({ rules: [rule(all(), { mode: 'off' })] }).inside(), 'r', 0)).toMatchObject({
      state: 'off',
      gate: 'mode',
    });
    const denied = createEngine({ rules: [rule(all())] });
    denied.tick(0);
    denied.answer('r', { show: false }, 0);
    expect(explainRule(denied.inside(), 'r', 1)).toMatchObject({ state: 'held', gate: 'backoff' });
  });
});

describe('blockers', () => {
  const values = fc.constantFrom<Truth>(true, false, 'unknown');

  it('[IN32] make the conditions true when all are changed as said, and none is there in vain', () => {
    fc.assert(
      fc.property(nodeArb(1), fc.infiniteStream(values), fc.infiniteStream(fc.nat(15)), (when, stream, agos) => {
        const now = new Map<string, Truth>();
        for (const leaf of leavesOf(when)) {
          const key = JSON.stringify(leaf);
          if (!now.has(key)) now.set(key, leaf.op === 'agent' ? true : stream.next().value!);
        }
        const value = (leaf: Leaf) => now.get(JSON.stringify(leaf))!;
        const ago = new Map<string, number>();
        const moment = momentOf(when, value, (node) => {
          const key = JSON.stringify(node);
          ago.set(key, ago.get(key) ?? agos.next().value!);
          return ago.get(key)!;
        });
        const agoMs = (node: HeldNode) => {
          const since = moment.sinceMs(node);
          return since === undefined ? undefined : moment.atMs - since;
        };
        const blockers = blockersOf(when, moment);
        const changed = (used: typeof blockers) => {
          const wants = new Map(used.map(({ leaf, want }) => [JSON.stringify(leaf), want]));
          const then = (leaf: Leaf) => wants.get(JSON.stringify(leaf)) ?? value(leaf);
          return comesTrue(when, then, agoMs, waitOf(used));
        };
        if (moment.granted(when) === true) {
          expect(blockers).toEqual([]);
        } else if (blockers.length === 0) {
          expectNeverTrue(when, agoMs);
        } else {
          expect(changed(blockers)).toBe(true);
          // Waits may overlap, so one of them may be for nothing; what has to change is all needed, unless waiting does as well.
          if (comesTrue(when, value, agoMs, waitOf(blockers))) return;
          const leaves = blockers.filter(({ leaf }) => leaf.op !== 'held');
          for (const left of leaves) expect(changed(blockers.filter((one) => one !== left))).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('[IN32] really make a waiting rule ask once the page says so', () => {
    // Each leaf has a fact of its own here, so that events can change any of them alone.
    const shape = nodeArb(1);
    fc.assert(
      fc.property(
        shape,
        fc.array(fc.constantFrom(true, false, null), { minLength: 60, maxLength: 60 }),
        (drawn, start) => {
          let count = 0;
          const own = (node: Node): Node => {
            if (node.op === 'all' || node.op === 'any') return { op: node.op, of: node.of.map(own) };
            if (node.op === 'not') return not(own(node.of));
            if (node.op === 'held') return { ...node, of: own(node.of) };
            if (node.op === 'agent') return node;
            count += 1;
            return { op: 'eq', fact: `f${count}`, value: true };
          };
          const when = own(drawn);
          const engine = createEngine({ rules: [rule(when)] });
          const asked = [];
          for (let i = 1; i <= count; i += 1)
            asked.push(...engine.feed({ type: 'fact', name: `f${i}`, value: start[i] }, i));
          asked.push(...engine.tick(100));
          if (asked.length > 0) return;
          const { blockers } = explainRule(engine.inside(), 'r', 100)!;
          for (const { leaf, want } of blockers) {
            asked.push(...engine.feed({ type: 'fact', name: (leaf as { fact: string }).fact, value: want }, 101));
          }
          for (let atMs = 102; atMs < 160; atMs += 1) asked.push(...engine.tick(atMs));
          if (blockers.length > 0) expect(asked).toMatchObject([{ type: 'ask', ruleId: 'r' }]);
          else expectNeverTrue(when);
        },
      ),
      { numRuns: 500 },
    );
  });

  it('[IN32] names the cheapest way out of many', () => {
    const many = any(
      all(fact.eq('product.id', 'A'), fact.eq('order.id', 'B'), page('cart')),
      all(fact.eq('search.query', 'C'), page('cart')),
    );
    const blockers = blockersOf(
      many,
      momentOf(
        many,
        (leaf) => leaf.op === 'page',
        () => 0,
      ),
    );
    expect(blockers).toEqual([{ path: 'when.of[1].of[0]', leaf: fact.eq('search.query', 'C'), want: true }]);
  });
});
