import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgres, type TestPostgres } from '../testing/postgres.ts';
import { openStore, type Store } from './open.ts';
import { takeTurn } from './turn.ts';

let postgres: TestPostgres;
const stores: Store[] = [];
beforeAll(async () => {
  postgres = await startPostgres();
  const databaseUrl = await postgres.url('turns');
  for (let n = 0; n < 2; n++) stores.push(await openStore({ dataDir: '', databaseUrl }));
}, 60_000);
afterAll(async () => {
  for (const store of stores) await store.close();
  await postgres.stop();
});

it('[SE264] a server that stands still in its turn does not keep the others waiting for ever; afterwards turns go on', async () => {
  const [one, other] = stores as [Store, Store];
  const turn = (store: Store) => store.db.transaction().execute((tx) => takeTurn(tx, 'invitations', 50));
  await one.db.transaction().execute(async (tx) => {
    await takeTurn(tx, 'invitations');
    await expect(turn(other)).rejects.toThrow(/lock timeout/u);
    // Another turn is nobody's business.
    await other.db.transaction().execute((apart) => takeTurn(apart, 'elsewhere', 50));
  });
  await turn(other);
  await turn(one);
}, 60_000);
