import { type Answer, no, type Order, yes } from '@theke/protocol';
import type { Db } from '../powers.ts';
import type { OrdersTable } from '../store/tables.ts';

/** An order as the shop's own server tells it. Money in cents. */
export interface ShopOrder {
  orderId: string;
  siteId: string;
  visitorId: string | null;
  contactId: string | null;
  amountCents: number;
  currency: string;
  at: number;
}

/** Whose page told an order: with an id that was proved, or nameless. */
export interface Buyer {
  siteId: string;
  visitorId: string | null;
  contactId: string | null;
  /** Where the page spoke from. */
  ip: string;
  userAgent: string;
}

export interface Orders {
  /** True when it was not known before. The shop's word counts over what a page told. */
  tellByShop(order: ShopOrder): Promise<boolean>;
  tellByPage(buyer: Buyer, order: Order): Promise<void>;
  /** The same refund again is the same refund; `conflict` with another amount, or when more would be given back than was paid. */
  refund(refund: {
    siteId: string;
    orderId: string;
    refundId: string;
    amountCents: number;
    at: number;
  }): Promise<Answer<{ fresh: boolean }>>;
}

/**
 * Keeps what was bought and what was given back. `changed` hears of every order whose days of the report may have been
 * closed already.
 */
export function createOrders(powers: {
  db: Db;
  now(): number;
  /** What stands for a nameless visitor today. */
  unitOf(siteId: string, ip: string, userAgent: string): Promise<string>;
  changed(siteId: string, orderAt: number): Promise<void>;
}): Orders {
  const { db, now, changed } = powers;

  const find = (siteId: string, orderId: string) =>
    db.selectFrom('orders').selectAll().where('site_id', '=', siteId).where('id', '=', orderId).executeTakeFirst();

  return {
    async tellByShop(order) {
      const row: OrdersTable = {
        id: order.orderId,
        site_id: order.siteId,
        visitor_id: order.visitorId,
        contact_id: order.contactId,
        amount_cents: order.amountCents,
        currency: order.currency,
        at: order.at,
        source: 'shop',
        unit: null,
        told_at: now(),
      };
      const known = await find(order.siteId, order.orderId);
      const { amount_cents, currency, at, source, told_at } = row;
      const of = {
        ...(row.visitor_id && { visitor_id: row.visitor_id }),
        ...(row.contact_id && { contact_id: row.contact_id }),
      };
      // The visitor's own thank-you page may have told it already, and anybody can type into a page: the shop's word counts.
      await db
        .insertInto('orders')
        .values(row)
        .onConflict((c) =>
          c.columns(['site_id', 'id']).doUpdateSet({ amount_cents, currency, at, source, told_at, ...of }),
        )
        .execute();
      await changed(order.siteId, order.at);
      if (known && known.at !== order.at) await changed(order.siteId, known.at);
      return known === undefined;
    },

    async tellByPage(buyer, order) {
      const at = now();
      // Kept for people with an id too: who never chats gets none, and both arms are to be measured by the same kind of name.
      const unit = await powers.unitOf(buyer.siteId, buyer.ip, buyer.userAgent);
      await db
        .insertInto('orders')
        .values({
          id: order.id,
          site_id: buyer.siteId,
          visitor_id: buyer.visitorId,
          contact_id: buyer.contactId,
          amount_cents: order.amountCents,
          currency: order.currency,
          at,
          source: 'page',
          unit,
          told_at: at,
        })
        // The thank-you page may be loaded twice; the shop's server may have been faster.
        .onConflict((c) => c.columns(['site_id', 'id']).doNothing())
        .execute();
      // Of what the shop told, only who it was may still be learnt; once, and never what it was worth.
      const tied = await db
        .updateTable('orders')
        .set({ unit })
        .where('site_id', '=', buyer.siteId)
        .where('id', '=', order.id)
        .where('source', '=', 'shop')
        .where('unit', 'is', null)
        .returning('at')
        .executeTakeFirst();
      if (tied) await changed(buyer.siteId, tied.at);
    },

    async refund({ siteId, orderId, refundId, amountCents, at }) {
      const answer = await db.transaction().execute(async (tx) => {
        // Written first, so that two refunds of one order wait for each other in both databases.
        const order = await tx
          .updateTable('orders')
          .set({ told_at: now() })
          .where('site_id', '=', siteId)
          .where('id', '=', orderId)
          .returning(['amount_cents', 'at'])
          .executeTakeFirst();
        if (!order) return no('notFound');
        const before = await tx
          .selectFrom('refunds')
          .select(['id', 'amount_cents'])
          .where('site_id', '=', siteId)
          .where('order_id', '=', orderId)
          .execute();
        const same = before.find((one) => one.id === refundId);
        if (same) return same.amount_cents === amountCents ? yes({ fresh: false, orderAt: order.at }) : no('conflict');
        const given = before.reduce((sum, one) => sum + one.amount_cents, 0);
        if (given + amountCents > order.amount_cents)
          return no('conflict', { detail: 'amount: more than was paid and not given back yet' });
        await tx
          .insertInto('refunds')
          .values({
            site_id: siteId,
            order_id: orderId,
            id: refundId,
            amount_cents: amountCents,
            at,
            told_at: now(),
          })
          .execute();
        return yes({ fresh: true, orderAt: order.at });
      });
      if (!answer.ok) return answer;
      if (answer.value.fresh) await changed(siteId, answer.value.orderAt);
      return yes({ fresh: answer.value.fresh });
    },
  };
}
