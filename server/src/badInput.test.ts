import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer, testOrigin, testSite } from './testing/server.ts';

// What issue 4 calls bad input, from outside, against a whole server.
let test: TestServer;
let key: string;
beforeAll(async () => {
  test = await startTestServer();
  key = await test.addKey('rules:read', 'rules:write', 'orders:write', 'reports:read');
});
afterAll(() => test.close());

async function call(method: string, path: string, body?: unknown) {
  const answer = await fetch(`${test.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : null };
}
const fromPage = (path: string, body: object) =>
  fetch(`${test.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: testOrigin },
    body: JSON.stringify({ site: testSite, ...body }),
  });
const rule = (when: unknown, more: object = {}) => ({
  id: 'r1',
  version: 1,
  when,
  offer: { skill: 'sales', text: { en: 'Hello', de: 'Hallo' } },
  ...more,
});
const count = async (table: 'rules' | 'decisions' | 'orders' | 'refunds' | 'experiments') =>
  (await test.server.store.db.selectFrom(table).selectAll().execute()).length;

it('[SE252] rules over HTTP: any depth, unknown conditions, patterns and wrong kinds are refused, and nothing is kept', async () => {
  const deep = (depth: number) =>
    JSON.stringify(rule('HERE')).replace('"HERE"', `${'{"op":"all","of":['.repeat(depth)}${']}'.repeat(depth)}`);
  for (const depth of [100, 10_000, 100_000]) {
    for (const [path, body] of [
      ['/rules/r1?site=demo', deep(depth)],
      ['/rules', `{"site":"demo","rules":[${deep(depth)}]}`],
    ] as const)
      expect([400, 413]).toContain((await call('PUT', path, body)).status);
  }
  for (const [when, path] of [
    [{ op: 'regex', fact: 'page.path', value: '(a+)+$' }, 'when.op'],
    [{ op: 'match', fact: 'page.path', value: {} }, 'when.value'],
    [{ op: 'gt', fact: 'cart.valueCents', value: '100' }, 'when.value'],
    [{ op: 'idle', ms: 1e99 }, 'when.ms'],
    [{ op: 'not', of: { op: 'agent', skill: 'sales' } }, 'when.of'],
    [{ op: 'agent', skill: 'other' }, 'when.skill'],
    [null, 'when'],
  ] as const) {
    const answer = await call('PUT', '/rules/r1?site=demo', rule(when));
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
    expect(answer.body.detail).toContain(path);
  }
  expect((await call('PUT', '/rules/r1?site=demo', '{"id":"r1",')).status).toBe(400);
  expect((await call('PUT', '/rules/r1?site=demo', '{"id":"r1","__proto__":{"x":1}}')).status).toBe(400);
  expect(await count('rules')).toBe(0);
  expect((await call('PUT', '/rules/r1?site=demo', rule({ op: 'idle', ms: 1 }))).status).toBe(200);
});

it('[SE252] questions and news of a page: refused by the protocol, kept nowhere, and the line stays', async () => {
  const visitor = await test.visitor();
  const before = await count('decisions');
  const ask = { ruleId: 'own', version: 1, skill: 'sales', terms: { digest: 'd' } };
  let deep: object = {};
  for (let n = 0; n < 100; n += 1) deep = { deep };
  for (const wrong of [
    { ...ask, version: -1 },
    { ...ask, version: 1.5 },
    { ...ask, skill: '../etc' },
    { ...ask, ruleId: '__proto__' },
    { ...ask, zone: 'Middle/Earth' },
    { ...ask, page: { path: 'javascript:alert(1)' } },
    { ...ask, terms: { digest: 'd', holdout: { share: 1, salt: 's', windowMs: 1 } } },
    { ...ask, terms: { digest: 'd', holdout: { share: Number.NaN, salt: 's', windowMs: 1 } } },
    { ...ask, terms: { digest: 'd', caps: { perVisitor: { n: -1, withinMs: 1 } } } },
    { ...ask, terms: { digest: 'd', cooldown: { afterDismissMs: 1e15 } } },
    { ...ask, terms: { digest: 'd', hours: { timeZone: 'x', open: { weekly: {} } } } },
    { ...ask, terms: deep },
  ]) {
    expect(await visitor.ask('invitation:ask', wrong as never)).toMatchObject({ ok: false });
    expect([400, 413]).toContain((await fromPage('/invitations/ask', wrong)).status);
  }
  const news = { rules: [], device: 'phone', language: 'de', returning: false };
  for (const wrong of [
    { ...news, language: '<img src=x onerror=alert(1)>' },
    { ...news, device: 'fridge' },
    { ...news, rules: Array.from({ length: 51 }, () => ({ ruleId: 'r', state: 'off' })) },
    { ...news, rules: [{ ruleId: 'r', state: 'ready', inMs: -1 }] },
  ])
    expect(await visitor.ask('rules:tell', wrong as never)).toMatchObject({ ok: false });
  expect(await count('decisions')).toBe(before);
  expect(await visitor.must('invitation:ask', ask)).toEqual({ show: false });
  expect(await count('experiments')).toBe(0);
});

it('[SE252] orders and refunds: negative, in no currency, twice, before anything, beyond the order', async () => {
  const visitor = await test.visitor();
  for (const order of [
    { id: 'P-1', amountCents: -1, currency: 'EUR' },
    { id: 'P-1', amountCents: 1.5, currency: 'EUR' },
    { id: 'P-1', amountCents: 1e300, currency: 'EUR' },
    { id: 'P-1', amountCents: 1, currency: 'Taler' },
    { id: '', amountCents: 1, currency: 'EUR' },
  ]) {
    expect((await fromPage('/orders/told', order)).status).toBe(400);
    expect(await visitor.ask('order:report', order)).toMatchObject({ ok: false });
  }
  expect(await count('orders')).toBe(0);
  const good = { orderId: 'S-1', visitorId: visitor.visitorId, amount: 10, currency: 'EUR' };
  const twice = await Promise.all([call('POST', '/orders', good), call('POST', '/orders', good)]);
  expect(twice.map((one) => one.status >= 200 && one.status < 300)).toEqual([true, true]);
  expect(await count('orders')).toBe(1);
  const refund = (refundId: string, amount: number) => call('POST', '/orders/S-1/refunds', { refundId, amount });
  expect((await refund('a', -1)).status).toBe(400);
  expect((await refund('a', 10.01)).status).toBe(409);
  expect((await Promise.all([refund('b', 6), refund('c', 6)])).map((one) => one.status).sort()).toEqual([201, 409]);
  expect(await count('refunds')).toBe(1);
});

it('[SE246] strangers tell orders: marked, counted apart, and never over what the shop said', async () => {
  const visitor = await test.visitor();
  const { visitorId } = visitor;
  const { db } = test.server.store;
  await call('POST', '/orders', { orderId: 'S-2', visitorId, amount: 10, currency: 'EUR' });
  expect((await fromPage('/orders/told', { id: 'S-2', amountCents: 99_999, currency: 'USD' })).status).toBe(204);
  expect((await fromPage('/orders/told', { id: 'F-1', amountCents: 99_999, currency: 'EUR' })).status).toBe(204);
  const kept = (id: string) => db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst();
  expect(await kept('S-2')).toMatchObject({
    amount_cents: 1_000,
    currency: 'EUR',
    source: 'shop',
    visitor_id: visitorId,
  });
  expect(await kept('F-1')).toMatchObject({ source: 'page', visitor_id: null });
  // What the shop says later is what counts.
  await call('POST', '/orders', { orderId: 'F-1', visitorId, amount: 1, currency: 'EUR' });
  expect(await kept('F-1')).toMatchObject({ source: 'shop', amount_cents: 100, visitor_id: visitorId });
});
