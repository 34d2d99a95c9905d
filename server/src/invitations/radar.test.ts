import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer, testOrigin, testSite } from '../testing/server.ts';

let test: TestServer;
beforeEach(async () => {
  test = await startTestServer({ config: { proxies: 1 } });
});
afterEach(() => test.close());

const wish = { ruleId: 'r1', version: 1, skill: 'sales', terms: { digest: 'd' } };
const post = (from: string, body: object = {}) =>
  fetch(`${test.url}/api/v1/invitations/ask`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: testOrigin, 'x-forwarded-for': from },
    body: JSON.stringify({ site: testSite, ...wish, ...body }),
  });
/** Holds all places of the agent but one. */
async function oneFree() {
  const anna = await test.agent('anna@demo.shop', { skills: ['sales'] });
  const busy = await Promise.all(Array.from({ length: 3 }, () => test.visitor()));
  for (const one of busy) await anna.must('conversation:accept', { conversationId: await one.start('sales') });
  return anna;
}
const outstanding = async () =>
  (await test.server.store.db.selectFrom('invitations').select('token').where('state', '=', 'shown').execute()).length;

it('[IN227] one place and a hundred visitors at once, half by socket, half by POST: one outstanding invitation', async () => {
  await oneFree();
  const visitors = await Promise.all(Array.from({ length: 50 }, () => test.visitor()));
  const bodies = await Promise.all([
    ...visitors.map(async (one) => JSON.stringify(await one.must('invitation:ask', wish))),
    ...Array.from({ length: 50 }, async (_, n) => (await post(`198.51.100.${n}`)).text()),
  ]);
  expect(bodies.filter((body) => body === '{"show":false}')).toHaveLength(99);
  expect(await outstanding()).toBe(1);
});

it('[IN228] no agent, a cap, quiet hours and a hold-out are the same answer on the wire, byte by byte', async () => {
  await test.agent('anna@demo.shop', { skills: ['sales'] });
  const terms = [
    { digest: 'd', hours: { timeZone: 'shop', open: { weekly: {} } } },
    { digest: 'd', holdout: { share: 0.9, salt: 's', windowMs: 86_400_000 } },
    { digest: 'd' },
  ];
  const raw = async (from: string, body: object) => {
    const res = await post(from, body);
    const headers = [...res.headers].filter(([name]) => name !== 'date');
    return JSON.stringify([res.status, headers, await res.text()]);
  };
  const seen = new Set<string>();
  const { db } = test.server.store;
  seen.add(await raw('203.0.113.1', { terms: terms[0] }));
  for (let n = 2; ; n++) {
    const answer = await raw(`203.0.113.${n}`, { terms: terms[1] });
    if (answer.includes('false')) {
      seen.add(answer);
      break;
    }
  }
  seen.add(await raw('203.0.113.1', { skill: 'nobody', terms: terms[2] }));
  expect(seen.size).toBe(1);
  const reasons = (await db.selectFrom('decisions').select('reason').distinct().execute()).map((row) => row.reason);
  expect(reasons).toEqual(expect.arrayContaining(['hours', 'holdout', 'noAgent']));

  const visitor = await test.visitor();
  const first = await visitor.ask('invitation:ask', { ...wish, terms: terms[0]! });
  const capped = { digest: 'd', caps: { perVisitor: { n: 0, withinMs: 1_000 } } };
  expect(await visitor.ask('invitation:ask', { ...wish, terms: capped })).toEqual(first);
  expect(first).toEqual({ ok: true, value: { show: false } });
});

it('[IN229] the list of visitors shows where rules stand and what was offered, only where the site allows it', async () => {
  const anna = await test.agent('anna@demo.shop', { skills: ['sales'] });
  const visitor = await test.visitor();
  const news = {
    rules: [{ ruleId: 'r1', state: 'waiting' as const, inMs: 41_000 }],
    device: 'phone' as const,
    language: 'de',
    returning: true,
  };
  await visitor.must('rules:tell', news);
  const mine = (visit: { visitorId: string }) => visit.visitorId === visitor.visitorId;
  const told = await anna.until('visit:changed', (visit) => mine(visit) && visit.rules !== undefined);
  expect(told).toMatchObject(news);
  expect(told.rulesAt).toBeGreaterThan(0);
  const offer = await visitor.must('invitation:ask', wish);
  await anna.until('visit:changed', (visit) => mine(visit) && visit.invited?.outcome === 'shown');
  if (offer.show) await visitor.must('invitation:answer', { token: offer.token, answer: 'dismissed' });
  await anna.until('visit:changed', (visit) => mine(visit) && visit.invited?.outcome === 'dismissed');

  const admin = await test.agent('boss@demo.shop', { role: 'admin' });
  const settings = await admin.must('rules:settings', { siteId: testSite });
  await admin.must('rules:set', { ...settings, radar: false });
  expect(await anna.until('visit:gone')).toEqual({ visitorId: visitor.visitorId });
  await visitor.must('rules:tell', news);
  // Whoever is in a conversation is seen as ever, without what their page tells of itself.
  await visitor.start('sales');
  const now = await anna.until('visit:changed', (visit) => mine(visit) && visit.conversationId !== undefined);
  expect([now.device, now.rules, now.rulesAt]).toEqual([undefined, undefined, undefined]);
  const stranger = await test.visitor();
  const fresh = await test.agent('carl@demo.shop');
  expect(fresh.welcome.visits.map((visit) => visit.visitorId)).toEqual([visitor.visitorId]);
  expect(anna.told('visit:changed').some((visit) => visit.visitorId === stranger.visitorId)).toBe(false);
  expect(await anna.ask('invitation:send', { visitorId: visitor.visitorId, skill: 'sales' })).toMatchObject({
    refusal: { code: 'notOffered' },
  });
});

it('[IN229] an agent’s invitation reaches every tab, and the answer in one takes it from the others', async () => {
  const anna = await test.agent('anna@demo.shop', { skills: ['sales'] });
  const one = await test.visitor();
  const { visitorId, visitorToken } = one;
  const two = await test.visitor({ visitorId, visitorToken });
  const { token } = await anna.must('invitation:send', { visitorId, skill: 'sales', text: 'Kann ich helfen?' });
  for (const tab of [one, two])
    expect(await tab.until('invitation:offered')).toMatchObject({ text: 'Kann ich helfen?', answer: { token } });
  await one.must('invitation:answer', { token, answer: 'accepted' });
  expect(await two.until('invitation:gone')).toEqual({ token });
  expect(one.told('invitation:gone')).toEqual([]);
});

it('[IN229] the overlay is allowed to whoever is signed in, on pages of the site, and to nobody else', async () => {
  const cookie = await test.agent('anna@demo.shop').then((anna) => anna.cookie);
  const look = (headers: Record<string, string>, site = testSite) =>
    fetch(`${test.url}/api/v1/debug?site=${site}`, { headers });
  const allowed = await look({ cookie, origin: testOrigin });
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-origin')).toBe(testOrigin);
  expect(allowed.headers.get('access-control-allow-credentials')).toBe('true');
  const refused = [
    await look({ origin: testOrigin }),
    await look({ cookie, origin: 'http://evil.test' }),
    await look({ cookie, origin: testOrigin }, 'elsewhere'),
    await look({ cookie }),
  ];
  expect(refused.map((one) => one.status)).toEqual([404, 404, 404, 404]);
  expect(new Set(await Promise.all(refused.map((one) => one.text()))).size).toBe(1);
});
