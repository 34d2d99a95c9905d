import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import { startTestServer, type TestServer, testOrigin, testSite } from '../testing/server.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'theke-test-'));
let server: TestServer | null = null;
afterEach(async () => {
  await server?.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const rules = Array.from({ length: 200 }, (_, n) => ({
  id: `rule-${n}`,
  version: 1,
  priority: n,
  mode: n % 3 === 0 ? 'off' : 'live',
  when: {
    op: 'all',
    of: [
      { op: 'dwell', what: 'page', ms: 1_000 * n },
      { op: 'agent', skill: 'sales' },
    ],
  },
  offer: { skill: 'sales', text: { en: `Questions about ${n}?`, de: `Fragen zu ${n}?` } },
}));

/** Everything that is said of the rules, by all doors. */
async function said({ url, addKey, agent }: TestServer) {
  const key = await addKey('rules:read', 'rules:write');
  const root = await agent('root@demo.shop', { role: 'admin' });
  const read = (path: string, headers: Record<string, string> = {}) => fetch(`${url}/api/v1${path}`, { headers });
  const live = await read(`/rules/live?site=${testSite}`, { origin: testOrigin });
  return {
    key,
    root,
    etag: live.headers.get('etag')!,
    read,
    all: {
      live: await live.json(),
      rest: await (await read(`/rules?site=${testSite}`, { authorization: `Bearer ${key}` })).json(),
      list: await root.must('rules:list', { siteId: testSite }),
      removed: await root.must('rules:removed', { siteId: testSite }),
      history: await root.must('rules:history', { siteId: testSite, ruleId: 'rule-7' }),
    },
  };
}

it('[IN356] after a restart as many rules as a site may have are read as before, by every door, and pages need not load them again', async () => {
  server = await startTestServer({ dataDir });
  const key = await server.addKey('rules:write');
  const put = (list: object[]) =>
    fetch(`${server!.url}/api/v1/rules?site=${testSite}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ rules: list }),
    });
  expect((await put([...rules.slice(0, 199), { ...rules[0], id: 'gone' }])).status).toBe(200);
  expect((await put(rules)).status).toBe(200);
  const before = await said(server);
  expect(before.all.list).toHaveLength(200);
  expect(before.all.removed).toMatchObject([{ ruleId: 'gone' }]);
  await server.close();

  server = await startTestServer({ dataDir });
  const after = await said(server);
  expect(after.all).toEqual(before.all);
  expect(after.etag).toBe(before.etag);
  expect((await after.read(`/rules/live?site=${testSite}`, { 'if-none-match': before.etag })).status).toBe(304);
});

it('[IN357] many rules are packed once, for all pages, and sent small', async () => {
  server = await startTestServer();
  const root = await server.agent('root@demo.shop', { role: 'admin' });
  const key = await server.addKey('rules:write');
  await fetch(`${server.url}/api/v1/rules?site=${testSite}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ rules }),
  });
  const { http } = server.server;
  const sent: Buffer[] = [];
  http.prependListener('request', (_req, res) => {
    const { end } = res;
    res.end = ((...args: Parameters<typeof end>) => {
      if (Buffer.isBuffer(args[0])) sent.push(args[0]);
      return end.apply(res, args);
    }) as typeof end;
  });
  const read = () =>
    fetch(`${server!.url}/api/v1/rules/live?site=${testSite}`, { headers: { 'accept-encoding': 'gzip' } });
  const [first, second] = [await (await read()).text(), await (await read()).text()];
  expect(second).toBe(first);
  // The very same bytes, not the same again.
  expect(sent[1]).toBe(sent[0]);
  expect(gunzipSync(sent[0]!).toString()).toBe(first);
  expect(sent[0]!.length).toBeLessThan(first.length / 4);
  await root.must('rules:mode', { siteId: testSite, ruleId: 'rule-1', mode: 'off' });
  expect(await (await read()).text()).not.toBe(first);
});
