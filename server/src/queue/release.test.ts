import { fakeClock, silentLog } from '@theke/kit';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ConversationsTable } from '../store/tables.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { createDesks } from './desks.ts';
import { createQueue } from './queue.ts';

let test: TestServer;
beforeEach(async () => {
  test = await startTestServer();
});
afterEach(() => test.close());

it('[QU14] when an agent is gone, unanswered conversations and reservations go back to the queue; answered ones stay', async () => {
  const anna = await test.agent('anna@demo.shop', { skills: ['sales'] });
  const visitors = [await test.visitor(), await test.visitor(), await test.visitor()];
  const [unanswered, answered, third] = await Promise.all(visitors.map((visitor) => visitor.start('sales')));
  for (const conversationId of [unanswered!, answered!]) {
    await anna.must('conversation:accept', { conversationId });
    await visitors[conversationId === unanswered ? 0 : 1]!.say(conversationId, 'hello?');
  }
  await anna.say(answered!, 'good day');
  const { db } = test.server.store;
  const { conversations } = test.server.powers;
  await db
    .updateTable('conversations')
    .set({ reserved_for: anna.agentId, reserved_until: Date.now() + 60_000 })
    .where('id', '=', third!)
    .execute();

  const clock = fakeClock();
  const desks = createDesks({ db, after: clock.after, onGone: () => {}, onChanged: () => {} });
  const queue = createQueue({
    db,
    log: silentLog,
    desks,
    now: Date.now,
    after: clock.after,
    conversations: () => conversations as never,
    tellAvailability: () => {},
  });
  queue.agentGone(anna.agentId);
  const row = async (id: string) => (await conversations.find(id)) as ConversationsTable;
  await expect.poll(async () => (await row(unanswered!)).status).toBe('waiting');
  await expect.poll(async () => (await row(third!)).reserved_for).toBeNull();
  expect(await row(unanswered!)).toMatchObject({ agent_id: null });
  expect(await row(answered!)).toMatchObject({ status: 'active', agent_id: anna.agentId });
  await visitors[0]!.until('conversation:changed', (one) => one.status === 'waiting' && one.agent === undefined);
  const page = await visitors[0]!.must('conversation:resume', { conversationId: unanswered!, afterSeq: 0 });
  expect(page.entries.at(-1)?.body).toEqual({ type: 'event', event: { type: 'released' } });

  // The agent comes back and accepts it anew; then somebody writes after the agent has gone for good.
  await anna.must('conversation:accept', { conversationId: unanswered! });
  clock.advance(30_000);
  queue.unanswered(await row(unanswered!));
  await expect.poll(async () => (await row(unanswered!)).status).toBe('waiting');
});
