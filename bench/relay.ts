import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bareWays } from './bareWays.ts';
import { type Child, startChild } from './child.ts';
import { flood, type Ran, trickle, type Way } from './load.ts';
import type { BenchServer } from './server.ts';
import { median } from './stats.ts';
import type { Row } from './table.ts';
import { durableWays, liveWays, openPairs } from './thekeWays.ts';

const text = 'Does the jacket keep dry on a bicycle, and is it there in a dark green?';
/** About what one frame of a busy page weighs, packed. */
const pieceBytes = 5_000;
/** The visitor's side never has more pieces on the way. */
const pieceWindow = 16;

interface Side {
  child: Child<unknown>;
  ways: readonly Way[];
  count: number;
}

interface Rounds {
  ran: Ran[];
  cpuUs: number[];
}

/** One flood on each side in turns, so that a slow minute of the machine hits both. The first round only warms up. */
async function alternate(sides: readonly Side[], window: number, rounds: number): Promise<Rounds[]> {
  const all = sides.map((): Rounds => ({ ran: [], cpuUs: [] }));
  for (let round = 0; round <= rounds; round++) {
    for (const [index, { child, ways, count }] of sides.entries()) {
      const beforeMs = child.cpuMs();
      const ran = await flood(ways, { count, window });
      const usedMs = child.cpuMs() - beforeMs;
      if (round === 0) continue;
      all[index]!.ran.push(ran);
      all[index]!.cpuUs.push((usedMs * 1000) / (ways.length * count));
    }
  }
  return all;
}

const middle = (rounds: Rounds, key: keyof Ran) => median(rounds.ran.map((ran) => ran[key]));

async function lane(
  name: 'durable' | 'live',
  atLeast: number,
  sides: { bare: Side; theke: Side },
  knobs: { window: number; rounds: number; perSecond: number },
): Promise<Row[]> {
  const [bare, theke] = await alternate([sides.bare, sides.theke], knobs.window, knobs.rounds);
  const calm = async (side: Side) =>
    trickle(side.ways, {
      count: Math.max(1, Math.round((3 * knobs.perSecond) / side.ways.length)),
      perSecond: knobs.perSecond,
    });
  const calmBare = await calm(sides.bare);
  const calmTheke = await calm(sides.theke);
  const bareEach = median(bare!.cpuUs);
  const thekeEach = median(theke!.cpuUs);
  const full = `${sides.theke.ways.length} pairs, ${knobs.window} on the way each`;
  return [
    {
      what: `${name}: throughput, Theke ÷ bare`,
      value: middle(theke!, 'perSecond') / middle(bare!, 'perSecond'),
      unit: '×',
      bar: { name: 'R2', atLeast },
    },
    { what: `${name}: throughput, Theke`, value: middle(theke!, 'perSecond'), unit: '/s', note: full },
    { what: `${name}: throughput, bare`, value: middle(bare!, 'perSecond'), unit: '/s' },
    { what: `${name}: processor time a message, Theke`, value: thekeEach, unit: 'µs', note: 'server process only' },
    { what: `${name}: processor time a message, bare`, value: bareEach, unit: 'µs' },
    { what: `${name}: processor time, bare ÷ Theke`, value: bareEach / thekeEach, unit: '×' },
    { what: `${name}: latency when full, Theke p50`, value: middle(theke!, 'p50Ms'), unit: 'ms' },
    { what: `${name}: latency when full, Theke p99`, value: middle(theke!, 'p99Ms'), unit: 'ms' },
    { what: `${name}: latency at ${knobs.perSecond}/s, Theke p50`, value: calmTheke.p50Ms, unit: 'ms' },
    { what: `${name}: latency at ${knobs.perSecond}/s, Theke p99`, value: calmTheke.p99Ms, unit: 'ms' },
    { what: `${name}: latency at ${knobs.perSecond}/s, bare p50`, value: calmBare.p50Ms, unit: 'ms' },
    { what: `${name}: latency at ${knobs.perSecond}/s, bare p99`, value: calmBare.p99Ms, unit: 'ms' },
  ];
}

/** Both lanes of the server beside a bare `ws` relay, in turns. R2's throughput. */
export async function measure(knobs: Record<string, number>): Promise<Row[]> {
  const { durablePairs = 40, livePairs = 100, rounds = 3, perSecond = 200 } = knobs;
  const dataDir = mkdtempSync(join(tmpdir(), 'theke-bench-'));
  const [bare, theke] = await Promise.all([
    startChild<{ port: number }>('bareRelay.ts'),
    startChild<BenchServer>('server.ts', benchEnv(dataDir, 10)),
  ]);
  try {
    const pairs = await openPairs(theke.ready, Math.max(durablePairs, livePairs));
    const texting = pairs.slice(0, durablePairs);
    const durable = await lane(
      'durable',
      0.5,
      {
        bare: { child: bare, ways: await bareWays(bare.ready.port, durablePairs, { text }), count: 1_000 },
        theke: { child: theke, ways: durableWays(texting, text), count: 200 },
      },
      { window: 8, rounds, perSecond },
    );
    const live = await lane(
      'live',
      0.7,
      {
        bare: { child: bare, ways: await bareWays(bare.ready.port, livePairs, { bytes: pieceBytes }), count: 200 },
        // A share may send 120 pieces at once and 60 a second: many shares, so that this is not what is measured.
        theke: { child: theke, ways: await liveWays(theke.ready, pairs.slice(0, livePairs), pieceBytes), count: 60 },
      },
      { window: pieceWindow, rounds, perSecond },
    );
    return [...durable, ...live];
  } finally {
    await Promise.all([bare.stop(), theke.stop()]);
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** Settings of a server to be measured: the usual ones, but for the paces that are there to keep single people in bounds. */
export function benchEnv(dataDir: string, agents: number): Record<string, string> {
  return {
    THEKE_PORT: '0',
    THEKE_HOST: '127.0.0.1',
    THEKE_DATA_DIR: dataDir,
    THEKE_LOG: 'error',
    THEKE_NEW_VISITORS_PER_MINUTE: '1000000',
    THEKE_PACE_FACTOR: '1000',
    THEKE_BENCH_AGENTS: String(agents),
  };
}
