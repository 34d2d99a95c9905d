import { assignArm } from '@theke/uplift';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStage, type Stage, tokenOf } from './testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage({ settings: { gapMs: 0, perVisitor: { n: 1_000, withinMs: 1 } } });
  stage.free[0]!.room = 1_000;
});
afterEach(() => stage.close());

const holdout = { share: 0.5, salt: 's', windowMs: 1_000 };
const terms = { digest: 'd', holdout };
const ruleArm = (unit: string, ruleId = 'r1', version = 1) =>
  assignArm(unit, { salt: `rule:${ruleId}:s:v${version}`, holdoutShare: 0.5 }).arm;
/** A visitor whose arms are as wanted. */
const someone = (fits: (id: string) => boolean, from = 0) => {
  for (let n = from; ; n++) if (fits(`v${n}`)) return `v${n}`;
};

it('[IN208] both arms are written down in the same moment, with place and page; only one of them sees a card', async () => {
  const held = someone((id) => ruleArm(id) === 'holdout');
  const asked = someone((id) => ruleArm(id) === 'invite');
  const page = { path: '/checkout', type: 'checkout' };
  expect(await stage.ask(held, { terms, page, device: 'phone' })).toEqual({ show: false });
  const offer = await stage.ask(asked, { terms, page, device: 'phone' });
  expect(offer.show).toBe(true);
  const rows = await stage.exposures();
  const common = { experiment_id: 'rule:r1:1', unit_kind: 'visitor', page: '/checkout', device: 'phone', both_arms: 0 };
  expect(rows).toHaveLength(2);
  expect(rows.find((row) => row.unit === held)).toMatchObject({ ...common, arm: 'holdout', token: null });
  expect(rows.find((row) => row.unit === asked)).toMatchObject({ ...common, arm: 'invite', token: tokenOf(offer) });
  expect(await stage.reasons()).toEqual(['holdout', 'invited']);
});

it('[IN208] nobody is exposed who could not have been invited', async () => {
  stage.free.length = 0;
  await stage.ask('v1', { terms });
  await stage.ask('v1', { terms, shadow: true });
  stage.settings.on = false;
  await stage.ask('v1', { terms });
  expect(await stage.exposures()).toEqual([]);
  expect(await stage.reasons()).toEqual(['noAgent', 'noAgent', 'off']);
});

it('[IN208] the first arm stands, also under another share; a new version is a new experiment', async () => {
  const held = someone((id) => ruleArm(id) === 'holdout' && ruleArm(id, 'r1', 2) === 'invite');
  await stage.ask(held, { terms });
  await stage.advance(60 * 60_000);
  expect(await stage.ask(held, { terms: { ...terms, holdout: { ...holdout, share: 0.0001 } } })).toEqual({
    show: false,
  });
  expect((await stage.ask(held, { terms, version: 2 })).show).toBe(true);
  expect((await stage.exposures()).map((row) => [row.experiment_id, row.arm])).toEqual([
    ['rule:r1:1', 'holdout'],
    ['rule:r1:2', 'invite'],
  ]);
});

it('[IN209] whoever is held out of the programme is in no rule’s experiment', async () => {
  stage.settings.programme = { share: 0.5, salt: 'p', windowMs: 1_000 };
  const inProgramme = (id: string) => assignArm(id, { salt: 'programme:p', holdoutShare: 0.5 }).arm;
  const out = someone((id) => inProgramme(id) === 'holdout');
  const held = someone((id) => inProgramme(id) === 'invite' && ruleArm(id) === 'holdout');
  const asked = someone((id) => inProgramme(id) === 'invite' && ruleArm(id) === 'invite');
  for (const id of [out, held, asked]) await stage.ask(id, { terms });
  expect(await stage.reasons()).toEqual(['programme', 'holdout', 'invited']);
  const arms = (await stage.exposures()).map((row) => `${row.unit} ${row.experiment_id} ${row.arm}`);
  expect(arms.sort()).toEqual(
    [
      `${out} programme::0 holdout`,
      `${held} programme::0 invite`,
      `${held} rule:r1:1 holdout`,
      `${asked} programme::0 invite`,
      `${asked} rule:r1:1 invite`,
    ].sort(),
  );
});

it('[IN210] a hold-out of one rule does not pass the visitor on to another in the same visit', async () => {
  const held = someone((id) => ruleArm(id) === 'holdout' && ruleArm(id, 'r2') === 'invite');
  await stage.ask(held, { terms });
  await stage.advance(29 * 60_000);
  expect((await stage.ask(held, { ruleId: 'r2', terms })).show).toBe(false);
  expect((await stage.ask(held, { ruleId: 'r3' })).show).toBe(false);
  expect((await stage.exposures()).map((row) => row.experiment_id)).toEqual(['rule:r1:1']);
  await stage.advance(31 * 60_000);
  expect((await stage.ask(held, { ruleId: 'r2', terms })).show).toBe(true);
  expect(await stage.reasons()).toEqual(['holdout', 'holdout', 'holdout', 'invited']);
});

it('[IN211] a visitor who was nameless keeps the arm of that day; a second row is not written', async () => {
  for (const arm of ['holdout', 'invite'] as const) {
    let ip = '';
    for (let n = 0; ip === ''; n++) {
      const candidate = `198.51.${arm.length}.${n}`;
      await stage.ask(null, { terms }, candidate);
      if ((await stage.exposures()).at(-1)!.arm === arm) ip = candidate;
      else await stage.db.deleteFrom('exposures').execute();
    }
    const visitorId = someone((id) => ruleArm(id) !== arm);
    await stage.invitations.met({ siteId: 'demo', visitorId, tabId: 't1', ip, userAgent: 'test' });
    await stage.advance(60 * 60_000);
    expect((await stage.ask(visitorId, { terms })).show).toBe(arm === 'invite');
    const rows = await stage.exposures();
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ unit_kind: 'day', arm, visitor_id: visitorId, both_arms: 0 });
    await stage.db.deleteFrom('exposures').execute();
  }
});

it('[IN211] seen in both arms, both rows are marked; hello again changes nothing', async () => {
  await stage.ask(null, { terms });
  const day = (await stage.exposures())[0]!;
  const other = someone((id) => ruleArm(id) !== day.arm);
  const same = someone((id) => ruleArm(id) === day.arm);
  for (const id of [other, same]) await stage.ask(id, { terms });
  const hello = (visitorId: string) =>
    stage.invitations.met({ siteId: 'demo', visitorId, tabId: 't1', ip: '192.0.2.1', userAgent: 'test' });
  await hello(same);
  expect((await stage.exposures()).map((row) => row.both_arms)).toEqual([0, 0, 0]);
  await hello(other);
  await hello(other);
  const marked = (await stage.exposures()).filter((row) => row.both_arms === 1).map((row) => row.unit);
  expect(marked.sort()).toEqual([day.unit, other].sort());
  expect(await stage.db.selectFrom('unit_links').selectAll().execute()).toHaveLength(2);
});

it('[IN212] a held-out visitor who opens a chat stays held out', async () => {
  const held = someone((id) => ruleArm(id) === 'holdout');
  await stage.ask(held, { terms });
  const row = await stage.active({ visitor_id: held });
  await stage.conversations.powers.end(row.id, 'visitor');
  await stage.advance(60 * 60_000);
  expect((await stage.ask(held, { terms })).show).toBe(false);
  expect(await stage.exposures()).toMatchObject([{ unit: held, arm: 'holdout', both_arms: 0 }]);
});

it('[IN213] variants are a visitor’s own: the same one every time, all of them in use', async () => {
  const variants = ['a', 'b', 'c'];
  const seen = new Map<string, number>();
  for (let n = 0; n < 60; n++) {
    const offer = await stage.ask(`v${n}`, { terms: { digest: 'd', variants } });
    const variant = (offer.show && offer.variant) || '';
    seen.set(variant, (seen.get(variant) ?? 0) + 1);
    expect(await stage.ask(`v${n}`, { terms: { digest: 'd', variants } })).toEqual(offer);
  }
  expect([...seen.keys()].sort()).toEqual(variants);
  expect(Math.min(...seen.values())).toBeGreaterThan(8);
});
