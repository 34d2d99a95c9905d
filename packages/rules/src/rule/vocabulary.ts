/**
 * The facts a rule may ask for, with their types. A shop adds its own by declaring `interface Facts` in `@theke/rules`;
 * from then on a misspelt fact or a value of the wrong type does not compile.
 */
export interface Facts {
  'page.type': string;
  'page.url': string;
  'page.path': string;
  /** How far down the page was seen, 0 to 100. */
  'page.scroll': number;
  /** How often this path was opened in this visit, this time included. */
  'page.views': number;
  'product.id': string;
  'product.name': string;
  'product.priceCents': number;
  'cart.valueCents': number;
  'cart.quantity': number;
  /** Ids of what is in it, each between spaces: `match('cart.products', '* P-1 *')`. */
  'cart.products': string;
  'cart.currency': string;
  'order.id': string;
  'search.query': string;
  'search.results': number;
  'error.message': string;
  /** The form the visitor is in. */
  'form.name': string;
  'visit.pages': number;
  'visit.returning': boolean;
  'visit.referrer': string;
  'visit.language': string;
  'visit.source': string;
  'visit.medium': string;
  'visit.campaign': string;
  'visit.device': 'phone' | 'tablet' | 'desktop';
  /** Something was bought in this visit. */
  'visit.ordered': boolean;
  'visit.lastOrderDays': number;
  'visit.timeZone': string;
  'conversation.open': boolean;
}

/** What the page itself signals; always there, whatever a shop declares. */
export type PageSignal =
  | 'exit'
  | 'back'
  | 'rage'
  | 'field.error'
  | 'field.abandoned'
  | 'form.abandoned'
  | 'form.hesitation'
  | 'search.empty'
  | 'payment.failed';

/** Signals by name; empty means any name goes. Declared by the shop like `Facts`; those of the page need no declaring. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Signals {}

/** Skills by name; empty means any name goes. Declared by the shop like `Facts`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Skills {}

/** Sections of pages by name; empty means any name goes. Declared by the shop like `Facts`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Sections {}

type NameIn<T> = [keyof T] extends [never] ? string : keyof T & string;

export type FactName = keyof Facts & string;
export type SignalName = NameIn<Signals> | PageSignal;
export type SkillName = NameIn<Skills>;
export type SectionName = NameIn<Sections>;

/** What a fact can be. An absent fact is unknown, which is not the same as false. */
export type FactValue = string | number | boolean;
