import { describe, expect, it } from 'vitest';
import { explainRule } from '../explain/index.ts';
import { agent, all, any, custom, dwell, fact, idle, not, page, signalSeen } from '../rule/build.ts';
import type { Node, Rule } from '../rule/nodes.ts';
import { type Answer, createEngine, type Decision } from './engine.ts';
import type { RuleEvent } from './events.ts';

const offer = { skill: 'sales', text: { en: 'Help?', de: 'Hilfe?' } };
const rule = (id: string, when: Node, more: Partial<Rule> = {}): Rule => ({ id, version: 1, when, offer, ...more });
const onPage = (type: string): RuleEvent => ({ type: 'page', page: { type, url: `https://shop.example/${type}` } });
const set = (name: string, value: string | number | boolean | null): RuleEvent => ({ type: 'fact', name, value });
const names = (decisions: Decision[]) =>
  decisions.map((d) =>
    d.type === 'show' ? `show ${d.rule.id}` : `${d.type === 'ask' && d.shadow ? 'shadow' : d.type} ${d.ruleId}`,
  );
const yes: Answer = { show: true };
const no: Answer = { show: false };
const always = all();

/** An engine with one rule; answers what it decides at each step. */
function watching(when: Node, more: Partial<Rule> = {}) {
  const engine = createEngine({ rules: [rule('r', when, more)] });
  return {
    engine,
    at: (atMs: number, event?: RuleEvent) => names(event ? engine.feed(event, atMs) : engine.tick(atMs)),
  };
}

/** Shows the invitation of a rule that is true. */
function shown(rules: Rule[], setup: { perVisit?: number } = {}) {
  const engine = createEngine({ rules, ...setup });
  const [asked] = engine.tick(0);
  if (asked?.type !== 'ask') throw new Error('nothing was asked');
  engine.answer(asked.ruleId, yes, 0);
  return engine;
}

describe('what is true', () => {
  it('[IN8] takes what nobody told for unknown, so neither a condition nor its opposite fires', () => {
    for (const when of [
      fact.gt('cart.valueCents', 100),
      not(fact.gt('cart.valueCents', 100)),
      fact.ne('product.id', 'A'),
    ]) {
      const { at } = watching(when);
      expect(at(0, onPage('home'))).toEqual([]);
    }
    const { at } = watching(not(fact.gt('cart.valueCents', 100)));
    expect(at(1, set('cart.valueCents', 50))).toEqual(['ask r']);
  });

  it('[IN8] makes a fact unknown again with null', () => {
    const when = all(not(fact.eq('a' as 'order.id', 'x')), signalSeen('go'));
    const { at } = watching(when);
    at(0, set('a', 'y'));
    at(1, set('a', null));
    expect(at(2, { type: 'signal', name: 'go' })).toEqual([]);
    expect(at(3, set('a', 'z'))).toEqual(['ask r']);
  });

  it('[IN8] lets one true of `any` and one false of `all` decide over the unknown', () => {
    const unknown = fact.eq('order.id', 'x');
    expect(watching(any(unknown, page('home'))).at(0, onPage('home'))).toEqual(['ask r']);
    expect(watching(not(all(unknown, page('cart')))).at(0, onPage('home'))).toEqual(['ask r']);
    expect(watching(all(unknown, page('home'))).at(0, onPage('home'))).toEqual([]);
  });

  it('[IN8] finds an order between a text and a number meaningless, not false', () => {
    const { at } = watching(not(fact.gt('cart.valueCents', 100)));
    expect(at(0, set('cart.valueCents', '50'))).toEqual([]);
    expect(at(1, set('cart.valueCents', Number.NaN))).toEqual([]);
  });

  it('[IN9] counts page time in sight alone, and from nothing on each page', () => {
    const { at, engine } = watching(dwell('page', '60s'));
    at(0, onPage('home'));
    at(40_000, { type: 'visible', on: false });
    expect(engine.nextDueMs()).toBe(Number.POSITIVE_INFINITY);
    at(1_000_000, { type: 'visible', on: true });
    expect(engine.nextDueMs()).toBe(1_020_000);
    at(1_010_000, onPage('cart'));
    expect(engine.nextDueMs()).toBe(1_070_000);
    expect(at(1_069_999)).toEqual([]);
    expect(at(1_070_000)).toEqual(['ask r']);
  });

  it('[IN10] adds up time in a form over several stays, and apart for each form', () => {
    const { at, engine } = watching(dwell('form', { form: 'checkout' }, '3m'));
    at(0, onPage('checkout'));
    at(0, { type: 'form', form: 'checkout', on: true });
    at(100_000, { type: 'form', form: 'checkout', on: false });
    expect(engine.nextDueMs()).toBe(Number.POSITIVE_INFINITY);
    at(200_000, { type: 'form', form: 'search', on: true });
    at(500_000, { type: 'form', form: 'checkout', on: true });
    expect(engine.nextDueMs()).toBe(580_000);
    expect(at(580_000)).toEqual(['ask r']);
  });

  it('[IN10] adds up time in whatever form when none is named, and forgets it with the page', () => {
    const { at, engine } = watching(dwell('form', '10s'));
    at(0, onPage('checkout'));
    at(0, { type: 'form', form: 'a', on: true });
    at(4_000, { type: 'form', form: 'a', on: false });
    at(5_000, { type: 'form', form: 'b', on: true });
    expect(engine.nextDueMs()).toBe(11_000);
    at(10_000, onPage('cart'));
    expect(engine.nextDueMs()).toBe(Number.POSITIVE_INFINITY);
  });

  it('[IN11] is idle after no input in sight; input and coming back begin anew', () => {
    const { at, engine } = watching(idle('20s'));
    at(0, onPage('home'));
    at(15_000, { type: 'input' });
    at(20_000, { type: 'visible', on: false });
    at(90_000, { type: 'visible', on: true });
    expect(engine.nextDueMs()).toBe(110_000);
    expect(at(110_000)).toEqual(['ask r']);
  });

  it('[IN12] sees a signal for as long as the rule says and no millisecond longer', () => {
    const { at, engine } = watching(not(signalSeen('payment.failed', '10s')), {
      mode: 'shadow',
      caps: { perVisit: 9 },
    });
    expect(at(0, onPage('home'))).toEqual(['shadow r']);
    at(5_000, { type: 'signal', name: 'payment.failed' });
    expect(engine.nextDueMs()).toBe(15_000);
    expect(at(14_999)).toEqual([]);
    expect(at(15_000)).toEqual(['shadow r']);
  });

  it('[IN13] holds a predicate for unknown while it is missing, throws or answers nonsense', () => {
    const engine = createEngine({ rules: [rule('r', not(custom('big', 5)))] });
    expect(engine.tick(0)).toEqual([]);
    const answering = (test: () => unknown) => ({ deps: ['cart'], test: test as () => boolean });
    expect(
      engine.addPredicate(
        'big',
        answering(() => {
          throw new Error('shop bug');
        }),
        1,
      ),
    ).toEqual([]);
    expect(
      engine.addPredicate(
        'big',
        answering(() => 'no'),
        2,
      ),
    ).toEqual([]);
    expect(
      names(
        engine.addPredicate(
          'big',
          answering(() => false),
          3,
        ),
      ),
    ).toEqual(['ask r']);
  });

  it('[IN13] asks a predicate again only when a fact it depends on changed', () => {
    let calls = 0;
    const big = {
      deps: ['cart'],
      test: (least: unknown, get: (name: string) => unknown) => {
        calls += 1;
        return Number(get('cart')) >= Number(least);
      },
    };
    const engine = createEngine({ rules: [rule('r', custom('big', 5))], predicates: { big } });
    engine.tick(0);
    const before = calls;
    engine.feed(set('other', 1), 0);
    engine.feed({ type: 'input' }, 1);
    engine.feed({ type: 'signal', name: 'x' }, 2);
    expect(calls).toBe(before);
    expect(names(engine.feed(set('cart', 7), 3))).toEqual(['ask r']);
    engine.feed(set('cart', 7), 4);
    expect(calls).toBe(before + 1);
  });
});

describe('when to look', () => {
  it('[IN15] sets no timer where only events matter, where the tab is hidden, or where nothing more may be shown', () => {
    const never = Number.POSITIVE_INFINITY;
    const { at, engine } = watching(fact.gt('cart.valueCents', 1));
    at(0, onPage('home'));
    expect(engine.nextDueMs()).toBe(never);
    const spent = shown([rule('r', always), rule('s', dwell('page', '1m'))]);
    spent.feed(onPage('home'), 0);
    expect(spent.nextDueMs()).toBe(never);
  });

  it('[IN15] takes a clock that goes backward for one that stands still', () => {
    const { at } = watching(dwell('page', '1s'));
    at(5_000, onPage('home'));
    expect(at(1_000)).toEqual([]);
    expect(at(5_999.9)).toEqual([]);
    expect(at(6_000.4)).toEqual(['ask r']);
  });
});

describe('asking', () => {
  it('[IN16] asks the server only when all else is true, and shows nothing on its own', () => {
    const { at } = watching(all(page('checkout'), agent('sales'), fact.gt('cart.valueCents', 100)));
    expect(at(0, onPage('checkout'))).toEqual([]);
    expect(at(1, set('cart.valueCents', 50))).toEqual([]);
    expect(at(2, set('cart.valueCents', 500))).toEqual(['ask r']);
    expect(at(3, set('cart.valueCents', 600))).toEqual([]);
  });

  it('[IN16] asks for rules without an agent condition too: the server alone knows room, caps and hold-out', () => {
    const engine = createEngine({ rules: [rule('r', always, { version: 7 })] });
    expect(engine.tick(0)).toEqual([
      { type: 'ask', rule: rule('r', always, { version: 7 }), ruleId: 'r', version: 7, skill: 'sales' },
    ]);
  });

  it('[IN17] shows on yes, with what the server added', () => {
    const engine = createEngine<{ token: string }>({ rules: [rule('r', always)] });
    engine.tick(0);
    expect(engine.answer('r', { show: true, token: 't' }, 5)).toMatchObject([
      { type: 'show', rule: { id: 'r' }, answer: { token: 't' } },
    ]);
  });

  it('[IN18] asks again not before 30 s after a no, then after twice as long, never slower than every 5 min', () => {
    const { at, engine } = watching(always);
    expect(at(0)).toEqual(['ask r']);
    let now = 0;
    for (const waitMs of [30_000, 60_000, 120_000, 240_000, 300_000, 300_000]) {
      expect(engine.answer('r', no, now)).toEqual([]);
      expect(engine.nextDueMs()).toBe(now + waitMs);
      expect(at(now + waitMs - 1)).toEqual([]);
      now += waitMs;
      expect(at(now)).toEqual(['ask r']);
    }
  });

  it('[IN300] asks again by itself for 20 min after the last that was new, then with the next event', () => {
    const { at, engine } = watching(always);
    at(0, onPage('cart'));
    let lastMs = 0;
    for (let due = 0; due < Number.POSITIVE_INFINITY; due = engine.nextDueMs()) {
      if (due) expect(at(due)).toEqual(['ask r']);
      engine.answer('r', no, due);
      lastMs = due;
    }
    // 30 s, 1, 2, 4 and twice 5 min; the next would be after 22.5 min.
    expect(lastMs).toBe(1_050_000);
    // Too early for the pause after a no, but a sign of life: from here on it asks by itself again.
    expect(at(1_100_000, { type: 'input' })).toEqual([]);
    expect(engine.nextDueMs()).toBe(1_350_000);
    expect(at(9_000_000, { type: 'input' })).toEqual(['ask r']);
  });

  it('[IN300] a rule that becomes true or false by itself is something new', () => {
    const engine = createEngine({ rules: [rule('r', idle('25m'), { settleMs: 1500 })] });
    const askedMs: number[] = [];
    engine.feed(onPage('cart'), 0);
    for (let due = engine.nextDueMs(); due < 7_200_000; due = engine.nextDueMs())
      if (engine.tick(due).length) {
        askedMs.push(due);
        engine.answer('r', no, due);
      }
    expect(engine.nextDueMs()).toBe(Number.POSITIVE_INFINITY);
    expect(askedMs.map((ms) => ms - 1_501_500)).toEqual([0, 30_000, 90_000, 210_000, 450_000, 750_000, 1_050_000]);
  });

  it('[IN301] a change of a number looks at what it is compared with wherever it passes, from and to whatever it goes', () => {
    const values = [null, 0, 1, 2, 3, '2', 'x', true, false, Number.NaN] as const;
    const when = (f: typeof fact) => [
      ...([1, 2] as const).flatMap((n) => [
        f.eq('a' as 'cart.valueCents', n),
        f.ne('a' as 'cart.valueCents', n),
        f.gt('a' as 'cart.valueCents', n),
        f.gte('a' as 'cart.valueCents', n),
        f.lt('a' as 'cart.valueCents', n),
        f.lte('a' as 'cart.valueCents', n),
        f.in('a' as 'cart.valueCents', [n]),
        f.eq('a' as 'page.path', String(n)),
        f.ne('a' as 'page.path', String(n)),
        f.match('a' as 'page.path', `${n}*`),
        f.match('a' as 'page.path', String(n)),
      ]),
      f.in('a' as 'cart.valueCents', [0, 3]),
      f.eq('a' as 'visit.returning', true),
    ];
    const rules = when(fact).flatMap((one, i) => [
      rule(`r${i}`, one, { mode: 'shadow' }),
      rule(`n${i}`, not(one), { mode: 'shadow' }),
    ]);
    const holding = (engine: ReturnType<typeof createEngine>) => {
      const held = new Map<string, boolean>();
      for (const { ruleId, what } of engine.inside().ring.edges)
        if (!/shadow/.test(what)) held.set(ruleId, what === 'true');
      return [...held].flatMap(([id, is]) => (is ? [id] : [])).sort();
    };
    for (const from of values)
      for (const to of values) {
        const walked = createEngine({ rules });
        walked.feed(set('a', from), 0);
        walked.feed(set('a', to), 1);
        const fresh = createEngine({ rules });
        fresh.feed(set('a', to), 1);
        expect([from, to, holding(walked)]).toEqual([from, to, holding(fresh)]);
      }
  });

  it('[IN18] keeps the 30 s even when the rule became false and true again', () => {
    const { at, engine } = watching(page('cart'));
    at(0, onPage('cart'));
    engine.answer('r', no, 0);
    at(1_000, onPage('home'));
    expect(at(2_000, onPage('cart'))).toEqual([]);
    expect(at(30_000)).toEqual(['ask r']);
  });

  it('[IN18] takes silence for a no', () => {
    const { at } = watching(always);
    at(0);
    expect(at(30_000)).toEqual([]);
    expect(at(60_000)).toEqual(['ask r']);
  });

  it('[IN19] gives a yes back that came too late, twice, for the wrong rule, or when it is true no more', () => {
    const { at, engine } = watching(page('cart'));
    expect(names(engine.answer('r', yes, 0))).toEqual(['drop r']);
    at(0, onPage('cart'));
    expect(names(engine.answer('other', yes, 1))).toEqual(['drop other']);
    at(2, onPage('home'));
    expect(names(engine.answer('r', yes, 3))).toEqual(['drop r']);
    expect(names(engine.answer('r', yes, 4))).toEqual(['drop r']);
  });
});

describe('competing and keeping quiet', () => {
  const high = rule('b-high', dwell('page', '1m'), { priority: 9 });
  const low = rule('a-low', always);

  it('[IN20] takes the highest of the true rules, and of equal ones the first by id', () => {
    expect(names(createEngine({ rules: [low, rule('z', always, { priority: 2 })] }).tick(0))).toEqual(['ask z']);
    expect(names(createEngine({ rules: [rule('z', always), low] }).tick(0))).toEqual(['ask a-low']);
  });

  it('[IN20] is not held up by a higher rule that is not true yet, or was refused', () => {
    expect(names(createEngine({ rules: [high, low] }).feed(onPage('home'), 0))).toEqual(['ask a-low']);
    const engine = createEngine({ rules: [rule('top', always, { priority: 5 }), low] });
    expect(names(engine.tick(0))).toEqual(['ask top']);
    expect(names(engine.answer('top', no, 1))).toEqual(['ask a-low']);
  });

  it('[IN21] shows one invitation in a visit, over all rules and pages', () => {
    const engine = shown([rule('r', always), low]);
    engine.feed({ type: 'invitation', ruleId: 'a-low', outcome: 'expired' }, 10);
    expect(engine.tick(100_000)).toEqual([]);
    const nextPage = createEngine({
      rules: [rule('r', always), low],
      memory: JSON.parse(JSON.stringify(engine.memory())),
    });
    expect(nextPage.tick(200_000)).toEqual([]);
  });

  it('[IN22] shows a rule as often as its cap, and again only after it was false', () => {
    const engine = shown([rule('r', page('cart'), { caps: { perVisit: 2 } }), rule('x', always)], { perVisit: 9 });
    expect(names(engine.feed({ type: 'invitation', ruleId: 'x', outcome: 'expired' }, 1))).toEqual([]);
    const visitCart = (atMs: number) => names(engine.feed(onPage('cart'), atMs));
    const expire = (atMs: number) => {
      engine.answer('r', yes, atMs);
      return names(engine.feed({ type: 'invitation', ruleId: 'r', outcome: 'expired' }, atMs));
    };
    expect(visitCart(10)).toEqual(['ask r']);
    expect(expire(11)).toEqual([]);
    expect(visitCart(12)).toEqual([]);
    engine.feed(onPage('home'), 13);
    expect(visitCart(14)).toEqual(['ask r']);
    expect(expire(15)).toEqual([]);
    engine.feed(onPage('home'), 16);
    expect(visitCart(17)).toEqual([]);
  });

  it('[IN23] offers nothing by any rule for the cool-down after "not now", also on the next page', () => {
    const rules = [rule('r', always, { priority: 1, cooldown: { afterDismissMs: 50_000 } }), low];
    const engine = shown(rules, { perVisit: 9 });
    expect(engine.feed({ type: 'invitation', ruleId: 'r', outcome: 'dismissed' }, 1_000)).toEqual([]);
    expect(engine.nextDueMs()).toBe(51_000);
    const nextPage = createEngine({ rules, perVisit: 9, memory: engine.memory() });
    expect(nextPage.tick(50_999)).toEqual([]);
    expect(names(engine.tick(51_000))).toEqual(['ask a-low']);
  });

  it('[IN23] keeps quiet for a day after "not now" or an accepted invitation, unless the rule says otherwise', () => {
    for (const outcome of ['dismissed', 'accepted'] as const) {
      const engine = shown([rule('r', always, { priority: 1 }), low], { perVisit: 9 });
      engine.feed({ type: 'invitation', ruleId: 'r', outcome }, 0);
      expect(engine.nextDueMs()).toBe(86_400_000);
    }
  });

  it('[IN24] shows nothing while a conversation is open, and takes down what is shown', () => {
    const { at, engine } = watching(always);
    expect(at(0, { type: 'conversation', open: true })).toEqual([]);
    expect(at(1, { type: 'conversation', open: false })).toEqual(['ask r']);
    at(2, set('conversation.open', true));
    expect(names(engine.answer('r', yes, 3))).toEqual(['drop r']);
    const card = shown([rule('r', always)]);
    expect(names(card.feed({ type: 'conversation', open: true }, 9))).toEqual(['drop r']);
  });

  it('[IN24] asks nothing while nobody looks', () => {
    const { at } = watching(page('cart'));
    at(0, { type: 'visible', on: false });
    expect(at(1, onPage('cart'))).toEqual([]);
    expect(at(2, { type: 'visible', on: true })).toEqual(['ask r']);
  });

  it('[IN25] reports for a shadow rule whom it would have invited, beside the live ones; an off rule does nothing', () => {
    const engine = createEngine({
      rules: [rule('s', always, { mode: 'shadow' }), rule('o', always, { mode: 'off' }), low],
    });
    expect(names(engine.tick(0))).toEqual(['ask a-low', 'shadow s']);
    expect(engine.answer('a-low', yes, 1)).toMatchObject([{ type: 'show', rule: { id: 'a-low' } }]);
    expect(engine.tick(99_000)).toEqual([]);
  });

  it('[IN26] asks by hand for a rule that is not true or used up, but never in a conversation', () => {
    const { at, engine } = watching(page('cart'));
    expect(names(engine.invite('r', 0))).toEqual(['ask r']);
    expect(names(engine.answer('r', yes, 1))).toEqual(['show r']);
    engine.feed({ type: 'invitation', ruleId: 'r', outcome: 'dismissed' }, 2);
    expect(names(engine.invite('r', 3))).toEqual(['ask r']);
    engine.answer('r', no, 4);
    at(5, { type: 'conversation', open: true });
    expect(engine.invite('r', 99_000)).toEqual([]);
    expect(engine.invite('nobody', 99_000)).toEqual([]);
  });

  it('[IN27] takes rules later, replaces one by its id, and keeps what it had counted', () => {
    const engine = createEngine({ rules: [] });
    engine.feed(onPage('cart'), 0);
    expect(engine.setRules([rule('r', dwell('page', '1m'))], 30_000)).toEqual([]);
    expect(engine.nextDueMs()).toBe(60_000);
    expect(names(engine.setRules([rule('r', dwell('page', '10s'))], 30_001))).toEqual(['ask r']);
    engine.answer('r', yes, 30_002);
    expect(engine.setRules([rule('r', always, { version: 2 })], 30_003)).toEqual([]);
    expect(explainRule(engine.inside(), 'r', 30_004)?.state).toBe('showing');
  });
});
