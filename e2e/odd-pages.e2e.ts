import { expect, it } from 'vitest';
import { acceptFirst, agent, openChat, person, reply, write } from './people.ts';
import { openStage } from './stage.ts';

const { world, browser } = await openStage();

it('[CH110] a page whose scripts bend the browser’s own objects still has a chat', async () => {
  const anna = await agent(browser, world);
  const { page } = await person(browser);
  // What old libraries and careless shops do, before anything else runs.
  await page.addInitScript(() => {
    const bent = Array.prototype as unknown as Record<string, unknown>;
    bent.last = function last(this: unknown[]) {
      return this[this.length - 1];
    };
    (Object.prototype as unknown as Record<string, unknown>).extra = 'inherited by everything';
    const listen = EventTarget.prototype.addEventListener;
    EventTarget.prototype.addEventListener = function add(this: EventTarget, ...given: Parameters<typeof listen>) {
      return listen.apply(this, given);
    } as typeof listen;
    const stringify = JSON.stringify.bind(JSON);
    JSON.stringify = ((...given: Parameters<typeof stringify>) => stringify(...given)) as typeof JSON.stringify;
    window.fetch = () => Promise.reject(new Error('this shop wraps fetch, and badly'));
  });
  await page.goto(`${world.shopUrl}/en/product/raincoat-fjord`);
  await openChat(page);
  await write(page, 'from a bent page');
  await acceptFirst(anna.page);
  await anna.page.getByRole('log', { name: 'Messages' }).getByText('from a bent page').waitFor();
  await reply(anna.page, 'and back to it');
  await page.getByRole('log', { name: 'Conversation' }).getByText('and back to it').waitFor();
});

it('[CH111] a single-page navigation is told to the agent, and back and forward keep the conversation', async () => {
  const ben = await agent(browser, world, 'ben@demo.shop');
  const { page, errors } = await person(browser);
  await page.goto(`${world.shopUrl}/en/product/raincoat-fjord`);
  await openChat(page);
  await write(page, 'on my way');
  await acceptFirst(ben.page);
  await page.evaluate(() => history.pushState(null, '', '/en/product/parka-marsch'));
  await expect
    .poll(() => ben.page.getByRole('region', { name: 'Contact' }).innerText(), { timeout: 10_000 })
    .toContain('parka-marsch');

  await page.goto(`${world.shopUrl}/en/help`);
  await page.goBack();
  await openChat(page);
  const log = page.getByRole('log', { name: 'Conversation' });
  await log.getByText('on my way').waitFor();
  await reply(ben.page, 'welcome back');
  await log.getByText('welcome back').waitFor();
  expect(errors).toEqual([]);
});
