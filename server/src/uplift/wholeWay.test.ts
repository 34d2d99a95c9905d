import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer, testOrigin, testSite } from '../testing/server.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

const post = (path: string, userAgent: string, body: object) =>
  fetch(`${test.url}/api/v1/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: testOrigin, 'user-agent': userAgent },
    body: JSON.stringify({ site: testSite, ...body }),
  });
const terms = { digest: 'd', holdout: { share: 0.5, salt: 'whole-way', windowMs: 86_400_000 } };
const question = { ruleId: 'help', version: 1, skill: 'sales', terms };
const bought = (n: number) => ({ id: `W-${n}`, amountCents: 1_000, currency: 'EUR' });

it('[UP50] both arms are written down before anybody is shown anything, stay as they are, and are measured alike', async () => {
  const anna = await test.agent('anna@demo.shop', { skills: ['sales'] });
  const eva = await test.agent('eva@demo.shop', { role: 'supervisor', available: false });
  // Ten browsers whose visitors nobody knows; all of them buy. An article keeps no agent.
  const shown: boolean[] = [];
  for (let n = 0; n < 10; n += 1) {
    // Bought before: counts for nobody.
    await post('orders/told', `Browser ${n}`, bought(100 + n));
    // The moment they become eligible is a later one.
    for (const at = Date.now(); Date.now() === at; ) await new Promise((done) => setImmediate(done));
    const answer = await post('invitations/ask', `Browser ${n}`, { ...question, kind: 'article' });
    shown.push(((await answer.json()) as { show: boolean }).show);
    await post('orders/told', `Browser ${n}`, bought(n));
  }
  // One more who, invited or not, opens the chat, gets an id by that, and tells the order over the line.
  const last = (await (await post('invitations/ask', '', question)).json()) as { show: boolean; token?: string };
  const visitor = await test.visitor();
  await visitor.must('conversation:start', {
    conversationId: 'cnv_whole',
    via: last.show ? 'invitation' : 'launcher',
    skill: 'sales',
    ...(last.token ? { invitationToken: last.token } : {}),
  });
  const taken = await anna.ask('conversation:accept', { conversationId: 'cnv_whole' });
  expect(taken.ok).toBe(true);
  await visitor.must('order:report', bought(50));

  const [line] = await eva.must('uplift:list', { siteId: testSite });
  expect(line).toMatchObject({ layer: 'rule', ruleId: 'help', visitors: 11, holdoutShare: 0.5 });
  const report = await eva.must('uplift:read', { siteId: testSite, experimentId: line!.experimentId });
  const invited = [...shown, last.show].filter(Boolean).length;
  expect(report.arms).toMatchObject({
    invite: { visitors: invited, buyers: invited, revenue: invited * 1_000, orders: invited },
    holdout: { visitors: 11 - invited, buyers: 11 - invited, orders: 11 - invited },
  });
  expect(report.flow).toMatchObject({
    shown: invited,
    accepted: last.show ? 1 : 0,
    chatted: last.show ? { invite: 1, holdout: 0 } : { invite: 0, holdout: 1 },
  });
  expect(report).toMatchObject({ verdict: 'tooEarly', bothArms: 0, quality: { dayOnly: 11, ordersFromShop: 0 } });
});
