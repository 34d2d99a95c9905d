import { afterEach, beforeEach, expect, it } from 'vitest';
import { createDayUnits } from '../invitations/dayUnit.ts';
import { day, hour, openShop, type Shop } from './testing/shop.ts';

let shop: Shop;
let units: ReturnType<typeof createDayUnits>;
beforeEach(async () => {
  shop = await openShop();
  units = createDayUnits({ db: shop.db, now: shop.clock.now });
});
afterEach(() => shop.close());

const minute = 60_000;
interface Browser {
  ip: string;
  userAgent: string;
}
const mallory = { ip: '192.0.2.66', userAgent: 'Mallory' };
const vera = { ip: '192.0.2.1', userAgent: 'Vera' };

const unitOf = ({ ip, userAgent }: Browser) => units.of('demo', ip, userAgent);
/** A page says that its visitor bought this. */
const claim = (who: Browser, id: string, visitorId: string | null = null) =>
  shop.uplift.orders.tellByPage(
    { siteId: 'demo', visitorId, contactId: null, ...who },
    { id, amountCents: 1, currency: 'EUR' },
  );
/** The shop's server tells an order of somebody it cannot name. */
const told = (orderId: string, more: object = {}) => shop.ordered(null, { orderId, ...more });
const buyers = async (experimentId: string) => {
  const { arms, confirmed, quality } = await shop.report(experimentId);
  return { all: [arms.invite.buyers, arms.holdout.buyers], confirmed: confirmed.buyers, quality };
};

it('[UP93] an order that the shop tells of somebody nameless is theirs by their page’s word, and then it is confirmed', async () => {
  const id = await shop.start();
  await shop.exposed(id, await unitOf(vera), 'holdout');
  await claim(vera, 'W-1');
  expect(await buyers(id)).toMatchObject({ all: [0, 1], confirmed: { invite: 0, holdout: 0 } });
  // Told in the evening, with its time.
  const at = shop.clock.now();
  shop.clock.advance(9 * hour);
  await told('W-1', { at });
  expect(await buyers(id)).toMatchObject({ all: [0, 1], confirmed: { invite: 0, holdout: 1 } });
  // A second order that only the page tells makes nobody more of a buyer.
  await claim(vera, 'W-2');
  expect(await buyers(id)).toMatchObject({ all: [0, 1], confirmed: { holdout: 1 } });
});

it('[UP93] months later the shop tells what only pages had told, and the closed days are confirmed', async () => {
  const id = await shop.start();
  await shop.exposed(id, await unitOf(vera), 'invite');
  const at = shop.clock.now();
  await claim(vera, 'W-1');
  shop.clock.advance(60 * day);
  expect((await buyers(id)).confirmed.invite).toBe(0);
  await told('W-1', { at });
  expect((await buyers(id)).confirmed.invite).toBe(1);
});

it('[UP94] numbers claimed beforehand are nobody’s: half an hour around the order is the limit', async () => {
  const id = await shop.start();
  await shop.exposed(id, await unitOf(mallory), 'invite');
  for (let n = 0; n < 10; n += 1) await claim(mallory, `W-${n}`);
  const claimedAt = shop.clock.now();
  shop.clock.advance(30 * minute + 1);
  for (let n = 0; n < 9; n += 1) await told(`W-${n}`);
  expect(await buyers(id)).toMatchObject({
    all: [1, 0],
    confirmed: { invite: 0 },
    quality: { ordersClaimedLate: 9, ordersContested: 0 },
  });
  // At half an hour to the millisecond it would stand, also before the claim.
  await told('W-9', { at: claimedAt + 30 * minute });
  expect((await buyers(id)).confirmed.invite).toBe(1);
  await told('W-9', { at: claimedAt });
  expect((await buyers(id)).confirmed.invite).toBe(1);
});

it('[UP95] a number that two visitors claim is neither’s, whoever was first, and it is counted', async () => {
  const id = await shop.start();
  await shop.exposed(id, await unitOf(mallory), 'invite');
  await shop.exposed(id, await unitOf(vera), 'holdout');
  await claim(mallory, 'W-1');
  shop.clock.advance(minute);
  await told('W-1');
  expect(await buyers(id)).toMatchObject({ all: [1, 0], confirmed: { invite: 1 } });
  await claim(vera, 'W-1');
  await claim(vera, 'W-1');
  const nobody = { all: [0, 0], confirmed: { invite: 0, holdout: 0 }, quality: { ordersContested: 1 } };
  expect(await buyers(id)).toMatchObject(nobody);
  // Nor does a third, or the first once more, win it back.
  await claim(mallory, 'W-1');
  expect(await buyers(id)).toMatchObject(nobody);
  // Who comes hours later takes nothing away.
  await claim(vera, 'W-2');
  await told('W-2');
  shop.clock.advance(hour);
  await claim(mallory, 'W-2');
  expect(await buyers(id)).toMatchObject({ all: [0, 1], confirmed: { holdout: 1 }, quality: { ordersContested: 1 } });
});

it('[UP95] what the shop names is not lost by a contest, where the name is older than the arm', async () => {
  await shop.person('known', 'con');
  const id = await shop.start();
  await shop.exposed(id, 'known', 'holdout');
  await shop.exposed(id, await unitOf(mallory), 'invite');
  await claim(mallory, 'W-1');
  await claim(mallory, 'W-2');
  await shop.ordered('known', { orderId: 'W-1' });
  expect(await buyers(id)).toMatchObject({ all: [1, 1], confirmed: { invite: 0, holdout: 1 } });
  await told('W-2', { contactId: 'con' });
  expect(await buyers(id)).toMatchObject({ all: [0, 1], confirmed: { invite: 0, holdout: 1 } });
});

it('[UP96] where the shop names a visitor, the claim of another falls; a nameless one who is that visitor keeps it', async () => {
  const id = await shop.start();
  await shop.exposed(id, await unitOf(mallory), 'invite');
  await shop.exposed(id, await unitOf(vera), 'invite');
  // Vera chatted after she was drawn, so the shop can name her; Mallory claimed her number, and her page told nothing.
  await shop.link(await unitOf(vera), 'vera-id');
  await claim(mallory, 'W-1', 'mallory-id');
  await shop.ordered('vera-id', { orderId: 'W-1' });
  expect((await buyers(id)).all).toEqual([0, 0]);
  await claim(vera, 'W-2', 'vera-id');
  await shop.ordered('vera-id', { orderId: 'W-2' });
  expect(await buyers(id)).toMatchObject({ all: [1, 0], confirmed: { invite: 1 } });
});

it('[UP97] twenty orders of one visitor a day are believed, and sixty of one network at once, by whatever name', async () => {
  const id = await shop.start();
  await shop.exposed(id, await unitOf(mallory), 'invite');
  const answers = [];
  for (let n = 0; n < 25; n += 1) answers.push((await claim(mallory, `W-${n}`)).ok);
  expect(answers.filter(Boolean)).toHaveLength(20);
  expect(await claim(mallory, 'W-20')).toMatchObject({ ok: false, refusal: { code: 'tooOften' } });
  // What was told is told: the page may be loaded again.
  expect((await claim(mallory, 'W-3')).ok).toBe(true);
  let fresh = 0;
  for (let n = 0; n < 200; n += 1)
    fresh += (await claim({ ...mallory, userAgent: `Browser ${n}` }, `X-${n}`)).ok ? 1 : 0;
  expect(fresh).toBe(60 - 27);
  expect((await claim(vera, 'W-1000')).ok).toBe(true);
  shop.clock.advance(10 * minute);
  expect((await claim({ ...mallory, userAgent: 'New' }, 'Y-1')).ok).toBe(true);
  // So many of one network are nobody's in the end.
  expect(await buyers(id)).toMatchObject({ all: [0, 0], confirmed: { invite: 0 } });
});

it('[UP94] a thousand numbers ahead of a busy shop’s real orders move no arm', async () => {
  const id = await shop.start();
  const crowd = Array.from({ length: 80 }, (_, n) => ({ ip: `198.51.100.${n}`, userAgent: 'Shopper' }));
  for (const [n, one] of crowd.entries()) await shop.exposed(id, await unitOf(one), n % 2 ? 'invite' : 'holdout');
  // Invited on every address he has.
  const attackers = Array.from({ length: 30 }, (_, n) => ({ ip: `203.0.113.${n}`, userAgent: 'Bot' }));
  for (const one of attackers) await shop.exposed(id, await unitOf(one), 'invite');
  for (const [n, one] of attackers.entries()) for (let k = 0; k < 30; k += 1) await claim(one, `S-${n + k}`);
  shop.clock.advance(5 * minute);
  for (const [n, one] of crowd.entries()) {
    await told(`S-${n}`);
    await claim(one, `S-${n}`);
  }
  // The numbers he reached, 0 to 48, are nobody's; beyond them the shoppers keep theirs. Nothing is credited to him.
  const { all, confirmed, quality } = await buyers(id);
  expect(quality.ordersContested).toBe(49);
  expect(confirmed).toEqual({ invite: 16, holdout: 15 });
  expect(all).toEqual([16, 15]);
});
