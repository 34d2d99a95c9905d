import {
  agent,
  all,
  any,
  count,
  custom,
  defineRule,
  dwell,
  fact,
  held,
  not,
  type Predicates,
  page,
  seq,
  signalSeen,
} from '@theke/rules';
import './vocabulary.ts';

// The rules of one shop as code. What `defineRule` gives back is the JSON that is stored, sent and run: `npm run theke --
// simulate` reads this file as it is, and README.md says how it gets onto the server.

const day = [['09:00', '18:00']] as const;

/** Three minutes in the checkout form, or looking at the tent everybody asks about, and somebody of sales is free. */
export const checkoutHelp = defineRule({
  id: 'checkout-help',
  version: 1,
  when: all(any(dwell('form', { form: 'checkout' }, '3m'), fact.eq('product.id', 'tent-nordmeer')), agent('sales')),
  offer: { skill: 'sales', text: { en: 'Can we help you decide?', de: 'Können wir Ihnen bei der Wahl helfen?' } },
});

/** A large cart of somebody who comes back or looks round a lot; never in the way of somebody who is paying. */
export const largeCart = defineRule({
  id: 'large-cart',
  version: 1,
  priority: 10,
  when: all(
    fact.gte('cart.valueCents', 40_000),
    any(fact.eq('visit.returning', true), fact.gte('visit.pages', 4)),
    held(not(page('checkout')), '10s'),
    agent('sales'),
  ),
  offer: {
    skill: 'sales',
    title: { en: 'Before you order', de: 'Bevor Sie bestellen' },
    text: {
      en: 'Shall we look over your {cart.quantity|} articles together?',
      de: 'Sollen wir Ihre {cart.quantity|} Artikel gemeinsam durchsehen?',
    },
  },
  caps: { perVisit: 1, perVisitor: { n: 2, withinMs: 7 * 86_400_000 } },
  cooldown: { afterDismissMs: 7 * 86_400_000, afterOrderMs: 7 * 86_400_000 },
  hours: { timeZone: 'shop', open: { weekly: { mon: day, tue: day, wed: day, thu: day, fri: day } } },
  // A fifth of those whom it would invite is not invited: the only way to know what inviting earns.
  holdout: { share: 0.2, salt: 'winter', windowMs: 7 * 86_400_000 },
});

/** Tried out in shadow mode: it reports whom it would have invited, and invites nobody. */
export const voucherRefused = defineRule({
  id: 'voucher-refused',
  version: 1,
  mode: 'shadow',
  when: all(count('voucher.refused', { atLeast: 2, within: '1m' }), agent('service')),
  offer: {
    skill: 'service',
    text: {
      en: 'The voucher did not work? We find out why.',
      de: 'Der Gutschein hat nicht funktioniert? Wir finden heraus, warum.',
    },
  },
});

/** The page's own predicate, by name: what it asks cannot be said with comparisons. */
export const wishlistTalk = defineRule({
  id: 'wishlist-talk',
  version: 1,
  when: all(custom('wishlistHas', { article: 'tent-nordmeer' }), dwell('page', '45s'), agent('sales')),
  offer: {
    skill: 'sales',
    text: {
      en: 'The tent on your wish list is here to be asked about.',
      de: 'Zum Zelt auf Ihrer Merkliste beraten wir Sie gern.',
    },
  },
});

/**
 * Needs nothing from the page but the GA4 data layer it has anyway: `Theke('adapter', 'ga4')` makes facts of `view_item` and
 * signals of `view_search_results`. Searched in vain and about to go, or a costly article in sight.
 */
export const fromDataLayer = defineRule({
  id: 'from-data-layer',
  version: 1,
  priority: 5,
  when: all(
    any(
      seq(['search.empty', 'exit'], { within: '2m' }),
      all(fact.gte('product.priceCents', 60_000), signalSeen('exit', '30s')),
    ),
    agent('sales'),
  ),
  offer: {
    skill: 'sales',
    text: {
      en: 'Not found what you were looking for? Tell us, we know the shelves.',
      de: 'Nicht das Richtige gefunden? Sagen Sie es uns, wir kennen die Regale.',
    },
  },
});

/** Pure, and of its `deps` alone: asked again only when one of these facts changes. */
export const predicates: Predicates = {
  wishlistHas: {
    deps: ['shop.wishlist'],
    test(args, get) {
      const list = get('shop.wishlist');
      // Nothing told yet is not the same as an empty list.
      if (typeof list !== 'string') return undefined;
      return list.split(',').includes((args as { article: string }).article);
    },
  },
};

export default [checkoutHelp, largeCart, voucherRefused, wishlistTalk, fromDataLayer];
