import { afterEach, expect, it } from 'vitest';
import { startTestServer, type TestServer, testOrigin, testSite } from '../testing/server.ts';
import { nobodysNames } from './dayUnit.ts';
import { paced } from './pace.ts';
import { openStage, type Stage } from './testing/stage.ts';

const card = { show: true, token: 't', expiresInMs: 1, agent: { agentId: 'a', name: 'A' } } as const;
const minuteMs = 60_000;
let stage: Stage;
afterEach(() => stage.close());
const open = async () => {
  stage = await openStage({ paceFactor: 1 });
  stage.free.length = 0;
};
const times = async (count: number, ask: (n: number) => Promise<unknown>) => {
  for (let n = 0; n < count; n++) await ask(n);
};
const countOf = async (reason: string) => (await stage.reasons()).filter((one) => one === reason).length;
const tooOften = () => stage.counts.theke_invitations_too_often_total ?? 0;

it('[IN440] what is asked too often leaves a line with its reason, once a minute for a network, and is counted each time', async () => {
  await open();
  await times(60, () => stage.ask(null, { page: { path: '/sale' } }));
  expect([await countOf('noAgent'), await countOf('tooOften'), tooOften()]).toEqual([60, 0, 0]);
  const bytes = JSON.stringify(await stage.ask(null, { page: { path: '/sale' } }));
  expect(bytes).toBe('{"show":false}');
  await times(20, () => stage.ask(null));
  expect([await countOf('tooOften'), tooOften()]).toEqual([1, 21]);
  const line = await stage.db
    .selectFrom('decisions')
    .selectAll()
    .where('reason', '=', 'tooOften')
    .executeTakeFirstOrThrow();
  expect(line).toMatchObject({ site_id: 'demo', rule_id: 'r1', version: 1, page: '/sale', visitor_id: null });
  expect(line.unit).toMatch(/^day:/);
  // Another network has a line of its own, and after a minute this one again.
  await times(61, () => stage.ask(null, {}, '192.0.2.77'));
  expect(await countOf('tooOften')).toBe(2);
  await stage.advance(minuteMs);
  await times(61, () => stage.ask(null));
  expect(await countOf('tooOften')).toBe(3);
});

it('[IN441] two hundred people behind one address of a carrier are all answered; one wild browser takes nothing from the others', async () => {
  await open();
  // Twice each, from thirty kinds of browser, half of them the same.
  const browser = (n: number) => (n % 2 ? 'Chrome on Android' : `kind ${n % 60}`);
  await times(200, (n) => stage.ask(null, {}, '192.0.2.1', browser(n)));
  // A hundred of one kind come in a minute, not in a moment.
  expect(await countOf('noAgent')).toBe(100 + 60);
  await stage.advance(minuteMs);
  await times(500, () => stage.ask(null, {}, '192.0.2.1', 'wild'));
  expect((await stage.ask(null, {}, '192.0.2.1', 'tame')).show).toBe(false);
  expect((await stage.reasons()).at(-1)).toBe('noAgent');
});

it('[IN441] a visitor with an id asks twelve times at once and then every five seconds, a network three hundred times and then five times a second', async () => {
  await open();
  await stage.hello('vera');
  await times(13, () => stage.ask('vera'));
  expect([await countOf('noAgent'), await countOf('tooOften')]).toEqual([12, 1]);
  await stage.advance(5_000);
  await times(2, () => stage.ask('vera'));
  expect(await countOf('noAgent')).toBe(13);
  const line = await stage.db.selectFrom('decisions').selectAll().where('reason', '=', 'tooOften').executeTakeFirst();
  expect(line).toMatchObject({ unit: 'vera', visitor_id: 'vera' });
  await times(320, (n) => stage.ask(null, {}, '192.0.2.5', `kind ${n % 20}`));
  expect(await countOf('noAgent')).toBe(13 + 300);
  await stage.advance(1_000);
  await times(9, (n) => stage.ask(null, {}, '192.0.2.5', `other ${n}`));
  expect(await countOf('noAgent')).toBe(13 + 305);
});

it('[IN441] where an address says nothing of who somebody is, browsers are not counted, only the whole network is', async () => {
  await open();
  await times(301, () => stage.ask(null, {}, '10.0.0.1'));
  expect([await countOf('noAgent'), await countOf('tooOften')]).toEqual([300, 1]);
});

it('[IN442] a question too many is answered after as long as a recent no took, and but for its trace touches no database', async () => {
  await open();
  const { clock, queries } = stage;
  const asked = { count: 0 };
  const powers = { ...stage.powers, config: { paceFactor: 1 }, namesOf: async () => nobodysNames('day:x') };
  const ask = paced({ ...powers, fromOf: () => null }, async () => {
    asked.count += 1;
    clock.advance(40);
    return asked.count === 2 ? card : { show: false };
  });
  const vera = { siteId: 'demo', visitorId: 'vera' };
  await times(12, () => ask(vera, { ruleId: 'r1', version: 1, skill: 'sales' }));
  queries.count = 0;
  for (const writes of [1, 0, 0]) {
    const said: unknown[] = [];
    const answer = ask(vera, { ruleId: 'r1', version: 1, skill: 'sales' }).then((one) => said.push(one));
    await stage.advance(39);
    expect(said).toEqual([]);
    await stage.advance(1);
    await answer;
    expect(said).toEqual([{ show: false }]);
    expect(queries.count).toBe(writes);
    queries.count = 0;
  }
  expect(asked.count).toBe(12);
});

it('[IN443] the question over HTTP and over the socket: the same bytes, and the same trace for the people of the shop', async () => {
  const test: TestServer = await startTestServer({ config: { proxies: 1 } });
  stage = await openStage();
  const ask = async (n: number) => {
    const headers = { 'content-type': 'application/json', origin: testOrigin, 'x-forwarded-for': '203.0.113.8' };
    const body = JSON.stringify({
      site: testSite,
      ruleId: 'r1',
      version: 1,
      skill: 'sales',
      terms: { digest: `${n}` },
    });
    return (await fetch(`${test.url}/api/v1/invitations/ask`, { method: 'POST', headers, body })).text();
  };
  const bytes = new Set<string>();
  await times(62, async (n) => bytes.add(await ask(n)));
  const visitor = await test.visitor();
  const wish = { ruleId: 'r1', version: 1, skill: 'sales', terms: { digest: 'd' } };
  await times(14, async () => bytes.add(JSON.stringify(await visitor.must('invitation:ask', wish))));
  expect([...bytes]).toEqual(['{"show":false}']);
  const lines = await test.server.store.db
    .selectFrom('decisions')
    .selectAll()
    .where('reason', '=', 'tooOften')
    .execute();
  expect(lines.map((line) => line.visitor_id).sort()).toEqual([null, visitor.welcome.visitor.visitorId].sort());
  await test.close();
});

it('[SE282] browsers whose names differ only far behind are one: nobody fills the memory with long names', async () => {
  await open();
  await times(100, (n) => stage.ask(null, {}, '192.0.2.1', `${'x'.repeat(300)}${n}`));
  expect(await countOf('noAgent')).toBe(60);
});
