import { afterEach, beforeEach, expect, it } from 'vitest';
import { startTestServer, type TestServer } from '../testing/server.ts';

let server: TestServer;
beforeEach(async () => {
  server = await startTestServer();
});
afterEach(() => server.close());

it('[AC140] whoever works there learns which skills somebody has, each once; those of nobody who may sign in are none', async () => {
  const anna = await server.agent('anna@demo.shop', { skills: ['sales', 'pharmacy'] });
  await server.agent('ben@demo.shop', { skills: ['service', 'sales'] });
  expect(await anna.must('rules:skills')).toEqual(['pharmacy', 'sales', 'service']);
  const { db } = server.server.store;
  await db.updateTable('agents').set({ disabled: 1 }).where('email', '=', 'ben@demo.shop').execute();
  expect(await anna.must('rules:skills')).toEqual(['pharmacy', 'sales']);
});
