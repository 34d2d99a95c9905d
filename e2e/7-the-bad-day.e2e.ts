import { expect, it } from 'vitest';
import { acceptFirst, agent, openChat, person, reply, write } from './people.ts';
import { openStage } from './stage.ts';

const { world, browser } = await openStage();

it('[RE90] the bad day: the server dies in mid-conversation, both come back, nothing is lost, doubled or out of order', async () => {
  const anna = await agent(browser, world);
  const { page, errors } = await person(browser);
  await page.goto(`${world.shopUrl}/en/product/raincoat-fjord`);
  await openChat(page);
  await write(page, 'one');
  await acceptFirst(anna.page);
  await reply(anna.page, 'two');
  await page.getByRole('log', { name: 'Conversation' }).getByText('two', { exact: true }).waitFor();

  await world.kill();
  await write(page, 'three');
  await reply(anna.page, 'four');
  await write(page, 'five');
  await page.reload().catch(() => undefined);
  await world.restart();
  await page.goto(`${world.shopUrl}/en/product/raincoat-fjord`);
  await openChat(page);

  const words = (text: string): string[] => text.match(/\b(one|two|three|four|five)\b/g) ?? [];
  const visitorLog = page.getByRole('log', { name: 'Conversation' });
  const agentLog = anna.page.getByRole('log', { name: 'Messages' });
  await expect.poll(async () => words(await agentLog.innerText()).length, { timeout: 40_000 }).toBe(5);
  await expect.poll(async () => words(await visitorLog.innerText()).length, { timeout: 40_000 }).toBe(5);
  const seenByAgent = words(await agentLog.innerText());
  expect(words(await visitorLog.innerText())).toEqual(seenByAgent);
  expect([...seenByAgent].sort()).toEqual(['five', 'four', 'one', 'three', 'two']);
  expect(seenByAgent.indexOf('three')).toBeLessThan(seenByAgent.indexOf('five'));
  expect(errors).toEqual([]);
  expect(anna.errors).toEqual([]);
});

it('[RE91] a line that is gone for a while comes back by itself with everything that was said meanwhile', async () => {
  const ben = await agent(browser, world, 'ben@demo.shop');
  const { page, context } = await person(browser);
  await page.goto(`${world.shopUrl}/en/`);
  await openChat(page);
  await write(page, 'before the tunnel');
  await acceptFirst(ben.page);
  await context.setOffline(true);
  await write(page, 'written in the tunnel');
  await reply(ben.page, 'are you still there');
  await page.waitForTimeout(3_000);
  await context.setOffline(false);
  await page.getByRole('log', { name: 'Conversation' }).getByText('are you still there').waitFor({ timeout: 40_000 });
  await ben.page.getByRole('log', { name: 'Messages' }).getByText('written in the tunnel').waitFor({ timeout: 40_000 });
});
