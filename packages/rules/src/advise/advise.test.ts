import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createEngine } from '../engine/engine.ts';
import { journeyArb, leafArb } from '../engine/journey.contract.ts';
import type { Node, Rule } from '../rule/nodes.ts';
import { readRule } from '../rule/read.ts';
import type { AdviseOptions } from './advice.ts';
import { advise } from './advise.ts';
import { sayAdvice } from './english.ts';
import { knownFacts, pageFacts, pageSignals } from './known.ts';
import { distance, nearest } from './nearest.ts';

const offer = { skill: 'sales', text: { en: 'Hello', de: 'Hallo' } };

/** A rule as the reader takes it; what it refuses is no matter of advice. */
function rule(when: object, more: object = {}): Rule {
  const reading = readRule({ id: 'r', version: 1, when, offer, ...more });
  if (!reading.ok) throw new Error(reading.refusal.say);
  return reading.rule;
}

/** Each piece of advice in one line: where, what, and what instead. */
const said = (when: object, more: object = {}, options?: AdviseOptions) =>
  advise(rule(when, more), options).map(({ path, say, instead }) =>
    [path, say.code, ...('why' in say ? [say.why] : []), ...(instead === undefined ? [] : [`→ ${instead}`])].join(' '),
  );
const eq = (fact: string, value: unknown) => ({ op: 'eq', fact, value });
const seen = (signal: string, more: object = {}) => ({ op: 'seen', signal, ...more });
const idle = { op: 'idle', ms: 1 };
const all = (...of: object[]) => ({ op: 'all', of });
const any = (...of: object[]) => ({ op: 'any', of });
const not = (of: object) => ({ op: 'not', of });

describe('advice on the facts of a rule', () => {
  it('[IN370] a name that no page tells is named, with the one that was perhaps meant; the shop’s own groups are its own', () => {
    expect(said(eq('cart.valeuCents', 1))).toEqual(['when.fact unknownFact → cart.valueCents']);
    expect(said(all(idle, not(eq('cart.value', 1))))).toEqual(['when.of[1].of.fact unknownFact → cart.valueCents']);
    expect(said(eq('visit.campain', 'x'))).toEqual(['when.fact unknownFact → visit.campaign']);
    expect(said(eq('page.Type', 'x'))).toEqual(['when.fact unknownFact → page.type']);
    expect(said(eq('crat.valueCents', 1))).toEqual(['when.fact unknownFact → cart.valueCents']);
    expect(said(eq('priceCents', 1))).toEqual(['when.fact unknownFact → product.priceCents']);
    expect(said(eq('page.colour', 'red'))).toEqual(['when.fact unknownFact']);
    for (const own of ['shop.member', 'shop.valueCents', 'customer.tier', 'carts.open', 'product.currency'])
      expect(said(eq(own, 'x')), own).toEqual([]);
    expect(said(eq('cart.voucher', 'x'))).toEqual(['when.fact unknownFact']);
    expect(said(eq('cart.voucher', 'x'), {}, { facts: { 'cart.voucher': 'text' } })).toEqual([]);
    expect(said(eq('cart.vouchr', 'x'), {}, { facts: { 'cart.voucher': 'text' } })).toEqual([
      'when.fact unknownFact → cart.voucher',
    ]);
  });

  it('[IN370] the texts of a card name facts as well', () => {
    const text = { en: 'The {product.nmae|tent}?', de: 'Das {product.name|Zelt}?' };
    const variants = [{ id: 'a', title: { en: '{shop.own}', de: '{cart.quantitiy}' }, text }];
    expect(said(idle, { offer: { ...offer, text, variants } })).toEqual([
      'offer.text.en unknownFact → product.name',
      'offer.variants[0].title.de unknownFact → cart.quantity',
      'offer.variants[0].text.en unknownFact → product.name',
    ]);
  });

  it('[IN371] a value of the wrong kind is named, and a comparison that the fact does not know', () => {
    expect(said(eq('cart.valueCents', 'abc'))).toEqual(['when.value wrongKind']);
    expect(said(eq('cart.valueCents', '4000'))).toEqual(['when.value wrongKind → 4000']);
    expect(advise(rule(eq('visit.returning', 'true')))[0]).toEqual({
      path: 'when.value',
      say: { code: 'wrongKind', fact: 'visit.returning', want: 'boolean' },
      instead: true,
    });
    expect(said({ op: 'gt', fact: 'page.path', value: 5 })).toEqual(['when.op wrongKind']);
    expect(said({ op: 'match', fact: 'cart.quantity', value: '*' })).toEqual(['when.op wrongKind']);
    expect(said({ op: 'in', fact: 'product.id', value: ['P-1', 7] })).toEqual(['when.value[1] wrongKind → 7']);
    const facts = { 'shop.points': 'number', 'shop.any': 'any' } as const;
    expect(said(eq('shop.points', 'many'), {}, { facts })).toEqual(['when.value wrongKind']);
    expect(said(all(eq('shop.any', 'many'), { op: 'gt', fact: 'shop.any', value: 1 }), {}, { facts })).toEqual([]);
    expect(said({ op: 'gte', fact: 'cart.valueCents', value: 4000 })).toEqual([]);
  });

  it('[IN371] a value that the fact never has is named: texts, bounds, euros for cents, paths, ids of a cart', () => {
    expect(said(eq('visit.device', 'Phone'))).toEqual(['when.value wrongValue → phone']);
    expect(said({ op: 'in', fact: 'visit.device', value: ['phone', 'watch'] })).toEqual(['when.value[1] wrongValue']);
    expect(said({ op: 'match', fact: 'visit.device', value: 'p*' })).toEqual([]);
    expect(said({ op: 'gt', fact: 'page.scroll', value: 100 })).toEqual(['when.value outOfRange']);
    expect(said({ op: 'gte', fact: 'page.scroll', value: 100 })).toEqual([]);
    expect(said({ op: 'lt', fact: 'cart.quantity', value: 0 })).toEqual(['when.value outOfRange']);
    expect(said({ op: 'gte', fact: 'cart.valueCents', value: 49.9 })).toEqual(['when.value outOfRange → 4990']);
    expect(said(eq('page.path', 'checkout'))).toEqual(['when.value wrongStart → /checkout']);
    expect(said({ op: 'match', fact: 'page.path', value: '*/checkout' })).toEqual([]);
    expect(said({ op: 'match', fact: 'cart.products', value: 'P-1' })).toEqual(['when.value wrongStart → * P-1 *']);
    expect(said({ op: 'match', fact: 'cart.products', value: '* P-1 *' })).toEqual([]);
  });

  it('[IN371] the vocabulary is the one of the typed rules', () => {
    const source = readFileSync(new URL('../rule/vocabulary.ts', import.meta.url), 'utf8');
    const facts = source.slice(source.indexOf('interface Facts'), source.indexOf('/** What the page itself signals'));
    const declared = [...facts.matchAll(/^ {2}'([\w.]+)': (\w+|'[^;]+');/gm)].map(([, name, kind]) => [
      name,
      kind === 'number' || kind === 'boolean' ? kind : 'text',
    ]);
    expect(declared.length).toBeGreaterThan(25);
    expect(Object.fromEntries(declared)).toEqual(pageFacts);
    expect(knownFacts).toMatchObject(pageFacts);
    for (const signal of Object.keys(pageSignals)) expect(source).toContain(`'${signal}'`);
  });
});

describe('advice on what else a rule names', () => {
  it('[IN372] a signal close to one of the page or of the shop is named, any other may be given', () => {
    expect(said(seen('exitt'))).toEqual(['when.signal unknownSignal → exit']);
    expect(said({ op: 'count', signal: 'fieldError', n: 2 })).toEqual(['when.signal unknownSignal → field.error']);
    expect(said({ op: 'since', signal: 'payment_faild', ms: 1 })).toEqual([
      'when.signal unknownSignal → payment.failed',
    ]);
    expect(said({ op: 'seq', of: [{ signal: 'exit' }, { signal: 'voucher.refusd' }] })).toEqual([]);
    expect(
      said({ op: 'seq', of: [{ signal: 'exit' }, { signal: 'voucher.refusd' }] }, {}, { signals: ['voucher.refused'] }),
    ).toEqual(['when.of[1].signal unknownSignal → voucher.refused']);
    for (const own of ['voucher.refused', 'view_item', 'add_to_cart', 'chat.opened', 'size'])
      expect(said(seen(own)), own).toEqual([]);
    expect(said(seen('exit', { at: 'form' }))).toEqual(['when.at noPlace']);
    expect(said(seen('field.error', { at: 'iban' }))).toEqual([]);
  });

  it('[IN372] a skill nobody has and a predicate nobody registers are named, where all of them are told', () => {
    const slaes = { offer: { ...offer, skill: 'slaes' } };
    expect(said(idle, slaes)).toEqual([]);
    expect(said(idle, slaes, { skills: ['service', 'sales'] })).toEqual(['offer.skill unknownSkill → sales']);
    expect(said(idle, {}, { skills: ['service', 'sales'] })).toEqual([]);
    expect(said(idle, {}, { skills: [] })).toEqual(['offer.skill unknownSkill']);
    expect(said(idle, { offer: { ...slaes.offer, kind: 'article', url: '/help' } }, { skills: ['sales'] })).toEqual([]);
    const custom = { op: 'custom', name: 'wishlistHa' };
    expect(said(custom)).toEqual([]);
    expect(said(custom, {}, { predicates: ['wishlistHas'] })).toEqual(['when.name unknownPredicate → wishlistHas']);
  });

  it('[IN373] two variants of one id, days that are none, hours without one and caps of none are named', () => {
    const variants = ['a', 'b', 'a'].map((id) => ({ id, text: offer.text }));
    expect(said(idle, { offer: { ...offer, variants } })).toEqual(['offer.variants[2].id sameVariant']);
    const hours = (open: object) => ({ hours: { timeZone: 'shop', open } });
    const day = [['09:00', '17:00']];
    expect(said(idle, hours({ weekly: { mon: day }, days: { '2026-02-31': [], '2028-02-29': [] } }))).toEqual([
      'hours.open.days.2026-02-31 noSuchDay → 2026-02-28',
    ]);
    expect(said(idle, hours({ weekly: { mon: day }, days: { '2026-11-31': day } }))).toEqual([
      'hours.open.days.2026-11-31 noSuchDay → 2026-11-30',
    ]);
    expect(said(idle, hours({ weekly: { mon: [] }, days: { '2026-12-24': [] } }))).toEqual([
      'hours.open neverInvites hours',
    ]);
    expect(said(idle, { caps: { perPage: 0, perVisit: 1, perVisitor: { n: 0, withinMs: 1 } } })).toEqual([
      'caps.perPage neverInvites cap',
      'caps.perVisitor.n neverInvites cap',
    ]);
  });
});

describe('advice on conditions that cannot hold', () => {
  it('[IN374] empty ones, windows of no time, lengths of none, and what contradicts what stands beside it', () => {
    expect(said(any())).toEqual(['when neverTrue nothingInside']);
    expect(said({ op: 'in', fact: 'product.id', value: [] })).toEqual(['when.value neverTrue nothingInside']);
    expect(said(seen('exit', { withinMs: 0 }))).toEqual(['when.withinMs neverTrue noWindow']);
    expect(said({ op: 'held', of: not({ op: 'dwell', what: 'page', ms: 0 }), ms: 0 })).toEqual([
      'when.ms noTime',
      'when.of.of.ms noTime',
    ]);
    const gte = (value: number) => ({ op: 'gte', fact: 'cart.valueCents', value });
    const lt = (value: number) => ({ op: 'lt', fact: 'cart.valueCents', value });
    expect(said(all(gte(100), lt(50)))).toEqual(['when.of[1] neverTrue contradicts']);
    expect(said(all(lt(50), all(idle, { op: 'held', of: gte(50), ms: 5 })))).toEqual([
      'when.of[1].of[1].of neverTrue contradicts',
    ]);
    expect(said(all(gte(50), lt(100)))).toEqual([]);
    expect(said(any(gte(100), lt(50)))).toEqual([]);
    expect(said(not(all(gte(100), lt(50))))).toEqual([]);
    // How long ago it was cannot be both.
    const ago = { op: 'since', signal: 'exit', ms: 30_000 };
    expect(said(all(ago, seen('exit', { withinMs: 30_000 })))).toEqual(['when.of[1] neverTrue contradicts']);
    expect(said(all(ago, seen('exit', { withinMs: 60_000 }), seen('rage', { withinMs: 1 })))).toEqual([]);
    const page = (type: string) => ({ op: 'page', type });
    expect(said(all(page('cart'), eq('page.type', 'checkout')))).toEqual(['when.of[1] neverTrue contradicts']);
    expect(said(all(page('cart'), not(page('checkout'))))).toEqual([]);
    expect(said(all(idle, eq('conversation.open', true)))).toEqual(['when.of[1] neverTrue whileTalking']);
    expect(said(not(eq('conversation.open', true)))).toEqual([]);
  });

  it('[IN374] what is said never to be true never is, in random visits', () => {
    const few = fc.array(leafArb(1), { minLength: 2, maxLength: 4 });
    let judged = 0;
    const arb = fc.tuple(few, journeyArb(1, 60));
    for (const [of, steps] of fc.sample(arb, { seed: 374, numRuns: 2500 })) {
      const when: Node = { op: 'all', of };
      const made = { id: 'r', version: 1, when, offer } as Rule;
      if (!advise(made).some(({ say }) => say.code === 'neverTrue')) continue;
      judged += 1;
      const engine = createEngine({ rules: [made] });
      engine.tick(0);
      for (const { atMs, event } of steps) {
        engine.feed(event, atMs);
        expect(engine.inside().gates.standing('r').is, JSON.stringify(of)).not.toBe(true);
      }
    }
    expect(judged).toBeGreaterThan(150);
  });
});

describe('advice as such', () => {
  it('[IN375] nothing is said of what is right, and one English sentence of each thing that is not', () => {
    const said = (when: object, options?: AdviseOptions) => advise(rule(when), options).map(sayAdvice);
    expect(said(eq('cart.valeuCents', 1))).toEqual([
      'No page tells a fact cart.valeuCents; did you mean cart.valueCents?',
    ]);
    expect(said(eq('cart.valueCents', '4000'))).toEqual([
      'cart.valueCents is a number, which this does not fit; did you mean 4000?',
    ]);
    expect(said(eq('visit.device', 'Phone'))).toEqual([
      'visit.device is one of phone, tablet, desktop; did you mean "phone"?',
    ]);
    expect(said({ op: 'gte', fact: 'cart.valueCents', value: 49.9 })).toEqual([
      'cart.valueCents is a whole number from 0 up, in cents; did you mean 4990?',
    ]);
    expect(said(all(idle, eq('conversation.open', true)))).toEqual(['Nobody is invited into an open conversation.']);
    expect(said(not({ op: 'idle', ms: 0 }))).toEqual(['idle for no time is always over.']);
  });

  it('[IN375] the nearest name is within two slips of the finger, one for short names; none for a known one', () => {
    expect([distance('exit', 'exti'), distance('', 'abc'), distance('rage', 'page'), distance('ca', 'abc')]).toEqual([
      1, 3, 1, 3,
    ]);
    expect(nearest('serach', ['search'])).toBe('search');
    expect(nearest('search', ['search', 'serach'])).toBeUndefined();
    expect(nearest('abcdefgh', ['abc'])).toBeUndefined();
    expect(nearest('ab', ['ac'])).toBeUndefined();
    expect(nearest('Field_Error', ['field.error'])).toBe('field.error');
  });
});
