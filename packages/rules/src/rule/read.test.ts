import { describe, expect, it } from 'vitest';
import { agent, all, any, custom, defineRule, dwell, fact, idle, not, page, signalSeen } from './build.ts';
import { toMs } from './duration.ts';
import type { Node } from './nodes.ts';
import { readRule } from './read.ts';

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
    ['a bare cap', rule(all(), { caps: {} }), 'missing', 'caps.perVisit'],
  ])('[IN4] are refused by code and path: %s', (_, input, code, path) => {
    expect(refusalOf(input)).toEqual([code, path]);
  });

  it('[IN4] say in a sentence what is wrong', () => {
    const reading = readRule(rule({ op: 'dwell', what: 'page', ms: -1 }));
    expect(reading).toMatchObject({ refusal: { say: 'when.ms must be a whole number from 0 to 604800000.' } });
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
