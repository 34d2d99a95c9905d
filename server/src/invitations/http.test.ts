import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer, testOrigin, testSite } from '../testing/server.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

const post = (path: string, body: object, origin = testOrigin) =>
  fetch(`${test.url}/api/v1/invitations/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: JSON.stringify({ site: testSite, ...body }),
  });
const rule = { ruleId: 'r1', version: 1, skill: 'sales', terms: { digest: 'd' } };

it('[IN47] the question over HTTP: a card when an agent is free, the same no for every reason, foreign pages not at all', async () => {
  const nobody = await (await post('ask', rule)).text();
  expect(JSON.parse(nobody)).toEqual({ show: false });
  await test.agent('anna@demo.shop', { skills: ['sales'] });
  const offer = (await (await post('ask', rule)).json()) as { show: boolean; token: string };
  expect(offer).toMatchObject({ show: true, agent: { name: 'anna' } });
  expect((await post('answer', { token: offer.token, answer: 'dismissed' })).status).toBe(204);
  expect((await post('ask', rule, 'http://evil.test')).status).toBe(403);
  expect((await post('ask', { ...rule, skill: 'No Skill' })).status).toBe(400);
  const never = { digest: 'd', caps: { perVisitor: { n: 0, withinMs: 1_000 } } };
  expect(await (await post('ask', { ...rule, terms: never })).text()).toBe(nobody);
});

it('[IN47] a card taken by a visitor who clicks gives a conversation with the agent who was kept', async () => {
  const fresh = await startTestServer();
  const anna = await fresh.agent('anna@demo.shop', { skills: ['sales'] });
  const answer = await fetch(`${fresh.url}/api/v1/invitations/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: testOrigin },
    body: JSON.stringify({ site: testSite, ...rule }),
  });
  const { token } = (await answer.json()) as { token: string };
  const visitor = await fresh.visitor();
  await visitor.must('conversation:start', {
    conversationId: 'cnv_inv',
    via: 'invitation',
    skill: 'sales',
    invitationToken: token,
  });
  const row = await fresh.server.store.db
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', 'cnv_inv')
    .executeTakeFirstOrThrow();
  expect([row.reserved_for, row.agent_id]).toContain(anna.agentId);
  await fresh.close();
});
