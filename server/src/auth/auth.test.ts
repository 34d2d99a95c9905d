import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestServer, type TestServer, testPassword } from '../testing/server.ts';
import { readSessionCookie, sessionCookie } from './cookie.ts';
import { createTries } from './tries.ts';

let test: TestServer;
beforeEach(async () => {
  test = await startTestServer();
});
afterEach(() => test.close());

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${test.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
const ours = () => ({ origin: test.url, 'x-theke': '1' });

describe('signing in', () => {
  it('[SE25] the cookie is out of reach of scripts and other sites; the table knows only digests', async () => {
    await test.addAgent('anna@demo.shop');
    const answer = await post('/sign-in', { email: 'Anna@Demo.shop', password: testPassword });
    expect(await answer.json()).toMatchObject({ me: { email: 'anna@demo.shop', role: 'agent' } });
    const cookie = answer.headers.get('set-cookie')!;
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Strict/);
    const secret = /=([^;]+)/.exec(cookie)![1]!;
    const sessions = await test.server.store.db.selectFrom('agent_sessions').selectAll().execute();
    const agents = await test.server.store.db.selectFrom('agents').selectAll().execute();
    expect(JSON.stringify(sessions)).not.toContain(secret);
    expect(agents[0]?.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await (await fetch(`${test.url}/api/v1/me`, { headers: { cookie } })).json()).toMatchObject({
      me: { name: 'anna' },
    });
    expect((await fetch(`${test.url}/api/v1/me`)).status).toBe(401);
  });

  it('[SE25] over https the cookie is bound to the host', () => {
    const config = { publicUrl: 'https://chat.shop.test' };
    expect(sessionCookie(config, 'x')).toBe('__Host-theke_session=x; Path=/; HttpOnly; SameSite=Strict; Secure');
    expect(readSessionCookie(config, 'theke_session=evil; __Host-theke_session=good')).toBe('good');
    expect(readSessionCookie(config, 'theke_session=evil')).toBeUndefined();
  });

  it.each(['known', 'unknown'])(
    '[SE26] five wrong passwords lock for a quarter of an hour, the right one included (%s account)',
    async (kind) => {
      await test.addAgent('known@demo.shop');
      const email = `${kind}@demo.shop`;
      for (let n = 0; n < 5; n++) {
        const answer = await post('/sign-in', { email, password: `wrong${n}` });
        expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([401, 'signedOut']);
      }
      const locked = await post('/sign-in', { email, password: testPassword });
      expect(locked.status).toBe(429);
      expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(890);
      expect(await locked.json()).toMatchObject({ code: 'tooOften' });
      await test.addAgent('other@demo.shop');
      expect((await post('/sign-in', { email: 'other@demo.shop', password: testPassword })).status).toBe(200);
    },
  );

  it('[SE26] guesses made at the same moment all count: a volley is no way round the lock', async () => {
    await test.addAgent('anna@demo.shop');
    const guesses = Array.from({ length: 20 }, (_, n) => (n === 19 ? testPassword : `wrong${n}`));
    const statuses = await Promise.all(
      guesses.map(async (password) => (await post('/sign-in', { email: 'anna@demo.shop', password })).status),
    );
    expect(statuses.filter((status) => status === 401)).toHaveLength(5);
    expect(statuses.filter((status) => status === 429)).toHaveLength(15);
  });

  it('[SE26] a right sign-in costs its address nothing', async () => {
    await test.addAgent('anna@demo.shop');
    for (let n = 0; n < 55; n++)
      expect((await post('/sign-in', { email: 'anna@demo.shop', password: testPassword })).status).toBe(200);
  });

  it('[SE26] a success in between begins the count anew', async () => {
    await test.addAgent('anna@demo.shop');
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 4; n++) await post('/sign-in', { email: 'anna@demo.shop', password: 'wrong' });
      expect((await post('/sign-in', { email: 'anna@demo.shop', password: testPassword })).status).toBe(200);
    }
  });

  it('[SE26] the lock ends when its time is over', () => {
    let now = 0;
    const tries = createTries({ limit: 3, windowMs: 1_000, now: () => now });
    for (let n = 0; n < 3; n++) tries.wrong('a');
    expect([tries.waitMs('a'), tries.waitMs('b')]).toEqual([1_000, 0]);
    now = 1_000;
    expect(tries.waitMs('a')).toBe(0);
  });

  it('[SE27] writes by cookie need our own origin and our own header', async () => {
    await test.addAgent('anna@demo.shop');
    const cookie = await test.signIn('anna@demo.shop');
    const attempts: Record<string, string>[] = [
      {},
      { origin: test.url },
      { 'x-theke': '1' },
      { origin: 'https://evil.example', 'x-theke': '1' },
      { origin: 'null', 'x-theke': '1' },
    ];
    for (const headers of attempts) expect((await post('/sign-out', {}, { cookie, ...headers })).status).toBe(403);
    expect((await fetch(`${test.url}/api/v1/me`, { headers: { cookie } })).status).toBe(200);
    expect((await post('/sign-out', {}, { cookie, ...ours() })).status).toBe(204);
    expect((await fetch(`${test.url}/api/v1/me`, { headers: { cookie } })).status).toBe(401);
    expect(
      (await post('/sign-in', { email: 'anna@demo.shop', password: testPassword }, { origin: 'https://evil.example' }))
        .status,
    ).toBe(403);
  });

  it('[SE16] a malformed sign-in is a problem with a code, not a crash', async () => {
    for (const body of [
      null,
      [],
      'x',
      { email: 1 },
      { email: 'a', password: '' },
      { email: 'a', password: 'x'.repeat(501) },
    ]) {
      const answer = await post('/sign-in', body);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ code: 'malformed', status: 400 });
    }
    const broken = await fetch(`${test.url}/api/v1/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    });
    expect(await broken.json()).toMatchObject({ code: 'malformed' });
    const large = await post('/sign-in', { email: 'x'.repeat(100_000) });
    expect(await large.json()).toMatchObject({ code: 'tooLarge' });
  });
});

describe('revoking', () => {
  it('[SE28] signing out ends every socket of the session at once, the live lane too', async () => {
    const agent = await test.agent('anna@demo.shop');
    const live = await agent.live();
    const gone = Promise.all([agent, live].map(({ socket }) => new Promise((done) => socket.once('disconnect', done))));
    await post('/sign-out', {}, { cookie: agent.cookie, ...ours() });
    await gone;
    expect(agent.told('session:revoked')).toEqual([{ reason: 'signedOut' }]);
    await expect(agent.live()).rejects.toMatchObject({ data: { code: 'signedOut' } });
  });

  it('[SE28] what another process revokes ends the sockets as well', async () => {
    const agent = await test.agent('anna@demo.shop');
    const bystander = await test.agent('ben@demo.shop');
    const gone = new Promise((done) => agent.socket.once('disconnect', done));
    await test.server.store.db.updateTable('agents').set({ disabled: 1 }).where('id', '=', agent.agentId).execute();
    await gone;
    expect(agent.told('session:revoked')).toEqual([{ reason: 'revoked' }]);
    await bystander.must('line:alive');
    expect((await post('/sign-in', { email: 'anna@demo.shop', password: testPassword })).status).toBe(401);
  });

  it('[SE29] a session ends after half an hour without a sign of life and after twelve hours in any case', async () => {
    await test.addAgent('anna@demo.shop');
    const { db } = test.server.store;
    const me = async (cookie: string) => (await fetch(`${test.url}/api/v1/me`, { headers: { cookie } })).status;
    const idle = await test.signIn('anna@demo.shop');
    await db
      .updateTable('agent_sessions')
      .set({ seen_at: Date.now() - 31 * 60_000 })
      .execute();
    expect(await me(idle)).toBe(401);
    const old = await test.signIn('anna@demo.shop');
    await db
      .updateTable('agent_sessions')
      .set({ seen_at: Date.now(), created_at: Date.now() - 13 * 3_600_000 })
      .execute();
    expect(await me(old)).toBe(401);
    expect(await me(await test.signIn('anna@demo.shop'))).toBe(200);
  });
});

describe('keys and repetition', () => {
  const order = { orderId: 'o1', amount: 1990, currency: 'EUR' };

  it('[SE32] an API key opens what its scopes name and nothing else; a revoked one opens nothing', async () => {
    const key = await test.addKey('conversations:read');
    const get = (path: string, secret: string) =>
      fetch(`${test.url}/api/v1${path}`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await get('/conversations', key)).status).toBe(200);
    expect((await get('/contacts/x', key)).status).toBe(403);
    expect((await get('/conversations', 'theke_guessed_secret')).status).toBe(401);
    expect((await fetch(`${test.url}/api/v1/conversations`)).status).toBe(401);
    await test.server.store.db.updateTable('api_keys').set({ revoked_at: 1 }).execute();
    expect((await get('/conversations', key)).status).toBe(401);
    expect(JSON.stringify(await test.server.store.db.selectFrom('api_keys').selectAll().execute())).not.toContain(key);
  });

  it('[RE16] the same Idempotency-Key gives the same answer and one effect; with another body it is a conflict', async () => {
    const key = await test.addKey('*');
    const send = (idempotency: string, body: unknown) =>
      post('/orders', body, { authorization: `Bearer ${key}`, 'idempotency-key': idempotency });
    const visitor = await test.visitor();
    const mine = { ...order, siteId: 'demo', visitorId: visitor.visitorId };
    const first = await send('k1', mine);
    expect(first.ok, await first.clone().text()).toBe(true);
    const again = await send('k1', mine);
    expect([again.status, await again.text()]).toEqual([first.status, await first.text()]);
    const other = await send('k1', { ...mine, amount: 5 });
    expect([other.status, ((await other.json()) as { code: string }).code]).toEqual([409, 'conflict']);
    expect(await test.server.store.db.selectFrom('orders').select('amount_cents').execute()).toHaveLength(1);
  });
});
