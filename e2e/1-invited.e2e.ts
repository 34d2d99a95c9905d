import { expect, it } from 'vitest';
import { acceptFirst, agent, expectAccessible, person, picture, reply, write } from './people.ts';
import { openStage } from './stage.ts';

const { world, browser } = await openStage();

it('[IN80] invited: a visitor lingers on the checkout form, an agent is free, the card appears, they chat, the visitor buys', async () => {
  const anna = await agent(browser, world);
  await expectAccessible(anna.page, 'the empty console');
  const visitor = await person(browser);
  const { page } = visitor;
  await page.goto(`${world.shopUrl}/en/checkout?theke-fast=1`);
  await page.locator('#checkout input').first().click();

  const card = page.getByRole('region', { name: 'Invitation' });
  await card.waitFor();
  await expectAccessible(page, 'the invitation');
  await picture(page, 'invitation');
  await card.getByRole('button', { name: 'Chat now' }).click();
  await page.getByRole('dialog', { name: 'Chat' }).waitFor();
  await write(page, 'Does the jacket keep dry on a bicycle?');

  await acceptFirst(anna.page);
  await anna.page.getByRole('log', { name: 'Messages' }).getByText('Does the jacket keep dry').waitFor();
  await reply(anna.page, 'Yes: the back is longer and the seams are taped.');
  await page.getByRole('log', { name: 'Conversation' }).getByText('the seams are taped').waitFor();
  await expectAccessible(page, 'the open chat');
  await expectAccessible(anna.page, 'the console in a conversation');
  await picture(page, 'chat');
  await picture(anna.page, 'console-conversation');

  await page.goto(`${world.shopUrl}/en/order?id=W-1001&amount=18900`);
  await page.getByRole('button', { name: /Open chat|Close chat/ }).waitFor();
  await expect.poll(() => anna.page.getByRole('region', { name: 'Contact' }).textContent()).toMatch(/order/i);
  expect(visitor.errors).toEqual([]);
  expect(anna.errors).toEqual([]);
});

it('[IN81] a dismissed invitation stays away, on the next page too', async () => {
  const { page, errors } = await person(browser);
  await page.goto(`${world.shopUrl}/en/checkout?theke-fast=1`);
  await page.locator('#checkout input').first().click();
  await page.getByRole('region', { name: 'Invitation' }).getByRole('button', { name: 'Not now' }).click();
  await page.goto(`${world.shopUrl}/en/checkout?theke-fast=1`);
  await page.locator('#checkout input').first().click();
  await page.waitForTimeout(3_500);
  expect(await page.getByRole('region', { name: 'Invitation' }).count()).toBe(0);
  expect(errors).toEqual([]);
});
