import { describe, expect, it } from 'vitest';
import { all, any, count, dwell, fact, held, idle, not, page, seq, signalSeen, since } from '../rule/build.ts';
import type { Node, Rule } from '../rule/nodes.ts';
import type { Decision } from './decision.ts';
import { createEngine } from './engine.ts';
import type { Place, RuleEvent } from './events.ts';

const offer = { skill: 'sales', text: { en: 'Help?', de: 'Hilfe?' } };
const rule = (when: Node, more: Partial<Rule> = {}): Rule => ({ id: 'r', version: 1, when, offer, ...more });
const names = (decisions: Decision[]) => decisions.map((one) => one.type);
const never = Number.POSITIVE_INFINITY;
const home: RuleEvent = { type: 'page', page: { type: 'home' } };
const inside = (what: Place, name: string, on: boolean): RuleEvent => ({ type: 'inside', what, name, on });
const signal = (name: string, at?: string): RuleEvent => ({ type: 'signal', name, at });
const set = (name: string, value: string | number | boolean | null): RuleEvent => ({ type: 'fact', name, value });

/** An engine with one rule that tells every time it becomes true. */
function watching(when: Node, memory?: ReturnType<ReturnType<typeof createEngine>['memory']>) {
  const engine = createEngine({ rules: [rule(when, { mode: 'shadow', caps: { perVisit: 100 } })], memory });
  return {
    engine,
    at: (atMs: number, event?: RuleEvent) => names(event ? engine.feed(event, atMs) : engine.tick(atMs)),
  };
}

describe('time in sight', () => {
  it('[IN100] adds up on the site over all pages of a visit, through a page load, and not while hidden', () => {
    const first = watching(dwell('site', '1m'));
    first.at(0, home);
    first.at(20_000, { type: 'page', page: { type: 'cart' } });
    first.at(30_000, { type: 'visible', on: false });
    const kept = JSON.parse(JSON.stringify(first.engine.memory()));
    const next = watching(dwell('site', '1m'), kept);
    next.at(100_000, home);
    expect(next.engine.nextDueMs()).toBe(130_000);
    expect(next.at(129_999)).toEqual([]);
    expect(next.at(130_000)).toEqual(['ask']);
  });

  it.each(['section', 'field', 'product'] as const)('[IN101] adds up the stays at a %s, or at any', (what) => {
    const where = { section: { section: 'a' }, field: { field: 'a' }, product: { product: 'a' } }[what];
    const named = watching(dwell(what as 'section', where as { section: string }, '10s'));
    const some = watching(dwell(what, '10s'));
    const both = (atMs: number, event?: RuleEvent) => [...named.at(atMs, event), '|', ...some.at(atMs, event)];
    both(0, home);
    both(0, inside(what, 'a', true));
    both(2_000, inside(what, 'b', true));
    both(4_000, inside(what, 'a', false));
    expect(some.engine.nextDueMs()).toBe(10_000);
    expect(named.engine.nextDueMs()).toBe(never);
    expect(both(10_000, inside(what, 'b', false))).toEqual(['|', 'ask']);
    both(20_000, inside(what, 'a', true));
    expect(named.engine.nextDueMs()).toBe(26_000);
    // A place of another kind with the same name is another place.
    both(21_000, inside(what === 'field' ? 'section' : 'field', 'a', true));
    expect(both(26_000)).toEqual(['ask', '|']);
    both(27_000, home);
    expect(named.engine.nextDueMs()).toBe(never);
  });
});

describe('signals', () => {
  it('[IN102] count where they happened; without a place, wherever', () => {
    const here = watching(signalSeen('field.error', undefined, { at: 'iban' }));
    const anywhere = watching(signalSeen('field.error'));
    here.at(0, home);
    anywhere.at(0, home);
    expect(here.at(1, signal('field.error', 'name'))).toEqual([]);
    expect(anywhere.at(1, signal('field.error', 'name'))).toEqual(['ask']);
    expect(here.at(2, signal('field.error'))).toEqual([]);
    expect(here.at(3, signal('field.error', 'iban'))).toEqual(['ask']);
  });

  it('[IN103] are enough from the last of them until exactly the oldest needed leaves the window', () => {
    const { at, engine } = watching(count('rage', { atLeast: 3, within: '1m' }));
    const quiet = watching(not(count('rage', { atLeast: 2, within: '10s' })));
    expect(quiet.at(0, home)).toEqual(['ask']);
    at(0, home);
    for (const atMs of [0, 10_000]) expect(at(atMs, signal('rage'))).toEqual([]);
    expect(at(50_000, signal('rage'))).toEqual(['ask']);
    expect(engine.nextDueMs()).toBe(60_000);
    at(60_000);
    expect(engine.nextDueMs()).toBe(never);
    expect(at(65_000, signal('rage'))).toEqual(['ask']);
    quiet.at(1_000, signal('rage'));
    quiet.at(2_000, signal('rage'));
    expect(quiet.at(10_999)).toEqual([]);
    expect(quiet.at(11_000)).toEqual(['ask']);
  });

  it('[IN103] survive a page load as often as a rule needs, and a rule that comes later', () => {
    const first = watching(count('rage', { atLeast: 3 }));
    for (const atMs of [1, 2, 3, 4]) first.at(atMs, signal('rage'));
    const { memory } = { memory: JSON.parse(JSON.stringify(first.engine.memory())) };
    expect(memory.signals).toEqual({ rage: [2, 3, 4] });
    const later = createEngine({ rules: [], memory });
    later.feed(signal('rage'), 5);
    expect(names(later.setRules([rule(count('rage', { atLeast: 3 }))], 6))).toEqual(['ask']);
  });

  it('[IN104] are long enough ago exactly when they are, counted from the last time', () => {
    const { at, engine } = watching(since('payment.failed', '30s'));
    at(0, home);
    expect(at(100_000)).toEqual([]);
    at(100_000, signal('payment.failed'));
    at(120_000, signal('payment.failed'));
    expect(engine.nextDueMs()).toBe(150_000);
    expect(at(149_999)).toEqual([]);
    expect(at(150_000)).toEqual(['ask']);
  });

  const follow = (steps: readonly (readonly [number, string, string?])[], when: Node) => {
    const { at } = watching(when);
    at(0, home);
    return steps.map(([atMs, name, where]) => at(atMs, signal(name, where)).length);
  };

  it('[IN105] follow each other when the last comes, with others between, in the window from the latest beginning', () => {
    const when = seq(['search.empty', 'exit'], { within: '2m' });
    expect(
      follow(
        [
          [1, 'exit'],
          [2, 'search.empty'],
          [3, 'other'],
          [4, 'exit'],
        ],
        when,
      ),
    ).toEqual([0, 0, 0, 1]); // prettier-ignore
    // The later beginning counts, and a repeated end is judged anew.
    expect(
      follow(
        [
          [0, 'search.empty'],
          [60_000, 'search.empty'],
          [170_000, 'exit'],
        ],
        when,
      ),
    ).toEqual([0, 0, 1]); // prettier-ignore
    const again = [
      [0, 'search.empty'],
      [1, 'exit'],
      [130_000, 'exit'],
      [131_000, 'search.empty'],
      [132_000, 'exit'],
    ] as const; // prettier-ignore
    expect(follow(again, when)).toEqual([0, 1, 0, 0, 1]);
  });

  it('[IN105] are never two steps at once, and know their places', () => {
    expect(
      follow(
        [
          [1, 'exit'],
          [1, 'exit'],
        ],
        seq(['exit', 'exit']),
      ),
    ).toEqual([0, 1]); // prettier-ignore
    const when = seq([{ signal: 'field.error', at: 'iban' }, 'field.error', 'exit']);
    expect(
      follow(
        [
          [1, 'field.error', 'iban'],
          [2, 'exit'],
        ],
        when,
      ),
    ).toEqual([0, 0]); // prettier-ignore
    expect(
      follow(
        [
          [1, 'field.error', 'iban'],
          [2, 'field.error', 'x'],
          [2, 'exit'],
        ],
        when,
      ),
    ).toEqual([0, 0, 1]); // prettier-ignore
  });

  it('[IN105] go on over a page load', () => {
    const when = seq(['search.empty', 'back', 'exit'], { within: '10s' });
    const first = watching(when);
    first.at(0, signal('search.empty'));
    first.at(1, signal('back'));
    const next = watching(when, JSON.parse(JSON.stringify(first.engine.memory())));
    expect(next.at(9_000, signal('exit'))).toEqual(['ask']);
    expect(next.at(11_000, signal('exit'))).toEqual([]);
  });

  it('[IN107] ten thousand of them leave a bounded memory, and what a rule needs is still there', () => {
    const { at, engine } = watching(all(count('rage', { atLeast: 100 }), idle('1s')));
    at(0, home);
    for (let i = 0; i < 10_000; i += 1) {
      at(i, signal(`junk-${i}`, `place-${i}`));
      at(i, signal('rage', `place-${i % 7}`));
    }
    expect(JSON.stringify(engine.memory()).length).toBeLessThan(40_000);
    expect(at(10_999)).toEqual([]);
    expect(engine.memory().signals.rage).toHaveLength(100);
  });
});

describe('held', () => {
  it('[IN106] is true once its inside was true without a break for so long', () => {
    const { at, engine } = watching(held(fact.gt('cart.valueCents', 100), '10s'));
    at(0, set('cart.valueCents', 200));
    expect(engine.nextDueMs()).toBe(10_000);
    at(9_000, set('cart.valueCents', 50));
    expect(engine.nextDueMs()).toBe(never);
    at(12_000, set('cart.valueCents', 300));
    at(15_000, set('cart.valueCents', 400));
    expect(at(21_999)).toEqual([]);
    expect(at(22_000)).toEqual(['ask']);
  });

  it('[IN106] is as unknown or as false as its inside, and not true yet is false', () => {
    const { at } = watching(not(held(fact.gt('cart.valueCents', 100), '10s')));
    expect(at(0, home)).toEqual([]);
    expect(at(1, set('cart.valueCents', 200))).toEqual(['ask']);
    at(10_001);
    expect(at(20_000, set('cart.valueCents', null))).toEqual([]);
    expect(at(30_000, set('cart.valueCents', 10))).toEqual(['ask']);
  });

  it('[IN106] does not take two changes of one instant for a break', () => {
    const { at } = watching(held(any(page('a'), page('b')), '10s'));
    at(0, { type: 'page', page: { type: 'a' } });
    at(5_000, { type: 'page', page: { type: 'b' } });
    expect(at(10_000)).toEqual(['ask']);
  });

  it('[IN106] keeps its time when other rules come, and begins when its own does', () => {
    const when = held(page('home'), '10s');
    const { at, engine } = watching(when);
    at(0, home);
    const more = [rule(all(), { id: 'x', mode: 'off' }), rule(held(page('home'), '9s'), { id: 'y', mode: 'shadow' })];
    engine.setRules([...engine.inside().rules, ...more], 4_000);
    expect(at(9_999)).toEqual([]);
    expect(at(10_000)).toEqual(['ask']);
    expect(at(13_000)).toEqual(['ask']);
  });

  it('[IN106] of something held adds one wait after the other', () => {
    const { at } = watching(held(held(page('home'), '10s'), '5s'));
    at(0, home);
    expect(at(14_999)).toEqual([]);
    expect(at(15_000)).toEqual(['ask']);
  });
});
