import { afterEach, beforeEach, expect, it } from 'vitest';
import { dayMs } from './defaults.ts';
import { openStage, type Stage, tokenOf } from './testing/stage.ts';

const minuteMs = 60_000;
let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  stage.free[0]!.room = 100;
});
afterEach(() => stage.close());

/** What the last question was answered with, for the people of the shop. */
const why = async () => (await stage.reasons()).at(-1);
const asks = async (id: string | null, wish: object = {}, ip?: string) => {
  await stage.ask(id, wish, ip);
  return why();
};
const dismissed = async (id: string | null, ip?: string) =>
  stage.say(tokenOf(await stage.ask(id, {}, ip)), 'dismissed', id);

it('[IN311] a page load without an id gets the same card with the rest of its time, another rule none', async () => {
  const first = await stage.ask(null);
  await stage.advance(10_000);
  expect(await stage.ask(null)).toEqual({ ...first, expiresInMs: 35_000 });
  expect(await asks(null, { ruleId: 'r2' })).toBe('gap');
  // Another browser of the same network, and another network, are others.
  expect(tokenOf(await stage.ask(null, {}, undefined, 'another'))).not.toBe(tokenOf(first));
  expect((await stage.ask(null, {}, '192.0.2.2')).show).toBe(true);
});

it('[IN311] without an id the distance, the visit, the caps and the cool-downs hold all the same', async () => {
  await stage.say(tokenOf(await stage.ask(null)), 'accepted', null);
  expect(await asks(null, { ruleId: 'r2' })).toBe('gap');
  await stage.advance(6 * minuteMs);
  expect(await asks(null, { ruleId: 'r2' })).toBe('cap');
  await stage.advance(25 * minuteMs);
  expect(await asks(null, { ruleId: 'r2' })).toBe('invited');
  await stage.advance(minuteMs);
  expect(await asks(null, { ruleId: 'r2' })).toBe('ignored');
  await stage.advance(40 * minuteMs);
  expect(await asks(null, { ruleId: 'r3' })).toBe('invited');
  await stage.advance(40 * minuteMs);
  expect(await asks(null, { ruleId: 'r4' })).toBe('often');
  await dismissed(null, '192.0.2.9');
  await stage.advance(60 * minuteMs);
  expect(await asks(null, { ruleId: 'r2' }, '192.0.2.9')).toBe('dismissed');
});

it('[IN312] an id made after a card has its past: whoever clears the storage gets no second one', async () => {
  await stage.hello('first');
  await dismissed('first');
  await stage.advance(minuteMs);
  await stage.hello('second');
  expect(await asks('second', { ruleId: 'r2' })).toBe('dismissed');
  expect(await asks(null, { ruleId: 'r2' })).toBe('dismissed');
  await stage.advance(minuteMs);
  await stage.hello('third');
  expect(await asks('third')).toBe('dismissed');
});

it('[IN312] conversations and orders of before count as well', async () => {
  await stage.hello('first');
  const talk = await stage.active({ visitor_id: 'first' });
  await stage.advance(minuteMs);
  await stage.hello('second');
  expect(await asks('second')).toBe('busy');
  await stage.conversations.powers.end(talk.id, 'visitor');
  const cooldown = { afterChatMs: 60 * minuteMs, afterOrderMs: 60 * minuteMs };
  expect(await asks('second', { terms: { digest: 'd', cooldown } })).toBe('chatted');
  const order = { site_id: 'demo', amount_cents: 1, currency: 'EUR', source: 'page', told_at: 0, contact_id: null };
  const bought = async (id: string, row: { visitor_id: string | null; unit: string | null }) => {
    const at = stage.now();
    await stage.db
      .insertInto('orders')
      .values({ id, at, ...order, ...row })
      .execute();
    const { unit, visitor_id } = row;
    if (unit)
      await stage.db
        .insertInto('order_claims')
        .values({ site_id: 'demo', order_id: id, at, unit, visitor_id })
        .execute();
  };
  await stage.hello('buyer', '192.0.2.3');
  await bought('o1', { visitor_id: 'buyer', unit: null });
  const unit = (await stage.db.selectFrom('unit_links').selectAll().orderBy('at', 'desc').execute())[0]!.day_unit;
  await stage.ask(null, {}, '192.0.2.4');
  const other = (await stage.db.selectFrom('invitations').select('unit').execute())[0]!.unit!;
  expect(other).not.toBe(unit);
  await stage.advance(minuteMs);
  await bought('o2', { visitor_id: null, unit: other });
  expect(await asks(null, { terms: { digest: 'd', cooldown } }, '192.0.2.3')).toBe('ordered');
  await stage.hello('later', '192.0.2.4');
  expect(await asks('later', { ruleId: 'r7', terms: { digest: 'd', cooldown } })).toBe('ordered');
  // Somebody who was there before both is another person.
  await stage.advance(10 * minuteMs);
  expect(await asks('first', { terms: { digest: 'd', cooldown: { afterOrderMs: dayMs } } })).toBe('invited');
});

it('[IN312] a visit goes on under the new id', async () => {
  stage.visits.set('second', { siteId: 'demo', visitSinceAt: stage.now() + 10 * minuteMs });
  await stage.hello('first');
  await stage.say(tokenOf(await stage.ask('first')), 'accepted', 'first');
  await stage.advance(10 * minuteMs);
  await stage.hello('second');
  expect(await asks('second', { ruleId: 'r2' })).toBe('cap');
  await stage.advance(25 * minuteMs);
  expect(await asks('second', { ruleId: 'r2' })).toBe('invited');
});

it('[IN313] midnight is no hole, and after two days nothing is known', async () => {
  const toMidnight = dayMs - (stage.now() % dayMs);
  await stage.advance(toMidnight - minuteMs);
  await dismissed(null);
  await stage.advance(2 * minuteMs);
  expect(await asks(null)).toBe('dismissed');
  await stage.hello('new');
  expect(await asks('new')).toBe('dismissed');
  const terms = { digest: 'd', caps: { perVisitor: { n: 1, withinMs: 20 * dayMs } } };
  await stage.advance(dayMs - 4 * minuteMs);
  expect(await asks(null, { terms })).toBe('cap');
  await stage.advance(4 * minuteMs);
  expect(await asks(null, { terms })).toBe('invited');
});

it('[SE270] a no to a card of nobody in particular lasts for hours, and never for good; that of an id stays', async () => {
  const terms = { digest: 'd', cooldown: { afterDismissMs: 2 * dayMs } };
  const said = async (who: string | null, never: boolean) =>
    stage.say(tokenOf(await stage.ask(who)), 'dismissed', who, { never });
  await said(null, true);
  await stage.advance(240 * minuteMs - 1);
  // A neighbour with the same phone, by name and as a new id.
  expect(await asks(null, { terms })).toBe('dismissed');
  await stage.hello('new');
  expect(await asks('new', { terms })).toBe('dismissed');
  await stage.advance(1);
  expect(await asks('new', { terms })).toBe('invited');
  await said('new', true);
  await stage.advance(dayMs);
  expect(await asks('new', { terms })).toBe('dismissed');
  // What somebody said as an id counts under their names while those last, as ever.
  expect(await asks(null, { terms })).toBe('dismissed');
});

it('[SE270] where the rule says less than that, it is less', async () => {
  await dismissed(null);
  const terms = { digest: 'd', cooldown: { afterDismissMs: 60 * minuteMs } };
  await stage.advance(60 * minuteMs - 1);
  expect(await asks(null, { terms })).toBe('dismissed');
  await stage.advance(1);
  expect(await asks(null, { terms })).toBe('invited');
});

it('[IN313] an id made while the clock was set back is younger than what was before', async () => {
  await dismissed(null);
  stage.setClock(-60 * minuteMs);
  await stage.hello('new');
  stage.setClock(70 * minuteMs);
  expect(await asks('new')).toBe('dismissed');
});

it('[IN314] names that are evidently many people’s keep only the distance and the card that is up', async () => {
  const old = ['o1', 'o2', 'o3', 'o4'];
  for (const id of old) await stage.hello(id, '192.0.2.77');
  await stage.advance(10 * minuteMs);
  for (const id of old.slice(1)) await stage.hello(id);
  await dismissed(null);
  await stage.advance(6 * minuteMs);
  expect(await asks(null)).toBe('dismissed');
  await stage.hello(old[0]!);
  const shown = await stage.ask(null);
  expect(shown.show).toBe(true);
  expect(await asks(null)).toBe('gap');
  await stage.hello('fresh');
  expect(await asks('fresh')).toBe('gap');
  await stage.advance(5 * minuteMs);
  expect(await asks('fresh')).toBe('invited');
});

it('[IN314] many new ids of one name are many people too, but not those of one who clears the storage a dozen times', async () => {
  await dismissed(null);
  for (let n = 0; n < 20; n++) await stage.hello(`n${n}`);
  await stage.advance(6 * minuteMs);
  expect(await asks('n19')).toBe('dismissed');
  await stage.hello('n20');
  expect(await asks('n20')).toBe('invited');
});

it('[IN315] the token of an id is given to nobody else, that of a nameless card to the same name of the day alone', async () => {
  await stage.hello('first');
  const own = await stage.ask('first');
  await stage.advance(1_000);
  expect(await asks(null)).toBe('gap');
  await stage.hello('second');
  expect(await asks('second')).toBe('gap');
  expect(await stage.ask('first')).toMatchObject({ token: tokenOf(own) });
  const nameless = await stage.ask(null, {}, '192.0.2.5');
  await stage.advance(1_000);
  await stage.hello('clicked', '192.0.2.5');
  expect(await stage.ask('clicked')).toMatchObject({ token: tokenOf(nameless) });
  expect(await stage.say(tokenOf(nameless), 'accepted', 'clicked')).toMatchObject({ ok: true });
  expect(await stage.invitations.redeem(tokenOf(nameless), 'clicked', 'c1')).not.toBeNull();
});

it('[IN315] while an id says hello, a nameless card just shown keeps its distance, nothing more', async () => {
  await stage.hello('known');
  await stage.advance(minuteMs);
  await dismissed(null);
  expect(await asks('known')).toBe('gap');
  await stage.advance(5 * minuteMs);
  expect(await asks('known')).toBe('invited');
});

it.each(['', '10.0.0.9', '127.0.0.1', 'fd00::1'])(
  '[IN310] behind the address "%s" strangers share nothing',
  async (ip) => {
    for (let n = 0; n < 2; n++) {
      expect(await asks(null, {}, ip)).toBe('invited');
      await stage.hello(`v${n}`, ip);
      expect(await asks(`v${n}`, {}, ip)).toBe('invited');
      await stage.db.updateTable('invitations').set({ state: 'dismissed' }).execute();
      await stage.advance(minuteMs);
    }
  },
);

it('[IN318] whoever has a past by name alone is answered after the same work as who has none', async () => {
  await dismissed(null);
  await stage.hello('again');
  const work: number[] = [];
  for (const [id, ip] of [
    [null, '192.0.2.1'],
    [null, '192.0.2.50'],
    [null, '10.0.0.1'],
    ['again', '192.0.2.1'],
    ['nobody', '192.0.2.1'],
  ] as const) {
    stage.free.length = 0;
    stage.queries.count = 0;
    await stage.ask(id, { terms: { digest: 'd', holdout: { share: 0.5, salt: 's', windowMs: 1_000 } } }, ip);
    work.push(stage.queries.count);
  }
  expect((await stage.reasons()).slice(1)).toEqual(['dismissed', 'noAgent', 'noAgent', 'dismissed', 'noAgent']);
  expect(new Set(work).size).toBe(1);
});
