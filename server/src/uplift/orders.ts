import { type Answer, no, type Order, yes } from '@theke/protocol';
import { createBuckets } from '../gate/bucket.ts';
import { networkOf } from '../handoff/guard.ts';
import type { Db } from '../powers.ts';
import type { OrdersTable } from '../store/tables.ts';
import { isNear } from './claims.ts';

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

/** Claims of one unit, which lasts a day. Nobody buys twenty times a day; many who share a network and a browser might. */
const claimsPerUnit = 20;
/** Claims of one network: a rush behind one address, then one a minute. A new browser's name makes a new unit, but no new network. */
const claimsPerNetwork = { perSecond: 1 / 60, burst: 60 };

/** This machine: somebody tries the shop out. Nobody outside has such an address. */
const isLoopback = (ip: string): boolean => /^(127\.|0:0:0:0$)/.test(networkOf(ip));

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
  /** Kept as a claim, which counts for its visitor as `claims.ts` says; `tooOften` from one visitor or one network. */
  tellByPage(buyer: Buyer, order: Order): Promise<Answer<void>>;
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
  /** What stands for a nameless visitor today, and for their network. */
  namesOf(siteId: string, ip: string, userAgent: string): Promise<{ today: string; network: string }>;
  changed(siteId: string, orderAt: number): Promise<void>;
}): Orders {
  const { db, now, changed } = powers;
  const networks = createBuckets(claimsPerNetwork, now);

  const find = (siteId: string, orderId: string) =>
    db.selectFrom('orders').selectAll().where('site_id', '=', siteId).where('id', '=', orderId).executeTakeFirst();

  /** Orders this unit has claimed, other than this one. */
  async function claimedBy(unit: string, orderId: string): Promise<number> {
    const found = await db
      .selectFrom('order_claims')
      .select((e) => e.fn.countAll().as('n'))
      .where('unit', '=', unit)
      .where('order_id', '!=', orderId)
      .executeTakeFirst();
    return Number(found?.n ?? 0);
  }

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
        named_visitor_id: order.visitorId,
        named_contact_id: order.contactId,
      };
      const known = await find(order.siteId, order.orderId);
      const { visitor_id, contact_id, named_visitor_id, named_contact_id } = row;
      const { amount_cents, currency, at, source, told_at } = row;
      const set = {
        ...{ amount_cents, currency, at, source, told_at },
        ...(visitor_id && { visitor_id, named_visitor_id }),
        ...(contact_id && { contact_id, named_contact_id }),
      };
      // The visitor's own thank-you page may have told it already, and anybody can type into a page: the shop's word counts.
      await db
        .insertInto('orders')
        .values(row)
        .onConflict((c) => c.columns(['site_id', 'id']).doUpdateSet(set))
        .execute();
      await changed(order.siteId, order.at);
      if (known && known.at !== order.at) await changed(order.siteId, known.at);
      return known === undefined;
    },

    async tellByPage({ siteId, visitorId, contactId, ip, userAgent }, order) {
      const waitMs = networks.take(`${siteId} ${networkOf(ip)}`);
      if (waitMs > 0) return no('tooOften', { retryInMs: waitMs });
      const at = now();
      // Kept for people with an id too: who never chats gets none, and both arms are to be measured by the same kind of name.
      const { today: unit, network: ofDay } = await powers.namesOf(siteId, ip, userAgent);
      const network = isLoopback(ip) ? null : ofDay;
      const claim = { site_id: siteId, order_id: order.id, unit, visitor_id: visitorId, at, network };
      if ((await claimedBy(unit, claim.order_id)) >= claimsPerUnit) return no('tooOften');
      const fresh = await db
        .insertInto('order_claims')
        .values(claim)
        .onConflict((c) => c.columns(['site_id', 'order_id', 'unit']).doNothing())
        .executeTakeFirst();
      // The thank-you page may be loaded twice.
      if (!fresh.numInsertedOrUpdatedRows) return yes(undefined);
      await db
        .insertInto('orders')
        .values({
          id: order.id,
          site_id: siteId,
          visitor_id: visitorId,
          contact_id: contactId,
          amount_cents: order.amountCents,
          currency: order.currency,
          at,
          source: 'page',
          unit,
          told_at: at,
          named_visitor_id: null,
          named_contact_id: null,
        })
        // The shop's server may have been faster; of what it told, a page changes nothing.
        .onConflict((c) =>
          c.columns(['site_id', 'id']).doUpdateSet((e) => ({ unit: e.fn.coalesce('orders.unit', 'excluded.unit') })),
        )
        .execute();
      // Whose it is may be another than a moment ago, or nobody's now.
      const known = await find(siteId, order.id);
      if (known && isNear(at, known.at)) await changed(siteId, known.at);
      // What else this network claimed today may fall with it.
      else await changed(siteId, at);
      return yes(undefined);
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
