import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { findKey, scopes } from '../auth/keys.ts';
import { addSettings, readSettings } from '../rules/settings.ts';
import { openStore } from '../store/open.ts';
import { seedDemo } from './seed.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'theke-seed-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

it('[IN189] the demo begins with settings and nobody held out; a change and the key’s scopes outlive a start', async () => {
  const { db, close } = await openStore({ dataDir });
  const { apiKey } = await seedDemo(db, { shopPort: 1 });
  const first = await readSettings(db, 'demo');
  expect(first).toMatchObject({ revision: 1, on: true, programme: { share: 0 }, currency: 'EUR' });
  await addSettings(db, { ...first, revision: 2, on: false }, { name: 'root', at: 1 });
  // As an older version of ours made it.
  await db.updateTable('api_keys').set({ scopes: '["orders:write"]' }).execute();
  expect((await seedDemo(db, { shopPort: 1 })).apiKey).toBe(apiKey);
  expect(await readSettings(db, 'demo')).toMatchObject({ revision: 2, on: false });
  expect((await findKey(db, apiKey))?.scopes).toEqual(scopes);
  await close();
});
