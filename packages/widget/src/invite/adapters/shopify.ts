import type { CartLine } from '@theke/protocol';
import { type AdapterOptions, centsOf, type Teller, textOf } from './adapters.ts';

type Fields = Record<string, unknown>;
const at = (from: unknown, ...path: string[]): unknown =>
  path.reduce<unknown>((value, key) => (typeof value === 'object' && value ? (value as Fields)[key] : undefined), from);

function lineOf(line: unknown): CartLine {
  const variant = at(line, 'merchandise') ?? at(line, 'variant');
  return {
    id: textOf(at(variant, 'product', 'id')) ?? textOf(at(variant, 'id')) ?? '',
    name: textOf(at(variant, 'product', 'title')) ?? textOf(at(line, 'title')) ?? '',
    quantity: Number(at(line, 'quantity') ?? 1) || 1,
    priceCents: centsOf(at(variant, 'price', 'amount')) ?? 0,
  };
}

const linesOf = (lines: unknown): CartLine[] => (Array.isArray(lines) ? lines.slice(0, 100).map(lineOf) : []);

type Hear = (teller: Teller, given: unknown) => void;

const hears: Record<string, Hear> = {
  product_viewed({ page, context }, given) {
    const variant = at(given, 'productVariant');
    const id = textOf(at(variant, 'product', 'id')) ?? textOf(at(variant, 'id'));
    if (id)
      context({
        product: {
          id,
          name: textOf(at(variant, 'product', 'title')) ?? '',
          priceCents: centsOf(at(variant, 'price', 'amount')),
          currency: textOf(at(variant, 'price', 'currencyCode')),
        },
      });
    page({ type: 'product' });
  },
  collection_viewed: ({ page }) => page({ type: 'list' }),
  cart_viewed({ page, context }, given) {
    const cart = at(given, 'cart');
    context({
      cart: {
        valueCents: centsOf(at(cart, 'cost', 'totalAmount', 'amount')) ?? 0,
        currency: textOf(at(cart, 'cost', 'totalAmount', 'currencyCode')),
        lines: linesOf(at(cart, 'lines')),
      },
    });
    page({ type: 'cart' });
  },
  search_submitted({ context }, given) {
    const found = at(given, 'searchResult', 'productVariants');
    const query = textOf(at(given, 'searchResult', 'query')) ?? '';
    context({ search: { query, ...(Array.isArray(found) && { results: found.length }) } });
  },
  checkout_started({ page, context }, given) {
    const checkout = at(given, 'checkout');
    context({
      cart: {
        valueCents: centsOf(at(checkout, 'totalPrice', 'amount')) ?? 0,
        currency: textOf(at(checkout, 'currencyCode')),
        lines: linesOf(at(checkout, 'lineItems')),
      },
    });
    page({ type: 'checkout' });
  },
  checkout_completed({ order, context }, given) {
    const checkout = at(given, 'checkout');
    const id = textOf(at(checkout, 'order', 'id'));
    const cents = centsOf(at(checkout, 'totalPrice', 'amount'));
    const currency = textOf(at(checkout, 'currencyCode'));
    if (id && cents !== undefined && currency) order({ id, amount: cents / 100, currency });
    context({ cart: null });
  },
  alert_displayed: ({ track }, given) => {
    // The form's own words beside a field; only which field is told.
    track('field.error', { at: textOf(at(given, 'alert', 'target')) });
  },
};
for (const name of ['product_added_to_cart', 'product_removed_from_cart', 'payment_info_submitted'])
  hears[name] = ({ track }) => track(name);

/** Subscribes to the standard events of a shop that tells them as Shopify's do. Their address is asked for once. */
export function shopify(teller: Teller, { analytics }: AdapterOptions): void {
  const page = teller.window as unknown as Fields;
  const source = (analytics ?? page.analytics ?? at(page, 'Shopify', 'analytics')) as AdapterOptions['analytics'];
  if (typeof source?.subscribe !== 'function') return;
  for (const [name, hear] of Object.entries(hears))
    source.subscribe(name, (event) => {
      // A subscription cannot be taken back there.
      if (!teller.ended.aborted) hear(teller, at(event, 'data'));
    });
}
