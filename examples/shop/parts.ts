import { type Category, categories, type Lang, money, type Product, products, shippingRates } from './goods.ts';
import { type Html, html, readBeside, type Values } from './render.ts';

// The lists of the shop: what a template cannot say with a placeholder.

/** The shop's words in one language, as they stand in texts/. */
export interface Texts extends Values {
  shop: Record<string, string>;
  category: Record<string, string>;
  product: Record<string, string>;
  countries: Record<string, string>;
  order: Record<string, string> & { steps: string[] };
  topics: Record<Topic, { title: string; line: string; parts: [string, string][] }>;
}

export const topics = ['shipping', 'returns', 'care'] as const;
/** Small print, linked in the footer only. */
export const legal = ['terms', 'privacy', 'imprint'] as const;
export type Topic = (typeof topics)[number] | (typeof legal)[number];

const read = (lang: Lang): Texts & Record<string, Values> => ({
  ...JSON.parse(readBeside(`./texts/${lang}.json`)),
  topics: JSON.parse(readBeside(`./texts/help.${lang}.json`)),
});
export const texts: Record<Lang, Texts & Record<string, Values>> = { en: read('en'), de: read('de') };

export const categoryName = (lang: Lang) => (category: Category) => texts[lang].category[category]!;

const picture = (slug: string) => `/assets/pictures/${slug}.svg`;

export const card =
  (lang: Lang) =>
  (one: Product): Html =>
    html`<li class="card"><a href="/${lang}/product/${one.slug}">
  <img src="${picture(one.slug)}" alt="" width="600" height="640" loading="lazy">
  <span class="card-name">${one.name[lang]}</span>
  <span class="card-line">${one.line[lang]}</span>
  <span class="card-price">${money(one.priceCents, lang)}</span>
</a></li>`;

export const cards = (list: readonly Product[], lang: Lang): string => list.map((one) => card(lang)(one).safe).join('');

/** Tiles of the home page: each category with the first picture of it. */
export const tiles = (lang: Lang): string =>
  categories
    .map((category) => {
      const first = products.find((one) => one.category === category)!;
      return html`<li><a href="/${lang}/category/${category}"><img src="${picture(first.slug)}" alt="" width="600" height="640"><span>${texts[lang].category[category]!}</span></a></li>`
        .safe;
    })
    .join('');

export const nav = (lang: Lang, here: string): string =>
  [
    ...categories.map((one) => [`/${lang}/category/${one}`, texts[lang].category[one]!]),
    [`/${lang}/help`, texts[lang].shop.help!],
  ]
    .map(([href, name]) =>
      href === here
        ? html`<a href="${href!}" aria-current="page">${name!}</a>`.safe
        : html`<a href="${href!}">${name!}</a>`.safe,
    )
    .join('');

export const links = (list: [href: string, name: string][]): string =>
  list.map(([href, name]) => html`<li><a href="${href}">${name}</a></li>`.safe).join('');

/** From the start page to here; the last one is where we are. */
export function breadcrumbs(lang: Lang, path: [href: string, name: string][]): string {
  if (path.length === 0) return '';
  const steps: [string, string][] = [[`/${lang}/`, texts[lang].shop.home!], ...path];
  const shown = steps.map(([href, name], i) =>
    i === steps.length - 1
      ? html`<li><span aria-current="page">${name}</span></li>`
      : html`<li><a href="${href}">${name}</a></li>`,
  );
  return html`<nav class="crumbs" aria-label="${texts[lang].shop.breadcrumbs!}" data-theke-show><ol>${shown}</ol></nav>`
    .safe;
}

export const items = (list: readonly string[]): string => list.map((text) => html`<li>${text}</li>`.safe).join('');

/** Stars are drawn for the eye and said in words for everyone else. */
export function stars(count: number, lang: Lang): Html {
  const full = Math.round(count);
  const words = `${count.toLocaleString(lang, { maximumFractionDigits: 1 })} ${texts[lang].product.stars}`;
  return html`<span class="stars" role="img" aria-label="${words}"><span aria-hidden="true">${'★'.repeat(full)}<i>${'★'.repeat(5 - full)}</i></span></span>`;
}

export const averageStars = (one: Product): number =>
  one.reviews.reduce((sum, review) => sum + review.stars, 0) / one.reviews.length;

export const reviews = (one: Product, lang: Lang): string =>
  one.reviews
    .map(
      (review) =>
        html`<li>${stars(review.stars, lang)}<p>${review[lang]}</p><p class="quiet">${review.name}</p></li>`.safe,
    )
    .join('');

/** The whole picture, and two close-ups cut from the same drawing by its address alone. */
export function pictures(one: Product, lang: Lang): string {
  const closeUp = `${texts[lang].product.detailAlt}: ${one.name[lang]}`;
  const cut = (box: string, n: number) =>
    html`<img src="${picture(one.slug)}#svgView(viewBox(${box}))" alt="${closeUp} ${n}" width="300" height="320">`;
  return html`<img class="whole" src="${picture(one.slug)}" alt="${one.picture[lang]}" width="600" height="640">${cut('170,70,270,288', 1)}${cut('190,320,270,288', 2)}`
    .safe;
}

export function sizeChoice(one: Product, lang: Lang): string {
  if (one.sizes.length === 0) return '';
  const t = texts[lang].product;
  const radios = one.sizes.map(
    (size) =>
      html`<label><input type="radio" name="size" value="${size}" aria-label="${t.size!} ${size}"><span aria-hidden="true">${size}</span></label>`,
  );
  return html`<fieldset class="sizes"><legend>${t.size!}</legend><div>${radios}</div></fieldset><button class="as-link" type="button" id="adviser-open">${t.adviser!}</button>`
    .safe;
}

const measures = {
  body: [
    ['height', '175'],
    ['chest', '96'],
  ],
  foot: [['foot', '25']],
  head: [['head', '57']],
  none: [],
} as const;

export const adviserFields = (one: Product, lang: Lang): string =>
  measures[one.sizing]
    .map(
      ([name, example]) =>
        html`<p class="w6"><label for="m-${name}" data-theke-show>${texts[lang].product[name]!}</label><input id="m-${name}" type="text" name="${name}" inputmode="decimal" placeholder="${example}" autocomplete="off"></p>`
          .safe,
    )
    .join('');

export const countryOptions = (lang: Lang): string =>
  Object.keys(shippingRates)
    .map((code) => html`<option value="${code}">${texts[lang].countries[code]!}</option>`.safe)
    .join('');

export const topicLinks = (lang: Lang): string =>
  topics
    .map((topic) => {
      const { title, line } = texts[lang].topics[topic];
      return html`<li><a class="box" href="/${lang}/help/${topic}"><strong>${title}</strong><span>${line}</span></a></li>`
        .safe;
    })
    .join('');

export const topicParts = (topic: Topic, lang: Lang): string =>
  texts[lang].topics[topic].parts.map(([question, answer]) => html`<h2>${question}</h2><p>${answer}</p>`.safe).join('');

/** What an account would list. Made up, but blocked from every shared view all the same. */
export function orderTable(lang: Lang, t: Record<string, string>): string {
  const rows = [
    { id: 'W-8841', day: '2025-10-02', slug: 'raincoat-fjord' },
    { id: 'W-7716', day: '2025-03-18', slug: 'umbrella-schauer' },
    { id: 'W-5203', day: '2024-11-09', slug: 'boots-priel' },
  ].map(({ id, day, slug }) => {
    const one = products.find((product) => product.slug === slug)!;
    const date = new Intl.DateTimeFormat(lang, { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));
    return html`<tr><th scope="row">${id}</th><td>${date}</td><td>${one.name[lang]}</td><td>${money(one.priceCents, lang)}</td></tr>`;
  });
  return html`<table><thead><tr><th scope="col">${t.order!}</th><th scope="col">${t.date!}</th><th scope="col">${t.what!}</th><th scope="col">${t.sum!}</th></tr></thead><tbody>${rows}</tbody></table>`
    .safe;
}
