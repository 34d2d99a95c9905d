import { describe, expect, it } from 'vitest';
import { agent, all, any, defineRule, dwell, fact, held, not, page, signalSeen } from '../rule/build.ts';
import { expectRule } from './expectRule.ts';
import type { Walk } from './walk.ts';

const offer = { skill: 'sales', text: { en: 'Can we help?', de: 'Können wir helfen?' } };
const checkoutHelp = defineRule({
  id: 'checkout-help',
  version: 1,
  when: all(any(dwell('form', { form: 'checkout' }, '3m'), fact.eq('product.id', 'P-4711')), agent('sales')),
  offer,
});

const saidBy = (run: () => void): string => {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
};

describe('expectations of a rule', () => {
  it('[IN256] tells a journey as a sentence and holds when the rule invites in time', () => {
    expectRule(checkoutHelp)
      .on((j) => j.open('/checkout', { type: 'checkout' }).focusForm('checkout').wait('3m'))
      .toOffer()
      .within('50ms');
    expectRule(checkoutHelp)
      .on((j) => j.open('/p/4711', { type: 'product' }).seeProduct('P-4711'))
      .toOffer()
      .within('0ms');
  });

  it('[IN257] a failure says what the rule was waiting for, what it had, and on which journey', () => {
    const said = saidBy(() =>
      expectRule(checkoutHelp)
        .on((j) =>
          j
            .open('/checkout')
            .seeProduct('P-1')
            .focusForm('checkout')
            .wait('2m19s' as '2m')
            .wait('0s'),
        )
        .toOffer(),
    );
    // '2m19s' is no duration we know.
    expect(said).toContain('2m19s is no duration');
    expect(
      saidBy(() =>
        expectRule(checkoutHelp)
          .on((j) => j.open('/checkout').seeProduct('P-1').focusForm('checkout').wait('139s'))
          .toOffer(),
      ),
    ).toBe(
      [
        'checkout-help was expected to invite, in a journey of 2 min 19 s.',
        '  waiting: dwell form:checkout has 2 min 19 s, needs 3 min (by itself in 41 s)',
        '  journey: open /checkout · see product P-1 · focus form checkout · wait 2 min 19 s',
      ].join('\n'),
    );
  });

  it('[IN257] each condition is told with what there is and what is needed', () => {
    const waitingFor = (when: Parameters<typeof all>[0], steps = (j: Walk) => j) =>
      saidBy(() =>
        expectRule({ ...checkoutHelp, when })
          .on((j) => steps(j.open('/', { type: 'home' }).wait('30s')))
          .toOffer(),
      ).split('\n')[1];
    expect(waitingFor(page('cart'))).toBe('  waiting: page.type is "home", needs "cart"');
    expect(waitingFor(fact.gte('cart.valueCents', 4000))).toBe(
      '  waiting: cart.valueCents is unknown, needs at least 4000',
    );
    expect(waitingFor(fact.gte('cart.valueCents', 4000), (j) => j.cart(1200))).toContain(
      'is 1200, needs at least 4000',
    );
    expect(waitingFor(all(not(signalSeen('exit')), dwell('page', '30s')), (j) => j.signal('exit'))).toBe(
      '  waiting: signal exit was given',
    );
    expect(waitingFor(signalSeen('exit', '10s'))).toBe('  waiting: signal exit was not given within 10 s');
    expect(waitingFor(dwell('page', '2m'))).toContain('dwell page has 30 s, needs 2 min (by itself in 1 min 30 s)');
    expect(waitingFor(held(page('home'), '2m'))).toContain('held for 2 min needs 1 min 30 s more');
    expect(waitingFor(fact.in('visit.device', ['phone']))).toContain(
      'visit.device is "desktop", needs one of ["phone"]',
    );
  });

  it('[IN257] an invitation that comes too early, or at all, fails with when it came', () => {
    const walk = expectRule(checkoutHelp).on((j) => j.open('/').focusForm('checkout').wait('4m'));
    expect(saidBy(() => walk.toOffer().within('50ms'))).toContain('in the last 50 ms, not 1 min before the end');
    expect(saidBy(() => walk.toStaySilent())).toContain('offered (invited) at 3 min');
  });

  it('[IN256] can expect a no with its reason, shadow mode and hold-out', () => {
    const walk = (j: Walk) => j.open('/').focusForm('checkout').wait('3m');
    expectRule(checkoutHelp, { agents: [] }).on(walk).toBeDenied('noAgent');
    expectRule({ ...checkoutHelp, mode: 'shadow' })
      .on(walk)
      .toShadow();
    expectRule({ ...checkoutHelp, mode: 'off' })
      .on(walk)
      .toStaySilent();
    const holdout = { share: 0.2, salt: 's', windowMs: 86_400_000 };
    expectRule({ ...checkoutHelp, holdout }, { assign: () => 0.1 })
      .on(walk)
      .toBeHeldOut();
    expectRule({ ...checkoutHelp, holdout }, { assign: () => 0.2 })
      .on(walk)
      .toOffer();
    expect(saidBy(() => expectRule(checkoutHelp, { agents: [] }).on(walk).toOffer())).toContain(
      'denied (noAgent) at 3 min',
    );
  });

  it('[IN256] a rule that cannot be read fails at once, with the place of the mistake', () => {
    const wrong = { ...checkoutHelp, when: { op: 'dwell', what: 'page', ms: 'soon' } as never };
    expect(saidBy(() => expectRule(wrong))).toContain('when.ms');
  });
});
