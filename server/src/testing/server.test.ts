import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestServer, type TestServer } from './server.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
});
afterAll(() => test.close());

it('[RE1] a message goes from the visitor to the agent and back', async () => {
  const agent = await test.agent('anna@demo.shop', { skills: ['sales'] });
  const visitor = await test.visitor();
  expect(visitor.welcome.availability).toBe('online');
  const id = await visitor.start('sales');
  await visitor.say(id, 'hello');
  const seen = await agent.until('conversation:changed', (one) => one.conversationId === id);
  expect(seen.status).toBe('waiting');
  await agent.must('conversation:accept', { conversationId: id });
  await visitor.until('conversation:changed', (one) => one.status === 'active');
  await agent.say(id, 'good day');
  const told = await visitor.until(
    'entry:added',
    (one) => one.entry.body.type === 'text' && one.entry.body.text === 'good day',
  );
  expect(told.entry.author).toEqual({ kind: 'agent', agentId: agent.agentId, name: 'anna' });
});

it('[QU15] the card of a waiting conversation shows its newest words, without anyone asking', async () => {
  const agent = await test.agent('eva@demo.shop', { skills: ['service'] });
  const visitor = await test.visitor();
  const id = await visitor.start('service');
  await visitor.say(id, 'where is my parcel');
  await agent.until('conversation:changed', (one) => one.conversationId === id && one.preview === 'where is my parcel');
  await visitor.say(id, 'it was due on Monday');
  await agent.until(
    'conversation:changed',
    (one) => one.conversationId === id && one.preview === 'it was due on Monday',
  );
});
