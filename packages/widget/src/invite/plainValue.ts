import type { FactValue } from '@theke/rules';

/** Text that is the shop's, not the visitor's: ids of products and names of forms stand in its pages. Whole names: the shop makes up others. */
const ofTheShop =
  /^(page\.(type|path)|product\.id|cart\.(currency|products)|form\.name|visit\.(source|medium|campaign|device|language|timeZone))$/;
/** Where a long number or token is more likely somebody's than the shop's; ids of products are often that long. */
const named = /^(page|form)/;

/** A word that is somebody's though it stands in the shop's pages: an address, and with `numbers` a long number or a token. */
const isPrivate = (word: string, numbers: boolean) =>
  /@|%40/.test(word) ||
  (numbers && (/\d{7}/.test(word) || (word.length > 15 && /\d/.test(word) && !word.includes('-'))));

// Word by word: one expression for all of it would take a long text's length squared.
const withoutNames = (text: string, numbers: boolean) =>
  text.replace(/[^\s/]+/g, (word) => (isPrivate(word, numbers) ? '…' : word));

/** The value of a fact as it may leave the page or be written down: a text a visitor may have typed is `?`; absent is null. */
export function plainValue(name: string, value: FactValue | null | undefined): FactValue | null {
  if (typeof value !== 'string') return name === 'page.url' || name === 'visit.referrer' ? '?' : (value ?? null);
  return ofTheShop.test(name) ? withoutNames(value, named.test(name)) : '?';
}
