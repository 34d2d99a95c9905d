import type { SitePrivacy } from '@theke/protocol';
import { shopPreset } from '@theke/rules';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyAudit } from '../audit/audit.ts';
import { startTestServer, type TestServer, testSite } from '../testing/server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

const changed = (version: number): SitePrivacy => ({
  siteId: testSite,
  version,
  preset: 'shop',
  rules: [
    { selector: '.product h1', mark: 'show' },
    { selector: '#notes', page: '/account/**', mark: 'block' },
  ],
  capture: true,
  frames: ['https://pay.shop.test'],
  recording: false,
  recordingDays: 7,
});

it('[PR150] nothing is shown or kept beyond the shop’s own marks until an admin decides so', async () => {
  const visitor = await server.visitor();
  expect(visitor.welcome.site.privacy).toEqual({ version: 0, preset: 'none', rules: [], capture: false, frames: [] });
  const anna = await server.agent();
  const now = await anna.must('privacy:read', { siteId: testSite });
  expect(now).toMatchObject({ version: 0, preset: 'none', recording: false });
  expect(await anna.must('privacy:sites')).toContainEqual({ siteId: testSite, name: 'Demo' });
  expect((await anna.ask('privacy:read', { siteId: 'nowhere' })).ok).toBe(false);
});

it('[PR151] a change by an admin reaches every open page of that site at once, and only what pages need of it', async () => {
  await server.addSite('other', 'http://other.test');
  const visitor = await server.visitor();
  const stranger = await server.visitor({ site: 'other', origin: 'http://other.test' });
  const root = await server.agent('root@demo.shop', { role: 'admin' });
  const written = await root.must('privacy:write', changed(0));
  expect(written.version).toBe(1);
  const told = await visitor.until('privacy:changed');
  expect(told).toEqual({
    version: 1,
    preset: 'shop',
    presetLists: shopPreset,
    rules: changed(0).rules,
    capture: true,
    frames: ['https://pay.shop.test'],
  });
  expect(stranger.told('privacy:changed')).toEqual([]);
  expect((await server.visitor()).welcome.site.privacy.version).toBe(1);
  const audit = await server.server.store.db
    .selectFrom('audit')
    .selectAll()
    .where('act', '=', 'privacy.change')
    .execute();
  expect(JSON.parse(audit[0]!.facts)).toMatchObject({ version: 1, preset: 'shop', shown: 1, hidden: 1 });
  expect((await verifyAudit(server.server.store.db)).ok).toBe(true);
});

it('[PR152] only admins change it, a change over somebody else’s is refused, and every version is kept', async () => {
  const anna = await server.agent();
  const eva = await server.agent('eva@demo.shop', { role: 'supervisor' });
  for (const who of [anna, eva]) {
    const answer = await who.ask('privacy:write', changed(0));
    expect(answer.ok ? '' : answer.refusal.code).toBe('forbidden');
  }
  const root = await server.agent('root@demo.shop', { role: 'admin' });
  const both = await Promise.all([root.ask('privacy:write', changed(0)), root.ask('privacy:write', changed(0))]);
  expect(both.map((one) => (one.ok ? 'kept' : one.refusal.code)).sort()).toEqual(['conflict', 'kept']);
  await root.must('privacy:write', { ...changed(1), preset: 'none' });
  const rows = await server.server.store.db.selectFrom('page_privacy').select('version').execute();
  expect(rows.map((row) => row.version).sort()).toEqual([1, 2]);
});

it('[PR153] what is not well formed is refused whole', async () => {
  const root = await server.agent('root@demo.shop', { role: 'admin' });
  const bent: object[] = [
    { rules: [{ selector: '', mark: 'show' }] },
    { rules: [{ selector: 'h1', mark: 'open' }] },
    { rules: [{ selector: 'h1', page: 'no slash', mark: 'show' }] },
    { rules: Array.from({ length: 201 }, () => ({ selector: 'h1', mark: 'show' })) },
    { frames: ['https://pay.test/path'] },
    { frames: ['javascript:alert(1)'] },
    { recordingDays: 0 },
    { preset: 'everything' },
  ];
  for (const part of bent) {
    const answer = await root.ask('privacy:write', { ...changed(0), ...part } as SitePrivacy);
    expect(answer.ok ? JSON.stringify(part) : answer.refusal.code).toMatch(/^(malformed|tooLarge)$/);
  }
  expect((await root.must('privacy:read', { siteId: testSite })).version).toBe(0);
});
