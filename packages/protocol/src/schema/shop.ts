import * as v from 'valibot';
import { limits } from '../limits.ts';
import { cents, currency, email, line, name, url } from './words.ts';

const shopId = v.pipe(v.string(), v.minLength(1), v.maxLength(100));

export const page = v.object({ url, title: v.optional(line), type: v.optional(line) });

export const product = v.object({
  id: shopId,
  name: line,
  priceCents: v.optional(cents),
  currency: v.optional(currency),
  url: v.optional(url),
});

export const cart = v.object({
  valueCents: cents,
  currency: v.optional(currency),
  lines: v.optional(
    v.pipe(
      v.array(
        v.object({
          id: shopId,
          name: line,
          quantity: v.pipe(v.number(), v.minValue(0), v.maxValue(100_000)),
          priceCents: cents,
        }),
      ),
      v.maxLength(limits.cartLines),
    ),
  ),
});

export const order = v.object({ id: shopId, amountCents: cents, currency });

export const context = v.object({
  product: v.optional(v.nullable(product)),
  cart: v.optional(v.nullable(cart)),
  order: v.optional(v.nullable(order)),
  search: v.optional(v.nullable(v.object({ query: line, results: v.optional(cents) }))),
  error: v.optional(v.nullable(v.object({ message: line }))),
});

export const identityClaim = v.object({
  id: v.optional(shopId),
  email: v.optional(email),
  name: v.optional(name),
  attributes: v.optional(
    v.pipe(
      v.record(v.pipe(v.string(), v.regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/)), v.union([line, v.number(), v.boolean()])),
      v.check((all) => Object.keys(all).length <= 20, 'has more than 20 attributes'),
    ),
  ),
  token: v.optional(v.pipe(v.string(), v.maxLength(4_096))),
});
