import * as v from 'valibot';
import type { Described } from '../described/described.ts';
import { newOrder, newRefund, toldOrder } from './orderRoutes.ts';
import { strings } from './shapes/words.ts';

const order = v.object(strings('orderId'));
const refund = v.object(strings('orderId', 'refundId'));

/** `/orders`, in words. Amounts here are in the currency's main unit, as shops keep them. */
export const orderDescribed: readonly Described[] = [
  {
    route: 'POST /orders',
    who: { key: 'orders:write' },
    summary:
      'Tells an order: amount in the main unit, e.g. 129.9. The same orderId again is the same order; this word counts over what a page told. Tell every order, also of people you can name by neither id: whose it is is then learnt from their page.',
    body: { schema: newOrder },
    once: true,
    answers: {
      200: { say: 'It was known; this is what counts now.', body: order },
      201: { say: 'Kept.', body: order },
    },
    problems: { 404: ['notFound'] },
  },
  {
    route: 'POST /orders/:orderId/refunds',
    who: { key: 'orders:write' },
    summary:
      'Gives back a part of an order, or all of it. The same refundId again is the same refund; never more than was paid.',
    path: { orderId: 'Number of the order, as the shop told it.' },
    body: { schema: newRefund },
    once: true,
    answers: { 200: { say: 'It was there already.', body: refund }, 201: { say: 'Kept.', body: refund } },
    problems: { 404: ['notFound'], 409: ['conflict'] },
  },
  {
    route: 'POST /orders/told',
    who: 'page',
    summary:
      'What a visitor without an id bought, told by their page. Marked as that: anybody can say so, so no verdict rests on it alone.',
    body: { schema: toldOrder },
    answers: { 204: { say: 'Heard.' } },
    problems: { 403: ['foreignOrigin'], 404: ['unknownSite'], 429: ['tooOften'] },
  },
];
