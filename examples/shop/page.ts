import { categories, type Lang, products, shippingRates } from './goods.ts';
import type { Page } from './pages.ts';
import { breadcrumbs, legal, links, nav, type Topic, texts, topics } from './parts.ts';
import { fill, readBeside, scriptJson } from './render.ts';
import { thekeTag } from './theke-tag.ts';

const layout = readBeside('./pages/layout.html');

interface Frame {
  lang: Lang;
  nonce: string;
  thekeUrl: string;
  siteId: string;
  /** Path and query as asked for. */
  url: string;
}

/** Puts a page into the layout: header, tag, what the shop's scripts need to know, footer. */
export function renderPage(page: Page, frame: Frame): string {
  const { lang } = frame;
  const t = texts[lang];
  const topicLink = (topic: Topic): [string, string] => [`/${lang}/help/${topic}`, t.topics[topic].title];
  const otherLangCode: Lang = lang === 'en' ? 'de' : 'en';
  const path = frame.url.split('?')[0]!;
  return fill(layout, {
    lang,
    nonce: frame.nonce,
    theke: thekeTag(frame.thekeUrl, frame.siteId, frame.nonce),
    t,
    type: page.type,
    title: page.title,
    query: page.tell?.search?.query ?? '',
    otherLangCode,
    // An unknown address has no twin in the other language.
    otherLang:
      page.type === 'missing' ? `/${otherLangCode}/` : frame.url.replace(/^\/(en|de)(?=\/|\?|$)/, `/${otherLangCode}`),
    nav: nav(lang, path),
    breadcrumbs: breadcrumbs(lang, page.path ?? []),
    main: page.main,
    footShop: links(categories.map((one) => [`/${lang}/category/${one}`, t.category[one]!])),
    footHelp: links([[`/${lang}/help`, t.shop.help!], ...topics.map(topicLink)]),
    footLegal: links(legal.map(topicLink)),
    shopJson: scriptJson({
      lang,
      type: page.type,
      tell: page.tell ?? {},
      texts: { cart: t.cart, product: t.product, shop: t.shop, account: t.account },
      rates: shippingRates,
      products: Object.fromEntries(
        products.map(({ slug, name, priceCents, weightGrams }) => [
          slug,
          { name: name[lang], priceCents, weightGrams },
        ]),
      ),
    }),
  });
}
