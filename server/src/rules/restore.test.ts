import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AgentClient } from '../testing/clients.ts';
import { testSite as siteId, startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
let root: AgentClient;
beforeEach(async () => {
  server = await startTestServer();
  root = await server.agent('root@demo.shop', { role: 'admin' });
});
afterEach(() => server.close());

const rule = (id: string, more: object = {}) => ({
  id,
  version: 1,
  when: { op: 'dwell', what: 'page', ms: 60_000 },
  offer: { skill: 'sales', text: { en: 'Questions?', de: 'Fragen?' } },
  ...more,
});

async function removed(id: string, more: object = {}) {
  const { revision } = await root.must('rules:write', { siteId, revision: 0, rule: rule(id, more) });
  await root.must('rules:remove', { siteId, ruleId: id, revision });
}

it('[IN350] removed rules of a site are listed with version, time and who did it, the newest first, until they are back', async () => {
  await removed('first');
  await removed('second', {
    offer: { skill: 'sales', title: { en: 'Help', de: 'Hilfe' }, text: { en: 'a', de: 'b' } },
  });
  await root.must('rules:write', { siteId, revision: 0, rule: rule('stays') });
  const anna = await server.agent();
  const list = await anna.must('rules:removed', { siteId });
  expect(list.map(({ removedAt: _, ...one }) => one).sort((a, b) => (a.ruleId < b.ruleId ? -1 : 1))).toEqual([
    { ruleId: 'first', name: 'Questions?', version: 1, by: 'root' },
    { ruleId: 'second', name: 'Help', version: 1, by: 'root' },
  ]);
  expect(list.map((one) => one.removedAt)).toEqual(list.map((one) => one.removedAt).sort((a, b) => b - a));
  await root.must('rules:write', { siteId, revision: 0, rule: rule('first') });
  expect((await anna.must('rules:removed', { siteId })).map((one) => one.ruleId)).toEqual(['second']);
  expect(await anna.ask('rules:removed', { siteId: 'nowhere' })).toMatchObject({ refusal: { code: 'notFound' } });
});

it('[IN351] a removed rule comes back as it was, off and as the next version; done again it changes nothing', async () => {
  await removed('help', { priority: 4 });
  const told = root.told('rules:changed').length;
  const back = await root.must('rules:restore', { siteId, ruleId: 'help' });
  expect(back).toMatchObject({
    revision: 3,
    changedBy: 'root',
    rule: rule('help', { priority: 4, version: 2, mode: 'off' }),
  });
  await expect.poll(() => root.told('rules:changed').length).toBe(told + 1);
  expect(await root.must('rules:restore', { siteId, ruleId: 'help' })).toEqual(back);
  expect(await root.must('rules:removed', { siteId })).toEqual([]);
  const live = await root.must('rules:mode', { siteId, ruleId: 'help', mode: 'live' });
  expect(await root.must('rules:restore', { siteId, ruleId: 'help' })).toEqual(live);
  expect(await root.ask('rules:restore', { siteId, ruleId: 'never' })).toMatchObject({ refusal: { code: 'notFound' } });
});

it('[IN352] only supervisors and admins bring a rule back, it is in the audit, and what is no rule any more stays away', async () => {
  await removed('help');
  const anna = await server.agent();
  expect(await anna.ask('rules:restore', { siteId, ruleId: 'help' })).toMatchObject({ refusal: { code: 'forbidden' } });
  const eva = await server.agent('eva@demo.shop', { role: 'supervisor' });
  await eva.must('rules:restore', { siteId, ruleId: 'help' });
  const { db } = server.server.store;
  const line = () => db.selectFrom('audit').selectAll().where('act', '=', 'rules.restore').executeTakeFirst();
  await expect.poll(line).toMatchObject({ actor: `agent:${eva.agentId}`, thing: `rule:${siteId}:help` });
  // As a version of ours that checked less may have kept it.
  await removed('old');
  const body = JSON.stringify(rule('old', { holdout: { share: 0.1, salt: '', windowMs: 0 } }));
  await db.updateTable('rules').set({ body }).where('rule_id', '=', 'old').where('revision', '=', 1).execute();
  const refused = await root.ask('rules:restore', { siteId, ruleId: 'old' });
  expect(refused).toMatchObject({ refusal: { code: 'malformed', detail: expect.stringMatching(/^holdout\.\w+: /) } });
});
