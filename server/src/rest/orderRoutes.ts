import { currency } from '@theke/protocol/schema';
import type { Router } from 'express';
import * as v from 'valibot';
import type { Powers } from '../powers.ts';
import { keyOf, maySite, readBody } from './read.ts';

const shortId = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const order = v.pipe(
  v.object({
    orderId: shortId,
    visitorId: v.optional(shortId),
    contactId: v.optional(shortId),
    /** In the currency's main unit: 129.9 is 129 euros and 90 cents. */
    amount: v.pipe(v.number(), v.minValue(0), v.maxValue(1e9)),
    currency,
    at: v.optional(
      v.union([
        v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15)),
        v.pipe(v.string(), v.isoTimestamp()),
      ]),
    ),
  }),
  v.check((one) => Boolean(one.visitorId ?? one.contactId), 'visitorId or contactId is needed'),
);

/** `POST /orders`: what was bought, told by the shop's own server. The same order id again is the same order. */
export function orderRoutes(router: Router, powers: Powers) {
  const { db, problem } = powers;

  router.post('/orders', powers.requireKey('orders:write'), powers.once(), async (req, res) => {
    const wish = readBody(powers, order, req, res);
    if (!wish) return;
    const owner = wish.visitorId
      ? await db.selectFrom('visitors').select('site_id').where('id', '=', wish.visitorId).executeTakeFirst()
      : await db
          .selectFrom('contacts')
          .select('site_id')
          .where('id', '=', wish.contactId ?? '')
          .executeTakeFirst();
    if (!owner || !maySite(res, owner.site_id)) return problem(res, 404, 'notFound', 'no such visitor or contact');
    // Both may be named; a key of one site does not tie its order to somebody of another.
    const contact = wish.contactId
      ? await db.selectFrom('contacts').select('site_id').where('id', '=', wish.contactId).executeTakeFirst()
      : owner;
    if (contact?.site_id !== owner.site_id) return problem(res, 404, 'notFound', 'no such visitor or contact');
    const row = {
      id: wish.orderId,
      site_id: owner.site_id,
      visitor_id: wish.visitorId ?? null,
      contact_id: wish.contactId ?? null,
      amount_cents: Math.round(wish.amount * 100),
      currency: wish.currency,
      at: wish.at === undefined ? powers.now() : new Date(wish.at).getTime(),
    };
    const known = await db
      .selectFrom('orders')
      .select('id')
      .where('site_id', '=', row.site_id)
      .where('id', '=', row.id)
      .executeTakeFirst();
    const { amount_cents, currency, at } = row;
    const of = {
      ...(row.visitor_id && { visitor_id: row.visitor_id }),
      ...(row.contact_id && { contact_id: row.contact_id }),
    };
    // The visitor's own thank-you page may have told it already, and anybody can type into a page: the shop's word counts.
    await db
      .insertInto('orders')
      .values(row)
      .onConflict((c) => c.columns(['site_id', 'id']).doUpdateSet({ amount_cents, currency, at, ...of }))
      .execute();
    powers.log.debug('order told', { key: keyOf(res).keyId });
    res.status(known ? 200 : 201).json({ orderId: wish.orderId });
  });
}
