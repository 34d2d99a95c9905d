import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../testing/postgres.ts';
import { openStore } from './open.ts';
import { storeContract } from './store.contract.ts';

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'theke-store-'));
  folders.push(made);
  return made;
};
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});

storeContract('embedded database', async () => {
  const dataDir = folder();
  let store = await openStore({ dataDir });
  return {
    store,
    async again() {
      await store.close();
      store = await openStore({ dataDir });
      return store;
    },
    close: () => store.close(),
  };
});

storeContract('PostgreSQL', async () => {
  const postgres: TestPostgres = await startPostgres();
  const databaseUrl = await postgres.url('theke');
  let store = await openStore({ dataDir: '', databaseUrl });
  return {
    store,
    async again() {
      await store.close();
      store = await openStore({ dataDir: '', databaseUrl });
      return store;
    },
    async close() {
      await store.close();
      await postgres.stop();
    },
  };
});

it('[RE2] the embedded database waits for the disk at every commit', async () => {
  const store = await openStore({ dataDir: folder() });
  const { rows } = await sql<{ synchronous: number }>`PRAGMA synchronous`.execute(store.db);
  const mode = await sql<{ journal_mode: string }>`PRAGMA journal_mode`.execute(store.db);
  expect([rows[0]?.synchronous, mode.rows[0]?.journal_mode]).toEqual([2, 'wal']);
  await store.close();
});

it('[RE7] a database that cannot be written is told in one sentence that names the setting', async () => {
  const file = join(folder(), 'not-a-folder');
  writeFileSync(file, '');
  await expect(openStore({ dataDir: file })).rejects.toThrow(
    /^The database in THEKE_DATA_DIR ".*" cannot be written \(.*\); .*\.$/,
  );
  await expect(openStore({ dataDir: '/proc/nowhere' })).rejects.toThrow('THEKE_DATA_DIR');
  await expect(openStore({ dataDir: '', databaseUrl: 'postgres://127.0.0.1:1/x' })).rejects.toThrow(
    /^The database of THEKE_DATABASE_URL cannot be used .*\.$/,
  );
});

it('[RE7] a file that is no database is told as such', async () => {
  const dataDir = folder();
  writeFileSync(
    join(dataDir, 'theke.db'),
    'this is not a database, but it is long enough to be taken for one '.repeat(20),
  );
  await expect(openStore({ dataDir })).rejects.toThrow('is not a sound database');
});

it('[RE8] a backup made in use is a database of its own with everything committed so far', async () => {
  const store = await openStore({ dataDir: folder() });
  await store.db.insertInto('settings').values({ key: 'k', value: 'v' }).execute();
  const target = folder();
  await store.backup(join(target, 'theke.db'));
  await store.db.insertInto('settings').values({ key: 'later', value: 'v' }).execute();
  await store.close();
  const copy = await openStore({ dataDir: target });
  const keys = (await copy.db.selectFrom('settings').select('key').where('key', '!=', 'probe').execute()).map(
    (row) => row.key,
  );
  expect(keys).toEqual(['k']);
  await copy.close();
});
