/**
 * The facts a rule may ask for, with their types. A shop adds its own by declaring `interface Facts` in `@theke/rules`;
 * from then on a misspelt fact or a value of the wrong type does not compile.
 */
export interface Facts {
  'page.type': string;
  'page.url': string;
  'product.id': string;
  'product.name': string;
  'product.priceCents': number;
  'cart.valueCents': number;
  'cart.quantity': number;
  'order.id': string;
  'search.query': string;
  'search.results': number;
  'error.message': string;
  'visit.pages': number;
  'visit.returning': boolean;
  'visit.referrer': string;
  'visit.language': string;
  'conversation.open': boolean;
}

/** Signals by name; empty means any name goes. Declared by the shop like `Facts`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Signals {}

/** Skills by name; empty means any name goes. Declared by the shop like `Facts`. */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Skills {}

type NameIn<T> = [keyof T] extends [never] ? string : keyof T & string;

export type FactName = keyof Facts & string;
export type SignalName = NameIn<Signals>;
export type SkillName = NameIn<Skills>;

/** What a fact can be. An absent fact is unknown, which is not the same as false. */
export type FactValue = string | number | boolean;
