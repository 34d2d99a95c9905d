import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { journeyArb, predicates, rulesArb } from '../engine/journey.contract.ts';
import { agent, all, custom, defineRule, dwell, fact, page, signalSeen } from '../rule/build.ts';
import type { Rule } from '../rule/nodes.ts';
import { readAgents } from './agents.ts';
import { compare } from './compare.ts';
import type { SimulateOptions } from './options.ts';
import { playJourney, simulate } from './play.ts';
import { startWalk, type Walk } from './walk.ts';

const offer = { skill: 'sales', text: { en: 'Can we help?', de: 'Können wir helfen?' } };
const rule = (id: string, when: Rule['when'], more: Partial<Rule> = {}) =>
  defineRule({ id, version: 1, when: all(when, agent('sales')), offer, ...more });
const lingers = rule('lingers', dwell('page', '1m'));
const errs = rule('errs', signalSeen('payment.failed'), { priority: 5 });

const lines = (rules: Rule[], walk: Walk, options?: SimulateOptions) =>
  simulate(rules, walk.journey(), options).map((one) => `${one.tMs} ${one.ruleId} ${one.decision} ${one.why}`);

describe('the simulator', () => {
  it('[IN253] plays a journey through the real engine by its own clock, to the millisecond', () => {
    const walk = startWalk().open('/a').wait('20s').hide().wait('1h').show().wait('50s');
    expect(lines([lingers], walk)).toEqual(['3660000 lingers offered invited']);
  });

  it('[IN253] the same journey and rules give the same bits, on any clock', () => {
    fc.assert(
      fc.property(rulesArb(1000, 'live', 6), journeyArb(1000, 400), fc.nat(1e12), (rules, steps, later) => {
        const journey = {
          steps: steps.map(({ atMs, event }) => ({ tMs: atMs, event })),
          endMs: 500_000,
        };
        const once = JSON.stringify(simulate(rules, journey, { predicates }));
        expect(JSON.stringify(simulate(rules, journey, { predicates }))).toBe(once);
        expect(JSON.stringify(simulate(rules, journey, { predicates, startsAtMs: later }))).toBe(once);
        // Stopping where nothing can be decided any more changes nothing.
        expect(JSON.stringify(playJourney(rules, journey, { predicates }).decisions)).toBe(once);
      }),
    );
  });

  it('[IN252] what outlives a page is carried over a page load, and nothing else', () => {
    const failed = startWalk().open('/pay').signal('payment.failed').wait('10s').dismiss().open('/pay').wait('2m');
    // One invitation in a visit, also over pages.
    expect(lines([errs, lingers], failed)).toEqual(['0 errs offered invited']);
    const later = rule('later', all(signalSeen('payment.failed'), page('help')));
    const signalled = startWalk().open('/pay').signal('payment.failed').wait('40s').open('/help', { type: 'help' });
    expect(lines([later], signalled)).toEqual(['40000 later offered invited']);
    // Dwell on a page begins anew.
    expect(lines([lingers], startWalk().open('/a').wait('40s').open('/b').wait('40s'))).toEqual([]);
  });

  it('[IN254] agents come and go; a denied rule asks again with the real pauses', () => {
    const walk = startWalk().open('/a').wait('3m');
    expect(lines([lingers], walk, { agents: [{ skill: 'sales', fromMs: 100_000, toMs: 110_000 }] })).toEqual([
      '60000 lingers denied noAgent',
      '90000 lingers denied noAgent',
      '150000 lingers denied noAgent',
    ]);
    expect(lines([lingers], walk, { agents: [{ skill: 'sales', fromMs: 80_000, toMs: 95_000 }] })).toEqual([
      '60000 lingers denied noAgent',
      '90000 lingers offered invited',
    ]);
    expect(lines([lingers], walk, { agents: [{ skill: 'service', fromMs: 0, toMs: 1e9 }] })[0]).toContain('noAgent');
    const article = rule('lingers', dwell('page', '1m'), { offer: { ...offer, kind: 'article', url: '/help' } });
    expect(lines([article], walk, { agents: [] })).toEqual(['60000 lingers offered invited']);
  });

  it('[IN254] opening hours follow the wall clock of the shop, the visitor or a zone', () => {
    const open = { weekly: { tue: [['09:00', '17:00']] } } as const;
    const at = (timeZone: string, options: SimulateOptions) =>
      lines([rule('lingers', dwell('page', '1s'), { hours: { timeZone, open } })], startWalk().open('/a').wait('2s'), {
        ...options,
      })[0]?.split(' ')[3];
    // Tuesday, 6 January 2026, 18:00 in Berlin, 12:00 in New York.
    const startsAtMs = Date.UTC(2026, 0, 6, 17);
    expect(at('shop', { startsAtMs })).toBe('hours');
    expect(at('shop', { startsAtMs, timeZone: 'America/New_York' })).toBe('invited');
    expect(at('America/New_York', { startsAtMs })).toBe('invited');
    expect(at('visitor', { startsAtMs, visitorTimeZone: 'America/New_York' })).toBe('invited');
    expect(at('visitor', { startsAtMs })).toBe('hours');
    const closed = { hours: { weekly: {} } };
    expect(lines([lingers], startWalk().open('/a').wait('1m'), { settings: closed })).toEqual([
      '60000 lingers denied hours',
    ]);
  });

  it('[IN254] caps, distance and cool-downs hold as on the server', () => {
    const two = [errs, lingers];
    const walk = () => startWalk().open('/a').signal('payment.failed').wait('1m');
    const twice = { perVisit: 5 };
    expect(lines(two, walk(), twice)).toEqual(['0 errs offered invited', '60000 lingers denied gap']);
    expect(lines(two, walk(), { ...twice, settings: { gapMs: 0 } })).toEqual([
      '0 errs offered invited',
      '60000 lingers offered invited',
    ]);
    expect(lines(two, walk(), { ...twice, settings: { gapMs: 0, perVisitor: { n: 1, withinMs: 9e9 } } })[1]).toContain(
      'often',
    );
    expect(lines(two, startWalk().open('/a').openChat().signal('payment.failed').wait('5m'))).toEqual([]);
    const wary = rule('lingers', dwell('page', '1m'), { cooldown: { afterOrderMs: 3_600_000 } });
    expect(lines([wary], startWalk().open('/a').order().wait('2m'))).toEqual([]);
  });

  it('[IN255] hold-outs follow the given places, the programme before the rule', () => {
    const half = rule('lingers', dwell('page', '1m'), { holdout: { share: 0.5, salt: 's', windowMs: 86_400_000 } });
    const walk = startWalk().open('/a').wait('1m');
    const asked: string[] = [];
    const assign = (place: number) => (unit: string, salt: string) => {
      asked.push(`${unit} ${salt}`);
      return place;
    };
    const programme = { share: 0.1, salt: 'p' };
    expect(lines([half], walk)).toEqual(['60000 lingers offered invited']);
    const options = { unit: 'me', settings: { programme } };
    expect(lines([half], walk, { ...options, assign: assign(0.3) })).toEqual(['60000 lingers heldOut holdout']);
    expect(asked).toEqual(['me programme:p', 'me rule:lingers:s:v1']);
    expect(lines([half], walk, { ...options, assign: assign(0.05) })).toEqual(['60000 lingers heldOut programme']);
    expect(lines([half], walk, { ...options, assign: assign(0.5) })).toEqual(['60000 lingers offered invited']);
  });

  it('[IN255] whom one rule holds out, no other rule invites in the same visit', () => {
    const half = rule('half', dwell('page', '1m'), { holdout: { share: 0.5, salt: 's', windowMs: 86_400_000 } });
    const later = rule('later', dwell('page', '2m'));
    expect(lines([half, later], startWalk().open('/a').wait('2m'), { assign: () => 0 })).toEqual([
      '60000 half heldOut holdout',
      '90000 half heldOut holdout',
      '120000 later heldOut holdout',
    ]);
  });

  it('[IN254] "not now" silences all, being ignored only the rule itself, a funnel those below', () => {
    const options = { perVisit: 9, settings: { gapMs: 0 } };
    // The page keeps quiet by itself; the server would, too, for one that forgot.
    const dismissed = startWalk().open('/a').signal('payment.failed').wait('5s').dismiss().wait('2m');
    expect(lines([errs, lingers], dismissed, options)).toEqual(['0 errs offered invited']);
    const ignored = startWalk().open('/a').signal('payment.failed').wait('2m');
    expect(lines([errs, lingers], ignored, options)[1]).toBe('60000 lingers offered invited');
    const funnel = { level: 1, lockMs: 600_000 };
    expect(lines([{ ...errs, funnel }, lingers], ignored, options)).toEqual(['0 errs offered invited']);
  });

  it('[IN377] a shadow rule puts nobody into an arm, so it holds nobody out of the live ones', () => {
    const holdout = { share: 0.5, salt: 's', windowMs: 86_400_000 };
    const shadow = rule('shadow', dwell('page', '30s'), { mode: 'shadow', holdout });
    const walk = startWalk().open('/a').wait('2m');
    const programme = { share: 0.9, salt: 'p' };
    expect(lines([shadow, lingers], walk, { assign: (_, salt) => (salt.startsWith('rule:') ? 0 : 1) })).toEqual([
      '30000 shadow shadow shadow',
      '60000 lingers offered invited',
    ]);
    expect(lines([shadow], walk, { assign: () => 0, settings: { programme } })).toEqual(['30000 shadow shadow shadow']);
    // Caps are looked at before: whom it would not have invited is not noted.
    expect(
      lines(
        [rule('shadow', dwell('page', '3m'), { mode: 'shadow' }), errs],
        startWalk().open('/a').signal('payment.failed').wait('7m'),
      ),
    ).toEqual(['0 errs offered invited', '180000 shadow denied gap']);
    expect(
      lines(
        [rule('shadow', dwell('page', '6m'), { mode: 'shadow' }), errs],
        startWalk().open('/a').signal('payment.failed').wait('7m'),
      ),
    ).toEqual(['0 errs offered invited', '360000 shadow denied cap']);
  });

  it('[IN378] an article that is taken begins no conversation; a card that a conversation takes away counts as run out', () => {
    const options = { perVisit: 9, settings: { gapMs: 0 } };
    const quick = { cooldown: { afterChatMs: 1 } };
    const article = rule('article', signalSeen('payment.failed'), {
      ...quick,
      offer: { ...offer, kind: 'article', url: '/help' },
    });
    const chat = rule('article', signalSeen('payment.failed'), quick);
    const taken = startWalk().open('/a').signal('payment.failed').wait('5s').accept().wait('2m');
    expect(lines([article, lingers], taken, options)).toEqual([
      '0 article offered invited',
      '60000 lingers offered invited',
    ]);
    expect(lines([chat, lingers], taken, options)).toEqual(['0 article offered invited']);
    const wary = { ...chat, cooldown: { afterIgnoreMs: 600_000 } };
    const opened = startWalk()
      .open('/a')
      .signal('payment.failed')
      .wait('5s')
      .openChat()
      .wait('5s')
      .endChat()
      .wait('2m');
    expect(lines([wary, lingers], opened, options)[1]).toBe('60000 lingers denied ignored');
  });

  it('[IN253] shadow rules are noted and stand in nobody’s way; the page’s own predicates take part', () => {
    const shadow = rule('shadow', dwell('page', '30s'), { mode: 'shadow', priority: 9 });
    const own = rule('own', custom('isBig', { from: 3 }));
    const isBig = {
      deps: ['cart.quantity'],
      test: (args: unknown, get: (name: string) => unknown) =>
        Number(get('cart.quantity')) >= (args as { from: number }).from,
    };
    const walk = startWalk().open('/a').cart(100, 2).wait('40s').cart(100, 3).wait('40s');
    expect(lines([shadow, own], walk, { predicates: { isBig } })).toEqual([
      '30000 shadow shadow shadow',
      '40000 own offered invited',
    ]);
  });

  it('[IN253] a redacted fact is a text that equals nothing a rule asks for', () => {
    const asks = rule('asks', fact.eq('search.query', 'tent'));
    expect(lines([asks], startWalk().open('/s').fact('search.query', '?').wait('1m'))).toEqual([]);
  });

  it('[IN258] two runs are compared by the invitations a visitor would notice', () => {
    const walk = startWalk().open('/a').wait('2m').journey();
    const sooner = rule('lingers', dwell('page', '30s'));
    const other = rule('other', dwell('page', '30s'));
    const kind = (before: Rule[], after: Rule[]) => compare(simulate(before, walk), simulate(after, walk))?.kind;
    expect(kind([lingers], [lingers])).toBeUndefined();
    expect(kind([], [lingers])).toBe('gained');
    expect(kind([lingers], [{ ...lingers, mode: 'shadow' }])).toBe('lost');
    expect(kind([lingers], [sooner])).toBe('changed');
    expect(kind([sooner], [other])).toBe('changed');
  });

  it('[IN254] a timeline of agents is read from JSON, or refused with the place', () => {
    expect(readAgents([{ skill: 'sales', from: '1m', to: '2m', places: 2 }, { skill: 'a' }])).toEqual({
      ok: true,
      agents: [
        { skill: 'sales', fromMs: 60_000, toMs: 120_000, places: 2 },
        { skill: 'a', fromMs: 0, toMs: Number.MAX_SAFE_INTEGER, places: 1 },
      ],
    });
    const say = (input: unknown) => {
      const reading = readAgents(input);
      return reading.ok ? '' : reading.say;
    };
    expect(say({})).toContain('must be a list');
    expect(say([{ from: 0 }])).toContain('[0].skill');
    expect(say([{ skill: 'a', from: 'noon' }])).toContain('.from');
    expect(say([{ skill: 'a', from: '2m', to: '1m' }])).toContain('.to');
    expect(say([{ skill: 'a', places: 1.5 }])).toContain('.places');
  });
});
