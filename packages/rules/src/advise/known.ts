import type { Facts, PageSignal } from '../rule/vocabulary.ts';
import type { FactKind } from './advice.ts';

type KindOf<T> = T extends string ? 'text' : T extends number ? 'number' : 'boolean';

/** The vocabulary as values: what the page tells, with its kind. A test holds it against the type. */
export const pageFacts = {
  'page.type': 'text',
  'page.url': 'text',
  'page.path': 'text',
  'page.scroll': 'number',
  'page.views': 'number',
  'product.id': 'text',
  'product.name': 'text',
  'product.priceCents': 'number',
  'cart.valueCents': 'number',
  'cart.quantity': 'number',
  'cart.products': 'text',
  'cart.currency': 'text',
  'order.id': 'text',
  'search.query': 'text',
  'search.results': 'number',
  'error.message': 'text',
  'form.name': 'text',
  'visit.pages': 'number',
  'visit.returning': 'boolean',
  'visit.referrer': 'text',
  'visit.language': 'text',
  'visit.source': 'text',
  'visit.medium': 'text',
  'visit.campaign': 'text',
  'visit.device': 'text',
  'visit.ordered': 'boolean',
  'visit.lastOrderDays': 'number',
  'visit.timeZone': 'text',
  'conversation.open': 'boolean',
} as const satisfies { [K in keyof Facts]?: KindOf<Facts[K]> };

/** Told as part of `Theke('context', …)` as well, though no rule needs them. */
const contextFacts = {
  'product.currency': 'text',
  'product.url': 'text',
  'order.amountCents': 'number',
  'order.currency': 'text',
} as const;

export const knownFacts: Readonly<Record<string, FactKind>> = { ...pageFacts, ...contextFacts };

/** Facts that are one of a few texts. */
export const fewTexts: Readonly<Record<string, readonly string[]>> = { 'visit.device': ['phone', 'tablet', 'desktop'] };

/** All our numbers count whole things from none up, but this one ends. */
export const mostOf = (fact: string): number => (fact === 'page.scroll' ? 100 : Number.MAX_SAFE_INTEGER);

/** Whether the page gives a signal at a place. What a shop tracks may have one in any case, where the page has no say. */
export const pageSignals: Readonly<Record<PageSignal, boolean>> = {
  exit: false,
  back: false,
  rage: false,
  'field.error': true,
  'field.abandoned': true,
  'form.abandoned': true,
  'form.hesitation': true,
  'search.empty': true,
  'payment.failed': true,
};

export const groupOf = (name: string): string => name.slice(0, Math.max(0, name.indexOf('.')));
