import { silentLog } from '@theke/kit';
import { assignArm } from '@theke/uplift';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer, testOrigin, testSite } from '../testing/server.ts';
import { openStage, tokenOf } from './testing/stage.ts';

let test: TestServer;
beforeEach(async () => {
  test = await startTestServer({ config: { proxies: 1 } });
});
afterEach(() => test.close());

const wish = { ruleId: 'r1', version: 1, skill: 'sales', terms: { digest: 'd' } };
let browser = 0;
/** Asks as a stranger who says to be another browser each time. */
async function stranger(from: string, site = testSite, origin: string | null = testOrigin) {
  browser += 1;
  return fetch(`${test.url}/api/v1/invitations/ask`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': from,
      'user-agent': `b${browser}`,
      ...(origin ? { origin } : {}),
    },
    body: JSON.stringify({ site, ...wish }),
  });
}
const cardOf = async (from: string) => (await (await stranger(from)).json()) as { show: boolean; token: string };
const answered = (token: string, answer: string) =>
  fetch(`${test.url}/api/v1/invitations/answer`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: testOrigin },
    body: JSON.stringify({ site: testSite, token, answer }),
  });

it('[SE240] pages read no share and no salt of a hold-out, and a change of it still is another experiment', async () => {
  const admin = await test.agent('root@demo.shop', { role: 'admin', skills: ['sales'] });
  const rule = {
    id: 'r1',
    version: 1,
    when: { op: 'dwell', what: 'page', ms: 1_000 },
    offer: { kind: 'article', url: '/help', skill: 'sales', text: { en: 'Hello?', de: 'Hallo?' } },
    holdout: { share: 0.5, salt: 'only-ours', windowMs: 604_800_000 },
  };
  await admin.must('rules:write', { siteId: testSite, revision: 0, rule });
  const settings = await admin.must('rules:settings', { siteId: testSite });
  await admin.must('rules:set', { ...settings, programme: { share: 0.1, salt: 'ours-too', windowMs: 86_400_000 } });
  const live = await (await fetch(`${test.url}/api/v1/rules/live?site=${testSite}`)).text();
  expect(live).toContain('Hallo?');
  expect(live).not.toMatch(/ours|holdout|salt|share|programme/);
  const loader = await (await fetch(`${test.url}/theke.js`, { headers: { referer: `${testOrigin}/` } })).text();
  expect(loader).not.toMatch(/only-ours|ours-too/);
  // The server goes by its own copy all the same.
  for (const one of await Promise.all(Array.from({ length: 5 }, () => test.visitor())))
    await one.must('invitation:ask', { ruleId: 'r1', version: 1, skill: 'sales' });
  const exposed = await test.server.store.db
    .selectFrom('exposures')
    .innerJoin('experiments', 'experiments.id', 'exposures.experiment_id')
    .select(['unit', 'arm'])
    .where('layer', '=', 'rule')
    .execute();
  const armOf = (unit: string) => assignArm(unit, { salt: 'rule:r1:only-ours:v1', holdoutShare: 0.5 }).arm;
  expect(exposed.length).toBeGreaterThan(0);
  for (const { unit, arm } of exposed) expect(arm).toBe(armOf(unit));
  const kept = (await admin.must('rules:list', { siteId: testSite }))[0]!.rule;
  const changed = { ...kept, holdout: { ...rule.holdout, salt: 'another' } };
  expect((await admin.must('rules:write', { siteId: testSite, revision: 1, rule: changed })).rule).toMatchObject({
    version: 2,
  });
});

it('[SE241] a site that is not there is answered as such, and nothing is kept', async () => {
  await test.agent('anna@demo.shop', { skills: ['sales'] });
  for (const origin of [null, testOrigin]) expect((await stranger('203.0.113.9', 'nowhere', origin)).ok).toBe(false);
  const { db } = test.server.store;
  expect(await db.selectFrom('decisions').selectAll().execute()).toEqual([]);
  expect(await db.selectFrom('invitations').selectAll().execute()).toEqual([]);
  // A program of the shop names no origin and is served.
  expect(await (await stranger('203.0.113.9', testSite, null)).json()).toMatchObject({ show: true });
});

it('[SE242] one network holds two cards, all strangers together half of the places, and who has an id gets a card', async () => {
  await test.agent('anna@demo.shop', { skills: ['sales'] });
  await test.agent('ben@demo.shop', { skills: ['sales'] });
  const atOnce = await Promise.all(Array.from({ length: 5 }, () => cardOf('203.0.113.1')));
  const one = atOnce.filter((card) => card.show);
  expect(one).toHaveLength(2);
  // A whole /64 is one network.
  const six = [await cardOf('2001:db8::1'), await cardOf('2001:db8::2'), await cardOf('2001:db8::3')];
  expect(six.map((card) => card.show)).toEqual([true, true, false]);
  // Eight places: four of them are as many as strangers get, from wherever.
  for (let n = 10; n < 30; n += 1) expect((await cardOf(`198.51.100.${n}`)).show).toBe(false);
  const known = await test.visitor();
  expect(await known.must('invitation:ask', wish)).toMatchObject({ show: true });
  // Accepted it keeps the place, dismissed it gives it back; a foreign token does neither.
  await answered('notmine', 'dismissed');
  await answered(one[0]!.token, 'accepted');
  expect((await cardOf('203.0.113.1')).show).toBe(false);
  await answered(one[1]!.token, 'dismissed');
  expect((await cardOf('203.0.113.1')).show).toBe(true);
});

it('[SE269] fresh ids of one network keep two places at most, with whatever browsers; one that has been here for an hour, or comes from elsewhere, is asked', async () => {
  const stage = await openStage();
  stage.free[0]!.room = 8;
  const card = async (id: string, ip = '203.0.113.5') => {
    browser += 1;
    await stage.hello(id, ip, `b${browser}`);
    return tokenOf(await stage.ask(id, {}, ip, `b${browser}`));
  };
  await stage.hello('old', '203.0.113.5', 'old');
  await stage.advance(60 * 60_000);
  const first = await card('f0');
  const shown = [first];
  for (let n = 1; n < 8; n += 1) shown.push(await card(`f${n}`));
  expect(shown.map(Boolean)).toEqual([true, true, ...Array(6).fill(false)]);
  expect((await stage.reasons()).slice(-1)).toEqual(['noAgent']);
  // The nameless of that network are the same crowd.
  expect((await stage.ask(null, {}, '203.0.113.5', 'nameless')).show).toBe(false);
  expect(Boolean(await card('old'))).toBe(true);
  expect(Boolean(await card('elsewhere', '203.0.113.6'))).toBe(true);
  await stage.say(first, 'dismissed', 'f0');
  expect(Boolean(await card('f9'))).toBe(true);
  // A private address says nothing of who asks: a proxy nobody told us of.
  for (let n = 0; n < 3; n += 1) expect(Boolean(await card(`p${n}`, '10.0.0.1'))).toBe(true);
  await stage.close();
});

it('[SE242] cards that ran out, or became a conversation, count no more', async () => {
  const stage = await openStage();
  stage.free[0]!.room = 8;
  const card = async () => {
    browser += 1;
    const answer = await stage.ask(null, {}, undefined, `b${browser}`);
    return answer.show ? answer.token : '';
  };
  const first = await card();
  expect([await card(), await card()].map(Boolean)).toEqual([true, false]);
  expect(await stage.invitations.redeem(first, 'vera', 'cnv_1')).not.toBeNull();
  expect(Boolean(await card())).toBe(true);
  expect(Boolean(await card())).toBe(false);
  await stage.advance(45_000);
  expect([await card(), await card(), await card()].map(Boolean)).toEqual([true, true, false]);
  await stage.close();
});

it('[IN321] behind a proxy the server was not told of nobody is taken for anybody else, and the log says so once', async () => {
  const warnings: string[] = [];
  const log = { ...silentLog, warn: (what: string) => void warnings.push(what) };
  const untold = await startTestServer({ log });
  await untold.agent('anna@demo.shop', { skills: ['sales'] });
  const ask = async () => {
    const headers = { 'content-type': 'application/json', origin: testOrigin, 'x-forwarded-for': '192.0.2.9' };
    const body = JSON.stringify({ site: testSite, ...wish });
    const answer = await fetch(`${untold.url}/api/v1/invitations/ask`, { method: 'POST', headers, body });
    return (await answer.json()) as { show: boolean; token: string };
  };
  const [first, second] = [await ask(), await ask()];
  expect([first.show, second.show]).toEqual([true, true]);
  expect(second.token).not.toBe(first.token);
  expect(warnings.filter((what) => what.includes('THEKE_PROXIES'))).toHaveLength(1);
  await untold.close();
});

it('[IN321] behind one it was told of a page load is the same visitor', async () => {
  await test.agent('anna@demo.shop', { skills: ['sales'] });
  const load = async () => {
    browser -= 1;
    return cardOf('203.0.113.77');
  };
  const first = await cardOf('203.0.113.77');
  expect(first.show).toBe(true);
  expect(await load()).toMatchObject({ show: true, token: first.token });
  await answered(first.token, 'dismissed');
  expect(await load()).toEqual({ show: false });
});

it('[IN445] a line that was passed on by a proxy the server was not told of makes nobody kin of anybody either, and the log says so', async () => {
  const stage = await openStage();
  stage.free[0]!.room = 9;
  const dismissed = async (id: string) =>
    stage.say(((await stage.ask(id)) as { token: string }).token, 'dismissed', id);
  await stage.hello('told');
  await dismissed('told');
  await stage.advance(60_000);
  await stage.hello('younger');
  expect((await stage.ask('younger')).show).toBe(false);
  await stage.hello('passed on', '192.0.2.2', 'test', true);
  await dismissed('passed on');
  await stage.advance(60_000);
  await stage.hello('passed on later', '192.0.2.2', 'test', true);
  expect((await stage.ask('passed on later')).show).toBe(true);
  await stage.close();

  const warnings: string[] = [];
  const log = { ...silentLog, warn: (what: string) => void warnings.push(what) };
  const untold = await startTestServer({ log });
  const socket = () => untold.visitor({ forwardedFor: '192.0.2.9' });
  for (const one of [await untold.visitor(), await socket(), await socket()]) one.close();
  expect(warnings.filter((what) => what.includes('THEKE_PROXIES'))).toHaveLength(1);
  await untold.close();
});
