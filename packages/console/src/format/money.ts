import type { Cart } from '@theke/protocol';
import { localeTag } from './locale.ts';

// What a shop in the EU means when it names none.
const usualCurrency = 'EUR';

/** Cents as money in the agent's language. A currency nobody knows is written beside the figure, never thrown. */
export function money(cents: number, currency: string | undefined, language: string): string {
  const code = currency ?? usualCurrency;
  try {
    return new Intl.NumberFormat(localeTag(language), { style: 'currency', currency: code }).format(cents / 100);
  } catch {
    return `${(cents / 100).toFixed(2)} ${code}`;
  }
}

/** What the lines of a cart add up to; the shop's own figure wins, because it knows of discounts. */
export const cartTotalCents = (cart: Cart): number =>
  cart.valueCents || (cart.lines ?? []).reduce((sum, line) => sum + line.priceCents * line.quantity, 0);
