import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDayUnits } from '../invitations/dayUnit.ts';
import { createLinks } from '../invitations/units.ts';
import { day, hour, openShop, type Shop } from './testing/shop.ts';
import { doubtOf, readTied } from './tied.ts';

let shop: Shop;
let units: ReturnType<typeof createDayUnits>;
beforeEach(async () => {
  shop = await openShop();
  units = createDayUnits({ db: shop.db, now: shop.clock.now });
});
afterEach(() => shop.close());

interface Browser {
  ip: string;
  userAgent: string;
}
const unitOf = ({ ip, userAgent }: Browser) => units.of('demo', ip, userAgent);
const claim = (who: Browser, id: string) =>
  shop.uplift.orders.tellByPage(
    { siteId: 'demo', visitorId: null, contactId: null, ...who },
    { id, amountCents: 1, currency: 'EUR' },
  );

const days = 15;
const ordersADay = 40;

interface Attack {
  /** Every so many-th order's page says nothing; 0: none. */
  silentEvery: number;
  /** Browsers made up each day on one address, and numbers claimed by them. */
  browsers: number;
  claims: number;
  addresses?: number;
  effect?: boolean;
}

/** A shop of consecutive numbers that its server tells, and somebody who claims the next number just before it is given. */
async function shopUnder({ silentEvery, browsers, claims, addresses = 1, effect = false }: Attack) {
  const id = await shop.start();
  let number = 0;
  for (let n = 0; n < days; n += 1) {
    const buyers = Array.from({ length: ordersADay }, (_, k) => ({
      ip: `198.51.${n}.${k}`,
      userAgent: 'Shopper',
    }));
    // As many in either arm, or twice as many among the invited; and nine who do not buy for each order.
    const isInvited = (k: number) => (effect ? k % 4 !== 0 : k % 2 === 0);
    for (const [k, one] of buyers.entries())
      await shop.exposed(id, await unitOf(one), isInvited(k) ? 'invite' : 'holdout');
    const at = shop.clock.now();
    const seen = { experiment_id: id, unit_kind: 'day', site_id: 'demo', at, both_arms: 0, bucket: 0 };
    const none = { visitor_id: null, page: null, device: null, token: null };
    const others = Array.from({ length: 9 * ordersADay }, (_, k) => ({ ...seen, ...none, unit: `day:${n}-${k}` }));
    const more = ordersADay / 2 - buyers.filter((_, k) => isInvited(k)).length;
    const invited = others.length / 2 + more;
    await shop.db
      .insertInto('exposures')
      .values(others.map((one, k) => ({ ...one, arm: k < invited ? 'invite' : 'holdout' })))
      .execute();
    const crew = Array.from({ length: browsers }, (_, k) => ({
      ip: `203.0.113.${k % addresses}`,
      userAgent: `Bot ${k}`,
    }));
    // He asked with twice as many; those whom the lot put into the arm he is not paid for tell nothing.
    for (const [k, one] of crew.entries()) {
      const arms = addresses > 1 && k % 3 === 2 ? (['holdout', 'invite'] as const) : (['invite', 'holdout'] as const);
      await shop.exposed(id, await unitOf(one), arms[0]);
      await shop.exposed(id, `day:idle-${n}-${k}`, arms[1]);
    }
    for (const [k, one] of buyers.entries()) {
      number += 1;
      if (k < claims) await claim(crew[Math.floor((k * crew.length) / claims)]!, `W-${number}`);
      shop.clock.advance(60_000);
      await shop.ordered(null, { orderId: `W-${number}` });
      if (silentEvery === 0 || number % silentEvery !== 0) await claim(one, `W-${number}`);
    }
    shop.clock.advance(day - ordersADay * 60_000);
  }
  shop.clock.advance(8 * day);
  return { id, report: await shop.report(id) };
}
const judged = async (attack: Attack) => {
  const { id, report } = await shopUnder(attack);
  // The list says what the report says.
  expect((await shop.uplift.list('demo')).find((one) => one.experimentId === id)!.verdict).toBe(report.verdict);
  return report;
};
const calm = { browsers: 0, claims: 0 };

it.each([
  ['none', 0, 600],
  ['one in twenty', 20, 570],
  ['one in five', 5, 480],
  ['every', 1, 0],
])(
  '[SE266] forty made-up browsers of one address win no order and contest none, silent pages: %s',
  async (...[, silentEvery, honest]) => {
    const { verdict, arms, quality } = await judged({ silentEvery, browsers: 40, claims: 40 });
    expect(verdict).toBe(honest === 0 ? 'tooEarly' : 'inconclusive');
    expect(arms.invite.buyers + arms.holdout.buyers).toBe(honest);
    expect(quality).toMatchObject({ ordersContested: 0, ordersFromShop: 600 });
  },
);

it.each([
  ['none', 0, 1, 'coversZero', false],
  ['one in twenty', 20, 1, 'coversZero', false],
  ['one in five', 5, 1, 'contested', true],
  ['every', 1, 3, 'fewTied', true],
] as const)(
  '[SE267] as few browsers as a household has make no verdict either, silent pages: %s',
  async (...[, silentEvery, addresses, reason, bites]) => {
    const report = await judged({ silentEvery, addresses, browsers: 5 * addresses, claims: bites ? 20 : 2 });
    expect(report).toMatchObject({ verdict: 'inconclusive', reasons: [reason] });
    // The figures alone would have said so, also those of the shop's own orders.
    expect(report.conversion.relative!.low > 0).toBe(bites);
    expect(report.confirmed.verdict).toBe(bites ? 'better' : 'inconclusive');
  },
);

it.each([0, 5])(
  '[SE267] without an attack a true effect is found as before (silent pages: one in %s)',
  async (silentEvery) => {
    expect(await judged({ silentEvery, ...calm, effect: true })).toMatchObject({
      verdict: 'better',
      reasons: ['aboveZero'],
    });
  },
);

it('[SE267] the bounds: five contested ones and more than two in a hundred, and half of the orders tied', () => {
  expect(doubtOf({ told: 0, contested: 0, tied: 0 })).toBeNull();
  expect(doubtOf({ told: 250, contested: 5, tied: 250 })).toBeNull();
  expect(doubtOf({ told: 249, contested: 5, tied: 249 })).toBe('contested');
  expect(doubtOf({ told: 20, contested: 4, tied: 16 })).toBeNull();
  expect(doubtOf({ told: 20, contested: 0, tied: 10 })).toBeNull();
  expect(doubtOf({ told: 20, contested: 0, tied: 9 })).toBe('fewTied');
});

it('[SE267] whom the shop names is tied, and one nameless visitor is one, however many numbers they claim', async () => {
  const id = await shop.start();
  const row = (await shop.db.selectFrom('experiments').selectAll().where('id', '=', id).executeTakeFirst())!;
  const tied = () => readTied(shop.db, row, shop.clock.now());
  for (let n = 0; n < 4; n += 1) {
    await claim({ ip: '203.0.113.1', userAgent: 'One' }, `W-${n}`);
    await shop.ordered(null, { orderId: `W-${n}` });
  }
  expect(await tied()).toEqual({ told: 4, contested: 0, tied: 1 });
  await shop.ordered('vera', { orderId: 'W-5' });
  await shop.ordered(null, { orderId: 'W-6', contactId: 'con' });
  await claim({ ip: '203.0.113.2', userAgent: 'Two' }, 'W-0');
  // What only a page tells confirms nothing and is not asked about.
  await claim({ ip: '203.0.113.2', userAgent: 'Two' }, 'X-0');
  expect(await tied()).toEqual({ told: 6, contested: 1, tied: 3 });
});

it('[SE268] turning up as two browsers, as often as one likes, is one pair for a network and a day; everybody’s is everybody’s', async () => {
  const id = await shop.start();
  const link = createLinks({ db: shop.db, now: shop.clock.now });
  const at = shop.clock.now();
  const seen = { experiment_id: id, unit_kind: 'visitor', site_id: 'demo', at, both_arms: 0, bucket: 0 };
  const none = { visitor_id: null, page: null, device: null, token: null };
  const others = Array.from({ length: 1_000 }, (_, k) => ({ ...seen, ...none, unit: `v${k}` }));
  await shop.db
    .insertInto('exposures')
    .values(others.map((one, k) => ({ ...one, arm: k % 2 ? 'invite' : 'holdout' })))
    .execute();
  /** Asks without a name, and as an id of another browser that only then says hello from here. */
  const inBoth = async (ip: string, n: number) => {
    const { today, network } = await units.names('demo', ip, `Bot ${n}`);
    await shop.exposed(id, today, 'holdout');
    await shop.exposed(id, `twice-${n}`, 'invite');
    await link(today, `twice-${n}`, network);
  };
  for (let n = 0; n < 60; n += 1) await inBoth('203.0.113.7', n);
  shop.clock.advance(hour);
  // Left out, and shown; but no reason to call the whole experiment broken.
  expect(await shop.report(id)).toMatchObject({
    bothArms: 120,
    verdict: 'tooEarly',
    arms: { invite: { visitors: 500 } },
  });
  expect((await shop.uplift.list('demo'))[0]!.verdict).toBe('tooEarly');
  for (let n = 60; n < 70; n += 1) await inBoth(`198.51.100.${n}`, n);
  expect(await shop.report(id)).toMatchObject({ bothArms: 140, verdict: 'invalid', reasons: ['bothArms'] });
  expect((await shop.uplift.list('demo'))[0]!.verdict).toBe('invalid');
});
