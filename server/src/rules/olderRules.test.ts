import { silentLog } from '@theke/kit';
import { expect, it } from 'vitest';
import { testSite as siteId, startTestServer } from '../testing/server.ts';

const kept = (id: string, more: object = {}) => ({
  id,
  version: 1,
  when: { op: 'dwell', what: 'page', ms: 60_000 },
  offer: { skill: 'sales', text: { en: 'Questions?', de: 'Fragen?' } },
  ...more,
});

it('[SE261] a kept rule that is none for this version goes to no page, is named in the log, can be switched off but not on, and mended', async () => {
  const warned: unknown[][] = [];
  const test = await startTestServer({ log: { ...silentLog, warn: (...words: unknown[]) => void warned.push(words) } });
  const root = await test.agent('root@demo.shop', { role: 'admin' });
  const holdout = { share: 0.5, salt: 's', windowMs: 60_000 };
  const older = {
    short: kept('short', { holdout }),
    blank: kept('blank', { mode: 'off', holdout: { share: 0.5, salt: ' ', windowMs: 604_800_000 } }),
    fine: kept('fine'),
  };
  for (const [rule_id, rule] of Object.entries(older))
    await test.server.store.db
      .insertInto('rules')
      .values({ site_id: siteId, rule_id, revision: 1, body: JSON.stringify(rule), changed_at: 1, changed_by: 'root' })
      .execute();
  const live = async () => {
    const answer = await fetch(`${test.url}/api/v1/rules/live?site=${siteId}`);
    return ((await answer.json()) as { rules: { id: string }[] }).rules.map((one) => one.id);
  };
  const mode = (ruleId: string, wanted: 'live' | 'shadow' | 'off') =>
    root.ask('rules:mode', { siteId, ruleId, mode: wanted });
  expect(await live()).toEqual(['fine']);
  // The one that is off misses nobody.
  expect(warned).toMatchObject([
    [expect.stringContaining('invites nobody'), { rule: 'short', path: 'holdout.windowMs' }],
  ]);
  for (const [ruleId, path] of [
    ['short', 'holdout.windowMs'],
    ['blank', 'holdout.salt'],
  ] as const)
    for (const wanted of ['live', 'shadow'] as const)
      expect(await mode(ruleId, wanted)).toMatchObject({
        refusal: { code: 'malformed', detail: expect.stringContaining(`${path}: `) },
      });
  expect(await mode('short', 'off')).toMatchObject({ ok: true, value: { revision: 2 } });
  const mended = { ...older.short, holdout: { ...holdout, windowMs: 3_600_000 } };
  await root.must('rules:write', { siteId, revision: 2, rule: mended });
  expect(await live()).toEqual(['fine', 'short']);
  await test.close();
});
