import { afterEach, beforeEach, expect, it } from 'vitest';
import { createOrders, type Orders } from '../uplift/orders.ts';
import { createDayUnits } from './dayUnit.ts';
import { openStage, type Stage } from './testing/stage.ts';

const hourMs = 3_600_000;
const cooldown = { afterOrderMs: hourMs };
const from = { siteId: 'demo', ip: '192.0.2.1', userAgent: 'test' };

let stage: Stage;
let orders: Orders;
beforeEach(async () => {
  stage = await openStage();
  stage.free[0]!.room = 100;
  const { db, now } = stage;
  orders = createOrders({ db, now, namesOf: createDayUnits({ db, now }).names, changed: async () => {} });
});
afterEach(() => stage.close());

const why = async (id: string | null, ip?: string) => {
  await stage.ask(id, { terms: { digest: 'd', cooldown } }, ip);
  return (await stage.reasons()).at(-1);
};
const shop = (orderId: string, more: { visitorId?: string; contactId?: string; at?: number } = {}) =>
  orders.tellByShop({
    ...{ orderId, siteId: 'demo', visitorId: null, contactId: null, amountCents: 1_000, currency: 'EUR' },
    at: stage.now(),
    ...more,
  });
const page = (id: string, visitorId: string | null, ip = from.ip) => {
  const buyer = { ...from, ip, visitorId, contactId: visitorId && `con-${visitorId}` };
  return orders.tellByPage(buyer, { id, amountCents: 1_000, currency: 'EUR' });
};

it('[IN444] an order that names only the contact counts for all ids of that contact, until its time is over', async () => {
  for (const id of ['phone', 'desk', 'other']) await stage.hello(id, '10.0.0.1');
  await stage.db.updateTable('visitors').set({ contact_id: 'con-same' }).where('id', 'in', ['phone', 'desk']).execute();
  await shop('o1', { contactId: 'con-same' });
  expect(await why('phone')).toBe('ordered');
  expect(await why('desk')).toBe('ordered');
  expect(await why('other')).toBe('invited');
  await stage.advance(hourMs);
  expect(await why('desk')).toBe('invited');
});

it('[IN444] an order of nobody counts for the id whose page told the same number, whoever was first', async () => {
  for (const id of ['first', 'late', 'beside']) await stage.hello(id);
  // What was told before an id was made would count for the name of the day as well.
  await stage.advance(60_000);
  await shop('o1');
  await page('o1', 'first');
  await page('o2', 'late');
  await shop('o2');
  await stage.advance(60_000);
  expect([await why('first'), await why('late')]).toEqual(['ordered', 'ordered']);
  // Of the same network and browser, and somebody else.
  expect(await why('beside')).toBe('invited');
});

it('[IN444] two who claim one number have both said that they have bought; a claim long after the order is none', async () => {
  await stage.hello('one');
  await stage.hello('two', '192.0.2.2');
  await stage.hello('old', '192.0.2.3');
  await stage.advance(60_000);
  await shop('o1');
  await page('o1', 'one');
  await page('o1', 'two', '192.0.2.2');
  expect([await why('one'), await why('two', '192.0.2.2')]).toEqual(['ordered', 'ordered']);
  await stage.advance(40 * 60_000);
  await page('o1', 'old', '192.0.2.3');
  expect(await why('old')).toBe('invited');
});

it('[IN444] an order that a page without an id told counts for the same name of the day and for the id made after it, also when the shop was first', async () => {
  await shop('o1');
  await page('o1', null);
  expect(await why(null)).toBe('ordered');
  await stage.advance(60_000);
  await stage.hello('new');
  expect(await why('new')).toBe('ordered');
  expect(await why(null, '192.0.2.8')).toBe('invited');
});
