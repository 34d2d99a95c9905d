import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore, type Store } from '../store/open.ts';
import { createCommits } from './commits.ts';

let store: Store;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'theke-commits-'));
  store = await openStore({ dataDir: folder });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

const settled = (work: Promise<unknown>[]) =>
  Promise.all(work.map((one) => one.then(String, (error: Error) => `failed: ${error.message}`)));

it('[RE14] what arrives in one turn, or during a commit, shares a commit, in the order it came', async () => {
  let transactions = 0;
  const order: number[] = [];
  const seen = new WeakSet<object>();
  const commit = createCommits<number, number>(store.db, async (tx, n) => {
    if (!seen.has(tx)) transactions += 1;
    seen.add(tx);
    order.push(n);
    return n;
  });
  const all = Array.from({ length: 40 }, (_, n) => n);
  expect(await Promise.all(all.map(commit))).toEqual(all);
  expect(order).toEqual(all);
  expect(transactions).toBe(1);
});

it('[RE14] one that fails takes no neighbour down, and leaves nothing of itself', async () => {
  const commit = createCommits<number, number>(store.db, async (tx, n) => {
    await tx
      .insertInto('settings')
      .values({ key: `n${n}`, value: '' })
      .execute();
    if (n === 3) throw new Error('three');
    return n;
  });
  expect(await settled([0, 1, 2, 3, 4, 5].map(commit))).toEqual(['0', '1', '2', 'failed: three', '4', '5']);
  const kept = await store.db.selectFrom('settings').select('key').where('key', 'like', 'n%').orderBy('key').execute();
  expect(kept.map((row) => row.key)).toEqual(['n0', 'n1', 'n2', 'n4', 'n5']);
});
