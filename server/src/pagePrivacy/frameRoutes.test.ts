import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer, testSite } from '../testing/server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const pay = 'https://pay.shop.test';
const read = (site: string, origin?: string) =>
  fetch(`${server.url}/api/v1/frames?site=${site}`, { headers: origin ? { origin } : {} });

it('[SH190] an embedded page learns who may ask it, and what may be seen, if the site has named its origin; nobody else learns anything', async () => {
  const root = await server.agent('root@demo.shop', { role: 'admin' });
  for (const origin of [pay, undefined, 'null']) {
    const none = await read(testSite, origin);
    expect([none.status, none.headers.get('access-control-allow-origin')]).toEqual([403, null]);
  }
  await root.must('privacy:write', {
    ...{ siteId: testSite, version: 0, preset: 'none', capture: false, recording: true, recordingDays: 7 },
    rules: [{ selector: '#dates', mark: 'show' }],
    frames: [pay],
  });
  const answer = await read(testSite, pay);
  expect(answer.headers.get('access-control-allow-origin')).toBe(pay);
  expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
  expect(answer.headers.get('vary')).toMatch(/origin/i);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  const told = (await answer.json()) as { origins: string[]; privacy: { rules: object[]; frames: string[] } };
  const site = await server.server.store.db
    .selectFrom('sites')
    .select('origins')
    .where('id', '=', testSite)
    .executeTakeFirstOrThrow();
  expect(told.origins).toEqual(JSON.parse(site.origins));
  expect(told.origins.length).toBeGreaterThan(0);
  expect(told.privacy).toMatchObject({ version: 1, rules: [{ selector: '#dates', mark: 'show' }], frames: [pay] });
  for (const [site, origin] of [
    [testSite, 'https://evil.test'],
    [testSite, `${pay}.evil.test`],
    [testSite, undefined],
    ['nowhere', pay],
    ['', pay],
  ] as const)
    expect((await read(site, origin)).status, `${site} ${origin}`).toBe(403);
});
