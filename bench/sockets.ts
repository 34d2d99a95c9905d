import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild } from './child.ts';
import { trickle } from './load.ts';
import { comeIn, converse, openDesk } from './people.ts';
import { benchEnv } from './relay.ts';
import type { BenchServer } from './server.ts';
import type { Row } from './table.ts';
import { durableWays, type Pair } from './thekeWays.ts';

/** So many handshakes at once: a wave of visitors, not an attack. */
const together = 50;

/** Does `count` things, never more than `together` at once. */
async function many<T>(count: number, one: (index: number) => Promise<T>): Promise<T[]> {
  const made: T[] = [];
  let next = 0;
  const worker = async () => {
    for (let index = next++; index < count; index = next++) made[index] = await one(index);
  };
  await Promise.all(Array.from({ length: Math.min(together, count) }, worker));
  return made;
}

/**
 * How long a message takes from visitor to agent while many others are there: R2's latency, and what an idle visitor
 * costs the server in memory. Every socket is a visitor who has come and been greeted; an active one is in a
 * conversation and writes every `every` seconds. The whole bar takes minutes: `--idle=10000 --active=2000`.
 */
export async function measure(knobs: Record<string, number>): Promise<Row[]> {
  const { idle = 2_000, active = 200, every = 10, agents = 25, seconds = 15 } = knobs;
  const dataDir = mkdtempSync(join(tmpdir(), 'theke-bench-'));
  const server = await startChild<BenchServer>('server.ts', benchEnv(dataDir, agents));
  const closers: (() => void)[] = [];
  try {
    // A first few, so that what is loaded and compiled once is not counted as theirs.
    for (const early of await many(50, () => comeIn(server.ready))) closers.push(early.line.close);
    await rest(1_000);
    const emptyBytes = server.rssBytes();
    const sinceMs = performance.now();
    for (const quiet of await many(idle, () => comeIn(server.ready))) closers.push(quiet.line.close);
    const cameMs = performance.now() - sinceMs;
    await rest(2_000);
    const perIdle = (server.rssBytes() - emptyBytes) / idle;

    const desks: Pair['desk'][] = [];
    for (const cookie of server.ready.cookies) desks.push(await openDesk(server.ready, cookie));
    const pairs = await many(active, async (index): Promise<Pair> => {
      const visitor = await comeIn(server.ready);
      const desk = desks[index % desks.length]!;
      const cookie = server.ready.cookies[index % desks.length]!;
      return { visitor, desk, cookie, conversationId: await converse(visitor, desk) };
    });
    for (const { visitor, desk } of pairs) closers.push(visitor.line.close, desk.close);
    await rest(2_000);

    const ways = durableWays(pairs, 'Is it there in a dark green?');
    const perSecond = active / every;
    const beforeMs = server.cpuMs();
    const ran = await trickle(ways, { count: Math.max(1, Math.round(seconds / every)), perSecond });
    const busy = (server.cpuMs() - beforeMs) / ((Math.max(1, Math.round(seconds / every)) * active * 1000) / perSecond);
    const crowd = `${idle} idle, ${active} active, ${perSecond} messages/s in all`;
    return [
      {
        what: 'latency visitor → agent, p50',
        value: ran.p50Ms,
        unit: 'ms',
        bar: { name: 'R2', atMost: 15 },
        note: crowd,
      },
      { what: 'latency visitor → agent, p99', value: ran.p99Ms, unit: 'ms', bar: { name: 'R2', atMost: 75 } },
      { what: 'server busy meanwhile', value: busy * 100, unit: '% of a core' },
      {
        what: 'memory of an idle visitor',
        value: perIdle / 1000,
        unit: 'kB',
        bar: { name: 'R3', atMost: 18 },
        note: 'resident memory of the server, our state included',
      },
      { what: 'server with all of them', value: server.rssBytes() / 1e6, unit: 'MB' },
      {
        what: 'visitors greeted',
        value: (idle * 1000) / cameMs,
        unit: '/s',
        note: 'handshake, row in the database, first word',
      },
    ];
  } finally {
    for (const close of closers) close();
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

const rest = (ms: number) => new Promise((done) => setTimeout(done, ms));
