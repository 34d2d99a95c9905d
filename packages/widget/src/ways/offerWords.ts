import type { FactValue, Offer } from '@theke/rules';

type Fact = (name: string) => FactValue | undefined;

/** A fact as a sentence says it: money from cents, numbers grouped as the language does. */
function spoken(name: string, fact: Fact, locale: string): string | undefined {
  const value = fact(name);
  if (value === undefined || value === '' || typeof value === 'boolean') return undefined;
  if (typeof value === 'string') return value;
  if (!name.endsWith('Cents')) return new Intl.NumberFormat(locale).format(value);
  const currency = fact('cart.currency');
  const style =
    typeof currency === 'string' && /^[A-Z]{3}$/.test(currency) ? { style: 'currency' as const, currency } : {};
  return new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2, ...style }).format(
    value / 100,
  );
}

/**
 * A sentence with its facts put in: `{product.name}`, or `{product.name|this product}` with what to say while it is unknown.
 * An unknown fact without that leaves nothing, not even a gap. What the page told is text here, never markup.
 */
export function fillWords(text: string, fact: Fact, locale: string): string {
  const filled = text.replace(/\{([A-Za-z][\w.]{0,99})(?:\|([^{}]*))?\}/g, (_, name: string, otherwise = '') =>
    (spoken(name, fact, locale) ?? otherwise).slice(0, 120),
  );
  return filled
    .replace(/\s+([.,;:!?])/g, '$1')
    .replace(/\s{2,}/g, ' ')
    .trim();
}

/** Title and text of an offer for this visitor: of the variant the server chose, in their language, with their facts. */
export function wordsOf(
  offer: Offer,
  { variant, locale, fact }: { variant?: string; locale: 'en' | 'de'; fact: Fact },
): { title?: string; text: string } {
  const chosen = offer.variants?.find(({ id }) => id === variant) ?? offer;
  const title = chosen.title ?? offer.title;
  return {
    ...(title && { title: fillWords(title[locale], fact, locale) }),
    text: fillWords(chosen.text[locale], fact, locale),
  };
}
