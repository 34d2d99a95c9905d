import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer, testOrigin, testSite } from '../testing/server.ts';
import { seedShop } from './seed.ts';

let test: TestServer;
let key: string;
beforeAll(async () => {
  test = await startTestServer();
  key = await test.addKey('orders:write', 'reports:read');
});
afterAll(() => test.close());

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${test.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = (answer.headers.get('content-type') ?? '').includes('json');
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : null };
}
const order = (id: string) =>
  test.server.store.db.selectFrom('orders').selectAll().where('id', '=', id).executeTakeFirst();

it('[UP45] an order told twice is one, and a wrong one is refused with the field that is wrong', async () => {
  const visitor = await test.visitor();
  const good = { orderId: 'H-1', visitorId: visitor.visitorId, amount: 100, currency: 'EUR' };
  expect((await call('POST', '/orders', good)).status).toBe(201);
  expect((await call('POST', '/orders', good)).status).toBe(200);
  for (const [change, field] of [
    [{ amount: -1 }, 'amount'],
    [{ amount: '100' }, 'amount'],
    [{ currency: 'euro' }, 'currency'],
    [{ currency: 'XXQ' }, 'currency'],
    [{ at: Date.now() + 2 * 86_400_000 }, 'at'],
  ] as const) {
    const answer = await call('POST', '/orders', { ...good, orderId: 'H-2', ...change });
    expect(answer).toMatchObject({ status: 400, body: { code: 'malformed' } });
    expect(answer.body.detail).toContain(field);
  }
  expect(await order('H-2')).toBeUndefined();
  // In other money it is told again: the last word of the shop counts.
  expect((await call('POST', '/orders', { ...good, currency: 'CHF', amount: 90 })).status).toBe(200);
  expect(await order('H-1')).toMatchObject({ amount_cents: 9_000, currency: 'CHF' });
});

it('[UP99] the shop tells orders of people it cannot name; whose site it is has to be clear', async () => {
  const nameless = { orderId: 'N-1', amount: 12.5, currency: 'EUR' };
  const visitor = await test.visitor();
  // A key of every site says which.
  expect(await call('POST', '/orders', nameless)).toMatchObject({
    status: 400,
    body: { detail: expect.stringContaining('site') },
  });
  expect((await call('POST', '/orders', { ...nameless, site: 'never' })).status).toBe(404);
  expect((await call('POST', '/orders', { ...nameless, site: testSite })).status).toBe(201);
  expect(await order('N-1')).toMatchObject({ site_id: testSite, source: 'shop', named_visitor_id: null });
  const { addKey } = await import('../auth/keys.ts');
  const { secret } = await addKey(test.server.store.db, { name: 'n', siteId: testSite, scopes: ['orders:write'] });
  const narrow = { authorization: `Bearer ${secret}` };
  expect((await call('POST', '/orders', { ...nameless, orderId: 'N-2' }, narrow)).status).toBe(201);
  expect((await call('POST', '/orders', { ...nameless, orderId: 'N-3', site: 'other' }, narrow)).status).toBe(404);
  const named = { ...nameless, orderId: 'N-3', visitorId: visitor.visitorId };
  expect((await call('POST', '/orders', { ...named, site: 'other' })).status).toBe(404);
  expect((await call('POST', '/orders', { ...named, contactId: 'con_never' })).status).toBe(404);
  expect(await order('N-3')).toBeUndefined();
  expect((await call('POST', '/orders', named)).status).toBe(201);
  // Named later, it stays named.
  await call('POST', '/orders', { ...nameless, orderId: 'N-3', site: testSite });
  expect(await order('N-3')).toMatchObject({ named_visitor_id: visitor.visitorId });
});

it('[UP44] refunds over HTTP: 201, 200 for the same again, 409 beyond the order, 400 for nonsense, 404 for a foreign site', async () => {
  const visitor = await test.visitor();
  await call('POST', '/orders', { orderId: 'R/1', visitorId: visitor.visitorId, amount: 50, currency: 'EUR' });
  const path = '/orders/R%2F1/refunds';
  expect(await call('POST', path, { refundId: 'a', amount: 20 })).toMatchObject({
    status: 201,
    body: { orderId: 'R/1', refundId: 'a' },
  });
  expect((await call('POST', path, { refundId: 'a', amount: 20 })).status).toBe(200);
  expect(await call('POST', path, { refundId: 'b', amount: 30.01 })).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
  for (const amount of [0, -5, Number.NaN]) {
    expect((await call('POST', path, { refundId: 'c', amount })).status).toBe(400);
  }
  expect((await call('POST', '/orders/never/refunds', { refundId: 'a', amount: 1 })).status).toBe(404);
  const { addKey } = await import('../auth/keys.ts');
  const { secret } = await addKey(test.server.store.db, { name: 'n', siteId: 'other', scopes: ['orders:write'] });
  const foreign = await call('POST', path, { refundId: 'd', amount: 1 }, { authorization: `Bearer ${secret}` });
  expect(foreign.status).toBe(404);
});

it('[UP46] a page whose visitor has no id tells an order: its origin is checked, it is marked, and not too often', async () => {
  const tell = (id: string, headers: Record<string, string> = {}, more: object = {}) =>
    call(
      'POST',
      '/orders/told',
      { site: testSite, id, amountCents: 4_200, currency: 'EUR', ...more },
      { authorization: '', origin: testOrigin, 'user-agent': 'Browser', ...headers },
    );
  const told = await tell('T-1');
  expect(told.status).toBe(204);
  expect(told.headers.get('access-control-allow-origin')).toBe(testOrigin);
  expect(await order('T-1')).toMatchObject({
    source: 'page',
    visitor_id: null,
    unit: expect.stringMatching(/^day:[\w-]{22}$/),
  });
  await tell('T-2');
  await tell('T-3', { 'user-agent': 'Another' });
  expect((await order('T-2'))?.unit).toBe((await order('T-1'))?.unit);
  expect((await order('T-3'))?.unit).not.toBe((await order('T-1'))?.unit);
  expect((await tell('T-4', { origin: 'https://elsewhere.test' })).status).toBe(403);
  expect((await tell('T-4', {}, { amountCents: -1 })).status).toBe(400);
  expect((await tell('T-4', {}, { site: 'never' })).status).toBe(403);
  expect(await order('T-4')).toBeUndefined();
  const many = [];
  for (let n = 0; n < 30; n += 1) many.push((await tell(`M-${n}`)).status);
  expect(many).toContain(429);
  const preflight = await fetch(`${test.url}/api/v1/orders/told`, {
    method: 'OPTIONS',
    headers: { origin: testOrigin, 'access-control-request-method': 'POST' },
  });
  expect(preflight.status).toBe(204);
});

it('[UP46] who has an id and who has none leave the same kind of name with an order', async () => {
  const visitor = await test.visitor();
  await visitor.must('order:report', { id: 'S-1', amountCents: 100, currency: 'EUR' });
  expect(await order('S-1')).toMatchObject({
    source: 'page',
    visitor_id: visitor.visitorId,
    unit: expect.stringMatching(/^day:/),
  });
});

it('[UP59] the report over HTTP: nothing yet, then the newest, the one that is asked for, and never a foreign one', async () => {
  expect((await call('GET', '/reports/uplift')).body).toEqual({
    verdict: 'invalid',
    why: 'noHoldout',
    experiments: [],
    report: null,
  });
  const wish = { visitors: 2_000, holdoutShare: 0.5, baseRate: 0.2, effect: 0.5, selfSelection: 2, days: 28, seed: 3 };
  const { db } = test.server.store;
  const first = await seedShop(db, { ...wish, untilMs: Date.now() - 1 });
  const other = await seedShop(db, { ...wish, siteId: 'other', seed: 4, ruleId: 'other' });
  const all = (await call('GET', '/reports/uplift?site=demo')).body;
  expect(all).toMatchObject({
    verdict: 'better',
    why: 'aboveZero',
    experiments: [{ experimentId: first.experimentId, verdict: 'better', visitors: 2_000 }],
    report: { experiment: { experimentId: first.experimentId, siteId: 'demo' }, verdict: 'better' },
  });
  const asked = await call('GET', `/reports/uplift?experiment=${other.experimentId}`);
  expect(asked.body.report.experiment.siteId).toBe('other');
  const { addKey } = await import('../auth/keys.ts');
  const { secret } = await addKey(db, { name: 'n', siteId: 'demo', scopes: ['reports:read'] });
  const narrow = { authorization: `Bearer ${secret}` };
  for (const path of ['?site=other', `?experiment=${other.experimentId}`, `/${other.experimentId}/rows`])
    expect((await call('GET', `/reports/uplift${path}`, undefined, narrow)).status).toBe(404);
  expect((await call('GET', '/reports/uplift', undefined, narrow)).body.experiments).toHaveLength(1);
  const rows = await call('GET', `/reports/uplift/${first.experimentId}/rows`, undefined, narrow);
  expect(rows.headers.get('content-type')).toContain('text/csv');
  expect(rows.text.trimEnd().split('\r\n')).toHaveLength(2_001);
});

it('[UP59] a supervisor asks in the console, an agent is refused', async () => {
  const eva = await test.agent('eva@demo.shop', { role: 'supervisor', available: false });
  const [line] = await eva.must('uplift:list', { siteId: testSite });
  const report = await eva.must('uplift:read', { siteId: testSite, experimentId: line!.experimentId });
  expect(report.experiment).toMatchObject({ experimentId: line!.experimentId });
  expect(await eva.must('uplift:plan', { siteId: testSite })).toMatchObject({
    basis: { days: expect.closeTo(28, 0), windowMs: 7 * 86_400_000 },
  });
  const anna = await test.agent('anna@demo.shop', { role: 'agent', available: false });
  expect(await anna.ask('uplift:list', { siteId: testSite })).toMatchObject({
    ok: false,
    refusal: { code: 'forbidden' },
  });
});
