import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBench } from '../relay/testing/bench.ts';
import { untouched } from '../rules/settings.ts';
import { openStore, type Store } from '../store/open.ts';
import { startPostgres, type TestPostgres } from '../testing/postgres.ts';
import { createInvitations, type Invitations } from './index.ts';

let postgres: TestPostgres;
let bench: Awaited<ReturnType<typeof openBench>>;
const stores: Store[] = [];
beforeAll(async () => {
  [postgres, bench] = [await startPostgres(), await openBench()];
  const databaseUrl = await postgres.url('invitations');
  for (let n = 0; n < 2; n++) stores.push(await openStore({ dataDir: '', databaseUrl }));
}, 60_000);
afterAll(async () => {
  for (const store of stores) await store.close();
  await bench.close();
  await postgres.stop();
});

/** One of several servers on one database; each knows the same agent. */
const server = ({ db }: Store): Invitations =>
  createInvitations({
    ...bench.powers,
    db,
    freeAgents: async () => [{ agentId: 'anna', name: 'Anna', room: 1 }],
    rules: { settings: async (siteId) => untouched(siteId), rule: async () => null },
    experiments: { current: async () => null },
    radar: { of: () => null, invited: () => {} },
  });
const wish = { ruleId: 'r1', version: 1, skill: 'sales', terms: { digest: 'd' } };

it('[IN320] one place and a hundred visitors at once make one card, also where two servers share a database', async () => {
  const servers = stores.map(server);
  for (let round = 0; round < 3; round++) {
    const offers = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        servers[n % 2]!.ask({ siteId: n % 3 ? 'demo' : 'other', visitorId: `v${round}.${n}` }, wish),
      ),
    );
    expect(offers.filter((one) => one.show)).toHaveLength(1);
    await stores[0]!.db.updateTable('invitations').set({ state: 'dismissed' }).execute();
  }
}, 120_000);

it('[IN320] two page loads of one nameless visitor at once, on two servers, are one card', async () => {
  const servers = stores.map(server);
  for (let round = 0; round < 3; round++) {
    const who = { siteId: 'demo', visitorId: null, ip: `192.0.2.${round}`, userAgent: 'test' };
    const offers = await Promise.all(servers.map((one) => one.ask(who, wish)));
    expect(offers.map((one) => one.show)).toEqual([true, true]);
    expect(new Set(offers.map((one) => (one.show ? one.token : ''))).size).toBe(1);
    await stores[0]!.db.updateTable('invitations').set({ state: 'dismissed' }).execute();
  }
}, 120_000);
