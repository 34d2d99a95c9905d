import { readBeside } from './render.ts';

export type Lang = 'en' | 'de';
export const langs: readonly Lang[] = ['en', 'de'];
export const categories = ['jackets', 'boots', 'umbrellas', 'bags', 'hats'] as const;
export type Category = (typeof categories)[number];
type Both<T> = Record<Lang, T>;

/** One thing the shop sells, as it stands in products/*.json. */
export interface Product {
  slug: string;
  category: Category;
  priceCents: number;
  weightGrams: number;
  /** What the size adviser asks for. */
  sizing: 'body' | 'foot' | 'head' | 'none';
  sizes: string[];
  name: Both<string>;
  colour: Both<string>;
  /** What the picture shows, for those who do not see it. */
  picture: Both<string>;
  line: Both<string>;
  text: Both<string>;
  details: Both<string[]>;
  reviews: { name: string; stars: number; en: string; de: string }[];
}

export const products: readonly Product[] = categories.flatMap((category) =>
  (JSON.parse(readBeside(`./products/${category}.json`)) as Omit<Product, 'category'>[]).map((one) => ({
    ...one,
    category,
  })),
);

export const findProduct = (slug: string): Product | undefined => products.find((one) => one.slug === slug);

/** All words of the query must be somewhere in the product's texts. */
export function searchProducts(query: string, lang: Lang, categoryName: (category: Category) => string): Product[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return products.filter((one) => {
    const text = [one.name[lang], one.line[lang], one.text[lang], ...one.details[lang], categoryName(one.category)];
    return words.every((word) => text.join(' ').toLowerCase().includes(word));
  });
}

/** Cents as people read them: €189.00 · 189,00 €. */
export const money = (cents: number, lang: Lang): string =>
  new Intl.NumberFormat(lang === 'de' ? 'de-DE' : 'en-IE', { style: 'currency', currency: 'EUR' }).format(cents / 100);

/** What a parcel costs: a base, something for each kilogram begun, nothing from a value on. Cents. */
export const shippingRates: Record<string, { baseCents: number; perKgCents: number; freeFromCents?: number }> = {
  DE: { baseCents: 490, perKgCents: 0, freeFromCents: 8_000 },
  AT: { baseCents: 790, perKgCents: 100 },
  CH: { baseCents: 1490, perKgCents: 250 },
  NL: { baseCents: 790, perKgCents: 100 },
  DK: { baseCents: 890, perKgCents: 100 },
  FR: { baseCents: 990, perKgCents: 150 },
  IE: { baseCents: 1290, perKgCents: 200 },
  GB: { baseCents: 1690, perKgCents: 300 },
};
