import { hasCards, secretSpans } from '@theke/rules';

/** Stands for any value: that there is one, not what, nor how long. */
export const filled = '▪▪▪▪';

/** What can stand in a card number or an IBAN: letters and digits, and what people put between groups. */
export const numberSign = /[\p{L}\p{N}\s.\-\u00ad\u200b-\u200d\u2010-\u2015\u2060_·]/u;

// Long enough for an account number. Few words begin so.
const accountLike = /[a-z]{2}\d{2}(?:[ .-]?[a-z\d]){11,30}/i;

/**
 * Whether whoever passes this on would take it for a card or an account number. Narrower than what is looked for in texts: lengths
 * and coordinates are none.
 */
export const looksSecret = (text: string): boolean =>
  hasCards(text) ||
  (accountLike.test(text) && secretSpans(text.match(new RegExp(accountLike, 'gi'))!.join('\n')).length > 0);
