import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rulesArb } from '../engine/journey.contract.ts';
import {
  agent,
  all,
  any,
  count,
  custom,
  defineRule,
  dwell,
  fact,
  held,
  idle,
  not,
  page,
  seq,
  signalSeen,
  since,
} from './build.ts';
import { toMs } from './duration.ts';
import type { Node, Rule } from './nodes.ts';
import { readRule } from './read.ts';
import { digestOf, termsOf } from './terms.ts';

const offer = { skill: 'sales', text: { en: 'A hand?', de: 'Brauchen Sie Hilfe?' } };
const rule = (when: unknown, more: object = {}) => ({ id: 'help', version: 1, when, offer, ...more });
const refusalOf = (input: unknown) => {
  const reading = readRule(input);
  return reading.ok ? undefined : [reading.refusal.code, reading.refusal.path];
};

const built = defineRule({
  id: 'checkout-help',
  version: 3,
  priority: 10,
  mode: 'live',
  when: all(
    any(
      dwell('form', { form: 'checkout' }, '3m'),
      fact.eq('product.id', 'P-4711'),
      fact.gte('cart.valueCents', 20_000),
    ),
    not(any(page('help'), signalSeen('order.placed', '7d'), fact.in('page.type', ['home', 'imprint']))),
    fact.match('page.url', 'https://*/checkout*'),
    idle('20s'),
    custom('wishlistHas', { sku: 'X' }),
    agent('sales'),
  ),
  offer: { ...offer, title: { en: 'Questions?', de: 'Fragen?' } },
  caps: { perVisit: 2 },
  cooldown: { afterDismissMs: 60_000 },
});

describe('rules as data', () => {
  it('[IN1] are plain JSON, byte for byte the same after reading, and frozen', () => {
    const json = JSON.stringify(built);
    const reading = readRule(JSON.parse(json));
    expect(reading.ok && JSON.stringify(reading.rule)).toBe(json);
    expect(reading.ok && Object.isFrozen((reading.rule.when as unknown as { of: Node[] }).of[0])).toBe(true);
    expect(Object.isFrozen(built) && Object.isFrozen(built.offer.text)).toBe(true);
  });

  it('[IN1] keep the order of keys a shop wrote', () => {
    const json =
      '{"offer":{"text":{"de":"D","en":"E"},"skill":"s"},"when":{"value":1,"op":"eq","fact":"x"},"version":1,"id":"r"}';
    const reading = readRule(JSON.parse(json));
    expect(reading.ok && JSON.stringify(reading.rule)).toBe(json);
  });

  it('[IN2] are copied: a later change of the original reaches nobody', () => {
    const mine = rule({ op: 'page', type: 'home' });
    const reading = readRule(mine);
    (mine.when as { type: string }).type = 'cart';
    expect(reading.ok && reading.rule.when).toEqual({ op: 'page', type: 'home' });
  });

  it('[IN3] know durations with units', () => {
    expect([toMs('500ms'), toMs('41s'), toMs('3m'), toMs('1.5h'), toMs('7d'), toMs(12)]).toEqual([
      500, 41_000, 180_000, 5_400_000, 604_800_000, 12,
    ]);
    expect(refusalOf(rule(dwell('page', 'soon' as '1s')))).toEqual(['wrongType', 'when.ms']);
  });

  it.each<[string, unknown, string, string]>([
    ['nothing', undefined, 'notPlain', ''],
    ['null', null, 'wrongType', ''],
    ['a text', 'rule', 'wrongType', ''],
    ['a list', [], 'wrongType', ''],
    ['no id', { version: 1, when: all(), offer }, 'missing', 'id'],
    ['an empty id', rule(all(), { id: '' }), 'outOfRange', 'id'],
    ['version 0', rule(all(), { version: 0 }), 'outOfRange', 'version'],
    ['version 1.5', rule(all(), { version: 1.5 }), 'outOfRange', 'version'],
    ['a strange mode', rule(all(), { mode: 'on' }), 'wrongType', 'mode'],
    ['a misspelt key', rule({ op: 'seen', signal: 's', withinMS: 5 }), 'unknownKey', 'when.withinMS'],
    ['an unknown condition', rule({ op: 'regex', fact: 'x', value: '.*' }), 'unknownOp', 'when.op'],
    ['a condition of the prototype', rule({ op: 'constructor' }), 'unknownOp', 'when.op'],
    ['a condition that is none', rule(all(true as unknown as Node)), 'wrongType', 'when.of[0]'],
    ['children that are no list', rule({ op: 'any', of: {} }), 'wrongType', 'when.of'],
    ['a number where text is due', rule({ op: 'match', fact: 'x', value: 5 }), 'wrongType', 'when.value'],
    ['a text where an order is due', rule({ op: 'gt', fact: 'x', value: '5' }), 'wrongType', 'when.value'],
    ['in of no list', rule({ op: 'in', fact: 'x', value: 'a' }), 'wrongType', 'when.value'],
    ['in of lists', rule({ op: 'in', fact: 'x', value: ['a', []] }), 'wrongType', 'when.value[1]'],
    ['a negative dwell', rule({ op: 'dwell', what: 'page', ms: -1 }), 'outOfRange', 'when.ms'],
    ['a dwell of NaN', rule({ op: 'dwell', what: 'page', ms: Number.NaN }), 'wrongType', 'when.ms'],
    ['a dwell on the moon', rule({ op: 'dwell', what: 'moon', ms: 1 }), 'wrongType', 'when.what'],
    ['only one language', rule(all(), { offer: { skill: 's', text: { en: 'x' } } }), 'missing', 'offer.text.de'],
    [
      'a text of 501 characters',
      rule(all(), { offer: { skill: 's', text: { en: 'x'.repeat(501), de: 'x' } } }),
      'outOfRange',
      'offer.text.en',
    ],
  ])('[IN4] are refused by code and path: %s', (_, input, code, path) => {
    expect(refusalOf(input)).toEqual([code, path]);
  });

  it('[IN4] say in a sentence what is wrong', () => {
    const reading = readRule(rule({ op: 'dwell', what: 'page', ms: -1 }));
    expect(reading).toMatchObject({ refusal: { say: 'when.ms must be a whole number from 0 to 604800000.' } });
  });

  const article = { ...offer, kind: 'article', url: '/help/sizes' };
  const whole = {
    caps: { perPage: 1, perVisit: 2, perVisitor: { n: 3, withinMs: 604_800_000 } },
    cooldown: { afterDismissMs: 1, afterIgnoreMs: 2, afterChatMs: 3, afterOrderMs: 14 * 86_400_000 },
    hours: {
      timeZone: 'America/New_York',
      open: {
        weekly: {
          mon: [
            ['09:00', '12:30'],
            ['13:00', '24:00'],
          ],
          sun: [],
        }, // prettier-ignore
        days: { '2026-12-24': [] },
      },
    },
    settleMs: 1500,
    funnel: { level: 2, lockMs: 86_400_000 },
    holdout: { share: 0.2, salt: '2026-q1', windowMs: 604_800_000 },
    offer: { ...article, variants: [{ id: 'b', title: offer.text, text: offer.text }] },
  };

  it('[IN120] take every field of an offer and of its terms', () => {
    const json = JSON.stringify(rule(all(), whole));
    const reading = readRule(JSON.parse(json));
    expect(reading.ok ? JSON.stringify(reading.rule) : reading.refusal).toBe(json);
    for (const timeZone of ['shop', 'visitor'])
      expect(refusalOf(rule(all(), { hours: { timeZone, open: { weekly: {} } } }))).toBeUndefined();
  });

  const hours = (open: unknown, timeZone: unknown = 'shop') => rule(all(), { hours: { timeZone, open } });
  const withOffer = (more: object) => rule(all(), { offer: { ...offer, ...more } });
  it.each<[string, unknown, string, string]>([
    ['an id with spaces', rule(all(), { id: 'a b' }), 'outOfRange', 'id'],
    ['an id of the prototype', rule(all(), { id: 'constructor' }), 'outOfRange', 'id'],
    ['another one', rule(all(), { id: '__proto__' }), 'outOfRange', 'id'],
    ['a skill in capitals', withOffer({ skill: 'Sales' }), 'outOfRange', 'offer.skill'],
    ['an offer of money', withOffer({ kind: 'money' }), 'wrongType', 'offer.kind'],
    ['an article without a place', withOffer({ kind: 'article' }), 'missing', 'offer.url'],
    ['an article elsewhere', withOffer({ kind: 'article', url: 'https://evil.example/' }), 'outOfRange', 'offer.url'],
    ['an article on another host', withOffer({ kind: 'article', url: '//evil.example' }), 'outOfRange', 'offer.url'],
    ['an article in disguise', withOffer({ kind: 'article', url: '/\\evil.example' }), 'outOfRange', 'offer.url'],
    ['an article of script', withOffer({ kind: 'article', url: 'javascript:x' }), 'outOfRange', 'offer.url'],
    ['no variant', withOffer({ variants: [] }), 'outOfRange', 'offer.variants'],
    [
      'eleven variants',
      withOffer({ variants: Array(11).fill({ id: 'a', text: offer.text }) }),
      'tooMany',
      'offer.variants',
    ],
    ['a variant without text', withOffer({ variants: [{ id: 'a' }] }), 'missing', 'offer.variants[0].text'],
    [
      'a share of everybody',
      rule(all(), { holdout: { share: 1, salt: 's', windowMs: 1 } }),
      'outOfRange',
      'holdout.share',
    ],
    [
      'a share of less than none',
      rule(all(), { holdout: { share: -0.1, salt: 's', windowMs: 1 } }),
      'outOfRange',
      'holdout.share',
    ],
    [
      'an orders window of nothing',
      rule(all(), { holdout: { share: 0.1, salt: 's', windowMs: 0 } }),
      'outOfRange',
      'holdout.windowMs',
    ],
    [
      'an orders window under an hour',
      rule(all(), { holdout: { share: 0, salt: 's', windowMs: 3_599_999 } }),
      'outOfRange',
      'holdout.windowMs',
    ],
    [
      'a salt of spaces',
      rule(all(), { holdout: { share: 0.1, salt: ' ', windowMs: 4e6 } }),
      'outOfRange',
      'holdout.salt',
    ],
    ['a card that says nothing', withOffer({ text: { en: ' \n', de: 'x' } }), 'outOfRange', 'offer.text.en'],
    ['half a funnel', rule(all(), { funnel: { level: 1 } }), 'missing', 'funnel.lockMs'],
    ['half a cap', rule(all(), { caps: { perVisitor: { n: 1 } } }), 'missing', 'caps.perVisitor.withinMs'],
    [
      'a cool-down of ten years',
      rule(all(), { cooldown: { afterOrderMs: 4e11 } }),
      'outOfRange',
      'cooldown.afterOrderMs',
    ],
    ['a zone on the moon', hours({ weekly: {} }, 'Moon/Tranquility'), 'outOfRange', 'hours.timeZone'],
    ['a zone that is none', hours({ weekly: {} }, 5), 'wrongType', 'hours.timeZone'],
    ['a day that is none', hours({ weekly: { montag: [] } }), 'unknownKey', 'hours.open.weekly.montag'],
    ['a date that is none', hours({ weekly: {}, days: { '24.12.': [] } }), 'unknownKey', 'hours.open.days.24.12.'],
    ['a time that is none', hours({ weekly: { mon: [['9', '25:00']] } }), 'wrongType', 'hours.open.weekly.mon'],
    ['a span without end', hours({ weekly: { mon: [['09:00']] } }), 'wrongType', 'hours.open.weekly.mon'],
    ['no week', hours({}), 'missing', 'hours.open.weekly'],
    ['counting to nothing', rule({ op: 'count', signal: 's', n: 0 }), 'outOfRange', 'when.n'],
    ['counting to 101', rule({ op: 'count', signal: 's', n: 101 }), 'outOfRange', 'when.n'],
    ['a sequence of nothing', rule({ op: 'seq', of: [] }), 'outOfRange', 'when.of'],
    ['a sequence of eleven', rule({ op: 'seq', of: Array(11).fill({ signal: 's' }) }), 'tooMany', 'when.of'],
    ['a sequence of texts', rule({ op: 'seq', of: ['s'] }), 'wrongType', 'when.of[0]'],
    ['held for nothing told', rule({ op: 'held', of: page('x') }), 'missing', 'when.ms'],
    ['held of nothing', rule({ op: 'held', ms: 5 }), 'missing', 'when.of'],
    ['held of a list', rule({ op: 'held', ms: 5, of: [page('x')] }), 'unknownOp', 'when.of.op'],
    ['a wrong thing held', rule({ op: 'held', ms: 5, of: { op: 'idle' } }), 'missing', 'when.of.ms'],
    ['a form for a section', rule({ op: 'dwell', what: 'section', form: 'x', ms: 5 }), 'unknownKey', 'when.form'],
    ['a name for a form', rule({ op: 'dwell', what: 'form', name: 'x', ms: 5 }), 'unknownKey', 'when.name'],
    ['a name for the site', rule({ op: 'dwell', what: 'site', name: 'x', ms: 5 }), 'unknownKey', 'when.name'],
    ['since without time', rule({ op: 'since', signal: 's' }), 'missing', 'when.ms'],
    ['a negated agent within', rule(not({ op: 'held', ms: 1, of: agent('sales') })), 'negatedAgent', 'when.of.of'],
    ['a pattern', rule({ op: 'match', fact: 'x', value: {} }), 'wrongType', 'when.value'],
  ])('[IN120] are refused by code and path: %s', (_, input, code, path) => {
    expect(refusalOf(input)).toEqual([code, path]);
  });

  it('[IN121] built of any conditions are the same bytes after storage and reading', () => {
    fc.assert(
      fc.property(rulesArb(1_000, 'live', 1), ([drawn]) => {
        const json = JSON.stringify(defineRule(drawn!));
        const reading = readRule(JSON.parse(json));
        expect(reading.ok ? JSON.stringify(reading.rule) : reading.refusal).toBe(json);
      }),
      { numRuns: 500 },
    );
  });

  it('[IN121] leave out what was left out', () => {
    expect(
      JSON.stringify([signalSeen('exit'), count('rage', { atLeast: 3, within: '1m' }), seq(['back', 'exit'])]),
    ).toBe(
      '[{"op":"seen","signal":"exit"},{"op":"count","signal":"rage","n":3,"withinMs":60000},{"op":"seq","of":[{"signal":"back"},{"signal":"exit"}]}]',
    );
    expect(dwell('field', { field: 'iban' }, '15s')).toEqual({ op: 'dwell', what: 'field', name: 'iban', ms: 15_000 });
    expect(Object.keys(dwell('site', '5m'))).toEqual(['op', 'what', 'ms']);
    expect(held(since('exit', '1s', { at: 'x' }), '10s')).toEqual({
      op: 'held',
      of: { op: 'since', signal: 'exit', at: 'x', ms: 1_000 },
      ms: 10_000,
    });
  });

  it('[IN125] have a digest of what makes them the same experiment, and terms for the server', () => {
    const one = defineRule(rule(page('x'), whole) as Rule);
    expect(digestOf(one)).toMatch(/^[0-9a-f]{8}$/);
    expect(digestOf({ ...one, version: 9, priority: 5, mode: 'shadow', caps: {} })).toBe(digestOf(one));
    expect(digestOf({ ...one, when: page('y') })).not.toBe(digestOf(one));
    expect(digestOf({ ...one, holdout: { ...one.holdout!, salt: 'z' } })).not.toBe(digestOf(one));
    expect(digestOf({ ...one, offer: { ...one.offer, skill: 'service' } })).not.toBe(digestOf(one));
    const { caps, cooldown, hours: open, funnel, holdout } = one;
    expect(termsOf(one)).toEqual({
      digest: digestOf(one),
      caps,
      cooldown,
      hours: open,
      funnel,
      holdout,
      variants: ['b'],
    });
  });

  const nested = (depth: number): Node => (depth === 1 ? page('x') : not(nested(depth - 1)));
  const wide = (leaves: number) => all(...Array.from({ length: leaves }, () => page('x')));

  it('[IN5] may be 8 deep and have 200 conditions, not one more', () => {
    expect(refusalOf(rule(nested(8)))).toBeUndefined();
    expect(refusalOf(rule(nested(9)))?.[0]).toBe('tooDeep');
    expect(refusalOf(rule(wide(199)))).toBeUndefined();
    expect(refusalOf(rule(wide(200)))?.[0]).toBe('tooMany');
    expect(refusalOf(rule(fact.in('page.type', Array(101).fill('x'))))).toEqual(['tooMany', 'when.value']);
  });

  it('[IN5] that are endless, huge or hostile are refused, never thrown at the page', () => {
    const ring: Record<string, unknown> = rule(all());
    ring.when = ring;
    expect(refusalOf(ring)).toEqual(['notPlain', '']);
    expect(refusalOf(rule(custom('x', 'y'.repeat(70_000))))).toEqual(['notPlain', '']);
    expect(
      refusalOf({
        get id() {
          throw new Error('no');
        },
      }),
    ).toEqual(['notPlain', '']);
    let deep: unknown = page('x');
    for (let i = 0; i < 50_000; i += 1) deep = { op: 'not', of: deep };
    expect(readRule(rule(deep)).ok).toBe(false);
  });

  it('[IN5] cannot reach a prototype', () => {
    expect(refusalOf(JSON.parse('{"__proto__":{"id":"x"}}'))).toEqual(['unknownKey', '__proto__']);
    expect(refusalOf(rule(JSON.parse('{"op":"page","type":"x","__proto__":{}}')))?.[0]).toBe('unknownKey');
    expect(refusalOf(Object.create(rule(all())))).toEqual(['missing', 'id']);
  });

  it("[IN6] may ask for an agent of the offer's skill only, and never whether nobody is free", () => {
    expect(refusalOf(rule(all(agent('sales'))))).toBeUndefined();
    expect(refusalOf(rule(all(agent('service'))))).toEqual(['otherSkill', 'when.of[0].skill']);
    expect(refusalOf(rule(not(any(agent('sales')))))).toEqual(['negatedAgent', 'when.of.of[0]']);
    expect(refusalOf(rule(not(not(agent('sales')))))).toBeUndefined();
  });
});
