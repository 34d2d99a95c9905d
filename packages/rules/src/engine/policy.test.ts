import { describe, expect, it } from 'vitest';
import { edges } from '../explain/index.ts';
import { all, count, custom, dwell, fact, held, idle, not, page, seq, signalSeen } from '../rule/build.ts';
import type { Node, Rule } from '../rule/nodes.ts';
import type { Decision } from './decision.ts';
import { createEngine } from './engine.ts';
import type { RuleEvent } from './events.ts';
import { type Memory, nextVisit } from './memory.ts';

const offer = { skill: 'sales', text: { en: 'Help?', de: 'Hilfe?' } };
const always = all();
const rule = (id: string, when: Node, more: Partial<Rule> = {}): Rule => ({ id, version: 1, when, offer, ...more });
const names = (decisions: Decision[]) => decisions.map((d) => `${d.type} ${d.type === 'show' ? d.rule.id : d.ruleId}`);
const on = (type: string): RuleEvent => ({ type: 'page', page: { type } });
const copy = (memory: Memory): Memory => JSON.parse(JSON.stringify(memory));
const day = 86_400_000;

/** Answers a question with yes and lets the card end at the same instant. */
function shows(engine: ReturnType<typeof createEngine>, atMs: number, outcome: 'accepted' | 'dismissed' | 'expired') {
  const asked = engine.tick(atMs)[0];
  if (asked?.type !== 'ask') return false;
  engine.answer(asked.ruleId, { show: true }, atMs);
  engine.feed({ type: 'invitation', ruleId: asked.ruleId, outcome }, atMs);
  return true;
}

describe('caps and quiet', () => {
  it('[IN108] shows a rule on one page as often as its cap for a page, and again on the next', () => {
    const caps = { perPage: 1, perVisit: 5 };
    const engine = createEngine({ rules: [rule('r', signalSeen('exit', '1s'), { caps })], perVisit: 9 });
    const exit = (atMs: number) => names(engine.feed({ type: 'signal', name: 'exit' }, atMs));
    engine.feed(on('a'), 0);
    expect(exit(0)).toEqual(['ask r']);
    engine.answer('r', { show: true }, 0);
    engine.feed({ type: 'invitation', ruleId: 'r', outcome: 'expired' }, 1);
    expect(exit(5_000)).toEqual([]);
    engine.feed(on('b'), 10_000);
    expect(exit(10_000)).toEqual(['ask r']);
  });

  it('[IN109] keeps quiet for as long after a card nobody looked at as its rule says', () => {
    const rules = [rule('r', always, { priority: 1, cooldown: { afterIgnoreMs: 50_000 } }), rule('s', always)];
    const engine = createEngine({ rules, perVisit: 9 });
    expect(shows(engine, 0, 'expired')).toBe(true);
    const next = createEngine({ rules, perVisit: 9, memory: copy(engine.memory()) });
    expect(next.tick(49_999)).toEqual([]);
    expect(names(engine.tick(50_000))).toEqual(['ask s']);
  });

  it('[IN109] keeps the rules that say so quiet after a conversation, from its end or from its beginning if no end is seen', () => {
    const rules = [rule('r', always, { priority: 1, cooldown: { afterChatMs: 60_000 } }), rule('s', always)];
    const engine = createEngine({ rules });
    engine.feed({ type: 'conversation', open: true }, 0);
    const left = createEngine({ rules, memory: copy(engine.memory()) });
    expect(names(left.tick(59_999))).toEqual(['ask s']);
    engine.feed({ type: 'conversation', open: false }, 100_000);
    const next = createEngine({ rules, memory: nextVisit(copy(engine.memory())) });
    expect(names(next.tick(159_999))).toEqual(['ask s']);
    expect(names(createEngine({ rules, memory: copy(engine.memory()) }).tick(160_000))).toEqual(['ask r']);
  });

  it('[IN109] keeps the rules that say so quiet after an order, whoever invited, on later visits too', () => {
    const rules = [rule('r', always, { cooldown: { afterOrderMs: 14 * day } })];
    const engine = createEngine({ rules });
    expect(engine.feed({ type: 'ordered' }, 0)).toEqual([]);
    expect(engine.nextDueMs()).toBe(14 * day);
    const next = createEngine({ rules, memory: nextVisit(copy(engine.memory())) });
    expect(next.tick(14 * day - 1)).toEqual([]);
    expect(names(next.tick(14 * day))).toEqual(['ask r']);
    const buyer = createEngine({ rules: [rule('b', fact.eq('visit.ordered', true))] });
    expect(names(buyer.feed({ type: 'ordered' }, 0))).toEqual(['ask b']);
  });

  it('[IN109] takes an accepted invitation for a conversation: quiet for a day, or for what its rule says', () => {
    const engine = createEngine({
      rules: [rule('r', always, { priority: 1, cooldown: { afterChatMs: 0 } }), rule('s', always)],
      perVisit: 9,
    });
    engine.tick(0);
    engine.answer('r', { show: true }, 0);
    expect(names(engine.feed({ type: 'invitation', ruleId: 'r', outcome: 'accepted' }, 0))).toEqual(['ask s']);
  });

  it('[IN110] silences lower levels, and rules without one, after an offer of a higher level', () => {
    const rules = [
      rule('high', page('pay'), { funnel: { level: 3, lockMs: 60_000 } }),
      rule('mid', page('cart'), { funnel: { level: 3, lockMs: 0 } }),
      rule('low', page('home'), { funnel: { level: 1, lockMs: 0 } }),
      rule('none', page('help')),
    ];
    const engine = createEngine({ rules, perVisit: 9 });
    engine.feed(on('pay'), 0);
    engine.answer('high', { show: true }, 0);
    engine.feed({ type: 'invitation', ruleId: 'high', outcome: 'expired' }, 0);
    expect(engine.feed(on('home'), 1)).toEqual([]);
    expect(engine.nextDueMs()).toBe(60_000);
    expect(engine.feed(on('help'), 2)).toEqual([]);
    const next = createEngine({ rules, perVisit: 9, memory: copy(engine.memory()) });
    expect(next.feed(on('home'), 3)).toEqual([]);
    expect(names(next.feed(on('cart'), 4))).toEqual(['ask mid']);
    expect(names(engine.tick(60_000))).toEqual(['ask none']);
  });

  it('[IN111] lets a true rule wait for a higher one as long as it says, and holds nobody else up meanwhile', () => {
    const settling = rule('r', page('cart'), { settleMs: 1_500 });
    const engine = createEngine({ rules: [settling, rule('top', signalSeen('exit'), { priority: 5 })] });
    expect(engine.feed(on('cart'), 0)).toEqual([]);
    expect(engine.nextDueMs()).toBe(1_500);
    expect(names(engine.feed({ type: 'signal', name: 'exit' }, 1_000))).toEqual(['ask top']);
    const alone = createEngine({ rules: [settling] });
    alone.feed(on('cart'), 0);
    alone.feed(on('home'), 1_000);
    alone.feed(on('cart'), 1_001);
    expect(alone.tick(2_500)).toEqual([]);
    expect(names(alone.tick(2_501))).toEqual(['ask r']);
    const high = rule('high', page('cart'), { priority: 9, settleMs: 10_000 });
    expect(names(createEngine({ rules: [high, rule('low', always)] }).feed(on('cart'), 0))).toEqual(['ask low']);
  });

  it('[IN112] asks nothing while another tab shows a card', () => {
    const engine = createEngine({ rules: [rule('r', page('cart'))] });
    engine.feed({ type: 'elsewhere', showing: true }, 0);
    expect(engine.feed(on('cart'), 1)).toEqual([]);
    expect(engine.nextDueMs()).toBe(Number.POSITIVE_INFINITY);
    expect(names(engine.feed({ type: 'elsewhere', showing: false }, 2))).toEqual(['ask r']);
  });
});

describe('rules that come and go', () => {
  it('[IN113] counts a shadow rule once in a visit, over all its pages, and apart from the live ones', () => {
    const rules = [rule('s', always, { mode: 'shadow' })];
    const engine = createEngine({ rules });
    expect(engine.tick(0)).toHaveLength(1);
    const memory = copy(engine.memory());
    expect(memory).toMatchObject({ shown: {}, noted: { s: 1 } });
    expect(createEngine({ rules, memory }).tick(1)).toEqual([]);
    expect(createEngine({ rules, memory: nextVisit(memory) }).tick(1)).toHaveLength(1);
    expect(createEngine({ rules: [rule('s', always)], memory }).tick(1)).toHaveLength(1);
  });

  it('[IN113] asks for a shadow rule as for any, beside the live ones, and takes no yes for it', () => {
    const shadow = rule('s', always, { mode: 'shadow', priority: 5 });
    const engine = createEngine({ rules: [shadow, rule('r', always)] });
    expect(engine.tick(0)).toMatchObject([
      { type: 'ask', rule: shadow, ruleId: 's', version: 1, skill: 'sales', shadow: true },
      { type: 'ask', ruleId: 'r' },
    ]);
    expect(engine.tick(0)[0]).toBeUndefined();
    expect(names(engine.answer('s', { show: true }, 1))).toEqual(['drop s']);
    expect(names(engine.answer('r', { show: true }, 2))).toEqual(['show r']);
    expect(engine.memory().shown).toEqual({ r: 1 });
  });

  it('[IN114] replaces all rules at once and keeps what was counted; a card whose rule is off or gone comes down', () => {
    const engine = createEngine({ rules: [] });
    engine.feed(on('cart'), 0);
    expect(engine.setRules([rule('r', dwell('page', '10s'))], 4_000)).toEqual([]);
    expect(engine.nextDueMs()).toBe(10_000);
    engine.tick(10_000);
    engine.answer('r', { show: true }, 10_000);
    expect(engine.setRules([rule('r', always)], 11_000)).toEqual([]);
    expect(names(engine.setRules([rule('r', always, { mode: 'off' })], 12_000))).toEqual(['drop r']);
    const gone = createEngine({ rules: [rule('r', always)] });
    gone.tick(0);
    gone.answer('r', { show: true }, 0);
    expect(names(gone.setRules([], 1))).toEqual(['drop r']);
    expect(names(gone.setRules([rule('x', always)], 2, 2))).toEqual(['ask x']);
  });

  it('[IN114] gives back a yes for a version that is no longer there', () => {
    const engine = createEngine({ rules: [rule('r', always)] });
    engine.tick(0);
    engine.setRules([rule('r', always, { version: 2 })], 1);
    expect(names(engine.answer('r', { show: true }, 2))).toEqual(['drop r']);
  });

  it('[IN115] names what some rule that is not off looks at, and nothing else', () => {
    const when = all(
      not(held(dwell('section', { section: 'x' }, '1s'), '1s')),
      fact.gt('page.scroll', 50),
      seq(['back', { signal: 'field.error', at: 'iban' }]),
      count('rage', { atLeast: 2 }),
      custom('vip'),
      page('cart'),
      dwell('form', '1s'),
    );
    const engine = createEngine({
      rules: [rule('r', when), rule('o', all(idle('1s'), signalSeen('exit')), { mode: 'off' })],
      predicates: { vip: { deps: ['customer.tier'], test: () => true } },
    });
    const wants = 'dwell:form dwell:section fact:customer.tier fact:page.scroll fact:page.type signal:back';
    const told = () => [...engine.wants()].sort().join(' ');
    engine.tick(0);
    expect(told()).toBe(`${wants} signal:field.error signal:rage`);
    engine.setRules([rule('r', idle('1s'))], 0);
    expect([...engine.wants()]).toEqual(['idle']);
  });
});

describe('memory', () => {
  it.each<[string, unknown]>([
    ['a text', 'x'],
    ['a list', [1]],
    ['null', null],
    ['wrong fields', { shown: 5, quietUntilMs: 'soon', signals: { a: 'x', b: [null], c: 7 }, runs: [], siteMs: {} }],
    ['no numbers', { shown: { r: Number.NaN }, quietUntilMs: Number.POSITIVE_INFINITY, locks: { 3: 'x' }, chatMs: {} }],
  ])('[IN116] is read as far as it fits: %s', (_, memory) => {
    const engine = createEngine({ rules: [rule('r', always)], memory: memory as Memory });
    expect(names(engine.tick(0))).toEqual(['ask r']);
    expect(Object.keys(engine.memory().signals)).toEqual([]);
  });

  it('[IN116] survives a clock that was set back a day: what lies ahead is taken for now', () => {
    const rules = [rule('r', all(signalSeen('exit', '10s'), dwell('page', '5s')))];
    const before = createEngine({ rules });
    before.feed({ type: 'signal', name: 'exit' }, 2 * day);
    const engine = createEngine({ rules, memory: copy(before.memory()) });
    engine.feed(on('cart'), day);
    expect(names(engine.tick(day + 5_000))).toEqual(['ask r']);
    const late = createEngine({ rules, memory: copy(before.memory()) });
    late.feed(on('cart'), day);
    expect(late.feed({ type: 'visible', on: false }, day + 1_000)).toEqual([]);
    expect(late.feed({ type: 'visible', on: true }, day + 20_000)).toEqual([]);
    expect(late.tick(day + 60_000)).toEqual([]);
  });

  it('[IN116] hands cool-downs to the next visit and counts to none', () => {
    const engine = createEngine({ rules: [rule('r', dwell('site', '1s'), { funnel: { level: 1, lockMs: day } })] });
    engine.feed(on('a'), 0);
    engine.feed({ type: 'ordered' }, 500);
    engine.feed({ type: 'signal', name: 'exit' }, 600);
    shows(engine, 2_000, 'dismissed');
    expect(nextVisit(engine.memory())).toEqual({
      shown: {},
      signals: {},
      quietUntilMs: 2_000 + day,
      chatMs: Number.NEGATIVE_INFINITY,
      orderMs: 500,
      locks: { 1: 2_000 + day },
    });
  });
});

describe('edges', () => {
  it('[IN119] tells what happened to the rules, the last 200', () => {
    const engine = createEngine({ rules: [rule('a', page('cart')), rule('b', page('cart'))] });
    engine.feed(on('cart'), 5);
    engine.answer('a', { show: true }, 6);
    engine.feed({ type: 'invitation', ruleId: 'a', outcome: 'dismissed' }, 7);
    engine.feed(on('home'), 8);
    const told = (from: number) =>
      edges(engine.inside())
        .slice(from)
        .map((one) => `${one.atMs} ${one.what} ${one.ruleId}${one.to ? ` ${one.to}` : ''}`);
    expect(told(0)).toEqual([
      '5 true a',
      '5 true b',
      '5 asked a',
      '5 lostTo b a',
      '6 shown a',
      '7 dismissed a',
      '8 false a',
      '8 false b',
    ]);
    for (let i = 10; i < 1_000; i += 1) engine.feed(on(i % 2 ? 'cart' : 'home'), i);
    expect(told(0)).toHaveLength(200);
    expect(told(-2)).toEqual(['999 true a', '999 true b']);
  });
});
