import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { addKey } from '../auth/keys.ts';
import { type Watched, watchAnswers } from '../testing/answers.ts';
import { startTestServer, type TestServer, testOrigin, testSite } from '../testing/server.ts';

let test: TestServer;
let watched: Watched;
let key: string;
beforeAll(async () => {
  test = await startTestServer();
  watched = await watchAnswers(test);
  await test.addSite('other', 'http://other.test');
  key = (
    await addKey(test.server.store.db, { name: 'deploy', siteId: testSite, scopes: ['rules:read', 'rules:write'] })
  ).secret;
});
afterAll(async () => {
  await test.close();
  expect(watched.faults).toEqual([]);
});
beforeEach(async () => void (await call('PUT', '/rules', { rules: [] })));

async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const answer = await fetch(`${test.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  return { status: answer.status, etag: answer.headers.get('etag'), body: text ? JSON.parse(text) : null };
}
const rule = (id: string, more: object = {}) => ({
  id,
  version: 1,
  when: { op: 'dwell', what: 'page', ms: 60_000 },
  offer: { skill: 'sales', text: { en: 'Questions?', de: 'Fragen?' } },
  ...more,
});
const kept = async () => (await call('GET', '/rules')).body.rules.map((one: { ruleId: string }) => one.ruleId);

it('[IN180] a program replaces the whole set in one step, and a wrong rule is named and changes nothing', async () => {
  const first = await call('PUT', '/rules', { rules: [rule('a'), rule('b')], settings: { perVisit: 3 } });
  expect(first.status).toBe(200);
  expect(first.body.rules).toMatchObject([
    { ruleId: 'a', changedBy: 'deploy', rule: rule('a') },
    { ruleId: 'b', changedBy: 'deploy' },
  ]);
  expect(first.body.settings).toMatchObject({ perVisit: 3, on: true });
  const wrong = await call('PUT', '/rules', {
    rules: [rule('c'), rule('d', { when: { op: 'any', of: [{ op: 'idle', ms: -1 }] } })],
    settings: { perVisit: 9 },
  });
  expect(wrong).toMatchObject({ status: 400, body: { code: 'malformed' } });
  expect(wrong.body.detail).toMatch(/^rules\[1\]\.when\.of\[0\]\.ms: /);
  expect((await call('PUT', '/rules', { rules: [rule('c'), rule('c')] })).body.detail).toBe(
    'rules[1].id: is there twice',
  );
  expect((await call('PUT', '/rules', { rules: [], settings: { perVisits: 1 } })).body.detail).toMatch(/^settings/);
  expect((await call('PUT', '/rules', { rules: [], settings: { revision: 0 } })).status).toBe(200);
  await call('PUT', '/rules', { rules: [rule('a'), rule('b')] });
  expect((await call('PUT', '/rules', { rules: [], settings: { revision: 0, perVisit: 8 } })).status).toBe(409);
  expect(await kept()).toEqual(['a', 'b']);
  expect((await call('GET', '/rules')).body.settings.perVisit).toBe(3);
  const second = await call('PUT', '/rules', { rules: [rule('b', { priority: 1 }), rule('c')] });
  expect(second.body.rules.map((one: { ruleId: string }) => one.ruleId)).toEqual(['b', 'c']);
  expect((await call('PUT', '/rules', { rules: [rule('b', { priority: 1 }), rule('c')] })).body).toEqual(second.body);
});

it('[IN181] one rule is read, written over nobody’s change, and removed by its address', async () => {
  const made = await call('PUT', '/rules/one', rule('one'));
  expect(made).toMatchObject({ status: 200, body: { ruleId: 'one' } });
  const { advice: _advice, ...kept } = made.body;
  expect(await call('GET', '/rules/one')).toEqual({ ...made, body: kept });
  expect(await call('PUT', '/rules/one', rule('one'))).toEqual(made);
  const next = await call('PUT', '/rules/one', rule('one', { priority: 2 }), { 'if-match': made.etag! });
  expect(next.body.revision).toBe(made.body.revision + 1);
  const late = await call('PUT', '/rules/one', rule('one', { priority: 3 }), { 'if-match': made.etag! });
  expect(late).toMatchObject({ status: 409, body: { code: 'conflict' } });
  expect((await call('PUT', '/rules/one', rule('one'), { 'if-match': 'soon' })).status).toBe(400);
  expect((await call('PUT', '/rules/two', rule('one'))).body.detail).toBe('id: differs from the address');
  expect((await call('DELETE', '/rules/one', undefined, { 'if-match': made.etag! })).status).toBe(409);
  expect((await call('DELETE', '/rules/one')).status).toBe(204);
  expect([(await call('DELETE', '/rules/one')).status, (await call('GET', '/rules/one')).status]).toEqual([404, 404]);
});

it('[UP125] the version may be left out of one rule, and a refusal for a changed revision or broken JSON says why', async () => {
  const { version: _, ...bare } = rule('bare');
  const made = await call('PUT', '/rules/bare', bare);
  expect(made).toMatchObject({ status: 200, body: { rule: { id: 'bare', version: 1 } } });
  const changed = await call('PUT', '/rules/bare', { ...bare, when: { op: 'idle', ms: 9_000 } });
  expect(changed.body.rule.version).toBe(2);
  expect((await call('PUT', '/rules/bare', { ...bare, when: { op: 'idle', ms: 9_000 } })).body).toEqual(changed.body);
  expect((await call('PUT', '/rules/bare', { ...bare, version: null })).body.detail).toMatch(/^version: /);
  const late = { 'if-match': made.etag! };
  expect((await call('PUT', '/rules/bare', rule('bare'), late)).body.detail).toMatch(/^If-Match: .+ read it again$/);
  expect((await call('DELETE', '/rules/bare', undefined, late)).body.detail).toMatch(/^If-Match: /);
  const { revision } = (await call('PUT', '/rules', { rules: [], settings: { perVisit: 4 } })).body.settings;
  const old = { rules: [], settings: { revision: revision - 1, perVisit: 5 } };
  expect((await call('PUT', '/rules', old)).body.detail).toMatch(/^settings\.revision: /);
  expect(await call('PUT', '/rules', '{')).toMatchObject({ status: 400, body: { detail: 'body: is not valid JSON' } });
});

it('[IN182] a key sees and changes the rules of its own site and of no other; reading is not writing', async () => {
  await call('PUT', '/rules', { rules: [rule('mine')] });
  const { db } = test.server.store;
  const use = async (wish: { siteId?: string; scopes: string[] }, method: string, path: string, body?: unknown) => {
    const { secret } = await addKey(db, { name: 'x', ...wish });
    return call(method, path, body, { authorization: `Bearer ${secret}` });
  };
  const other = { siteId: 'other', scopes: ['rules:read', 'rules:write'] };
  expect((await use(other, 'GET', '/rules')).body.rules).toEqual([]);
  for (const [method, path, body] of [
    ['GET', `/rules?site=${testSite}`],
    ['PUT', '/rules', { site: testSite, rules: [] }],
    ['GET', `/rules/mine?site=${testSite}`],
    ['PUT', `/rules/mine?site=${testSite}`, rule('mine', { priority: 9 })],
    ['DELETE', `/rules/mine?site=${testSite}`],
    ['GET', '/rules/mine'],
    ['DELETE', '/rules/mine'],
  ] as const)
    expect([method, path, (await use(other, method, path, body)).status]).toEqual([method, path, 404]);
  expect((await use({ siteId: testSite, scopes: ['rules:read'] }, 'PUT', '/rules', { rules: [] })).status).toBe(403);
  expect((await use({ siteId: testSite, scopes: ['rules:write'] }, 'GET', '/rules')).status).toBe(403);
  const every = { scopes: ['rules:read'] };
  expect((await use(every, 'GET', '/rules')).body.detail).toMatch(/^site: /);
  expect((await use(every, 'GET', `/rules?site=${testSite}`)).body.rules).toHaveLength(1);
  expect(await kept()).toEqual(['mine']);
});

it('[IN183] a site has at most 200 rules and a million characters of them, however they come', async () => {
  const many = Array.from({ length: 200 }, (_, n) => rule(`r${n}`));
  expect((await call('PUT', '/rules', { rules: [...many, rule('last')] })).status).toBe(413);
  expect(await kept()).toEqual([]);
  expect((await call('PUT', '/rules', { rules: many })).status).toBe(200);
  const more = await call('PUT', '/rules/last', rule('last'));
  expect(more).toMatchObject({
    status: 413,
    body: { code: 'tooLarge', detail: 'rules: a site may have 200, these would be 201.' },
  });
  expect(await kept()).toHaveLength(200);
  const long = (n: number) => rule(`l${n}`, { when: { op: 'custom', name: 'x', args: 'x'.repeat(60_000) } });
  const large = await call('PUT', '/rules', { rules: Array.from({ length: 17 }, (_, n) => long(n)) });
  expect(large.body.detail).toMatch(/^rules: those of a site may have 1000000 characters/);
  expect(await kept()).toHaveLength(200);
  expect((await call('PUT', '/rules', `{"rules":[${'['.repeat(10_000)}${']'.repeat(10_000)}]}`)).status).toBe(413);
  expect((await call('PUT', '/rules', '{"rules":[{"__proto__":{"id":"x"}}]}')).body.code).toBe('malformed');
  expect((await call('PUT', '/rules', 'x'.repeat(3_200_000))).status).toBe(413);
  expect((await call('PUT', '/rules', '{')).status).toBe(400);
  expect((await call('PUT', '/rules')).status).toBe(400);
});

it('[IN184] pages of the site read the live and shadow rules, and the same state only once', async () => {
  await call('PUT', '/rules', {
    rules: [rule('live'.repeat(2)), rule('dark', { mode: 'shadow' }), rule('off', { mode: 'off' })],
    settings: { perVisit: 2, radar: false },
  });
  const read = (headers: Record<string, string> = {}, site = testSite) =>
    fetch(`${test.url}/api/v1/rules/live?site=${site}`, { headers });
  const answer = await read({ origin: testOrigin, 'accept-encoding': 'gzip' });
  expect(answer.headers.get('access-control-allow-origin')).toBe(testOrigin);
  expect(answer.headers.get('cache-control')).toBe('public, max-age=60');
  expect(answer.headers.get('content-encoding')).toBe('gzip');
  expect(answer.headers.get('vary')?.toLowerCase()).toMatch(/origin.*accept-encoding/);
  const first = (await answer.json()) as { revision: string };
  expect(first).toEqual({
    revision: expect.any(String),
    perVisit: 2,
    radar: false,
    rules: [rule('dark', { mode: 'shadow' }), rule('live'.repeat(2))],
  });
  const etag = answer.headers.get('etag')!;
  expect((await read({ 'if-none-match': etag })).status).toBe(304);
  expect((await read({ 'if-none-match': `W/${etag}` })).status).toBe(304);
  await call('PUT', '/rules/dark', rule('dark'));
  const later = await read({ 'if-none-match': etag });
  expect(later.status).toBe(200);
  expect(((await later.json()) as { revision: string }).revision).not.toBe(first.revision);
  expect((await read({ origin: 'http://evil.test' })).status).toBe(403);
  expect((await read({ origin: testOrigin }, 'other')).status).toBe(403);
  expect((await read({}, 'nowhere')).status).toBe(404);
  expect((await call('PUT', '/rules/live', rule('live'))).body.detail).toMatch(/^id: /);
});

it('[IN381] a set that is taken is answered with advice: what seems misspelt, with its place and what was perhaps meant', async () => {
  expect(
    (await call('PUT', '/rules', { rules: [rule('a', { offer: { ...rule('a').offer, kind: 'article', url: '/h' } })] }))
      .body.advice,
  ).toEqual([]);
  const when = { op: 'not', of: { op: 'gte', fact: 'cart.valeuCents', value: 4000 } };
  const taken = await call('PUT', '/rules', { rules: [rule('a'), rule('b', { when })] });
  expect(taken.status).toBe(200);
  expect(taken.body.advice).toContainEqual({
    path: 'rules[1].when.of.fact',
    code: 'unknownFact',
    say: 'No page tells a fact cart.valeuCents; did you mean cart.valueCents?',
    instead: 'cart.valueCents',
  });
  expect(await kept()).toEqual(['a', 'b']);
});

it('[AC147] one rule that is taken is answered with advice too, by the skills of those who work there now; writing it again says the same', async () => {
  await test.agent('skilled@demo.shop', { skills: ['sales'] });
  expect((await call('PUT', '/rules/a', rule('a'))).body.advice).toEqual([]);
  const offer = { ...rule('a').offer, skill: 'slaes' };
  const when = { op: 'all', of: [{ op: 'eq', fact: 'page.path', value: 'checkout' }] };
  const taken = await call('PUT', '/rules/a', rule('a', { when, offer }));
  expect(taken).toMatchObject({ status: 200, body: { ruleId: 'a', rule: { when } } });
  expect(taken.body.advice).toEqual([
    {
      path: 'when.of[0].value',
      code: 'wrongStart',
      say: 'A path begins with a slash; did you mean "/checkout"?',
      instead: '/checkout',
    },
    {
      path: 'offer.skill',
      code: 'unknownSkill',
      say: 'Nobody has the skill slaes; did you mean sales?',
      instead: 'sales',
    },
  ]);
  expect((await call('PUT', '/rules/a', rule('a', { when, offer }))).body).toEqual(taken.body);
  expect((await call('GET', '/rules/a')).body).not.toHaveProperty('advice');
  await test.server.store.db.updateTable('agents').set({ disabled: 1 }).execute();
  expect((await call('PUT', '/rules/a', rule('a', { offer }))).body.advice).toEqual([]);
});
