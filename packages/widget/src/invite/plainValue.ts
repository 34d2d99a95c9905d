import type { FactValue } from '@theke/rules';

/** Text that is the shop's, not the visitor's: ids of products and names of forms stand in its pages. */
const ofTheShop = /^(page\.(type|path)|product\.id|cart\.(currency|products)$|form\.name$|visit\.)/;
/** An address may carry anything. */
const addresses = ['page.url', 'visit.referrer'];

/** The value of a fact as it may leave the page or be written down: a text a visitor may have typed is `?`; absent is null. */
export function plainValue(name: string, value: FactValue | null | undefined): FactValue | null {
  const isOpen = typeof value !== 'string' || ofTheShop.test(name);
  return addresses.includes(name) || !isOpen ? '?' : (value ?? null);
}
