import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSomeChannel } from '../examples/webhook-channel/some-channel.ts';
import { openBrowser } from './browser.ts';
import { acceptFirst, agent, expectAccessible, openChat, person, picture, reply, write } from './people.ts';
import { startWorld, type World } from './world.ts';

let world: World;
let browser: Browser;
let channel: ReturnType<typeof createSomeChannel>;
let channelHttp: Server;
const secret = 'whsec_c29tZS1jaGFubmVsLXNlY3JldC1mb3ItdGVzdHM=';

beforeAll(async () => {
  // The channel listens first: Theke is told its reply address at the start.
  let inboundUrl = '';
  channel = createSomeChannel({ secret, inboundUrl: () => inboundUrl });
  channelHttp = await new Promise((done) => {
    const server = channel.app.listen(0, '127.0.0.1', () => done(server));
  });
  const replyUrl = `http://127.0.0.1:${(channelHttp.address() as AddressInfo).port}/reply`;
  [world, browser] = await Promise.all([
    startWorld({ THEKE_DEMO_CHANNEL_SECRET: secret, THEKE_DEMO_CHANNEL_REPLY_URL: replyUrl }),
    openBrowser(),
  ]);
  inboundUrl = `${world.thekeUrl}/api/v1/channels/demo-channel/webhook`;
});
afterAll(async () => {
  await browser?.close();
  await world?.close();
  channelHttp?.close();
});

it('[HO70] from a post to the counter: the post waits in the queue, is answered there, and the customer comes to the same agent by a link', async () => {
  const anna = await agent(browser, world);
  await channel.post({
    thread: 'post:77',
    from: 'erika77',
    name: 'Erika',
    visibility: 'public',
    text: 'My parka leaks after two weeks. Disappointed.',
  });
  await acceptFirst(anna.page);
  await anna.page.getByRole('log', { name: 'Messages' }).getByText('My parka leaks').waitFor();
  await reply(anna.page, 'That should not happen. I will help you right away.');
  await expect.poll(() => channel.received.map((one) => one.text).join()).toContain('I will help you right away');

  await anna.page.getByRole('button', { name: 'Continue in the shop' }).click();
  const dialog = anna.page.getByRole('dialog', { name: /Continue in the shop/ });
  const link = await expect
    .poll(async () => (await dialog.innerText()).match(/https?:\/\/\S+#theke=[\w-]{22}/)?.[0], { timeout: 10_000 })
    .toBeTruthy()
    .then(async () => (await dialog.innerText()).match(/https?:\/\/\S+#theke=[\w-]{22}/)![0]);
  await expectAccessible(anna.page, 'the hand-off dialog');
  await picture(anna.page, 'console-handoff');
  await anna.page.keyboard.press('Escape');

  const erika = await person(browser);
  const requests: string[] = [];
  erika.page.on('request', (request) => requests.push(`${request.url()} ${request.headers().referer ?? ''}`));
  await erika.page.goto(link);
  expect(new URL(erika.page.url()).hash).toBe('');
  await expectAccessible(erika.page, 'the arrival by a session link');
  await picture(erika.page, 'handoff-arrival');
  await erika.page.getByRole('button', { name: 'Continue', exact: true }).click();
  await erika.page.getByRole('dialog', { name: 'Chat' }).waitFor();
  await write(erika.page, 'Here I am');
  const thread = anna.page.getByRole('log', { name: 'Messages' });
  await thread.getByText('Here I am').waitFor();
  // One thread: the post, the answer and what came after.
  expect(await thread.innerText()).toMatch(/My parka leaks[\s\S]*help you right away[\s\S]*Here I am/);
  await reply(anna.page, 'Welcome, Erika.');
  await erika.page.getByRole('log', { name: 'Conversation' }).getByText('Welcome, Erika').waitFor();
  expect(requests.join()).not.toContain(link.split('#theke=')[1]);

  // Used up: somebody else with the same link learns nothing.
  const other = await person(browser);
  await other.page.goto(link);
  await other.page.getByRole('button', { name: 'Continue', exact: true }).click();
  await other.page
    .getByText(/does not work any more/)
    .first()
    .waitFor();
  expect(await other.page.locator('body').innerText()).not.toContain('parka leaks');

  // Solved, and closed on both sides.
  await anna.page.getByRole('button', { name: 'Close conversation' }).click();
  await confirmIfAsked(anna.page);
  await erika.page
    .getByText(/conversation (has )?ended|closed/i)
    .first()
    .waitFor();
  expect(erika.errors).toEqual([]);
  expect(anna.errors).toEqual([]);
});

it('[HO71] by phone: the visitor asks for a code, reads it out, the agent types it, the visitor says yes', async () => {
  const ben = await agent(browser, world, 'ben@demo.shop');
  const caller = await person(browser);
  await caller.page.goto(`${world.shopUrl}/en/`);
  await openChat(caller.page);
  await caller.page.getByRole('button', { name: 'Show a code' }).click();
  const shown = caller.page.getByText(/^[\d\s]{10,}$/).first();
  await shown.waitFor();
  await expectAccessible(caller.page, 'the code on the visitor’s screen');
  const digits = (await shown.textContent())!.trim();
  await enterCode(ben.page, digits);
  const question = caller.page.getByRole('alertdialog').filter({ hasText: 'Ben' });
  await question.waitFor();
  await caller.page.waitForTimeout(600);
  await question.getByRole('button', { name: /Yes/ }).click();
  await ben.page.getByRole('log', { name: 'Messages' }).waitFor();
  await reply(ben.page, 'Now I see you.');
  await caller.page.getByRole('log', { name: 'Conversation' }).getByText('Now I see you.').waitFor();
  expect(caller.errors).toEqual([]);
  expect(ben.errors).toEqual([]);
});

async function confirmIfAsked(page: import('playwright-core').Page) {
  const confirm = page.getByRole('alertdialog').or(page.getByRole('dialog')).getByRole('button', { name: /Close/ });
  if (await confirm.count()) await confirm.first().click();
}

async function enterCode(page: import('playwright-core').Page, digits: string) {
  await page.getByRole('button', { name: /code/i }).first().click();
  await page.getByRole('textbox', { name: /code/i }).fill(digits);
  await page.keyboard.press('Enter');
}
