import { afterEach, beforeEach, expect, it } from 'vitest';
import { anna } from '../relay/testing/bench.ts';
import { dayMs } from './defaults.ts';
import { openStage, type Stage, tokenOf } from './testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const list = async (which: object = {}) => {
  const answer = await stage.invitations.agent!['rules:decisions']!.run(anna(), { siteId: 'demo', ...which });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
};

it('[IN226] agents read what was decided, newest first, with what became of it', async () => {
  const token = tokenOf(await stage.ask('vera', { page: { type: 'checkout' } }));
  await stage.advance(1_000);
  await stage.say(token, 'dismissed', 'vera', { never: true });
  await stage.ask(null, { ruleId: 'r2', terms: { digest: 'd', hours: { timeZone: 'shop', open: { weekly: {} } } } });
  expect(await list()).toEqual([
    { at: stage.now(), ruleId: 'r2', version: 1, reason: 'hours' },
    {
      at: stage.now() - 1_000,
      ruleId: 'r1',
      version: 1,
      reason: 'invited',
      outcome: 'dismissed',
      visitorId: 'vera',
      page: 'checkout',
    },
  ]);
  expect(await list({ ruleId: 'r2' })).toHaveLength(1);
  expect(await list({ beforeAt: stage.now() })).toHaveLength(1);
  expect(await list({ siteId: 'other' })).toEqual([]);
});

it('[IN226] a hundred at a time; what is older than thirty days is deleted', async () => {
  const line = { site_id: 'demo', rule_id: 'r', version: 1, unit: 'u', visitor_id: null, reason: 'gap', page: null };
  const old = stage.now() - 31 * dayMs;
  for (let n = 0; n < 5; n++)
    await stage.db
      .insertInto('decisions')
      .values(
        Array.from({ length: 500 }, (_, k) => ({
          ...line,
          id: `d${n}-${k}`,
          at: n === 4 && k < 150 ? stage.now() : old,
          token: null,
        })),
      )
      .execute();
  expect(await list()).toHaveLength(100);
  const left = async () => {
    const { count } = await stage.db
      .selectFrom('decisions')
      .select((e) => e.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    return count;
  };
  await stage.invitations.start!();
  await stage.advance(1_000);
  await expect.poll(left).toBe(500);
  await stage.advance(1_000);
  await expect.poll(left).toBe(150);
  await stage.invitations.stop!();
});
