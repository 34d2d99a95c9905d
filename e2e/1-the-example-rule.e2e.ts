import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';
import { afterAll, expect, it } from 'vitest';
import { acceptFirst, agent, expectAccessible, type Person, person, picture, write } from './people.ts';
import { openStage } from './stage.ts';
import { waitFor } from './world.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
// By an address the type checker does not follow: the words this example declares would hold for every other test.
const example = '../examples/custom-rules/rules.ts';
const { checkoutHelp } = (await import(example)) as { checkoutHelp: object };
const folder = mkdtempSync(join(tmpdir(), 'theke-example-rule-'));

const { world, browser } = await openStage();
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

// The eight lines of the example, about an article this shop has, and before the rule the shop's own pages bring.
const rule = {
  ...JSON.parse(JSON.stringify(checkoutHelp).replace('tent-nordmeer', 'raincoat-fjord')),
  id: 'sales-help',
  priority: 50,
};

const rest = async <T>(method: string, path: string, body?: object): Promise<T> => {
  const answer = await fetch(`${world.thekeUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${world.apiKey}`, 'content-type': 'application/json' },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
};

interface Leaf {
  op: string;
  value: unknown;
  have?: unknown;
  need?: unknown;
  of?: Leaf[];
}
interface Why {
  version: number;
  state: string;
  gate: string | null;
  gateOpensMs: number | null;
  holdsInMs: number | null;
  tree: Leaf;
}

const said = <T>(page: Page, script: string) => page.evaluate(script) as Promise<T>;
/** Why this rule has (not) fired; null while the page does not have it. */
const why = (page: Page, ruleId = 'sales-help') =>
  said<Why | null>(page, `Theke('explain', '${ruleId}').catch(() => null)`);
const card = (page: Page) => page.getByRole('region', { name: 'Invitation' });
/** Says yes on the first page: only then does anybody see them, and whoever goes on is known by an id of their own there. */
const visitor = async (...paths: string[]) => {
  const one = await person(browser);
  const [first, ...more] = paths.map((path) => `${world.shopUrl}/en/${path}`);
  await one.page.goto(first!);
  // Listened for first: the line may be up before the answer to the consent is here.
  await said(
    one.page,
    `new Promise((done) => {
      Theke('on', 'availability', done);
      Theke('consent', { storage: true, chat: true });
    })`,
  );
  for (const url of more) await one.page.goto(url);
  return one;
};
const setAvailable = async ({ page }: Person, on: boolean) => {
  const available = page.getByRole('switch', { name: 'Available' });
  if ((await available.getAttribute('aria-checked')) !== String(on)) await available.click();
  await waitFor(async () => (await available.getAttribute('aria-checked')) === String(on), 10_000, 'the switch');
};
const openRules = async ({ page }: Person) => {
  await page.getByRole('button', { name: 'Rules', exact: true }).first().click();
  const region = page.getByRole('region', { name: 'Rules', exact: true });
  await region.getByRole('button', { name: 'sales-help', exact: true }).waitFor();
  return region;
};

it('[IN450] the example rule, written in eight lines: kept through the form, counted down, explained at every moment, shown with the face of who is free, ordered after, and simulated as it was', async () => {
  await rest('PUT', '/rules', { site: 'demo', rules: [rule] });
  const [eva, ben, anna] = [
    await agent(browser, world, 'eva@demo.shop'),
    await agent(browser, world, 'ben@demo.shop'),
    await agent(browser, world, 'anna@demo.shop'),
  ];
  // Eva has every skill; she oversees today.
  await setAvailable(eva, false);
  await setAvailable(anna, false);

  // Eva makes the three minutes nine seconds, in the form: another condition, so another experiment.
  const rules = await openRules(eva);
  await rules.getByRole('button', { name: 'sales-help', exact: true }).click();
  const length = rules.getByRole('textbox', { name: 'For at least' });
  expect(await length.inputValue()).toBe('3 min');
  await length.fill('9 s');
  await rules.getByRole('button', { name: 'Save' }).click();
  await rules.getByText('Saved. It counts from now on.').waitFor();
  const row = rules.getByRole('listitem').filter({ hasText: 'sales-help' });
  await row.getByText(/Version 2/).waitFor();
  await row.getByText(/On form checkout for 9 s or .*raincoat-fjord.*, and an agent with sales is free/).waitFor();

  // The visitor's page has it, and waits for the form.
  const vera = await visitor('checkout');
  await waitFor(async () => (await why(vera.page))?.version === 2, 10_000, 'the rule of the server');
  expect(await why(vera.page)).toMatchObject({ state: 'waiting', gate: null, holdsInMs: null });
  await said(vera.page, `Theke('radar.record', { on: true })`);
  const recordedAt = Date.now();
  await vera.page.locator('#checkout input').first().click();
  const seen = ben.page.getByRole('region', { name: 'Visitors' });
  await seen.getByText(/\d s to sales-help/).waitFor();
  await picture(ben.page, 'example-rule-radar');
  const waiting = (await why(vera.page))!;
  expect(waiting).toMatchObject({ state: 'waiting', gate: null, tree: { op: 'all' } });
  expect(waiting.holdsInMs).toBeGreaterThan(0);
  expect(waiting.holdsInMs).toBeLessThanOrEqual(9_000);
  const form = waiting.tree.of![0]!.of![0]!;
  expect(form).toMatchObject({ op: 'dwell', value: false, need: 9_000 });
  expect(Math.abs(Number(form.have) + waiting.holdsInMs! - 9_000)).toBeLessThan(50);

  // Nobody of sales is free: the page hears no and not why, the console why.
  await waitFor(async () => (await why(vera.page))?.gate === 'backoff', 15_000, 'a no');
  const refused = (await why(vera.page))!;
  expect(refused).toMatchObject({ state: 'held', tree: { of: [{ value: true }, { op: 'agent', value: 'unknown' }] } });
  expect(refused.gateOpensMs).toBeGreaterThan(0);
  expect(await card(vera.page).count()).toBe(0);
  await rules.getByRole('button', { name: 'Why was nobody invited?' }).click();
  const decisions = rules.getByRole('table');
  await decisions
    .getByRole('row', { name: /sales-help/ })
    .getByText('No agent with the skill had room')
    .waitFor();

  // The page's own rule has heard its no as well; now somebody of sales is free.
  await waitFor(async () => (await why(vera.page, 'checkout-help'))?.gate === 'backoff', 30_000, 'the other rule');
  await setAvailable(anna, true);
  const freeAt = Date.now();
  await card(vera.page).waitFor({ timeout: 45_000 });
  const shownAt = Date.now();
  await card(vera.page).getByText('Can we help you decide?').waitFor();
  await card(vera.page).getByText(/Anna/).first().waitFor();
  expect(await why(vera.page)).toMatchObject({ state: 'showing' });
  await expectAccessible(vera.page, 'the card of the example rule');
  await picture(vera.page, 'example-rule-card');
  await card(vera.page).getByRole('button', { name: 'Chat now' }).click();
  await write(vera.page, 'Does it fit into a handbag?');
  await acceptFirst(anna.page);
  await anna.page.getByRole('log', { name: 'Messages' }).getByText('Does it fit into a handbag?').waitFor();
  const after = (await why(vera.page))!;
  expect(after).toMatchObject({ state: 'held', gate: 'conversation' });
  await said(vera.page, `Theke('order', { id: 'E-1', amount: 149, currency: 'EUR' })`);
  await rest('POST', '/orders', { orderId: 'E-1', amount: 149, currency: 'EUR' });

  // The very visit once more, by a clock of its own: the same rule, the same no, the same card.
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const journey = await said<string>(vera.page, `Theke('radar.record')`);
  const kept = await rest<{ rules: { ruleId: string; rule: object }[] }>('GET', '/rules?site=demo');
  const there = [{ skill: 'sales', from: `${freeAt - recordedAt}ms` }];
  const run = await promisify(execFile)(
    'npm',
    [
      ...['run', '--silent', 'theke', '--', 'simulate'],
      ...[file('rules.json', JSON.stringify(kept)), file('vera.jsonl', journey)],
      ...['--agents', file('agents.json', JSON.stringify(there)), '--json'],
    ],
    { cwd: root },
  );
  const [played] = JSON.parse(run.stdout).journeys;
  const mine = played.decisions.filter((one: { ruleId: string }) => one.ruleId === 'sales-help');
  expect(mine.map((one: { decision: string; why: string }) => `${one.decision} ${one.why}`)).toEqual([
    'denied noAgent',
    'offered invited',
  ]);
  expect(Math.abs(mine[1].tMs - (shownAt - recordedAt))).toBeLessThan(3_000);
  // Whoever signs in again begins as they left.
  await setAvailable(anna, false);
  for (const { errors } of [eva, ben, anna, vera]) expect(errors).toEqual([]);
  for (const { context } of [eva, ben, anna, vera]) await context.close();
});

it('[IN451] measured and switched off from the console: a hold-out begins an experiment that says how few it knows, and off is heard by open pages and met by new ones', async () => {
  await rest('PUT', '/rules', { site: 'demo', rules: [rule] });
  const [eva, anna] = [await agent(browser, world, 'eva@demo.shop'), await agent(browser, world, 'anna@demo.shop')];
  const rules = await openRules(eva);
  await rules.getByRole('button', { name: 'sales-help', exact: true }).click();
  await rules.getByLabel('Hold some visitors out, to measure what inviting does').check();
  await rules.getByLabel('Share held out, per cent').fill('50');
  await rules.getByText('saving begins a new experiment').waitFor();
  await rules.getByRole('button', { name: 'Save' }).click();
  await rules.getByText('Saved. It counts from now on.').waitFor();
  const { rule: kept } = await rest<{ rule: { version: number; holdout: object } }>(
    'GET',
    '/rules/sales-help?site=demo',
  );
  expect(kept.holdout).toMatchObject({ share: 0.5 });

  // Three visitors look at the raincoat: each is invited or held out, and nobody's page can tell the latter from any no.
  const answered = async (page: Page) => {
    const at = async () => {
      const now = await why(page);
      return now?.version === kept.version ? (now.state === 'showing' ? 'card' : now.gate) : null;
    };
    await waitFor(async () => /card|backoff/.test((await at()) ?? ''), 15_000, 'an answer');
    return (await at()) === 'card' ? 'invite' : 'holdout';
  };
  const eligible = { invite: 0, holdout: 0 };
  for (const id of ['E-11', 'E-12', 'E-13']) {
    const one = await visitor('', 'product/raincoat-fjord');
    const arm = await answered(one.page);
    eligible[arm] += 1;
    if (arm === 'invite') await card(one.page).getByRole('button', { name: 'Not now' }).click();
    else expect(await card(one.page).count()).toBe(0);
    await said(one.page, `Theke('order', { id: '${id}', amount: 149, currency: 'EUR' })`);
    await rest('POST', '/orders', { orderId: id, amount: 149, currency: 'EUR' });
    expect(one.errors).toEqual([]);
    await one.context.close();
  }
  await eva.page.getByRole('button', { name: 'Uplift', exact: true }).first().click();
  const report = eva.page.getByRole('region', { name: 'Uplift report' });
  const line = report
    .getByRole('navigation')
    .getByRole('button', { name: /sales-help/ })
    .first();
  await line.getByText(`version ${kept.version}`).waitFor();
  await line.getByText('3 visitors').waitFor();
  await line.click();
  const verdict = report.getByRole('region', { name: /too early/i });
  await verdict.getByText('Nothing can be said yet.').waitFor();
  await picture(eva.page, 'example-rule-report');
  const found = await rest<{ experiments: { ruleId: string; version: number; experimentId: string }[] }>(
    'GET',
    '/reports/uplift?site=demo',
  );
  const mine = found.experiments.find((one) => one.ruleId === 'sales-help' && one.version === kept.version)!;
  const { report: told } = await rest<{ report: { verdict: string; flow: Record<string, unknown> } }>(
    'GET',
    `/reports/uplift?site=demo&experiment=${mine.experimentId}`,
  );
  expect(told).toMatchObject({ verdict: 'tooEarly', flow: { eligible, ordered: eligible } });

  // Off at once: the page that is open hears it, a new one meets nothing.
  const waiting = await visitor('checkout');
  await waitFor(async () => (await why(waiting.page))?.version === kept.version, 10_000, 'the rule of the server');
  const again = await openRules(eva);
  const row = again.getByRole('listitem').filter({ hasText: 'sales-help' });
  // It stands on off as soon as the server has said so.
  const off = row.getByRole('radio', { name: 'Off' });
  await off.click();
  await waitFor(() => off.isChecked(), 10_000, 'the switch');
  await waitFor(async () => (await why(waiting.page)) === null, 10_000, 'the rule to be gone');
  const late = await visitor('', 'product/raincoat-fjord');
  await waitFor(async () => (await why(late.page, 'checkout-help')) !== null, 10_000, 'the rules of the page');
  await late.page.waitForTimeout(2_000);
  expect([await why(late.page), await card(late.page).count()]).toEqual([null, 0]);
  const { rules: left } = await rest<{ rules: { rule: { id: string; mode: string } }[] }>('GET', '/rules?site=demo');
  expect(left.map((one) => [one.rule.id, one.rule.mode])).toEqual([['sales-help', 'off']]);
  for (const { errors } of [eva, anna, waiting, late]) expect(errors).toEqual([]);
  for (const { context } of [eva, anna, waiting, late]) await context.close();
});
