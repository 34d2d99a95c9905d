import type { Context } from '@theke/protocol';
import type { FactValue } from '@theke/rules';

export type Given = Record<string, FactValue | null | undefined>;

/**
 * The facts of a rule that follow from what the page told: `product.id` is the `id` in `product`, also for keys and names of the shop's
 * own. What was `known` under a key that is told anew and is not told again is cleared.
 */
export function factsOf(context: Context, known: Given): Given {
  const facts: Given = {};
  for (const [key, given] of Object.entries(context)) {
    for (const name in known) if (name.startsWith(`${key}.`)) facts[name] = null;
    for (const [name, value] of Object.entries(given ?? {}))
      if (typeof value !== 'object') facts[`${key}.${name}`] = value as FactValue;
  }
  const lines = context.cart?.lines;
  if (lines) {
    facts['cart.quantity'] = lines.reduce((sum, line) => sum + line.quantity, 0);
    // Between spaces, so that `* P-1 *` finds P-1 and not P-10.
    facts['cart.products'] = lines.reduce((ids, line) => `${ids + line.id} `, ' ');
  }
  return facts;
}
