import { randomInt } from 'node:crypto';
import {
  type Category,
  categories,
  findProduct,
  type Lang,
  money,
  type Product,
  products,
  searchProducts,
} from './goods.ts';
import * as parts from './parts.ts';
import { fill, html, readBeside, type Values } from './render.ts';

const { texts } = parts;

/** One page of the shop, before it is put into the layout. */
export interface Page {
  type: 'home' | 'category' | 'product' | 'search' | 'cart' | 'checkout' | 'order' | 'help' | 'account' | 'missing';
  title: string;
  main: string;
  /** Breadcrumbs after the start page. */
  path?: [href: string, name: string][];
  /** What the page tells Theke about itself, see assets/tell-theke.js. */
  tell?: {
    product?: { id: string; name: string; priceCents: number; currency: string; url: string };
    search?: { query: string; results: number };
    order?: { id: string; amountCents: number; currency: string };
  };
}

const templates = new Map<string, string>();

/** Fills a template of pages/ with the language's texts and the values of the page. */
function put(name: string, lang: Lang, values: Values = {}): string {
  const template = templates.get(name) ?? readBeside(`./pages/${name}.html`);
  templates.set(name, template);
  return fill(template, { t: texts[lang], lang, ...values });
}

const favourites = [
  'raincoat-fjord',
  'boots-deich',
  'umbrella-glocke',
  'backpack-kai',
  'hat-suedwester',
  'poncho-watt',
];
const isCategory = (name: string): name is Category => (categories as readonly string[]).includes(name);
const isTopic = (name: string): name is parts.Topic =>
  [...parts.topics, ...parts.legal].some((topic) => topic === name);

/** All pages. One that does not exist is null. */
export const pages = {
  home: (lang: Lang): Page => ({
    type: 'home',
    title: texts[lang].shop.claim!,
    main: put('home', lang, {
      tiles: parts.tiles(lang),
      cards: parts.cards(
        favourites.map((slug) => findProduct(slug)!),
        lang,
      ),
    }),
  }),

  category(lang: Lang, name: string): Page | null {
    if (!isCategory(name)) return null;
    const heading = texts[lang].category[name]!;
    const list = products.filter((one) => one.category === name);
    const line = texts[lang].category[`${name}Line`]!;
    return {
      type: 'category',
      title: heading,
      main: put('category', lang, { heading, line, cards: parts.cards(list, lang) }),
      path: [['', heading]],
    };
  },

  product(lang: Lang, one: Product): Page {
    const more = products
      .filter((other) => other.category !== one.category && favourites.includes(other.slug))
      .slice(0, 4);
    const average = parts.averageStars(one);
    return {
      type: 'product',
      title: one.name[lang],
      main: put('product', lang, {
        slug: one.slug,
        name: one.name[lang],
        line: one.line[lang],
        text: one.text[lang],
        price: money(one.priceCents, lang),
        pictures: parts.pictures(one, lang),
        average:
          html`${parts.stars(average, lang)} ${average.toLocaleString(lang, { maximumFractionDigits: 1 })} · ${texts[lang].product.reviews!}`
            .safe,
        sizes: parts.sizeChoice(one, lang),
        details: parts.items(one.details[lang]),
        reviews: parts.reviews(one, lang),
        more: parts.cards(more, lang),
        // Said only where the invitation rule looks, see assets/invitation-rules.js.
        advice: one.slug === 'raincoat-fjord' ? put('advice', lang) : '',
        adviser:
          one.sizing === 'none'
            ? ''
            : put('adviser', lang, {
                sizing: one.sizing,
                how: texts[lang].product[`${one.sizing}Text`]!,
                fields: parts.adviserFields(one, lang),
              }),
      }),
      path: [
        [`/${lang}/category/${one.category}`, texts[lang].category[one.category]!],
        ['', one.name[lang]],
      ],
      tell: {
        product: {
          id: one.slug,
          name: one.name[lang],
          priceCents: one.priceCents,
          currency: 'EUR',
          url: `/${lang}/product/${one.slug}`,
        },
      },
    };
  },

  search(lang: Lang, query: string): Page {
    const t = texts[lang].search as Record<string, string>;
    const found = searchProducts(query, lang, parts.categoryName(lang));
    const count = found.length === 1 ? t.found1! : `${found.length} ${t.found}`;
    return {
      type: 'search',
      title: t.title!,
      main: put('search', lang, {
        heading: query ? t.results!.replace('%', () => query) : t.title!,
        line: query ? (found.length ? count : t.none!) : t.start!,
        cards: parts.cards(found, lang),
      }),
      path: [['', t.title!]],
      ...(query ? { tell: { search: { query, results: found.length } } } : {}),
    };
  },

  cart: (lang: Lang): Page => simple(lang, 'cart', 'cart', { countries: parts.countryOptions(lang) }),

  checkout(lang: Lang): Page {
    const page = simple(lang, 'checkout', 'checkout', {
      countries: parts.countryOptions(lang),
      advice: put('advice', lang),
    });
    return { ...page, path: [[`/${lang}/cart`, texts[lang].shop.cart!], ...page.path!] };
  },

  /** The address tells number and amount (cents); what is missing or odd is made up, so that the page always works. */
  order(lang: Lang, id: string, amount: string): Page {
    const orderId = /^[A-Za-z0-9-]{1,40}$/.test(id) ? id : `W-${randomInt(1_000, 10_000)}`;
    const amountCents = /^\d{1,8}$/.test(amount) ? Number(amount) : 18_900;
    const page = simple(lang, 'order', 'order', {
      orderId,
      amount: money(amountCents, lang),
      steps: parts.items(texts[lang].order.steps),
    });
    return { ...page, tell: { order: { id: orderId, amountCents, currency: 'EUR' } } };
  },

  help: (lang: Lang): Page => simple(lang, 'help', 'help', { topics: parts.topicLinks(lang), ask: put('ask', lang) }),

  topic(lang: Lang, name: string): Page | null {
    if (!isTopic(name)) return null;
    const { title: heading, line } = texts[lang].topics[name];
    return {
      type: 'help',
      title: heading,
      main: put('topic', lang, { heading, line, parts: parts.topicParts(name, lang), ask: put('ask', lang) }),
      path: [
        [`/${lang}/help`, texts[lang].shop.help!],
        ['', heading],
      ],
    };
  },

  account: (lang: Lang): Page =>
    simple(lang, 'account', 'account', {
      orders: parts.orderTable(lang, texts[lang].account as Record<string, string>),
    }),

  missing: (lang: Lang): Page => {
    const t = texts[lang].missing as Record<string, string>;
    return { type: 'missing', title: t.title!, main: put('missing', lang) };
  },
};

function simple(lang: Lang, type: Page['type'], name: string, values: Values): Page {
  const title = (texts[lang][name] as Record<string, string>).title!;
  return { type, title, main: put(name, lang, values), path: [['', title]] };
}

const frameWords: Record<Lang, Values> = {
  en: { title: 'Card payment', number: 'Card number', expiry: 'Valid until', cvc: 'Security code' },
  de: { title: 'Kartenzahlung', number: 'Kartennummer', expiry: 'Gültig bis', cvc: 'Prüfziffer' },
};

/** The page inside the payment frame. */
export const paymentFrame = (lang: Lang): string => put('payment-frame', lang, frameWords[lang]);
