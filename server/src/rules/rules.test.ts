import type { InvitationSettings } from '@theke/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { verifyAudit } from '../audit/audit.ts';
import type { AgentClient } from '../testing/clients.ts';
import { startTestServer, type TestServer, testSite } from '../testing/server.ts';
import { addSettings, readSettings } from './settings.ts';

let server: TestServer;
let root: AgentClient;
beforeEach(async () => {
  server = await startTestServer();
  root = await server.agent('root@demo.shop', { role: 'admin' });
});
afterEach(() => server.close());

const siteId = testSite;
const rule = (id: string, more: object = {}) => ({
  id,
  version: 1,
  when: { op: 'dwell', what: 'page', ms: 60_000 },
  offer: { skill: 'sales', text: { en: 'Questions?', de: 'Fragen?' } },
  ...more,
});
const nestedText = (depth: number) =>
  `["rules:write",{"siteId":"demo","revision":0,"rule":{"id":"deep","when":${'{"op":"all","of":['.repeat(depth)}${']}'.repeat(depth)}}}]`;

/** Past the browser's library, which cannot say such a thing itself. */
function raw({ socket }: AgentClient, words: string): Promise<unknown> {
  const { engine } = socket.io;
  return new Promise((done) => {
    engine.on('packet', ({ data }: { data?: unknown }) => {
      const found = /^3\/agent,999(\[.*)$/.exec(String(data));
      if (found) done(JSON.parse(found[1]!));
    });
    engine.write(`2/agent,999${words}`);
  });
}
const code = (answer: { ok: boolean; refusal?: { code: string; detail?: string } }) =>
  answer.ok ? 'ok' : answer.refusal!.code;

it('[IN172] a written rule is kept with number, time and name; every state stays, the newest first', async () => {
  const first = await root.must('rules:write', { siteId, revision: 0, rule: rule('help') });
  expect(first).toMatchObject({ siteId, ruleId: 'help', revision: 1, changedBy: 'root', rule: rule('help') });
  const second = await root.must('rules:write', { siteId, revision: 1, rule: rule('help', { priority: 7 }) });
  expect(second).toMatchObject({ revision: 2, rule: { version: 1, priority: 7 } });
  await root.must('rules:remove', { siteId, ruleId: 'help', revision: 2 });
  expect(await root.must('rules:list', { siteId })).toEqual([]);
  const history = await root.must('rules:history', { siteId, ruleId: 'help' });
  expect(history.map((one) => [one.revision, one.rule === null])).toEqual([
    [3, true],
    [2, false],
    [1, false],
  ]);
  const back = await root.must('rules:write', {
    siteId,
    revision: 0,
    rule: rule('help', { when: { op: 'idle', ms: 5_000 } }),
  });
  expect(back).toMatchObject({ revision: 4, rule: { version: 2 } });
});

it('[IN173] of two who write at once one is refused; the same again is the same record and nothing new', async () => {
  const eva = await server.agent('eva@demo.shop', { role: 'supervisor' });
  const both = await Promise.all([
    root.ask('rules:write', { siteId, revision: 0, rule: rule('help') }),
    eva.ask('rules:write', { siteId, revision: 0, rule: rule('help', { priority: 2 }) }),
  ]);
  expect(both.map(code).sort()).toEqual(['conflict', 'ok']);
  const [kept] = await root.must('rules:list', { siteId });
  const again = { siteId, revision: 0, rule: kept!.rule! };
  const told = root.told('rules:changed').length;
  expect(await eva.must('rules:write', again)).toEqual(kept);
  expect(await eva.must('rules:write', { ...again, rule: { ...kept!.rule, version: 77 } })).toEqual(kept);
  expect(await root.must('rules:history', { siteId, ruleId: 'help' })).toHaveLength(1);
  expect(root.told('rules:changed')).toHaveLength(told);
  expect(code(await root.ask('rules:remove', { siteId, ruleId: 'help', revision: 9 }))).toBe('conflict');
  for (let count = 0; count < 2; count++) await root.must('rules:remove', { siteId, ruleId: 'help', revision: 1 });
  expect(code(await root.ask('rules:remove', { siteId, ruleId: 'help', revision: 7 }))).toBe('notFound');
});

it('[IN174] everybody who works there reads; supervisors and admins write; agents and strangers’ sites are refused', async () => {
  await root.must('rules:write', { siteId, revision: 0, rule: rule('help') });
  const anna = await server.agent();
  expect(await anna.must('rules:list', { siteId })).toHaveLength(1);
  expect(await anna.must('rules:history', { siteId, ruleId: 'help' })).toHaveLength(1);
  const settings = await anna.must('rules:settings', { siteId });
  const tries = [
    await anna.ask('rules:write', { siteId, revision: 1, rule: rule('help', { priority: 1 }) }),
    await anna.ask('rules:remove', { siteId, ruleId: 'help', revision: 1 }),
    await anna.ask('rules:mode', { siteId, ruleId: 'help', mode: 'off' }),
    await anna.ask('rules:set', { ...settings, on: false }),
  ];
  expect(tries.map(code)).toEqual(['forbidden', 'forbidden', 'forbidden', 'forbidden']);
  const elsewhere = [
    await root.ask('rules:list', { siteId: 'nowhere' }),
    await root.ask('rules:settings', { siteId: 'nowhere' }),
    await root.ask('rules:write', { siteId: 'nowhere', revision: 0, rule: rule('help') }),
    await root.ask('rules:mode', { siteId, ruleId: 'nothing', mode: 'off' }),
  ];
  expect(elsewhere.map(code)).toEqual(['notFound', 'notFound', 'notFound', 'notFound']);
  expect(await root.must('rules:history', { siteId, ruleId: 'help' })).toHaveLength(1);
});

it('[IN175] off reaches every open page of that site and every desk at once, and is no new experiment', async () => {
  await server.addSite('other', 'http://other.test');
  await root.must('rules:write', { siteId, revision: 0, rule: rule('help') });
  const anna = await server.agent();
  const visitor = await server.visitor();
  const stranger = await server.visitor({ site: 'other', origin: 'http://other.test' });
  const off = await root.must('rules:mode', { siteId, ruleId: 'help', mode: 'off' });
  expect(off).toMatchObject({ revision: 2, rule: { mode: 'off', version: 1 } });
  expect(await visitor.until('rules:changed')).toEqual({ siteId });
  expect(await anna.until('rules:changed')).toEqual({ siteId });
  expect(stranger.told('rules:changed')).toEqual([]);
  expect(await root.must('rules:mode', { siteId, ruleId: 'help', mode: 'off' })).toEqual(off);
  const live = await (await fetch(`${server.url}/api/v1/rules/live?site=${siteId}`)).json();
  expect(live).toMatchObject({ rules: [] });
});

it('[IN175] a page that has not heard that a rule is off gets a no all the same', async () => {
  await root.must('rules:write', { siteId, revision: 0, rule: rule('help') });
  await server.agent('anna@demo.shop', { skills: ['sales'] });
  const ask = { ruleId: 'help', version: 1, skill: 'sales' };
  expect(await (await server.visitor()).must('invitation:ask', ask)).toMatchObject({ show: true });
  await root.must('rules:mode', { siteId, ruleId: 'help', mode: 'off' });
  expect(await (await server.visitor()).must('invitation:ask', ask)).toEqual({ show: false });
  await root.must('rules:mode', { siteId, ruleId: 'help', mode: 'live' });
  expect(await (await server.visitor()).must('invitation:ask', ask)).toMatchObject({ show: true });
});

it('[IN176] the settings of a site begin harmless, are written over nobody else’s change, and hold for its pages', async () => {
  const before = await root.must('rules:settings', { siteId });
  expect(before).toEqual({
    siteId,
    revision: 0,
    on: true,
    perVisit: 1,
    gapMs: 300_000,
    perVisitor: { n: 3, withinMs: 604_800_000 },
    maxWaitMs: 120_000,
    timeZone: 'Europe/Berlin',
    hours: null,
    programme: { share: 0, salt: 'programme-1', windowMs: 604_800_000 },
    radar: true,
    currency: 'EUR',
  } satisfies InvitationSettings);
  await root.must('rules:write', { siteId, revision: 0, rule: rule('help') });
  const wish: InvitationSettings = { ...before, perVisit: 2, hours: { weekly: { mon: [['09:00', '17:00']] } } };
  const both = await Promise.all([root.ask('rules:set', wish), root.ask('rules:set', { ...before, radar: false })]);
  expect(both.map(code).sort()).toEqual(['conflict', 'ok']);
  const kept = await root.must('rules:settings', { siteId });
  expect(await root.must('rules:set', { ...kept, revision: 0 })).toEqual(kept);
  const off = await root.must('rules:set', { ...kept, on: false });
  expect(off.revision).toBe(2);
  const live = await (await fetch(`${server.url}/api/v1/rules/live?site=${siteId}`)).json();
  expect(live).toMatchObject({ rules: [] });
  for (const bent of [{ timeZone: 'Mars/Base' }, { perVisit: -1 }, { currency: 'euro' }, { programme: { share: 1 } }])
    expect(code(await root.ask('rules:set', { ...off, ...bent } as InvitationSettings))).toBe('malformed');
});

it('[SE240] a programme that holds out visitors gets a salt of its own, once', async () => {
  const before = await root.must('rules:settings', { siteId });
  const wish = { ...before, programme: { ...before.programme, share: 0.1 } };
  const { programme, revision } = await root.must('rules:set', wish);
  expect(programme.salt).not.toBe('programme-1');
  const again = await root.must('rules:set', { ...wish, revision });
  expect(again).toMatchObject({ programme, revision });
});

it('[IN177] every change is in the audit with who and what, without the rule’s words', async () => {
  await root.must('rules:write', { siteId, revision: 0, rule: rule('help') });
  await root.must('rules:mode', { siteId, ruleId: 'help', mode: 'shadow' });
  await root.must('rules:set', { ...(await root.must('rules:settings', { siteId })), on: false });
  await root.must('rules:remove', { siteId, ruleId: 'help', revision: 2 });
  const { db } = server.server.store;
  const lines = async () =>
    (await db.selectFrom('audit').selectAll().where('act', 'like', 'rules.%').orderBy('seq').execute()).map((one) => [
      one.actor,
      one.act,
      one.thing,
      JSON.parse(one.facts) as object,
    ]);
  const actor = `agent:${root.agentId}`;
  const thing = `rule:${siteId}:help`;
  await expect.poll(lines).toEqual([
    [actor, 'rules.write', thing, { written: 1, removed: 0, version: 1, mode: 'live' }],
    [actor, 'rules.mode', thing, { written: 1, removed: 0, version: 1, mode: 'shadow' }],
    [actor, 'rules.set', `site:${siteId}`, { written: 0, removed: 0, settings: 1, on: false, programme: 0 }],
    [actor, 'rules.remove', thing, { written: 0, removed: 1 }],
  ]);
  expect((await verifyAudit(db)).ok).toBe(true);
});

it('[IN178] rules too large, too deep, too many or with keys of prototypes are refused by name, and nothing is kept', async () => {
  const write = async (wish: object) => {
    const answer = await root.ask('rules:write', { siteId, revision: 0, rule: wish as Record<string, unknown> });
    return answer.ok ? 'ok' : `${answer.refusal.code} ${answer.refusal.detail ?? ''}`.trim();
  };
  const nested = (depth: number) => {
    let when: object = { op: 'idle', ms: 1_000 };
    for (let level = 1; level < depth; level++) when = { op: 'all', of: [when] };
    return rule('deep', { when });
  };
  const poisoned = JSON.parse('{"op":"custom","name":"x","args":{"__proto__":{"polluted":true}}}') as object;
  expect(await write(rule('large', { offer: { skill: 'sales', text: { en: 'x'.repeat(64_000), de: 'x' } } }))).toMatch(
    /^tooLarge rule: has more than 64000 characters/,
  );
  expect(await write(rule('huge', { offer: { skill: 'sales', text: { en: 'x'.repeat(90_000), de: 'x' } } }))).toBe(
    'tooLarge',
  );
  expect(await write(nested(8))).toBe('ok');
  expect(await write(nested(9))).toMatch(/^malformed when(\.of\[0\]){8}: .*deeper than 8/);
  expect(await raw(root, nestedText(10_000))).toMatchObject([{ ok: false, refusal: { code: 'tooLarge' } }]);
  expect(await write(rule('poison', { when: poisoned }))).toBe('malformed a forbidden key');
  expect(await write(rule('unknown', { whenn: 1 }))).toMatch(/^malformed whenn: /);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  expect((await root.must('rules:list', { siteId })).map((one) => one.ruleId)).toEqual(['deep']);
});

it('[IN179] what another process wrote is noticed, answered from, and told to the desks', async () => {
  await root.must('rules:write', { siteId, revision: 0, rule: rule('help') });
  const { db } = server.server.store;
  const settings = await readSettings(db, siteId);
  await addSettings(db, { ...settings, revision: 1, perVisit: 9 }, { name: 'elsewhere', at: 1 });
  const told = root.told('rules:changed').length;
  await expect.poll(async () => (await root.must('rules:settings', { siteId })).perVisit, { timeout: 5_000 }).toBe(9);
  await expect.poll(() => root.told('rules:changed').length).toBe(told + 1);
});
