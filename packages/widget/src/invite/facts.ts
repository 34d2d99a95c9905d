import type { Context } from '@theke/protocol';
import type { FactValue } from '@theke/rules';

type Given = Record<string, FactValue | null | undefined>;

/** The facts of a rule that follow from what the page told. A key set to null clears all facts under it. */
export function factsOf(context: Context): Given {
  const facts: Given = {};
  const lay = (key: keyof Context, names: Given) => {
    for (const [name, value] of Object.entries(names)) facts[`${key}.${name}`] = context[key] ? value : null;
  };
  const { product, cart, order, search, error } = context;
  if ('product' in context) lay('product', { id: product?.id, name: product?.name, priceCents: product?.priceCents });
  if ('cart' in context) {
    const quantity = cart?.lines?.reduce((sum, line) => sum + line.quantity, 0);
    lay('cart', { valueCents: cart?.valueCents, quantity });
  }
  if ('order' in context) lay('order', { id: order?.id });
  if ('search' in context) lay('search', { query: search?.query, results: search?.results });
  if ('error' in context) lay('error', { message: error?.message });
  return facts;
}
