import { currency, id, order as pageOrder } from '@theke/protocol/schema';
import type { Router } from 'express';
import * as v from 'valibot';
import { allowPreflight, maySpeakFor } from '../crossOrigin.ts';
import type { Powers } from '../powers.ts';
import type { Uplift } from '../uplift/index.ts';
import { keyOf, param, readBody } from './read.ts';

const dayMs = 86_400_000;

const shortId = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const time = v.union([
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(8.64e15)),
  v.pipe(v.string(), v.isoTimestamp()),
]);
const said = <S extends v.GenericSchema>(schema: S, words: string) => v.pipe(schema, v.description(words));
const inMainUnit = 'In the main unit of the currency, not in cents: 129.9 is 129 euros and 90 cents.';
const when = 'Milliseconds since 1970, or an ISO 8601 time with its zone. Default: now.';
/** An order as a shop's own server tells it. */
export const newOrder = v.object({
  orderId: said(
    shortId,
    'The shop’s own number of the order; the page that thanks tells the same. Best one that nobody can guess.',
  ),
  /** Whose it is, where the shop knows; of most visitors it knows neither. */
  visitorId: v.optional(
    said(
      shortId,
      "Id of the visitor, where the shop knows it: `(await Theke('state')).visitorId` on its page, once that visitor has a line; the page sends it to the shop’s server with the order.",
    ),
  ),
  contactId: v.optional(said(shortId, 'Id of the contact, as /contacts answers it, where the shop knows it.')),
  amount: said(v.pipe(v.number(), v.minValue(0), v.maxValue(1e9)), inMainUnit),
  currency: said(currency, 'Three capital letters (ISO 4217), such as EUR.'),
  at: v.optional(said(time, `When it was bought, not when it is told; at most a day ahead. ${when}`)),
  site: v.optional(said(id, 'Which site. Only a key for every site needs it, and only where nobody is named.')),
});

/** A part of an order, given back. */
export const newRefund = v.object({
  refundId: said(shortId, 'The shop’s own number of the refund.'),
  /** What is given back is more than nothing. */
  amount: said(v.pipe(v.number(), v.minValue(0.01), v.maxValue(1e9)), `What is given back. ${inMainUnit}`),
  at: v.optional(said(time, `When it was given back. ${when}`)),
  site: v.optional(said(id, 'Only where a key for every site meets the same number in several sites.')),
});
/** An order as a page tells it. */
export const toldOrder = v.object({
  site: said(id, 'Id of the site whose page it is.'),
  id: said(pageOrder.entries.id, 'The number of the order, the same that the shop’s server tells.'),
  amountCents: said(pageOrder.entries.amountCents, 'Whole cents: hundredths of the main unit.'),
  currency: said(pageOrder.entries.currency, 'Three capital letters (ISO 4217), such as EUR.'),
});

/** `POST /orders`: what was bought, told by the shop's own server. The same order id again is the same order; so with refunds. */
export function orderRoutes(router: Router, powers: Powers & { uplift: Uplift }) {
  const { db, problem } = powers;
  const { orders } = powers.uplift;

  router.post('/orders', powers.requireKey('orders:write'), powers.once(), async (req, res) => {
    const wish = readBody(powers, newOrder, req, res);
    if (!wish) return;
    const siteId = await siteOfNew(keyOf(res).siteId, wish);
    if (siteId === null) return problem(res, 404, 'notFound', 'no such visitor, contact or site');
    if (siteId === undefined) return problem(res, 400, 'malformed', 'site: needed where nobody is named');
    const at = wish.at === undefined ? powers.now() : new Date(wish.at).getTime();
    // A shop's clock may be wrong; by more than a day it is a mistake, and the order would count for nobody.
    if (at > powers.now() + dayMs) return problem(res, 400, 'malformed', 'at: in the future');
    const fresh = await orders.tellByShop({
      orderId: wish.orderId,
      siteId,
      visitorId: wish.visitorId ?? null,
      contactId: wish.contactId ?? null,
      amountCents: Math.round(wish.amount * 100),
      currency: wish.currency,
      at,
    });
    powers.log.debug('order told', { key: keyOf(res).keyId });
    res.status(fresh ? 201 : 200).json({ orderId: wish.orderId });
  });

  router.post('/orders/:orderId/refunds', powers.requireKey('orders:write'), powers.once(), async (req, res) => {
    const wish = readBody(powers, newRefund, req, res);
    if (!wish) return;
    const orderId = param(req, 'orderId');
    const of = await siteOf(keyOf(res).siteId, orderId, wish.site);
    if (of === 'several') return problem(res, 400, 'malformed', 'site: orders of several sites have this number');
    if (of === null) return problem(res, 404, 'notFound', 'no such order');
    const answer = await orders.refund({
      siteId: of,
      orderId,
      refundId: wish.refundId,
      amountCents: Math.round(wish.amount * 100),
      at: wish.at === undefined ? powers.now() : new Date(wish.at).getTime(),
    });
    if (!answer.ok)
      return problem(res, answer.refusal.code === 'conflict' ? 409 : 404, answer.refusal.code, answer.refusal.detail);
    res.status(answer.value.fresh ? 201 : 200).json({ orderId, refundId: wish.refundId });
  });

  /** The one site of everybody who is named, of the key, and of what is asked for; null where they do not agree, undefined where none says. */
  async function siteOfNew(
    own: string | null,
    wish: v.InferOutput<typeof newOrder>,
  ): Promise<string | null | undefined> {
    const find = (table: 'visitors' | 'contacts', id?: string) =>
      id === undefined ? [] : [db.selectFrom(table).select('site_id').where('id', '=', id).executeTakeFirst()];
    const named = await Promise.all([...find('visitors', wish.visitorId), ...find('contacts', wish.contactId)]);
    const sites = [own, wish.site, ...named.map((one) => one?.site_id ?? '')].filter((site) => site != null);
    const [siteId] = sites;
    if (siteId === undefined) return undefined;
    if (siteId === '' || sites.some((one) => one !== siteId)) return null;
    const isKnown = named.length > 0 || (await powers.siteOrigins(siteId)).length > 0;
    return isKnown ? siteId : null;
  }

  /** A key of one site sees that site's orders only; one for all sites has to say which, where it is not clear. */
  async function siteOf(own: string | null, orderId: string, wanted?: string): Promise<string | 'several' | null> {
    const rows = await db.selectFrom('orders').select('site_id').where('id', '=', orderId).limit(200).execute();
    const fits = rows.filter(({ site_id }) => [own ?? site_id, wanted ?? site_id].every((one) => one === site_id));
    return fits.length > 1 ? 'several' : (fits[0]?.site_id ?? null);
  }

  tellRoute(router, powers);
}

/** `POST /orders/told`: a page whose visitor has no id says what was bought. Anybody can say so: marked as told by a page. */
function tellRoute(router: Router, powers: Powers & { uplift: Uplift }) {
  const { problem } = powers;
  allowPreflight(router, '/orders/told', powers);
  router.post('/orders/told', async (req, res) => {
    // Whether the page may speak is said first: without that its browser would hide from it what was wrong.
    const { site: named } = (req.body ?? {}) as { site?: unknown };
    if (!(await maySpeakFor(`${named}`, req.get('origin'), res, powers))) return;
    const wish = readBody(powers, toldOrder, req, res);
    if (!wish) return;
    const { site: siteId, ...order } = wish;
    if ((await powers.siteOrigins(siteId)).length === 0) return problem(res, 404, 'unknownSite');
    const from = { ip: req.ip ?? '', userAgent: req.get('user-agent') ?? '' };
    const answer = await powers.uplift.orders.tellByPage({ siteId, visitorId: null, contactId: null, ...from }, order);
    if (!answer.ok) return problem(res, 429, 'tooOften');
    res.status(204).end();
  });
}
