import { all, any, count, dwell, fact, idle, not, page, type Rule, seq, signalSeen } from '@theke/rules';
import { type Journey, startWalk } from '@theke/rules/simulate';
import { dice } from '../uplift/dice.ts';

// Rules of the whole language and visitors who meet them: for the simulator and for the idle page.

const types = ['home', 'category', 'product', 'cart', 'checkout', 'search'] as const;
const forms = ['checkout', 'account', 'quote'] as const;
const signals = ['exit', 'back', 'rage', 'search.empty', 'payment.failed'] as const;

/** `countOf` rules of six conditions each. */
export function createRules(countOf: number, seed: number): Rule[] {
  const roll = dice(seed);
  const below = (n: number) => Math.floor(roll() * n);
  const one = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const seconds = (most: number) => 1000 * (5 + below(most));
  return Array.from(
    { length: countOf },
    (_, i): Rule => ({
      id: `rule-${i}`,
      version: 1,
      priority: below(5),
      when: all(
        any(
          dwell('form', { form: one(forms) }, seconds(240)),
          signalSeen(one(signals), seconds(120)),
          idle(seconds(180)),
        ),
        any(fact.gte('cart.valueCents', 1000 * below(60)), count(one(signals), { atLeast: 2, within: seconds(300) })),
        i % 2 === 0 ? not(page(one(types))) : any(page(one(types)), seq(['search.empty', 'exit'], { within: '2m' })),
      ),
      offer: { skill: i % 3 === 0 ? 'service' : 'sales', text: { en: 'Help?', de: 'Hilfe?' } },
      caps: { perVisit: 1 },
      cooldown: { afterDismissMs: 3_600_000 },
    }),
  );
}

/** One visitor of about ten minutes: three to seven pages, about forty events. */
export function createJourney(seed: number): Journey {
  const roll = dice(seed);
  const below = (n: number) => Math.floor(roll() * n);
  const one = <T>(list: readonly T[]): T => list[below(list.length)]!;
  const walk = startWalk().visitor({ 'visit.returning': roll() < 0.3 });
  const pages = 3 + below(5);
  for (let p = 0; p < pages; p += 1) {
    const type = one(types);
    walk.open(`/${type}/${below(4)}`, { type });
    for (let n = 4 + below(5); n > 0; n -= 1) {
      walk.wait(1000 * (1 + below(30)));
      const what = below(8);
      if (what === 0) walk.signal(one(signals));
      else if (what === 1) walk.cart(1000 * below(80), 1 + below(4));
      else if (what === 2) walk.focusForm(one(forms));
      else if (what === 3) walk.leaveForm(one(forms));
      else if (what === 4)
        walk
          .hide()
          .wait(1000 * below(40))
          .show();
      else if (what === 5) walk.dismiss();
      else walk.move();
    }
  }
  return walk.journey();
}
