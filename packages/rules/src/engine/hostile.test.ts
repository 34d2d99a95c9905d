import { expect, it } from 'vitest';
import { readRule } from '../rule/read.ts';
import { createEngine } from './engine.ts';

const read = (id: string, when: object) => {
  const reading = readRule({ id, version: 1, when, offer: { skill: 'sales', text: { en: 'a', de: 'b' } } });
  if (!reading.ok) throw new Error(reading.refusal.say);
  return reading.rule;
};

it('[SE260] a predicate called like something every object has is one nobody registered: unknown, and the other rules stand', () => {
  const names = ['constructor', 'toString', '__proto__', 'hasOwnProperty', 'valueOf'];
  for (const name of names) {
    const rules = [read('a', { op: 'custom', name }), read('b', { op: 'page', type: 'help' })];
    const engine = createEngine({ rules, perVisit: 2 });
    const asked = engine.feed({ type: 'page', page: { type: 'help', url: '/' } }, 1);
    expect(asked).toMatchObject([{ type: 'ask', ruleId: 'b' }]);
    // Registered it is one like any other.
    engine.addPredicate(name, { deps: ['shop.vip'], test: (_args, fact) => fact('shop.vip') === true }, 2);
    engine.answer('b', { show: false }, 3);
    expect(engine.feed({ type: 'fact', name: 'shop.vip', value: true }, 4)).toMatchObject([
      { type: 'ask', ruleId: 'a' },
    ]);
  }
});
