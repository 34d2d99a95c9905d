import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { agent, expectAccessible, person, picture } from './people.ts';
import { openStage } from './stage.ts';
import { waitFor } from './world.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const { world, browser } = await openStage();

/** A month of a made-up shop, written by the operator's own command beside the running server. */
async function month(rule: string, ...facts: string[]): Promise<void> {
  await promisify(execFile)(
    process.execPath,
    ['--import', 'tsx', 'server/src/cli/main.ts', 'demo', 'uplift', '--rule', rule, ...facts],
    { cwd: root, env: { ...process.env, THEKE_DATA_DIR: world.dataDir } },
  );
}

it('[UP90] the sceptic is told what can be concluded and what cannot: an effect, none, and a broken measurement', async () => {
  await month('it-helps', '--effect', '0.4', '--visitors', '60000');
  await month('no-effect', '--effect', '0', '--visitors', '60000');
  await month('broken-arm', '--effect', '0', '--visitors', '120000', '--loss', '0.06');

  const eva = await agent(browser, world, 'eva@demo.shop');
  const { page } = eva;
  await page.getByRole('button', { name: 'Uplift', exact: true }).first().click();
  const report = page.getByRole('region', { name: 'Uplift report' });
  await report.waitFor();
  // A month of 120 000 visitors is added up when it is first read.
  const open = async (rule: string) => {
    await report
      .getByRole('navigation')
      .getByRole('button', { name: new RegExp(rule) })
      .click();
    const verdict = report.getByRole('region', { name: /^(invalid|too early|inconclusive|better|worse)/i });
    await waitFor(async () => (await report.textContent())!.includes(rule), 60_000, rule);
    return verdict;
  };

  await (await open('it-helps'))
    .getByText(/better/i)
    .first()
    .waitFor({ timeout: 60_000 });
  await expectAccessible(page, 'a report with an effect');
  await picture(page, 'uplift-better');
  const figures = (await report.textContent())!;
  expect(figures).toMatch(/95/);

  await (await open('no-effect'))
    .getByText(/inconclusive/i)
    .first()
    .waitFor({ timeout: 60_000 });
  // What the field would print stands struck through, with the reason.
  expect(await report.locator('s').first().textContent()).toMatch(/%/);
  await report
    .getByText(/not causal/i)
    .first()
    .waitFor();
  await picture(page, 'uplift-inconclusive');

  await (await open('broken-arm'))
    .getByText(/invalid/i)
    .first()
    .waitFor({ timeout: 60_000 });
  expect(await report.locator('s').count()).toBe(0);
  await picture(page, 'uplift-invalid');

  // The same by the programs' door, and the raw rows to check it again.
  const key = { headers: { authorization: `Bearer ${world.apiKey}` } };
  const listed = await (await fetch(`${world.thekeUrl}/api/v1/reports/uplift?site=demo`, key)).json();
  const verdicts = Object.fromEntries(
    listed.experiments.map((one: { ruleId: string; verdict: string }) => [one.ruleId, one.verdict]),
  );
  expect(verdicts).toEqual({ 'it-helps': 'better', 'no-effect': 'inconclusive', 'broken-arm': 'invalid' });
  const { experimentId } = listed.experiments.find((one: { ruleId: string }) => one.ruleId === 'it-helps');
  const rows = await (await fetch(`${world.thekeUrl}/api/v1/reports/uplift/${experimentId}/rows`, key)).text();
  expect(rows.trim().split('\n').length).toBeGreaterThan(59_000);
  expect(eva.errors).toEqual([]);
  await eva.context.close();
});

it('[UP91] a visitor who is held out meets no card, is written down before anything is shown, and what both groups order is in the report', async () => {
  const rule = {
    id: 'half-held-out',
    version: 1,
    when: {
      op: 'all',
      of: [
        { op: 'eq', fact: 'product.id', value: 'raincoat-fjord' },
        { op: 'agent', skill: 'sales' },
      ],
    },
    offer: { skill: 'sales', text: { en: 'May I help?', de: 'Darf ich helfen?' } },
    holdout: { share: 0.5, salt: 'e2e', windowMs: 7 * 86_400_000 },
  };
  const key = { authorization: `Bearer ${world.apiKey}`, 'content-type': 'application/json' };
  const kept = await fetch(`${world.thekeUrl}/api/v1/rules`, {
    method: 'PUT',
    headers: key,
    body: JSON.stringify({ site: 'demo', rules: [rule] }),
  });
  expect(kept.status).toBe(200);
  const anna = await agent(browser, world, 'anna@demo.shop');
  const arms = { card: 0, none: 0 };
  for (let n = 0; n < 12 && !(arms.card && arms.none); n += 1) {
    const { page, context, errors } = await person(browser);
    await page.goto(`${world.shopUrl}/en/`);
    // Listened for first: the line may be up before the answer to the consent is here.
    await page.evaluate(`new Promise((done) => {
      Theke('on', 'availability', done);
      Theke('consent', { storage: true, chat: true });
    })`);
    await page.goto(`${world.shopUrl}/en/product/raincoat-fjord`);
    const asked = () =>
      page.evaluate(
        `Theke('explain', 'half-held-out').then(it => it.state + ' ' + it.gate, () => '')`,
      ) as Promise<string>;
    await waitFor(async () => /showing|backoff/.test((await asked()) ?? ''), 15_000, 'an answer');
    const card = page.getByRole('region', { name: 'Invitation' });
    if (/showing/.test(await asked())) {
      await card.getByRole('button', { name: 'Not now' }).click();
      arms.card += 1;
    } else {
      expect(await card.count()).toBe(0);
      arms.none += 1;
    }
    await page.goto(`${world.shopUrl}/en/order?id=H-${n}&amount=9900`);
    await page.waitForTimeout(500);
    expect(errors).toEqual([]);
    await context.close();
  }
  expect(Math.min(arms.card, arms.none)).toBeGreaterThan(0);
  const listed = await (await fetch(`${world.thekeUrl}/api/v1/reports/uplift?site=demo`, { headers: key })).json();
  const mine = listed.experiments.find((one: { ruleId: string }) => one.ruleId === 'half-held-out');
  const { report } = await (
    await fetch(`${world.thekeUrl}/api/v1/reports/uplift?site=demo&experiment=${mine.experimentId}`, { headers: key })
  ).json();
  expect(report.verdict).toBe('tooEarly');
  expect(report.flow.eligible).toEqual({ invite: arms.card, holdout: arms.none });
  expect(report.flow.ordered).toEqual({ invite: arms.card, holdout: arms.none });
  expect(report.flow.dismissed).toBe(arms.card);
  await anna.context.close();
});
