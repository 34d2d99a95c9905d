import { createHash } from 'node:crypto';
import type { createEngine } from '@theke/rules';
import type { simulate } from '@theke/rules/simulate';
import { load, weigh } from './rules/built.ts';
import { createJourney, createRules } from './rules/journeys.ts';
import { jsonRules, logic, type Runner, thekeOf } from './rules/runners.ts';
import { type Change, createScene, type Scene } from './rules/scene.ts';
import { median, quantile, rounded } from './stats.ts';
import type { Bar, Row } from './table.ts';

// The rules engine beside the two best-known engines for rules in JSON: the same rules, the same changes, in one run.

/** The rooms under test, as a page gets them. */
interface Built {
  createEngine: typeof createEngine;
  simulate: typeof simulate;
}

type Way = [name: string, make: (scene: Scene) => Runner | Promise<Runner>, rounds: number];

/** `rounds`: how often all changes are run. The slowest would take minutes more. */
const waysWith = (built: Built): Way[] => [
  ['Theke', thekeOf(built.createEngine), 7],
  ['json-logic-js', logic, 7],
  ['json-rules-engine', jsonRules, 1],
];

/** Runs all changes, each timed alone, in microseconds. */
async function run(runner: Runner, changes: readonly Change[]): Promise<{ fires: number; eachUs: number[] }> {
  const eachUs: number[] = [];
  let fires = 0;
  for (const change of changes) {
    const before = performance.now();
    const told = runner(change);
    // Waiting for a promise that is none would cost the others' price.
    fires += typeof told === 'number' ? told : await told;
    eachUs.push((performance.now() - before) * 1000);
  }
  return { fires, eachUs };
}

async function perEvent(ways: readonly Way[], count: number, isFirst: boolean, knobs: Record<string, number>) {
  const scene = createScene(count, knobs.events ?? 1000, 7 + count);
  const rows: Row[] = [];
  const fired = new Map<string, number>();
  for (const [name, make, rounds] of ways) {
    // To warm up: compilers need to have seen the code, also what runs only when a rule fires. For all alike three rounds and half a
    // second at least; the slowest gets its time by fewer changes.
    const stretch = scene.changes.slice(0, rounds > 1 ? scene.changes.length : 200);
    const cold = (await run(await make(scene), stretch)).eachUs;
    const warmMs = performance.now() + 500;
    for (let i = 1; i < 3 || performance.now() < warmMs; i += 1) await run(await make(scene), stretch);
    const runs: Awaited<ReturnType<typeof run>>[] = [];
    for (let i = 0; i < rounds; i += 1) runs.push(await run(await make(scene), scene.changes));
    // The work for a change is the same in every round; the median leaves out what other programs on the machine did to it.
    const eachUs = scene.changes.map((_, i) => median(runs.map((one) => one.eachUs[i]!)));
    fired.set(name, runs[0]!.fires);
    const bar: Bar | undefined = name === 'Theke' && count === 200 ? { name: 'I1', atMost: 5 } : undefined;
    const what = `${name}, ${count} rules`;
    const meanUs = eachUs.reduce((sum, us) => sum + us, 0) / eachUs.length;
    rows.push({ what: `${what}: mean`, value: meanUs, unit: 'µs/event' });
    rows.push({ what: `${what}: p50`, value: quantile(eachUs, 0.5), unit: 'µs/event' });
    rows.push({
      what: `${what}: p99`,
      value: quantile(eachUs, 0.99),
      unit: 'µs/event',
      bar,
      note: `${runs[0]!.fires} fires`,
    });
    if (isFirst)
      rows.push({
        what: `${what}: p99 of its very first round`,
        value: quantile(cold, 0.99),
        unit: 'µs/event',
        note: `nothing compiled yet, ${stretch.length} events`,
      });
  }
  if (new Set(fired.values()).size > 1)
    throw new Error(`They disagree with ${count} rules: ${[...fired].map((one) => one.join(' ')).join(', ')} fires.`);
  return rows;
}

/** How often an engine wants to be woken on a page on which nothing happens. `hopeful`: some rules are true, and nobody is ever free. */
function wakeUps({ createEngine }: Built, hopeful: boolean): { first: number; second: number; later: number } {
  const rules = createRules(50, 3);
  const engine = createEngine({ rules });
  engine.tick(0);
  engine.feed({ type: 'page', page: { type: 'product' } }, 0);
  engine.feed({ type: 'fact', name: 'cart.valueCents', value: hopeful ? 90_000 : 0 }, 0);
  engine.feed({ type: 'form', form: 'checkout', on: true }, 0);
  let [first, second, later] = [0, 0, 0];
  for (let dueMs = engine.nextDueMs(); dueMs <= 90 * 60_000; dueMs = engine.nextDueMs()) {
    if (dueMs < 10 * 60_000) first += 1;
    else if (dueMs < 30 * 60_000) second += 1;
    else later += 1;
    // A no may be followed by the next question.
    for (let left = engine.tick(dueMs); left.length; )
      left = left.flatMap((one) => (one.type === 'ask' ? engine.answer(one.ruleId, { show: false }, dueMs) : []));
  }
  return { first, second, later };
}

const print = (value: unknown) => createHash('sha256').update(JSON.stringify(value)).digest('hex');

function simulator({ simulate }: Built, knobs: Record<string, number>): Row[] {
  const rules = createRules(50, 3);
  const journeys = Array.from({ length: knobs.journeys ?? 1000 }, (_, i) => createJourney(i + 1));
  const all = () => journeys.map((journey) => simulate(rules, journey));
  const [before, used] = [performance.now(), process.cpuUsage()];
  const results = all();
  const { user, system } = process.cpuUsage(used);
  const passed = rounded((performance.now() - before) / 1000);
  const same = print(results) === print(all());
  const offers = results.filter((list) => list.some((one) => one.decision === 'offered')).length;
  const events = journeys.reduce((sum, journey) => sum + journey.steps.length, 0);
  return [
    {
      what: `simulator, ${journeys.length} journeys × 50 rules`,
      value: (user + system) / 1e6,
      unit: 's of a core',
      bar: { name: 'I3', atMost: 2 },
      note: `${passed} s on the clock; ${events} events, ${offers} journeys with an invitation`,
    },
    { what: 'simulator, the same bits again', value: same ? 1 : 0, unit: '(1 = yes)', bar: { name: 'I3', atLeast: 1 } },
  ];
}

async function sizes(): Promise<Row[]> {
  const entries = [
    ['Theke, engine', "export { createEngine } from '@theke/rules'"],
    ['Theke, engine and reader of rules', "export { createEngine, readRule } from '@theke/rules'"],
    ['json-logic-js', "export { default } from 'json-logic-js'"],
    ['json-rules-engine', "export { Engine } from 'json-rules-engine'"],
  ] as const;
  const rows: Row[] = [];
  for (const [what, code] of entries)
    rows.push({ what: `${what}: size`, value: await weigh(code), unit: 'kB', note: 'bundled alone, gzip -9' });
  return rows;
}

/** Knobs: `events` (1000) per count of rules, `journeys` (1000). */
export async function measure(knobs: Record<string, number>): Promise<Row[]> {
  const built = await load<Built>(
    "export { createEngine } from '@theke/rules'; export { simulate } from '@theke/rules/simulate';",
  );
  const rows: Row[] = [];
  for (const count of [10, 50, 200]) rows.push(...(await perEvent(waysWith(built), count, count === 10, knobs)));
  const [still, hopeful] = [wakeUps(built, false), wakeUps(built, true)];
  rows.push(
    {
      what: 'idle page, 50 rules: wake-ups in the first 10 min',
      value: still.first,
      unit: 'ticks',
      note: 'one for each instant at which a condition changes',
    },
    {
      what: 'idle page, 50 rules: afterwards',
      value: (still.second + still.later) / 80,
      unit: 'per minute',
      bar: { name: 'W5', atMost: 0 },
      note: 'over 80 minutes',
    },
    {
      what: 'idle page, true rules and nobody free: 10th to 30th minute',
      value: hopeful.second / 20,
      unit: 'per minute',
      note: 'each true rule asks again every 5 min, until nothing was new for 20 min',
    },
    {
      what: 'idle page, true rules and nobody free: afterwards',
      value: hopeful.later / 60,
      unit: 'per minute',
      bar: { name: 'W5', atMost: 0 },
      note: 'over one hour',
    },
    ...simulator(built, knobs),
    ...(await sizes()),
  );
  return rows;
}
