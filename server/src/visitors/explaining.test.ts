import { limits, type VisitorExplanation } from '@theke/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AgentClient, VisitorClient } from '../testing/clients.ts';
import { startTestServer, type TestServer, testSite } from '../testing/server.ts';

let test: TestServer;
let anna: AgentClient;
beforeEach(async () => {
  test = await startTestServer();
  anna = await test.agent('anna@demo.shop', { skills: ['sales'] });
});
afterEach(() => test.close());

const news = { rules: [], device: 'phone' as const, language: 'de', returning: false, explains: true };
const told = (over: Partial<VisitorExplanation> = {}): VisitorExplanation => ({
  ruleId: 'r1',
  version: 1,
  state: 'waiting',
  tree: { op: 'dwell', value: false, what: 'page', have: 130_000, need: 180_000 },
  nextChangeInMs: 50_000,
  holdsInMs: 50_000,
  blockers: [{ path: 'when', want: true }],
  gate: null,
  losesTo: null,
  last: [{ what: 'false', agoMs: 4_000 }],
  ...over,
});
const yes = (value: unknown) => ({ ok: true, value });
const refused = (code: string, detail?: string) => ({ ok: false, refusal: { code, ...(detail ? { detail } : {}) } });
const why = (visitor: { visitorId: string }, ruleId = 'r1', by = anna) =>
  by.ask('visitor:explain', { visitorId: visitor.visitorId, ruleId });
/** A page that is in sight and answers with this. */
async function page(
  answer: (which: { ruleId: string }) => unknown,
  options: Parameters<TestServer['visitor']>[0] = {},
) {
  const visitor = await test.visitor(options);
  visitor.replies('rule:explained', answer);
  await visitor.must('rules:tell', news);
  return visitor;
}

it('[IN395] an agent asks why, the visitor’s page answers, and the agent gets just that; the visitor’s other tabs are not asked', async () => {
  const one = await page(() => yes(told()));
  const { visitorId, visitorToken } = one;
  const two = await page(() => yes(told({ version: 2 })), { visitorId, visitorToken });
  // The tab that told last is the one in front.
  expect(await why(one)).toEqual(yes(told({ version: 2 })));
  expect(one.told('rule:explained')).toEqual([]);
  expect(two.told('rule:explained')).toEqual([{ ruleId: 'r1' }]);
  await one.must('rules:tell', news);
  expect(await why(one, 'r2')).toEqual(refused('malformed'));
  expect(one.told('rule:explained')).toEqual([{ ruleId: 'r2' }]);
});

it('[IN396] many agents who look at the same rule are one question to the page', async () => {
  const visitor = await page(() => yes(told()));
  const ben = await test.agent('ben@demo.shop', { skills: ['service'] });
  const answers = await Promise.all([why(visitor), why(visitor), why(visitor, 'r1', ben)]);
  expect(answers).toEqual(Array(3).fill(yes(told())));
  expect(visitor.told('rule:explained')).toHaveLength(1);
});

it('[IN397] what a page says is checked as from a stranger: too much, too deep, another shape or another rule is passed to nobody', async () => {
  const leaf = told().tree;
  let deep: object = leaf;
  for (let i = 0; i < 300; i++) deep = { op: 'not', value: false, of: [deep] };
  const lies = [
    yes({ ...told(), html: '<script>' }),
    yes({ ...told(), tree: deep }),
    yes(told({ tree: { op: 'any', value: false, of: Array(limits.toldConditions).fill(leaf) } })),
    yes(told({ tree: { ...leaf, have: 'x'.repeat(limits.toldChars + 1) } })),
    yes({ ...told(), filling: 'x'.repeat(limits.explanationChars + 1) }),
    yes(told({ ruleId: 'another' })),
    JSON.parse('{"ok":true,"value":{"__proto__":{"polluted":true}}}'),
    refused('signedOut'),
    yes(undefined),
    null,
    7,
  ];
  for (const lie of lies) {
    const visitor = await page(() => lie);
    expect(await why(visitor)).toEqual(refused('malformed'));
  }
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

it('[IN398] every no says which: no such visitor, no such rule there, not wanted by the site, an older page, a page that has told nothing', async () => {
  expect(await why({ visitorId: 'vis_nobody' })).toEqual(refused('notFound'));
  expect(await why(await page(() => refused('notFound')))).toEqual(refused('notFound', 'ruleId'));
  expect(await why(await page(() => refused('notOffered')))).toEqual(refused('notOffered'));
  const early = await test.visitor();
  expect(await why(early)).toEqual(refused('unavailable'));
  const { explains: _, ...older } = news;
  await early.must('rules:tell', older);
  expect(await why(early)).toEqual(refused('tooOld'));
});

it('[IN398] a page that answers nothing is too slow, one that goes away is gone, and neither keeps anybody waiting for longer', async () => {
  const { visitorQuestion } = test.server.powers;
  const ask = (visitor: VisitorClient, withinMs: number) =>
    visitorQuestion(visitor.socket.id!, 'rule:explained', { ruleId: 'r1' }, withinMs);
  const never = () => new Promise(() => {});
  const slow = await page(never);
  expect(await ask(slow, 20)).toEqual(refused('timeout'));
  const leaving = await page(never);
  const asked = why(leaving);
  await leaving.until('rule:explained');
  leaving.close();
  expect(await asked).toEqual(refused('gone'));
  // In the grace of a page load there is nobody to ask.
  expect(await why(leaving, 'r2')).toEqual(refused('unavailable'));
  expect(await ask(leaving, 20)).toEqual(refused('gone'));
});

it('[IN399] only where the site shows its visitors, also while another site does; only to whoever is signed in as an agent', async () => {
  await test.addSite('second', 'http://second.test');
  const here = await page(() => yes(told()));
  const there = await page(() => yes(told({ version: 7 })), { site: 'second', origin: 'http://second.test' });
  const admin = await test.agent('boss@demo.shop', { role: 'admin' });
  const settings = await admin.must('rules:settings', { siteId: testSite });
  await admin.must('rules:set', { ...settings, radar: false });
  expect(await why(here)).toEqual(refused('notOffered'));
  expect(await why(there)).toEqual(yes(told({ version: 7 })));
  expect(here.told('rule:explained')).toEqual([]);
  // Being in a conversation shows the visitor, not their rules.
  await here.start('sales');
  expect(await why(here)).toEqual(refused('notOffered'));
  const answer = await there.socket.timeout(5_000).emitWithAck('visitor:explain', {
    visitorId: there.visitorId,
    ruleId: 'r1',
  });
  expect(answer).toMatchObject({ ok: false, refusal: { code: 'notOffered', detail: 'no such event' } });
});

it('[IN399] an agent who asks without end is slowed down', async () => {
  const visitor = await page(() => yes(told()));
  const answers = await Promise.all(Array.from({ length: 40 }, () => why(visitor)));
  expect(answers.filter((one) => !one.ok && one.refusal.code === 'tooOften').length).toBeGreaterThan(10);
});
