import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/server.ts';

let test: TestServer;
beforeEach(async () => {
  test = await startTestServer();
});
afterEach(() => test.close());

const sales = { skills: ['sales'] };

it('[QU1] a waiting conversation is shown to agents with its skill and to supervisors, and to nobody else', async () => {
  const anna = await test.agent('anna@demo.shop', sales);
  const ben = await test.agent('ben@demo.shop', { skills: ['service'] });
  const eva = await test.agent('eva@demo.shop', { role: 'supervisor' });
  const visitor = await test.visitor();
  const conversationId = await visitor.start('sales');
  await visitor.say(conversationId, 'hello');
  await anna.until('entry:added', (one) => one.entry.body.type === 'text');
  await eva.until('entry:added', (one) => one.entry.body.type === 'text');
  await ben.must('line:alive');
  expect(ben.told('conversation:changed')).toEqual([]);
  expect(ben.told('entry:added')).toEqual([]);
  expect(await ben.ask('conversation:accept', { conversationId })).toMatchObject({ refusal: { code: 'notFound' } });
  expect(await ben.ask('conversation:resume', { conversationId, afterSeq: 0 })).toMatchObject({
    refusal: { code: 'notFound' },
  });
  const late = await test.agent('ben@demo.shop');
  expect(late.welcome.conversations).toEqual([]);
});

it('[QU2] of many who accept at once exactly one wins, the others hear that it is taken', async () => {
  const agents = await Promise.all(Array.from({ length: 8 }, (_, n) => test.agent(`a${n}@demo.shop`, sales)));
  const visitor = await test.visitor();
  const conversationId = await visitor.start('sales');
  const answers = await Promise.all(agents.map((agent) => agent.ask('conversation:accept', { conversationId })));
  expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  expect(answers.filter((answer) => !answer.ok && answer.refusal.code === 'taken')).toHaveLength(7);
  const winner = agents[answers.findIndex((answer) => answer.ok)]!;
  for (const agent of agents)
    if (agent !== winner) await agent.until('conversation:gone', (one) => one.conversationId === conversationId);
  expect(winner.told('conversation:gone')).toEqual([]);
  // The answer may have been lost on the way: asking again is harmless.
  expect(await winner.must('conversation:accept', { conversationId })).toMatchObject({
    agent: { agentId: winner.agentId },
  });
  const page = await visitor.must('conversation:resume', { conversationId, afterSeq: 0 });
  expect(page.entries.filter((one) => one.body.type === 'event' && one.body.event.type === 'assigned')).toHaveLength(1);
});

it('[QU3] only the agent who took it, or a supervisor, writes in it', async () => {
  const anna = await test.agent('anna@demo.shop', sales);
  const other = await test.agent('other@demo.shop', sales);
  const eva = await test.agent('eva@demo.shop', { role: 'supervisor' });
  const visitor = await test.visitor();
  const conversationId = await visitor.start('sales');
  const write = (agent: typeof anna) =>
    agent.ask('message:send', { conversationId, clientId: `c-${agent.agentId}`, text: 'hi' });
  expect(await write(anna)).toMatchObject({ refusal: { code: 'forbidden' } });
  await anna.must('conversation:accept', { conversationId });
  expect(await write(other)).toMatchObject({ refusal: { code: 'notFound' } });
  expect(await write(anna)).toMatchObject({ ok: true });
  expect(await write(eva)).toMatchObject({ ok: true });
  expect(await other.ask('conversation:close', { conversationId })).toMatchObject({ refusal: { code: 'notFound' } });
  expect(await anna.ask('conversation:close', { conversationId })).toMatchObject({ ok: true });
});

it('[QU4] whoever waits is told the position, and told again when somebody before them was taken', async () => {
  const anna = await test.agent('anna@demo.shop', sales);
  const [first, second] = [await test.visitor(), await test.visitor()];
  const one = await first.start('sales');
  await second.start('sales');
  await second.until('conversation:changed', (now) => now.queuePosition === 2);
  await anna.must('conversation:accept', { conversationId: one });
  await second.until('conversation:changed', (now) => now.queuePosition === 1);
});

it('[QU5] widgets learn whether anybody is there, and nothing more', async () => {
  const visitor = await test.visitor();
  expect(visitor.welcome.availability).toBe('away');
  const anna = await test.agent('anna@demo.shop', sales);
  expect(await visitor.until('availability:changed')).toEqual({ availability: 'online' });
  await test.agent('ben@demo.shop', { skills: ['service'] });
  await anna.must('agent:available', { on: false });
  await visitor.must('line:alive');
  expect(visitor.told('availability:changed')).toHaveLength(1);
  const ben = await test.agent('ben@demo.shop');
  await ben.must('agent:available', { on: false });
  await visitor.until('availability:changed', (now) => now.availability === 'away');
  expect(await anna.until('agent:availableChanged', (now) => !now.available)).toEqual({ available: false });
});

it('[QU6] free agents are those signed in, switched on, with the skill and room; most room first', async () => {
  const { freeAgents, conversations } = test.server.powers;
  const anna = await test.agent('anna@demo.shop', sales);
  const otto = await test.agent('otto@demo.shop', sales);
  await test.agent('off@demo.shop', { skills: ['sales'], available: false });
  await test.addAgent('absent@demo.shop', sales);
  expect((await freeAgents('demo', 'sales')).map((one) => one.room)).toEqual([4, 4]);
  for (let n = 0; n < 4; n++) {
    const conversationId = await (await test.visitor()).start('sales');
    await anna.must('conversation:accept', { conversationId });
    expect((await freeAgents('demo', 'sales'))[0]?.agentId).toBe(otto.agentId);
  }
  expect(await freeAgents('demo', 'sales')).toEqual([{ agentId: otto.agentId, name: 'otto', room: 4 }]);
  expect(await freeAgents('demo', 'pharmacy')).toEqual([]);
  expect(await conversations.room(anna.agentId)).toBe(0);
});

it('[QU7] a conversation kept for an agent is offered to that agent alone until the time is over', async () => {
  const anna = await test.agent('anna@demo.shop', sales);
  const otto = await test.agent('otto@demo.shop', sales);
  const visitor = await test.visitor({ hello: true });
  const { contactId } = (await test.server.powers.visitors.prove('demo', visitor.visitorId, visitor.visitorToken))!;
  const kept = await test.server.powers.conversations.create({
    siteId: 'demo',
    contactId,
    visitorId: visitor.visitorId,
    via: 'code',
    leg: { kind: 'web' },
    reservedFor: { agentId: anna.agentId, untilAt: Date.now() + 1_500 },
  });
  await anna.until('conversation:changed', (one) => one.conversationId === kept.id);
  expect(await otto.ask('conversation:accept', { conversationId: kept.id })).toMatchObject({
    refusal: { code: 'notFound' },
  });
  await otto.until('conversation:changed', (one) => one.conversationId === kept.id);
  expect(await otto.ask('conversation:accept', { conversationId: kept.id })).toMatchObject({ ok: true });
});

it('[QU8] a person who comes back is kept for the agent who knows them', async () => {
  const anna = await test.agent('anna@demo.shop', sales);
  await test.agent('otto@demo.shop', sales);
  const visitor = await test.visitor();
  const first = await visitor.start('sales');
  await anna.must('conversation:accept', { conversationId: first });
  await anna.must('conversation:close', { conversationId: first });
  const again = await visitor.start('sales');
  expect(await test.server.powers.conversations.find(again)).toMatchObject({ reserved_for: anna.agentId });
  await anna.must('agent:available', { on: false });
  await visitor.must('conversation:end', { conversationId: again });
  const third = await visitor.start('sales');
  expect(await test.server.powers.conversations.find(third)).toMatchObject({ reserved_for: null });
});

it('[QU9] the desk hears who is on the pages, what they look at, and that they left', async () => {
  const anna = await test.agent('anna@demo.shop', sales);
  const visitor = await test.visitor({ page: 'http://shop.test/boots?token=secret#frag' });
  const { visitorId } = visitor;
  const first = await anna.until('visit:changed', (visit) => visit.visitorId === visitorId);
  expect(first).toMatchObject({ online: true, page: { url: 'http://shop.test/boots' }, context: {} });
  await visitor.must('context:set', { cart: { valueCents: 1990 }, search: { query: 'boots' } });
  await visitor.must('context:set', { search: null });
  await visitor.must('page:show', { url: 'http://shop.test/cart?x=1', type: 'cart' });
  const last = await anna.until('visit:changed', (visit) => visit.page.url === 'http://shop.test/cart');
  expect(last.context).toEqual({ cart: { valueCents: 1990 } });
  const later = await test.agent('anna@demo.shop');
  expect(later.welcome.visits.map((visit) => visit.visitorId)).toEqual([visitorId]);
});

it('[QU10] the history of a person names their earlier conversations, for the agent who helps them now', async () => {
  const anna = await test.agent('anna@demo.shop', sales);
  const ben = await test.agent('ben@demo.shop', { skills: ['service'] });
  const visitor = await test.visitor();
  const first = await visitor.start('sales');
  await visitor.say(first, 'about  the\nboots');
  await visitor.must('conversation:end', { conversationId: first });
  const second = await visitor.start('service');
  await ben.must('conversation:accept', { conversationId: second });
  const lines = await ben.must('conversation:history', { conversationId: second });
  expect(lines.map((line) => [line.conversationId, line.preview])).toEqual([
    [second, ''],
    [first, 'about the boots'],
  ]);
  expect(
    (await ben.must('conversation:resume', { conversationId: first, afterSeq: 0 })).entries.length,
  ).toBeGreaterThan(1);
  expect(await anna.ask('conversation:resume', { conversationId: second, afterSeq: 0 })).toMatchObject({
    refusal: { code: 'notFound' },
  });
});
