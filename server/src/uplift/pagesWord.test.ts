import { afterEach, beforeEach, expect, it } from 'vitest';
import { openShop, type Shop } from './testing/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const endsOf = async (experimentId: string) =>
  (await shop.db.selectFrom('experiments').select('ended_at').where('id', '=', experimentId).executeTakeFirst())
    ?.ended_at;

it('[SE263] what pages say of a rule’s name ends no experiment of the shop, and lets none begin ended', async () => {
  const own = await shop.start({ version: 3 });
  // The rule was removed, so the server asks the page what it says: a newer version, or that nobody is held out.
  const theirs = await shop.start({ version: 1_000_000, digest: 'page:x' });
  expect(await shop.current({ version: 3, digest: 'page:x', share: 0 })).toBeNull();
  expect([await endsOf(own), await endsOf(theirs)]).toEqual([null, null]);
  // It comes back: as an experiment of its own that runs, and the pages' word is over.
  const back = await shop.start({ version: 4 });
  expect([await endsOf(own), await endsOf(back), await endsOf(theirs)]).toEqual([
    shop.clock.now(),
    null,
    shop.clock.now(),
  ]);
  // A page that was loaded before a change is late as ever.
  expect(await endsOf(await shop.start({ version: 2 }))).toBe(shop.clock.now());
  // A rule that pages alone describe goes on to its next version as ever.
  const [first, second] = [
    await shop.start({ ruleId: 'p', digest: 'page:a' }),
    await shop.start({ ruleId: 'p', digest: 'page:b', version: 2 }),
  ];
  expect([await endsOf(first), await endsOf(second)]).toEqual([shop.clock.now(), null]);
});
