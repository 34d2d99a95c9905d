import type { ToldCondition, VisitorExplanation } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { textsOf } from '../../texts/index.ts';
import { conditionAt, missingWords, nameOfCondition, progressOf, standOfCondition } from './told.ts';

const english = { texts: textsOf('en'), language: 'en' };
const german = { texts: textsOf('de'), language: 'de' };
const dwell: ToldCondition = { op: 'dwell', value: false, what: 'form:checkout', have: 130_999, need: 180_000 };

describe('a condition in words', () => {
  it.each<[ToldCondition, string, string]>([
    [dwell, 'On form checkout for 3 min', '2 min 10 s of 3 min'],
    [{ ...dwell, what: 'page', have: 179_999 }, 'On the page for 3 min', '2 min 59 s of 3 min'],
    [{ ...dwell, what: 'site', have: null }, 'On the site for 3 min', 'the page does not know'],
    [{ op: 'idle', value: false, have: 4_000, need: 20_000 }, 'No input for 20 s', '4 s of 20 s'],
    [
      { op: 'page', value: true, what: 'page.type', have: 'cart', need: 'cart' },
      'On a page of type cart',
      'now “cart”',
    ],
    [
      { op: 'gt', value: false, what: 'cart.valueCents', have: 1_250, need: 5_000 },
      'Cart value over €50.00',
      'now €12.50',
    ],
    [
      { op: 'in', value: false, what: 'visit.device', have: null, need: ['phone', 'tablet'] },
      'Device is “phone” or “tablet”',
      'the page does not know',
    ],
    [
      { op: 'eq', value: false, what: 'shop.member', have: null, need: 'gold' },
      'shop.member is “gold”',
      'the page does not know',
    ],
    [
      { op: 'eq', value: false, what: 'search.query', have: '?', need: 'x' },
      'Words searched for is “x”',
      'a text that stays with the visitor',
    ],
    [{ op: 'eq', value: true, what: 'visit.returning', have: true, need: true }, 'Returning visitor', 'now yes'],
    [
      { op: 'seen', value: false, what: 'exit', have: null, need: 5_000 },
      'About to leave within 5 s',
      'has not happened yet',
    ],
    [{ op: 'seen', value: true, what: 'exit', have: 3_000, need: 5_000 }, 'About to leave within 5 s', '3 s ago'],
    [
      { op: 'count', value: false, what: 'rage@pay', have: 1, need: 3, withinMs: 60_000 },
      '3 times: angry clicks at pay within 1 min',
      '1 of 3',
    ],
    [
      { op: 'since', value: false, what: 'payment.failed', have: 2_000, need: 30_000 },
      '30 s after: payment failed',
      '2 s of 30 s',
    ],
    [
      { op: 'seq', value: false, what: 'search.empty > exit', have: null, need: null },
      'Search without result then about to leave',
      'not in this order yet',
    ],
    [
      { op: 'held', value: false, have: 4_000, need: 10_000, of: [dwell] },
      'This, without a break for 10 s',
      '4 s of 10 s',
    ],
    [
      { op: 'agent', value: 'unknown', what: 'sales', note: 'serverAsked' },
      'An agent with sales is free',
      'asked of the server, only when all else is met',
    ],
    [
      { op: 'custom', value: 'unknown', what: 'vip', note: 'noPredicate' },
      'The page’s own condition vip',
      'this page has no such condition',
    ],
    [{ op: 'all', value: false, of: [] }, 'All of these', ''],
  ])('[IN403] %j', (told, name, stand) => {
    expect([nameOfCondition(told, english), standOfCondition(told, english)]).toEqual([name, stand]);
  });

  it('[IN403] in German too', () => {
    expect(standOfCondition(dwell, german)).toBe('2 min 10 s von 3 min');
    expect(standOfCondition({ op: 'gt', value: false, what: 'cart.valueCents', have: 1_250, need: 5 }, german)).toMatch(
      /^jetzt 12,50\s€$/,
    );
  });

  it('[IN403] how far along it is, where that is a matter of more or less', () => {
    expect(progressOf({ ...dwell, have: 90_000 })).toBe(0.5);
    expect(progressOf({ ...dwell, have: null })).toBe(0);
    expect(progressOf({ op: 'count', value: true, have: 9, need: 3 })).toBe(1);
    expect(progressOf({ op: 'eq', value: true, what: 'x', have: 1, need: 2 })).toBeNull();
  });
});

describe('what is missing', () => {
  const tree: ToldCondition = {
    op: 'all',
    value: false,
    of: [
      dwell,
      { op: 'not', value: false, of: [{ op: 'page', value: true, need: 'cart' }] },
      { op: 'held', value: false, need: 10_000, of: [dwell] },
    ],
  };
  const told = (blockers: VisitorExplanation['blockers']) =>
    missingWords({ tree, blockers } as VisitorExplanation, english);

  it('[IN404] names each condition by its place, what must end, and what only takes time', () => {
    expect(
      told([
        { path: 'when.of[0]', want: true },
        { path: 'when.of[1].of', want: false },
        { path: 'when.of[2]', want: true, waitMs: 6_000 },
      ]),
    ).toEqual([
      'On form checkout for 3 min',
      'No longer: On a page of type cart',
      'This, without a break for 10 s: 6 s more',
    ]);
  });

  it('[IN404] a place that was not told says nothing, and breaks nothing', () => {
    expect(told([{ path: 'when.of[7].of[1]', want: true }])).toEqual([]);
    expect(conditionAt(tree, 'when')).toBe(tree);
    expect(conditionAt(tree, 'when.of[2].of')).toBe(dwell);
  });
});
