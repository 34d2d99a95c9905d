import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../server/src/store/open.ts';
import type { AskedServer } from './askedServer.ts';
import { startChild } from './child.ts';
import { toldApart } from './invitations/area.ts';
import { type AskOnce, byPost, bySocket, type Reason } from './invitations/asks.ts';
import { openDesk } from './people.ts';
import { benchEnv } from './relay.ts';
import { quantile } from './stats.ts';
import type { Row } from './table.ts';
import { dice } from './uplift/dice.ts';

// How long a question for an invitation takes, and whether the time of a "no" tells its reason. Reasons come in random order, so that
// a slow minute of the machine hits all alike.

type Times = Map<Reason, number[]>;

async function askAll(ask: AskOnce, reasons: readonly Reason[], each: number, seed: number): Promise<Times> {
  const times: Times = new Map(reasons.map((reason) => [reason, []]));
  const roll = dice(seed);
  const bodies = new Set<string>();
  // What is compiled and cached once is not counted.
  for (let warm = 0; warm < 40 * reasons.length; warm += 1) await ask(reasons[warm % reasons.length]!);
  for (;;) {
    const open = reasons.filter((reason) => times.get(reason)!.length < each);
    if (open.length === 0) break;
    const reason = open[Math.floor(roll() * open.length)]!;
    const found = await ask(reason);
    if (!found) continue;
    times.get(reason)!.push(found.ms);
    bodies.add(found.body);
  }
  if (bodies.size > 1) throw new Error(`A no has its reason in its words: ${[...bodies].join(' ')}`);
  return times;
}

function rowsOf(way: string, times: Times, each: number, seed: number): Row[] {
  const pairs = [...times].flatMap(([one, a], at) =>
    [...times].slice(at + 1).map(([other, b]) => ({ one, other, area: toldApart(a, b) })),
  );
  const all = [...times.values()].flat();
  const note = `${each} of each of ${[...times.keys()].join(', ')}; order of seed ${seed}`;
  // Of two samples of one kind: √(1/(12a) + 1/(12b)), Hanley & McNeil 1982.
  const error = Math.sqrt(1 / (6 * each)).toFixed(3);
  const most = (what: string, some: typeof pairs): Row => {
    const { one, other, area } = some.reduce((worst, pair) => (pair.area > worst.area ? pair : worst));
    const said = `${one} and ${other}; 0.5: not at all, standard error of a pair ${error}`;
    return { what: `${way}: ${what}`, value: area, unit: '', bar: { name: 'I2', atMost: 0.55 }, note: said };
  };
  // Inviting is off for a whole site, so that question goes to another one; a page sees only its own.
  const onOneSite = pairs.filter(({ one }) => one !== 'off');
  return [
    most('reasons told apart by time (AUC), most of all pairs', pairs),
    most('the same among questions to one site', onOneSite),
    ...[...times].map(
      ([reason, list]): Row => ({ what: `${way}: "${reason}", p50`, value: quantile(list, 0.5), unit: 'ms' }),
    ),
    { what: `${way}: a question, p50`, value: quantile(all, 0.5), unit: 'ms', note },
    { what: `${way}: a question, p95`, value: quantile(all, 0.95), unit: 'ms', bar: { name: 'I2', atMost: 50 }, note },
  ];
}

/** Every question must have met the reason it was made for: as many as were asked, and the warm ones. */
async function checkReasons(dataDir: string, expected: ReadonlyMap<Reason, number>): Promise<void> {
  const store = await openStore({ dataDir });
  const told = await store.db
    .selectFrom('decisions')
    .select((e) => ['reason', e.fn.countAll().as('count')])
    .groupBy('reason')
    .execute();
  await store.close();
  for (const [reason, count] of expected) {
    const found = Number(told.find((one) => one.reason === reason)?.count ?? 0);
    if (found < count) throw new Error(`"${reason}" was the reason ${found} times instead of ${count}.`);
  }
}

/** Knobs: `each` (2 000) questions for each reason and way, `seed` (1) of their order. */
export async function measure(knobs: Record<string, number>): Promise<Row[]> {
  const { each = 2_000, seed = 1 } = knobs;
  const dataDir = mkdtempSync(join(tmpdir(), 'theke-bench-'));
  const env = { ...benchEnv(dataDir, 0), THEKE_PROXIES: '1', THEKE_PACE_FACTOR: '1000000' };
  const server = await startChild<AskedServer>('askedServer.ts', env);
  try {
    const desk = await openDesk({ ...server.ready, site: server.ready.open, cookies: [] }, server.ready.cookie);
    // Nameless visitors have no cap on the server.
    const posted: Reason[] = ['off', 'hours', 'noAgent', 'holdout'];
    const asked: Reason[] = [...posted, 'cap'];
    const beforeMs = server.cpuMs();
    const byPosts = await askAll(byPost(server.ready), posted, each, seed);
    const usedMs = server.cpuMs() - beforeMs;
    const rows: Row[] = [
      ...rowsOf('by POST', byPosts, each, seed),
      {
        ...{ what: 'by POST: processor time a question', value: usedMs / (each * posted.length), unit: 'ms' },
        note: 'server process only, whatever else runs; cards that were given back are in it',
      },
      ...rowsOf('by socket', await askAll(bySocket(server.ready), asked, each, seed), each, seed),
    ];
    desk.close();
    await server.stop();
    await checkReasons(dataDir, new Map(asked.map((reason) => [reason, reason === 'cap' ? each : 2 * each])));
    return rows;
  } finally {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
