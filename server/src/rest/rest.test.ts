import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Watched, watchAnswers } from '../testing/answers.ts';
import { startTestServer, type TestServer, testSite } from '../testing/server.ts';

let test: TestServer;
let watched: Watched;
let key: string;
beforeAll(async () => {
  test = await startTestServer();
  watched = await watchAnswers(test);
  key = await test.addKey(
    'conversations:read',
    'conversations:write',
    'contacts:read',
    'contacts:write',
    'orders:write',
    'reports:read',
    'handoffs:write',
  );
});
afterAll(async () => {
  await test.close();
  expect(watched.faults).toEqual([]);
});

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${test.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await answer.text();
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    body: text ? JSON.parse(text) : null,
  };
}

const begin = (text: string, more: object = {}, headers = {}) =>
  call('POST', '/conversations', { siteId: testSite, contact: { name: 'Erika' }, text, ...more }, headers);

describe('who may', () => {
  it('[SE46] every address for programs wants a key, and one with its scope', async () => {
    const paths = Object.entries(watched.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { security }]) => ({
        path: path.replace(/\{\w+\}/g, 'cnv_x'),
        method: method.toUpperCase(),
        scope: (security as { key?: string[] }[])[0]?.key?.[0],
      })),
    );
    const forPrograms = paths.filter(({ scope }) => scope);
    expect(forPrograms.length).toBeGreaterThan(15);
    for (const { path, method, scope } of forPrograms) {
      const none = await fetch(`${test.url}/api/v1${path}`, { method });
      expect([method, path, none.status]).toEqual([method, path, 401]);
      expect(await none.json()).toMatchObject({ code: 'signedOut' });
      const other = await test.addKey(...['orders:write', 'reports:read'].filter((one) => one !== scope).slice(0, 1));
      const wrong = await fetch(`${test.url}/api/v1${path}`, { method, headers: { authorization: `Bearer ${other}` } });
      expect([method, path, wrong.status]).toEqual([method, path, 403]);
      expect(wrong.headers.get('content-type')).toContain('application/problem+json');
    }
  });
});

describe('conversations', () => {
  it('[RE36] a program begins a conversation, it waits in the queue, an agent answers, the program reads it whole', async () => {
    const agent = await test.agent('anna@demo.shop', { skills: ['sales'] });
    const made = await begin('My order has not come', { skill: 'sales' });
    expect(made.status).toBe(201);
    const id = made.body.conversationId as string;
    await agent.must('conversation:accept', { conversationId: id });
    await agent.say(id, 'It left today');
    const read = await call('GET', `/conversations/${id}`);
    const texts = read.body.messages
      .filter((one: { body: { type: string } }) => one.body.type === 'text')
      .map((one: { body: { text: string } }) => one.body.text);
    expect(texts).toEqual(['My order has not come', 'It left today']);
    expect(read.body.messages.map((one: { seq: number }) => one.seq)).toEqual(
      read.body.messages.map((_: unknown, index: number) => index + 1),
    );
    expect(read.body).toMatchObject({ legs: [{ kind: 'api' }], workItem: { status: 'active', skill: 'sales' } });
    expect(read.body.reasons.length).toBeGreaterThan(0);
    const added = await call('POST', `/conversations/${id}/messages`, {
      text: 'The parcel is at the depot',
      clientId: 'crm-1',
    });
    expect(added.status).toBe(201);
    expect(
      (await call('POST', `/conversations/${id}/messages`, { text: 'The parcel is at the depot', clientId: 'crm-1' }))
        .body,
    ).toEqual(added.body);
    expect(
      (await call('POST', `/conversations/${id}/messages`, { text: 'Something else', clientId: 'crm-1' })).status,
    ).toBe(409);
    expect((await call('POST', `/conversations/${id}/close`)).status).toBe(204);
    expect((await call('POST', `/conversations/${id}/messages`, { text: 'Too late' })).body).toMatchObject({
      code: 'gone',
    });
  });

  it('[RE37] the list goes on by its cursor and shows each conversation once, newest first', async () => {
    for (let count = 0; count < 5; count++) await begin(`number ${count}`);
    const seen: string[] = [];
    let cursor: string | null = '';
    do {
      const page: { body: { conversations: { conversationId: string; startedAt: number }[]; next: string | null } } =
        await call('GET', `/conversations?limit=2${cursor ? `&cursor=${cursor}` : ''}`);
      expect(page.body.conversations.length).toBeLessThanOrEqual(2);
      seen.push(...page.body.conversations.map((one) => one.conversationId));
      cursor = page.body.next;
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(5);
  });

  it('[RE38] the same Idempotency-Key does it once; with another body it is a conflict', async () => {
    const first = await begin('once', {}, { 'idempotency-key': 'k-1' });
    const again = await begin('once', {}, { 'idempotency-key': 'k-1' });
    expect(again.body.conversationId).toBe(first.body.conversationId);
    expect((await begin('twice', {}, { 'idempotency-key': 'k-1' })).status).toBe(409);
  });

  it('[RE38] what was refused or answered without words is not kept as running for ever', async () => {
    const refused = { 'idempotency-key': 'k-refused' };
    for (let count = 0; count < 2; count++)
      expect((await call('POST', '/conversations', { siteId: testSite }, refused)).status).toBe(400);
    expect((await begin('mended', {}, refused)).status).toBe(201);
    const id = (await begin('to close')).body.conversationId;
    for (let count = 0; count < 2; count++)
      expect(
        (await call('POST', `/conversations/${id}/close`, undefined, { 'idempotency-key': 'k-close' })).status,
      ).toBe(204);
  });

  it('[RE38] a caller who hangs up and asks again gets the one thing that was done', async () => {
    const headers = { 'idempotency-key': 'k-hung-up' };
    const gaveUp = new AbortController();
    const first = fetch(`${test.url}/api/v1/conversations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ siteId: testSite, contact: { name: 'Erika' }, text: 'hung up' }),
      signal: gaveUp.signal,
    }).catch(() => null);
    const kept = () =>
      test.server.store.db.selectFrom('idempotency').select('status').where('key', '=', 'k-hung-up').executeTakeFirst();
    await expect.poll(kept, { interval: 1 }).toBeDefined();
    gaveUp.abort();
    await first;
    await expect.poll(async () => (await kept())?.status).toBe(201);
    expect((await begin('hung up', {}, headers)).status).toBe(201);
    const previews = await test.server.store.db
      .selectFrom('conversations')
      .select('id')
      .where('preview', '=', 'hung up')
      .execute();
    expect(previews).toHaveLength(1);
  });

  it('[SE49] a time no clock can show and a character no storage keeps are 400, not a failure', async () => {
    const visitor = await test.visitor();
    const order = { orderId: 'late', visitorId: visitor.visitorId, amount: 1, currency: 'EUR' };
    expect((await call('POST', '/orders', { ...order, at: 9e15 })).status).toBe(400);
    expect((await begin('a\0b')).status).toBe(400);
  });

  it('[SE48] an order names a visitor and a contact of the same site', async () => {
    await test.addSite('third', 'http://third.test');
    const visitor = await test.visitor();
    const contactId = 'con_of_third';
    const nobody = { name: null, email: null, note: null, verified: 0, created_at: 0 };
    await test.server.store.db
      .insertInto('contacts')
      .values({ id: contactId, site_id: 'third', ...nobody })
      .execute();
    const order = { orderId: 'mixed', visitorId: visitor.visitorId, contactId, amount: 1, currency: 'EUR' };
    expect((await call('POST', '/orders', order)).status).toBe(404);
  });

  it('[SE48] a key for one site sees nothing of another: unknown and foreign look the same', async () => {
    await test.addSite('other', 'http://other.test');
    const foreign = await begin('of the other shop', { siteId: 'other' });
    const { addKey } = await import('../auth/keys.ts');
    const { secret } = await addKey(test.server.store.db, {
      name: 'narrow',
      siteId: testSite,
      scopes: ['conversations:read'],
    });
    const look = (id: string) => call('GET', `/conversations/${id}`, undefined, { authorization: `Bearer ${secret}` });
    const [hidden, missing] = [await look(foreign.body.conversationId), await look('cnv_never')];
    expect(hidden.status).toBe(404);
    expect(hidden.body).toEqual(missing.body);
    const list = await call('GET', '/conversations?limit=100', undefined, { authorization: `Bearer ${secret}` });
    expect(list.body.conversations.every((one: { siteId: string }) => one.siteId === testSite)).toBe(true);
  });

  it('[SE49] nonsense is a 400 that names the field', async () => {
    for (const [body, field] of [
      [{ siteId: testSite, text: '' }, 'text'],
      [{ siteId: testSite, text: 'x'.repeat(8_001) }, 'text'],
      [{ siteId: testSite, text: 'x', contact: { email: 'no' } }, 'contact.email'],
      [[], 'body'],
    ] as const) {
      const answer = await call('POST', '/conversations', body);
      expect(answer.status).toBe(400);
      expect(answer.body.code).toBe('malformed');
      expect(answer.body.detail).toContain(field === 'body' ? '' : field);
    }
  });
});

describe('contacts, orders, reports', () => {
  it('[RE36] a contact is read and changed; an order told twice is one order', async () => {
    const { body } = await begin('hello');
    const id = body.contact.contactId as string;
    expect(
      (await call('PATCH', `/contacts/${id}`, { note: 'prefers phone', email: 'erika@example.org' })).body,
    ).toMatchObject({ name: 'Erika', note: 'prefers phone' });
    expect((await call('GET', `/contacts/${id}`)).body).toMatchObject({ email: 'erika@example.org' });
    const order = { orderId: 'W-1', contactId: id, amount: 129.9, currency: 'EUR' };
    expect((await call('POST', '/orders', order)).status).toBe(201);
    expect((await call('POST', '/orders', order)).status).toBe(200);
    const rows = await test.server.store.db.selectFrom('orders').selectAll().where('contact_id', '=', id).execute();
    expect(rows).toMatchObject([{ amount_cents: 12_990, currency: 'EUR' }]);
    expect((await call('POST', '/orders', { ...order, contactId: 'con_never' })).status).toBe(404);
    // Numbers of orders can be guessed: a visitor who tells one first does not say what it was worth.
    const visitor = await test.visitor();
    await visitor.must('order:report', { id: 'W-2', amountCents: 1, currency: 'EUR' });
    expect((await call('POST', '/orders', { ...order, orderId: 'W-2' })).status).toBe(200);
    const told = await test.server.store.db.selectFrom('orders').selectAll().where('id', '=', 'W-2').execute();
    expect(told).toMatchObject([{ amount_cents: 12_990, contact_id: id, visitor_id: visitor.visitorId }]);
    expect(await visitor.ask('order:report', { id: 'W-2', amountCents: 1, currency: 'EUR' })).toMatchObject({
      ok: true,
    });
    const kept = await test.server.store.db.selectFrom('orders').selectAll().where('id', '=', 'W-2').execute();
    expect(kept).toEqual(told);
  });

  it('[RE39] the service report counts what is there and never makes up a zero', async () => {
    expect((await call('GET', '/reports/service')).body.conversations).toBeGreaterThan(0);
    expect((await call('GET', '/reports/uplift')).body).toMatchObject({ why: 'noHoldout', report: null });
  });
});
