import * as v from 'valibot';
import { expect, it } from 'vitest';
import { limits, type ToldCondition, type VisitorExplanation } from './index.ts';
import { agentSchemas, visitorExplanation } from './schema/index.ts';

const leaf: ToldCondition = { op: 'dwell', value: false, what: 'page', have: 130_000, need: 180_000 };
const told: VisitorExplanation = {
  ruleId: 'checkout-help',
  version: 3,
  state: 'waiting',
  tree: { op: 'all', value: false, of: [leaf, { op: 'agent', value: 'unknown', what: 'sales', note: 'serverAsked' }] },
  nextChangeInMs: 50_000,
  holdsInMs: 50_000,
  blockers: [{ path: 'when.of[0]', want: true, waitMs: 50_000 }],
  gate: { name: 'quiet', opensInMs: null },
  losesTo: null,
  last: [{ what: 'lostTo', agoMs: 9_000, to: 'other' }],
};
const fits = (value: unknown) => v.safeParse(visitorExplanation, value).success;
const withTree = (tree: unknown) => fits({ ...told, tree });

it('[IN394] an explanation has its one shape: what is not written down is not taken', () => {
  expect(v.parse(visitorExplanation, told)).toEqual(told);
  expect(fits({ ...told, html: '<b>' })).toBe(false);
  expect(withTree({ ...leaf, facts: { email: 'kim@example.org' } })).toBe(false);
  for (const { have } of [{ have: { a: 1 } }, { have: ['a'] }, { have: Number.POSITIVE_INFINITY }])
    expect(withTree({ ...leaf, have })).toBe(false);
  expect(withTree({ ...leaf, op: 'script' })).toBe(false);
  for (const path of ['when.constructor', 'tree.of[0]', 'when.of[0] ', `when${'.of'.repeat(40)}`])
    expect(fits({ ...told, blockers: [{ path, want: true }] })).toBe(false);
  for (const agoMs of [-1, 1.5, 1e15]) expect(fits({ ...told, last: [{ what: 'true', agoMs }] })).toBe(false);
  for (const nothing of [null, undefined, 'x', [], {}]) expect(fits(nothing)).toBe(false);
});

it('[IN394] it is bounded: texts, lists, conditions and edges', () => {
  expect(withTree({ ...leaf, have: 'x'.repeat(limits.toldChars) })).toBe(true);
  expect(withTree({ ...leaf, have: 'x'.repeat(limits.toldChars + 1) })).toBe(false);
  expect(withTree({ ...leaf, need: Array(limits.toldValues + 1).fill('x') })).toBe(false);
  const many = (n: number) => ({ op: 'any', value: false, of: Array(n).fill(leaf) });
  expect(withTree(many(limits.toldConditions - 1))).toBe(true);
  expect(withTree(many(limits.toldConditions))).toBe(false);
  expect(withTree({ op: 'any', value: false, of: [many(100), many(100)] })).toBe(false);
  const edge = { what: 'true', agoMs: 1 };
  expect(fits({ ...told, last: Array(limits.toldEdges).fill(edge) })).toBe(true);
  expect(fits({ ...told, last: Array(limits.toldEdges + 1).fill(edge) })).toBe(false);
});

it('[IN394] an agent asks for one rule of one visitor', () => {
  const ask = agentSchemas['visitor:explain'];
  expect(v.safeParse(ask, { visitorId: 'vis_1', ruleId: 'a.b' }).success).toBe(true);
  for (const wrong of [
    { visitorId: 'vis_1' },
    { visitorId: 'a b', ruleId: 'r' },
    { visitorId: 'v', ruleId: 'toString' },
  ])
    expect(v.safeParse(ask, wrong).success).toBe(false);
});
