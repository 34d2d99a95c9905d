import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openStore } from '../store/open.ts';
import { typedAt } from './testing/theke.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'theke-cli-uplift-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const theke = typedAt(dataDir);

it('[UP63] a made-up history is written, and its rows are exported as the report reads them', async () => {
  await theke('site', 'add', '--id', 'demo', '--origin', 'https://shop.test');
  const made = await theke('demo', 'uplift', '--visitors', '500', '--effect', '0.4', '--json');
  const { experimentId } = JSON.parse(made.out) as { experimentId: string };
  const file = join(dataDir, 'rows.csv');
  const written = await theke('export', 'uplift', '--experiment', experimentId, '--to', file);
  expect(written).toMatchObject({ code: 0, out: `500 rows written to ${file}.` });
  const text = readFileSync(file, 'utf8');
  expect(text.split('\r\n')).toHaveLength(502);
  expect((await theke('export', 'uplift', '--experiment', experimentId)).out).toBe(text.trimEnd());
});

it('[UP63] a mistake is one sentence, and exit code 2', async () => {
  for (const [list, words] of [
    [['export', 'uplift'], '--experiment is missing'],
    [['export', 'uplift', '--experiment', 'exp_never'], 'There is no experiment'],
    [['demo', 'uplift', '--visitors', 'many'], '--visitors many is no number'],
    [['demo', 'uplift', '--holdout', '1'], '--holdout 1 is no number'],
  ] as const) {
    const answer = await theke(...list);
    expect(answer.code).toBe(2);
    expect(answer.err).toContain(words);
  }
});

it('[UP101] a made-up history for a site that is not there is refused, and nothing is written', async () => {
  const refused = await theke('demo', 'uplift', '--site', 'nope', '--visitors', '10', '--json');
  expect(refused).toMatchObject({
    code: 2,
    out: '',
    err: expect.stringMatching(/There is no site nope\. Add it with: /),
  });
  const { db, close } = await openStore({ dataDir });
  for (const table of ['experiments', 'exposures', 'orders', 'decisions'] as const)
    expect(await db.selectFrom(table).selectAll().where('site_id', '=', 'nope').execute()).toEqual([]);
  await close();
  const help = await theke('demo', 'uplift', '--help');
  expect(help).toMatchObject({ code: 0, out: expect.stringContaining('[--site ID]') });
});
