import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { acceptFirst, agent, expectAccessible, person, picture, write } from './people.ts';
import { openStage } from './stage.ts';
import { waitFor } from './world.ts';

const { world, browser } = await openStage();

// The example rule of the field: long on the checkout form, or looking at the raincoat, and somebody for sales is free.
const rule = (seconds: number) => ({
  id: 'sales-help',
  version: 1,
  priority: 50,
  when: {
    op: 'all',
    of: [
      {
        op: 'any',
        of: [
          { op: 'dwell', what: 'form', form: 'checkout', ms: seconds * 1_000 },
          { op: 'eq', fact: 'product.id', value: 'raincoat-fjord' },
        ],
      },
      { op: 'agent', skill: 'sales' },
    ],
  },
  offer: {
    skill: 'sales',
    text: {
      en: '{product.name|Your order}: may I help?',
      de: '{product.name|Ihre Bestellung}: darf ich helfen?',
    },
  },
});

const keepRules = async (rules: object[]) => {
  const answer = await fetch(`${world.thekeUrl}/api/v1/rules`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${world.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ site: 'demo', rules }),
  });
  expect([answer.status, await answer.text()].slice(0, 1)).toEqual([200]);
};

const card = (page: Page) => page.getByRole('region', { name: 'Invitation' });
const told = <T = unknown>(page: Page, script: string) => page.evaluate(script) as Promise<T>;

it('[IN82] two agents, one with the skill: a rule kept on the server invites only when that one is there, and says why at every moment', async () => {
  await keepRules([rule(2)]);
  const ben = await agent(browser, world, 'ben@demo.shop');

  const first = await person(browser);
  await first.page.goto(`${world.shopUrl}/en/checkout`);
  await first.page.locator('#checkout input').first().click();
  // Before the rule is there explaining it is refused.
  const explained = `Theke('explain', 'sales-help').catch(() => undefined)`;
  await waitFor(async () => (await told(first.page, explained)) !== undefined, 10_000, 'the rule of the server');
  // Ben has the skill of returns: the page is told no, and never why.
  await waitFor(
    async () => (await told(first.page, `${explained}.then(it => it?.gate)`)) === 'backoff',
    15_000,
    'a no',
  );
  expect(await card(first.page).count()).toBe(0);
  const why = await told<{ tree: { of: { op: string; value: unknown }[] } }>(first.page, explained);
  expect(why.tree.of.map(({ op, value }) => [op, value])).toEqual([
    ['any', true],
    ['agent', 'unknown'],
  ]);

  const anna = await agent(browser, world, 'anna@demo.shop');
  const second = await person(browser);
  await second.page.goto(`${world.shopUrl}/en/product/raincoat-fjord`);
  await card(second.page).waitFor();
  await card(second.page)
    .getByText(/may I help\?/)
    .waitFor();
  await expectAccessible(second.page, 'an invitation of a server rule');
  await picture(second.page, 'invited-by-rule');
  await card(second.page).getByRole('button', { name: 'Chat now' }).click();
  await write(second.page, 'Is it really dry?');
  await acceptFirst(anna.page);
  await anna.page.getByRole('log', { name: 'Messages' }).getByText('Is it really dry?').waitFor();
  // It was Anna's place that was kept: Ben sees nobody waiting.
  expect(await ben.page.getByRole('region', { name: 'Queue' }).getByRole('listitem').count()).toBe(0);
  for (const { errors } of [ben, anna, first, second]) expect(errors).toEqual([]);
  for (const { context } of [ben, anna, first, second]) await context.close();
});

it('[IN83] the list of visitors counts down to a rule; off from the console takes it away from the open page at once', async () => {
  await keepRules([rule(60)]);
  const eva = await agent(browser, world, 'eva@demo.shop');
  const visitor = await person(browser);
  await visitor.page.goto(`${world.shopUrl}/en/checkout`);
  // Only after the visitor's yes does anybody see them.
  const visitors = eva.page.getByRole('region', { name: 'Visitors' });
  await told(visitor.page, `Theke('consent', { storage: true, chat: true })`);
  await visitor.page.locator('#checkout input').first().click();
  await visitors.getByText(/\d+ s to sales-help/).waitFor();
  await picture(eva.page, 'radar');
  // While it counts, the visitor's page itself says why nothing is shown yet.
  await visitors.getByRole('button', { name: /^Why\? sales-help/ }).click();
  const why = eva.page.getByRole('dialog');
  const dwell = why.getByText(/^\d+ s of 1 min$/);
  await dwell.waitFor();
  const before = Number.parseInt(await dwell.innerText(), 10);
  await waitFor(async () => Number.parseInt(await dwell.innerText(), 10) > before, 10_000, 'the dwell to count');
  await why.getByText('An agent with sales is free').waitFor();
  await expectAccessible(eva.page, 'why a rule does not invite');
  await picture(eva.page, 'console-why');
  await eva.page.keyboard.press('Escape');

  await eva.page.getByRole('button', { name: 'Rules', exact: true }).first().click();
  const rules = eva.page.getByRole('region', { name: 'Rules', exact: true });
  await rules.waitFor();
  await rules.getByText('sales-help').first().waitFor();
  await expectAccessible(eva.page, 'the rules');
  await picture(eva.page, 'console-rules');
  const { apiKey, thekeUrl } = world;
  const mode = await fetch(`${thekeUrl}/api/v1/rules/sales-help`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ ...rule(60), mode: 'off' }),
  });
  expect(mode.status).toBe(200);
  await waitFor(
    async () => {
      // Off, it is not there any more: then explaining is refused.
      const state = await told<{ state: string } | undefined>(
        visitor.page,
        `Theke('explain', 'sales-help').catch(() => undefined)`,
      );
      return !state || state.state === 'off';
    },
    10_000,
    'the rule to be off',
  );
  for (const { errors } of [eva, visitor]) expect(errors).toEqual([]);
  for (const { context } of [eva, visitor]) await context.close();
});
