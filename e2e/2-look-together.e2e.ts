import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { acceptFirst, agent, expectAccessible, openChat, type Person, person, picture, write } from './people.ts';
import { openStage } from './stage.ts';

const { world, browser } = await openStage();

/** Visitor and agent in one conversation, the page shared. */
async function shared(path: string, email = 'anna@demo.shop'): Promise<{ visitor: Person; anna: Person }> {
  // Somebody else each time: a conversation that was left open waits for its own agent.
  const anna = await agent(browser, world, email);
  const visitor = await person(browser);
  await visitor.page.goto(`${world.shopUrl}${path}`);
  await openChat(visitor.page);
  await write(visitor.page, 'Can you look at this with me?');
  await acceptFirst(anna.page);
  await anna.page.getByRole('button', { name: 'Ask to see the page' }).click();
  const question = visitor.page.getByRole('alertdialog', { name: /Allow .* to see this page/ });
  await question.waitFor();
  await expectAccessible(visitor.page, 'the question before sharing');
  await picture(visitor.page, 'share-question');
  await visitor.page.waitForTimeout(600);
  await question.getByRole('button', { name: 'Allow' }).click();
  await sharedPage(anna.page).locator('h1').first().waitFor();
  return { visitor, anna };
}

/** Ids stay in the visitor's browser; the heading is shown by the shop. */
const checkoutSeen = async (page: Page) => (await sharedPage(page).locator('main h1').textContent()) === 'Checkout';

const sharedPage = (page: Page) => page.frameLocator('iframe[title="Shared page"]');

it('[SH90] look together: the agent sees the page within about a second, follows it through full page loads, and points', async () => {
  const { visitor, anna } = await shared('/en/product/raincoat-fjord');
  const heading = await visitor.page.locator('main h1').textContent();
  expect(await sharedPage(anna.page).locator('main h1').textContent()).toBe(heading);
  await visitor.page.getByRole('region', { name: 'Shared view' }).waitFor();
  await expectAccessible(visitor.page, 'the shared page at the visitor');
  await expectAccessible(anna.page, 'the console with a shared page');
  await picture(visitor.page, 'shared-visitor');
  await picture(anna.page, 'console-shared');

  // The visitor follows a link: a full page load. The view goes on by itself, without a new question.
  await visitor.page.goto(`${world.shopUrl}/en/help/returns`);
  const next = await visitor.page.locator('main h1').textContent();
  await expect.poll(() => sharedPage(anna.page).locator('main h1').textContent(), { timeout: 10_000 }).toBe(next);
  expect(await visitor.page.getByRole('alertdialog').count()).toBe(0);

  // The agent leads: pushes a page, the visitor takes it.
  await anna.page.getByRole('button', { name: 'Push page' }).click();
  await pushPage(anna.page, `${world.shopUrl}/en/checkout`);
  await openChat(visitor.page);
  await visitor.page.getByRole('log', { name: 'Conversation' }).getByRole('link').last().click();
  await visitor.page.waitForURL(/checkout/);
  await expect.poll(() => checkoutSeen(anna.page), { timeout: 10_000 }).toBe(true);

  expect(visitor.errors).toEqual([]);
  expect(anna.errors).toEqual([]);
  await visitor.context.close();
  await anna.context.close();
});

it('[PR90] what the visitor types into the checkout, card and password fields never reaches the agent', async () => {
  const { visitor, anna } = await shared('/en/checkout', 'ben@demo.shop');
  const secret = 'Zwiebelkuchen-4711';
  await visitor.page.locator('#checkout input[type="text"]').first().fill(secret);
  await visitor.page.locator('#checkout input[type="email"]').fill(`${secret}@example.org`);
  await expect.poll(() => checkoutSeen(anna.page)).toBe(true);
  await visitor.page.goto(`${world.shopUrl}/en/account`);
  await visitor.page.locator('input[type="password"]').fill(secret);
  const account = await visitor.page.locator('main h1').textContent();
  await expect.poll(() => sharedPage(anna.page).locator('main h1').textContent(), { timeout: 10_000 }).toBe(account);
  await anna.page.waitForTimeout(500);
  const seen = await anna.page.evaluate(() => {
    const frame = document.querySelector<HTMLIFrameElement>('iframe[title="Shared page"]')!.contentDocument!;
    const values = [...frame.querySelectorAll('input, textarea')].map((field) => (field as HTMLInputElement).value);
    return frame.documentElement.outerHTML + values.join('|');
  });
  expect(seen).not.toContain('Zwiebelkuchen');
  await visitor.context.close();
  await anna.context.close();
});

it('[SH91] stop sharing ends the view at once, and the chat goes on', async () => {
  const { visitor, anna } = await shared('/en/help/returns', 'eva@demo.shop');
  await visitor.page.getByRole('button', { name: 'Stop sharing' }).click();
  await expect.poll(() => visitor.page.getByRole('region', { name: 'Shared view' }).count()).toBe(0);
  await anna.page.getByRole('button', { name: 'Ask to see the page' }).waitFor();
  await visitor.page.evaluate(() => {
    document.querySelector('main h1')!.textContent = 'After the end';
  });
  await visitor.page.waitForTimeout(500);
  expect(await anna.page.locator('body').textContent()).not.toContain('After the end');
  await openChat(visitor.page);
  await write(visitor.page, 'Still here');
  await anna.page.getByRole('log', { name: 'Messages' }).getByText('Still here').waitFor();
  await visitor.context.close();
  await anna.context.close();
});

/** The console's small form for a page to offer. */
async function pushPage(page: Page, url: string) {
  const dialog = page.getByRole('dialog', { name: /Push page|Push a page/ });
  await dialog.getByRole('textbox').first().fill(url);
  await dialog
    .getByRole('button', { name: /Push|Offer|Send/ })
    .last()
    .click();
}
