import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { startTestServer } from '../testing/server.ts';

it('[RE15] on a full disk nothing is acknowledged, everybody stays connected, and it goes on when there is room again', async () => {
  const test = await startTestServer({ config: { paceFactor: 1_000 } });
  const { db } = test.server.store;
  const visitor = await test.visitor();
  const conversationId = await visitor.start();
  await visitor.say(conversationId, 'kept');
  const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(db);
  // The engine refuses to grow the file: the same error, at the same place, as a disk without room.
  await sql`PRAGMA max_page_count=${sql.raw(String(rows[0]!.page_count))}`.execute(db);
  const text = 'x'.repeat(8_000);
  const answers = [];
  for (let n = 0; n < 30; n++)
    answers.push(await visitor.ask('message:send', { conversationId, clientId: `full${n}`, text }));
  const refused = answers.filter((answer) => !answer.ok);
  expect(refused.length).toBeGreaterThan(20);
  for (const answer of refused) expect(answer).toMatchObject({ refusal: { code: 'unavailable' } });
  expect(await test.server.metrics.value('errors', { event: 'message:send' })).toBe(refused.length);
  await visitor.must('line:alive');

  const acknowledged = answers.filter((answer) => answer.ok).length;
  const page = await visitor.must('conversation:resume', { conversationId, afterSeq: 0 });
  expect(page.entries).toHaveLength(2 + acknowledged);

  await sql`PRAGMA max_page_count=1000000`.execute(db);
  const receipt = await visitor.say(conversationId, text, 'full29');
  expect(receipt.seq).toBe(3 + acknowledged);
  await test.close();
});
