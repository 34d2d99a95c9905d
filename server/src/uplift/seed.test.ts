import { createHash } from 'node:crypto';
import { bucket } from '@theke/uplift';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createExperiments } from './index.ts';
import { seedShop } from './seed.ts';
import { day, openShop, type Shop } from './testing/shop.ts';

// Journey "the sceptic", on the server's side: histories whose effect is known, because we wrote them.
const base = { visitors: 60_000, holdoutShare: 0.2, baseRate: 0.02, selfSelection: 7, days: 28, seed: 1 };

/** How a unit is called in the export. */
const nameless = (experimentId: string, unit: string) =>
  createHash('sha256').update(`${experimentId} ${unit}`).digest('hex').slice(0, 20);

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

async function reported(more: Partial<Parameters<typeof seedShop>[1]>) {
  const wish = { ...base, effect: 0, ruleId: `r${Object.values(more).join('-')}`, untilMs: shop.clock.now(), ...more };
  // A site of its own, as each is a shop of its own.
  const siteId = `shop${JSON.stringify(more).length}${more.effect}`;
  const { experimentId } = await seedShop(shop.db, { ...wish, siteId });
  const report = await shop.uplift.report(experimentId, siteId);
  if (!report) throw new Error('no report');
  return { report, experimentId, siteId };
}

describe('the sceptic', () => {
  it('[UP62] finds an effect of +40 % that is there, and the interval holds it', async () => {
    const { report } = await reported({ effect: 0.4 });
    expect(report).toMatchObject({ verdict: 'better', reasons: ['aboveZero'] });
    const { low, high } = report.conversion.relative!;
    expect(low).toBeLessThan(0.4);
    expect(high).toBeGreaterThan(0.4);
    expect(report.conversion.absolute!.low).toBeGreaterThan(0);
    expect(report.cost.agentMinutes).toBeGreaterThan(1_000);
    expect(report.flow.shown).toBe(report.arms.invite.visitors);
    expect(report.overTime).toHaveLength(29);
    expect(report.perAcceptedChat).not.toBeNull();
  });

  it('[UP62] says "inconclusive" where chatting changes nothing, though chatters buy six times as often and more', async () => {
    const { report } = await reported({ effect: 0 });
    expect(report).toMatchObject({ verdict: 'inconclusive', reasons: ['coversZero'] });
    const { low, high } = report.conversion.relative!;
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
    expect(report.naive!.ratio).toBeGreaterThan(5);
    // Held-out visitors who chat by themselves stay held out, and those who are never asked stay invited.
    expect(report.flow.chatted.holdout).toBeGreaterThan(50);
    expect(report.flow.chatted.invite).toBeLessThan(report.arms.invite.visitors / 20);
  });

  it('[UP62] says "invalid" and compares nothing when three in a hundred of one arm get lost', async () => {
    const { report } = await reported({ effect: 0.4, lossOfExposures: 0.03, visitors: 260_000 });
    expect(report).toMatchObject({ verdict: 'invalid', reasons: ['sampleRatio'], sampleRatio: { alarm: true } });
    expect(report.conversion).toEqual({ relative: null, absolute: null, p: null });
    expect(report.confirmed.relative).toBeNull();
  }, 120_000);

  it('[UP60] anyone can compute the report again from the exported rows', async () => {
    const { report, experimentId, siteId } = await reported({ effect: 0.2, visitors: 8_000 });
    expect(await shop.uplift.rows(experimentId, 'another')).toBeNull();
    let text = '';
    for await (const piece of (await shop.uplift.rows(experimentId, siteId))!) text += piece;
    const [head, ...lines] = text.trimEnd().split('\r\n');
    expect(head).toBe('unit,kind,arm,eligible_at,day,revenue_cents,orders,chatted,left_out,confirmed_orders,bucket');
    expect(text).not.toContain('vis_seed');
    expect(new Set(lines.map((line) => line.split(',')[0])).size).toBe(8_000);
    for (const arm of ['invite', 'holdout'] as const) {
      const rows = lines.map((line) => line.split(',')).filter((row) => row[2] === arm && row[8] === '');
      const total = (of: (revenue: number, orders: number) => number) =>
        rows.reduce((sum, row) => sum + of(Number(row[5]), Number(row[6])), 0);
      expect(report.arms[arm]).toEqual({
        visitors: rows.length,
        buyers: total((_, o) => (o > 0 ? 1 : 0)),
        revenue: total((r) => r),
        revenueSquared: total((r) => r * r),
        orders: total((_, o) => o),
        ordersSquared: total((_, o) => o * o),
        revenueOrders: total((r, o) => r * o),
      });
      expect(rows.filter((row) => row[7] === '1')).toHaveLength(report.flow.chatted[arm]);
      expect(rows.filter((row) => Number(row[9]) > 0)).toHaveLength(report.confirmed.buyers[arm]);
      for (const row of rows) expect(Number(row[10]) < 0.2).toBe(arm === 'holdout');
    }
  });

  it('[UP112] the bucket of each exported row follows from the words that are documented, and tells its arm', async () => {
    const wish = { effect: 0, visitors: 600, seed: 7, ruleId: 'checked' };
    const { experimentId, siteId } = await reported(wish);
    const known = await shop.db.selectFrom('exposures').select(['unit', 'bucket', 'arm']).execute();
    const mine = new Map(known.map((row) => [nameless(experimentId, row.unit), row]));
    let text = '';
    for await (const piece of (await shop.uplift.rows(experimentId, siteId))!) text += piece;
    const lines = text.trimEnd().split('\r\n').slice(1);
    expect(lines).toHaveLength(600);
    for (const line of lines) {
      const [unit, , arm, , , , , , , , place] = line.split(',');
      const salt = `rule:checked:seed-7:v1`;
      expect(Number(place)).toBe(bucket(mine.get(unit!)!.unit, salt));
      expect(Number(place) < base.holdoutShare).toBe(arm === 'holdout');
    }
  });

  it('[UP56] agent minutes run from the first acceptance to the end, of conversations that these invitations began', async () => {
    const { report, experimentId } = await reported({ effect: 0.2, visitors: 3_000, seed: 4 });
    const chats = await shop.db
      .selectFrom('conversations as c')
      .innerJoin('exposures as x', 'x.unit', 'c.visitor_id')
      .select(['c.id', 'c.started_at', 'c.ended_at', 'x.arm'])
      .where('x.experiment_id', '=', experimentId)
      .execute();
    // Accepted ten seconds after the beginning; those whom nobody invited cost this rule nothing.
    const invited = chats.filter((one) => one.arm === 'invite');
    const minutes = invited.reduce((sum, one) => sum + (one.ended_at! - one.started_at - 10_000) / 60_000, 0);
    expect(chats.length).toBeGreaterThan(invited.length);
    expect(report.cost.agentMinutes).toBeCloseTo(minutes, 6);
    expect(report.flow.accepted).toBe(invited.length);
    // One nobody has ended lasts until its last line.
    const [one] = invited;
    await shop.db.updateTable('conversations').set({ ended_at: null }).where('id', '=', one!.id).execute();
    expect((await shop.uplift.report(experimentId))!.cost.agentMinutes).toBeCloseTo(minutes, 6);
  });
});

it('[UP100] a made-up shop’s traffic and orders are planned with, and its orders are confirmed by the shop', async () => {
  const { report, siteId } = await reported({ effect: 0.3, visitors: 4_000, baseRate: 0.1, seed: 9 });
  expect(report.confirmed.buyers).toEqual({ invite: report.arms.invite.buyers, holdout: report.arms.holdout.buyers });
  expect(report.confirmed.relative).toEqual(report.conversion.relative);
  expect(report.quality).toMatchObject({ ordersFromPage: 0, ordersContested: 0, ordersClaimedLate: 0 });
  const answer = await shop.uplift.agent!['uplift:plan']!.run({} as never, { siteId });
  const plan = answer.ok ? answer.value : null;
  // 20 of the last 28 days had 143 visitors each.
  expect(plan!.visitorsPerDay).toBeGreaterThan(90);
  expect(plan!.basis.visitors).toBeGreaterThan(2_700);
  expect(plan!.basis.buyers / plan!.basis.followed).toBeGreaterThan(0.09);
  expect(plan!.provable.every((one) => one.lift !== null)).toBe(true);
  // What a running shop has forgotten is not there either.
  const oldest = await shop.db
    .selectFrom('decisions')
    .select((e) => e.fn.min('at').as('at'))
    .where('site_id', '=', siteId)
    .executeTakeFirst();
  expect(Number(oldest!.at)).toBeGreaterThanOrEqual(shop.clock.now() - 30 * day);
});

it('[UP61] tells before the start what the traffic can prove, for an interval that is looked at every day', async () => {
  const { db, clock } = shop;
  const { uplift } = shop;
  const planned = async () => {
    const supervisor = { role: 'supervisor' } as never;
    const answer = await uplift.agent!['uplift:plan']!.run(supervisor, { siteId: 'planned' });
    return answer.ok ? answer.value : null;
  };
  expect(await planned()).toEqual({
    visitorsPerDay: null,
    baseRate: null,
    basis: { visitors: 0, days: 0, followed: 0, buyers: 0, windowMs: 7 * day },
    examples: {
      baseRate: 0.02,
      holdoutShare: 0.2,
      rows: expect.arrayContaining([{ visitors: 10_000, lift: expect.closeTo(0.72, 1) }]),
    },
    provable: [0.05, 0.1, 0.2, 0.5].map((holdoutShare) => ({ holdoutShare, lift: null })),
  });
  const start = clock.now();
  const rows = Array.from({ length: 4_000 }, (_, n) => ({
    id: `dec_${n}`,
    site_id: 'planned',
    rule_id: 'help',
    version: 1,
    unit: `v${n}`,
    visitor_id: null,
    reason: 'invited',
    at: start + n,
    page: null,
    token: null,
  }));
  for (let at = 0; at < rows.length; at += 400)
    await db
      .insertInto('decisions')
      .values(rows.slice(at, at + 400))
      .execute();
  for (let n = 0; n < 80; n += 1)
    await shop.orderRow({ site_id: 'planned', [n % 2 ? 'visitor_id' : 'unit']: `v${n}`, at: start + day });
  // Bought before they were eligible, or too late.
  await shop.orderRow({ site_id: 'planned', visitor_id: 'v100', at: start - 1 });
  await shop.orderRow({ site_id: 'planned', visitor_id: 'v101', at: start + 8 * day });
  clock.advance(10 * day);
  const plan = await planned();
  expect(plan).toMatchObject({ visitorsPerDay: 400, baseRate: 0.02 });
  expect(plan!.basis).toMatchObject({ visitors: 4_000, days: 10, followed: 4_000, buyers: 80 });
  const lift = new Map(plan!.provable.map((one) => [one.holdoutShare, one.lift!]));
  // 11 200 visitors, 2 %: one look would prove about +48 %; looking every day costs more.
  expect(lift.get(0.2)).toBeGreaterThan(0.6);
  expect(lift.get(0.2)).toBeLessThan(0.75);
  expect(lift.get(0.5)).toBeLessThan(lift.get(0.2)!);
  expect(lift.get(0.05)).toBeGreaterThan(lift.get(0.1)!);
});

it('[UP59] the asks are for supervisors and admins, and a site is shown its own experiments alone', async () => {
  const { agent, current } = createExperiments({
    db: shop.db,
    now: shop.clock.now,
    after: shop.clock.after,
    log: console as never,
    settings: async () => shop.settings,
  });
  const who = (role: string) => ({ role, agentId: 'x', skills: [] }) as never;
  for (const event of ['uplift:list', 'uplift:read', 'uplift:plan'] as const) {
    const may = async (role: string) => (await agent![event]!.may!(who(role), {} as never)).ok;
    expect([await may('agent'), await may('supervisor'), await may('admin')]).toEqual([false, true, true]);
  }
  const mine = await shop.db.transaction().execute((tx) => current(tx, shop.rule({ siteId: 'mine' })));
  const listed = await agent!['uplift:list']!.run(who('admin'), { siteId: 'mine' });
  expect(listed).toMatchObject({ ok: true, value: [{ experimentId: mine!.id, visitors: 0, verdict: 'tooEarly' }] });
  const foreign = await agent!['uplift:read']!.run(who('admin'), { siteId: 'demo', experimentId: mine!.id });
  expect(foreign).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
});
