import { readdirSync, readFileSync } from 'node:fs';
import { readRule } from '@theke/rules';
import { expectRule, readJourney, simulate } from '@theke/rules/simulate';
import { expect, it } from 'vitest';
import rules, { checkoutHelp, fromDataLayer, largeCart, predicates, voucherRefused, wishlistTalk } from './rules.ts';

// What a shop writes to be sure of its rules. Any test runner will do: `expectRule` throws an Error that says why.

it('[IN262] every rule is one that Theke takes', () => {
  for (const rule of rules) expect(readRule(rule)).toMatchObject({ ok: true });
});

it('[IN262] help in the checkout comes after three minutes in the form, not a moment sooner', () => {
  expectRule(checkoutHelp)
    .on((j) => j.open('/checkout', { type: 'checkout' }).focusForm('checkout').wait('3m'))
    .toOffer()
    .within('50ms');
  expectRule(checkoutHelp)
    .on((j) => j.open('/checkout').focusForm('checkout').wait('2m').hide().wait('1h').show().wait('59s'))
    .toStaySilent();
  expectRule(checkoutHelp)
    .on((j) => j.open('/tents/nordmeer').seeProduct('tent-nordmeer'))
    .toOffer();
});

it('[IN262] nobody is invited while nobody of sales is there', () => {
  expectRule(checkoutHelp, { agents: [{ skill: 'service', fromMs: 0, toMs: 3_600_000 }] })
    .on((j) => j.open('/tents/nordmeer').seeProduct('tent-nordmeer').wait('1m'))
    .toBeDenied('noAgent');
});

it('[IN262] a large cart is left alone in the checkout and outside the hours, and a fifth is held out', () => {
  const returning = expectRule(largeCart).on((j) =>
    j.visitor({ 'visit.returning': true }).open('/cart', { type: 'cart' }).cart(46_000).wait('10s'),
  );
  returning.toOffer();
  expectRule(largeCart)
    .on((j) => j.visitor({ 'visit.returning': true }).open('/pay', { type: 'checkout' }).cart(46_000).wait('5m'))
    .toStaySilent();
  expectRule(largeCart, { startsAtMs: Date.UTC(2026, 0, 6, 19) })
    .on((j) => j.visitor({ 'visit.returning': true }).open('/cart', { type: 'cart' }).cart(46_000).wait('10s'))
    .toBeDenied('hours');
  expectRule(largeCart, { assign: () => 0.19 })
    .on((j) => j.visitor({ 'visit.returning': true }).open('/cart', { type: 'cart' }).cart(46_000).wait('10s'))
    .toBeHeldOut();
});

it('[IN262] the voucher rule only pretends; predicate and data layer do their part', () => {
  expectRule(voucherRefused)
    .on((j) => j.open('/cart').signal('voucher.refused').wait('20s').signal('voucher.refused'))
    .toShadow();
  expectRule(wishlistTalk, { predicates })
    .on((j) => j.open('/wishes').fact('shop.wishlist', 'mat-sand,tent-nordmeer').wait('45s'))
    .toOffer();
  expectRule(wishlistTalk, { predicates })
    .on((j) => j.open('/wishes').fact('shop.wishlist', 'mat-sand').wait('5m'))
    .toStaySilent();
  expectRule(fromDataLayer)
    .on((j) => j.open('/search').signal('search.empty').wait('90s').signal('exit'))
    .toOffer()
    .within('50ms');
});

it('[IN262] the recorded journeys end as they did when they were looked at', () => {
  const folder = new URL('journeys/', import.meta.url);
  const invited = readdirSync(folder).map((name) => {
    const reading = readJourney(readFileSync(new URL(name, folder), 'utf8'));
    if (!reading.ok) throw new Error(`${name}: ${reading.refusals[0]?.say}`);
    const decisions = simulate(rules, reading.journey, { predicates });
    return `${name}: ${decisions.map((one) => `${one.ruleId} ${one.decision}`).join(', ') || 'nothing'}`;
  });
  expect(invited).toMatchInlineSnapshot(`
    [
      "comes-back-with-a-cart.jsonl: large-cart offered",
      "looks-at-the-tent.jsonl: checkout-help offered",
      "lost-in-checkout.jsonl: checkout-help offered",
      "searches-in-vain.jsonl: from-data-layer offered",
      "voucher-refused.jsonl: voucher-refused shadow",
      "window-shopper.jsonl: nothing",
    ]
  `);
});

it('[IN262] the page carries the very JSON that the code makes', () => {
  const page = readFileSync(new URL('index.html', import.meta.url), 'utf8');
  const json = /<script type="application\/json" id="rules">(.*?)<\/script>/s.exec(page)![1]!;
  expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(rules)));
});

it('[IN262] the rule everybody asks for is written in eight lines', () => {
  const source = readFileSync(new URL('rules.ts', import.meta.url), 'utf8');
  const written = /export const checkoutHelp = [\s\S]*?\n\}\);/.exec(source)![0];
  expect(written.split('\n').length).toBeLessThanOrEqual(8);
});
