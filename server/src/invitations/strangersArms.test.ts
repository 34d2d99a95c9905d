import { assignArm, sampleRatio } from '@theke/uplift';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStage, type Stage, tokenOf } from './testing/stage.ts';

const minuteMs = 60_000;
const share = 0.4;
const terms = { digest: 'd', holdout: { share, salt: 's', windowMs: 1_000 } };
let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ after: 'never' });
  await sql`PRAGMA synchronous=OFF`.execute(stage.db);
  stage.free[0]!.room = 1_000_000;
});
afterEach(() => stage.close());

const armOf = (unit: string) => assignArm(unit, { salt: 'rule:r1:s:v1', holdoutShare: share }).arm;
/** An id of this arm. */
const someone = (arm: string, prefix: string) => {
  for (let n = 0; ; n++) if (armOf(`${prefix}${n}`) === arm) return `${prefix}${n}`;
};

it.each(['holdout', 'invite'])(
  '[IN316] clearing the storage writes no second visitor of the arm "%s", whatever the new id would be',
  async (arm) => {
    const other = arm === 'invite' ? 'holdout' : 'invite';
    const first = someone(arm, 'a');
    await stage.hello(first);
    expect((await stage.ask(first, { terms })).show).toBe(arm === 'invite');
    for (const next of [someone(other, 'b'), null, someone(arm, 'c')]) {
      stage.setClock(100 * minuteMs);
      if (next) await stage.hello(next);
      await stage.ask(next, { terms });
      await stage.ask(next, { terms });
    }
    expect(await stage.exposures()).toMatchObject([{ unit: first, arm, both_arms: 0 }]);
    // Whoever was there before is another person, in an arm of their own.
    const there = someone(other, 'd');
    await stage.hello(there, '192.0.2.8');
    await stage.hello('late', '192.0.2.8');
    stage.setClock(minuteMs);
    await stage.ask('late', { terms }, '192.0.2.8');
    await stage.ask(there, { terms }, '192.0.2.8');
    expect((await stage.exposures()).map((row) => row.unit).sort()).toEqual([first, 'late', there].sort());
  },
);

it('[IN316] whom one rule holds out, a cleared storage does not pass on to another', async () => {
  const held = someone('holdout', 'h');
  await stage.hello(held);
  await stage.ask(held, { terms });
  stage.setClock(10 * minuteMs);
  await stage.hello('new');
  expect((await stage.ask('new', { ruleId: 'r2' })).show).toBe(false);
  expect((await stage.ask(null, { ruleId: 'r2' })).show).toBe(false);
  expect(await stage.reasons()).toEqual(['holdout', 'holdout', 'holdout']);
});

/** Small and seeded, so that a failure can be run again. */
function dice(seed: number) {
  let state = seed * 2_654_435_761;
  return (sides: number) => {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_507) + 0x9e3779b9;
    return ((state ^ (state >>> 13)) >>> 0) % sides;
  };
}

/** Comes, reloads, clicks, clears the storage, answers; all within hours, so that the name of the day lasts. */
async function wander(seed: number, ip: string, id: string | null) {
  const roll = dice(seed);
  let [mine, made] = [id, 0];
  for (let step = 0; step < 6; step++) {
    const move = step === 0 ? 0 : roll(6);
    if (move === 3) mine = null;
    else if (move === 4) {
      mine ??= `v${seed}.${made++}`;
      await stage.hello(mine, ip);
    } else if (move === 5) stage.setClock([10_000, 6 * minuteMs, 40 * minuteMs, 70 * minuteMs][roll(4)]!);
    else {
      const answer = (['accepted', 'dismissed', 'expired'] as const)[roll(3)]!;
      const token = tokenOf(await stage.ask(mine, { terms }, ip));
      if (token && roll(2) === 0) await stage.say(token, answer, mine);
    }
  }
}

it('[IN316] a crowd of people who clear and reload is counted once each, in arms as large as they should be', async () => {
  const people = 1_200;
  for (let seed = 1; seed <= people; seed++) await wander(seed, `2001:db8:${seed.toString(16)}::1`, null);
  const rows = await stage.exposures();
  const arms = ['invite', 'holdout'].map((arm) => rows.filter((row) => row.arm === arm).length);
  expect(rows).toHaveLength(people);
  expect(rows.filter((row) => row.both_arms === 1)).toEqual([]);
  expect(sampleRatio(arms, [1 - share, share])?.p).toBeGreaterThan(0.01);
}, 480_000);

it('[IN316] several people behind one name of the day leave the arms as large as they should be', async () => {
  for (let seed = 1; seed <= 750; seed++) {
    const ip = `2001:db8:${(seed % 250).toString(16)}::1`;
    // Some bring an id along: names of many people and of few.
    if (seed % 3 === 0) await stage.hello(`old${seed}`, '2001:db8:ffff::1');
    stage.setClock(2 * minuteMs);
    if (seed % 3 === 0) await stage.hello(`old${seed}`, ip);
    await wander(seed, ip, seed % 3 === 0 ? `old${seed}` : null);
  }
  const rows = await stage.exposures();
  const arms = ['invite', 'holdout'].map((arm) => rows.filter((row) => row.arm === arm).length);
  expect(rows.length).toBeGreaterThan(500);
  expect(sampleRatio(arms, [1 - share, share])?.p).toBeGreaterThan(0.01);
}, 480_000);
