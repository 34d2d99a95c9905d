import { afterEach, beforeEach, expect, it } from 'vitest';
import { vera } from '../relay/testing/bench.ts';
import type { Invitations } from './index.ts';
import { openStage, type Stage } from './testing/stage.ts';

let bench: Stage;
let invitations: Invitations;
beforeEach(async () => {
  bench = await openStage();
  invitations = bench.invitations;
});
afterEach(() => bench.close());

const ask = async (visitorId = 'vera', ruleId = 'r1') => {
  const answer = await invitations.visitor!['invitation:ask']!.run(vera({ visitorId }), {
    ruleId,
    version: 1,
    skill: 'sales',
    terms: { digest: 'd' },
  });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
};
const tokenOf = (offer: Awaited<ReturnType<typeof ask>>) => (offer.show ? offer.token : '');
const say = (token: string, answer: 'accepted' | 'dismissed' | 'expired', visitorId = 'vera') =>
  invitations.visitor!['invitation:answer']!.run(vera({ visitorId }), { token, answer });

it('[IN40] one free agent and a hundred visitors at once: one card', async () => {
  const offers = await Promise.all(Array.from({ length: 100 }, (_, n) => ask(`v${n}`)));
  expect(offers.filter((one) => one.show)).toHaveLength(1);
  expect(offers.find((one) => one.show)).toMatchObject({
    show: true,
    expiresInMs: 45_000,
    agent: { agentId: 'anna', name: 'Anna' },
  });
  bench.free.push({ agentId: 'ben', name: 'Ben', room: 2 });
  const more = await Promise.all(Array.from({ length: 100 }, (_, n) => ask(`w${n}`)));
  expect(more.filter((one) => one.show)).toHaveLength(2);
});

it('[IN41] a dismissed or run-out card frees the place, an accepted one keeps it until the conversation has begun', async () => {
  const first = await ask('v1');
  expect((await ask('v2')).show).toBe(false);
  await say(tokenOf(first), 'dismissed', 'v1');
  const second = await ask('v2');
  expect(second.show).toBe(true);
  await bench.advance(45_000);
  const third = await ask('v3');
  expect(third.show).toBe(true);
  await say(tokenOf(third), 'accepted', 'v3');
  await bench.advance(50_000);
  expect((await ask('v4')).show).toBe(false);
  await invitations.redeem(tokenOf(third), 'v3', 'cnv_1');
  // From here the conversation itself counts against the agent's room.
  bench.free[0]!.room = 0;
  expect((await ask('v4')).show).toBe(false);
  bench.free[0]!.room = 1;
  expect((await ask('v4')).show).toBe(true);
});

it('[IN42] every "no" is the same to the page; the reason is told to the people of the shop alone', async () => {
  const answers: unknown[] = [];
  const dismissed = await ask('v1');
  await say(tokenOf(dismissed), 'dismissed', 'v1');
  answers.push(await ask('v1'));
  answers.push(await ask('v1', 'r2'));
  bench.free.length = 0;
  answers.push(await ask('v2'));
  bench.free.push({ agentId: 'anna', name: 'Anna', room: 1 });
  await bench.active({ visitor_id: 'v3' });
  answers.push(await ask('v3'));
  expect(new Set(answers.map((one) => JSON.stringify(one)))).toEqual(new Set(['{"show":false}']));
  expect(await bench.reasons()).toEqual(['invited', 'dismissed', 'dismissed', 'noAgent', 'busy']);
  expect(bench.audits).toEqual([]);
});

it('[IN43] a visitor is asked again after five minutes at the earliest and three times in a week at most', async () => {
  const shown = async (ruleId: string) => {
    const offer = await ask('vera', ruleId);
    await say(tokenOf(offer), 'expired');
    return offer.show;
  };
  expect(await shown('r1')).toBe(true);
  await bench.advance(4 * 60_000);
  expect(await shown('r2')).toBe(false);
  await bench.advance(2 * 60_000);
  expect(await shown('r1')).toBe(false);
  expect(await shown('r2')).toBe(true);
  await bench.advance(6 * 60_000);
  expect(await shown('r3')).toBe(true);
  await bench.advance(6 * 60_000);
  expect(await shown('r4')).toBe(false);
  await bench.advance(7 * 24 * 60 * 60_000);
  expect(await shown('r4')).toBe(true);
});

it('[IN44] a page load while the card is up gets the same card with what is left of its time', async () => {
  const first = await ask();
  await bench.advance(10_000);
  expect(await ask()).toEqual({ ...first, expiresInMs: 35_000 });
  expect((await ask('vera', 'r2')).show).toBe(false);
});

it('[IN45] a token is one visitor’s, once, and in time; otherwise it is the ordinary queue', async () => {
  const token = tokenOf(await ask());
  expect(await say(token, 'accepted', 'mallory')).toMatchObject({ refusal: { code: 'notFound' } });
  expect(await say(token, 'accepted')).toMatchObject({ ok: true });
  expect(await say(token, 'accepted')).toMatchObject({ ok: true });
  expect(await invitations.redeem(token, 'mallory', 'c1')).toBeNull();
  expect(await invitations.redeem('nonsense', 'vera', 'c1')).toBeNull();
  expect(await invitations.redeem(token, 'vera', 'c1')).toEqual({ agentId: 'anna', skill: 'sales' });
  expect(await invitations.redeem(token, 'vera', 'c1')).toEqual({ agentId: 'anna', skill: 'sales' });
  expect(await invitations.redeem(token, 'vera', 'c2')).toBeNull();
  const late = tokenOf(await ask('v2'));
  await bench.advance(45_000);
  expect(await say(late, 'accepted', 'v2')).toMatchObject({ refusal: { code: 'gone' } });
  expect(await invitations.redeem(late, 'v2')).toBeNull();
});

it('[IN46] a visitor who has not clicked is asked about without a name; the card is whoever’s holds its token', async () => {
  const stranger = { siteId: 'demo', visitorId: null };
  const rule = { ruleId: 'r1', version: 1, skill: 'sales', terms: { digest: 'd' } };
  const offer = await invitations.ask(stranger, rule);
  expect((await invitations.ask(stranger, rule)).show).toBe(false);
  const token = tokenOf(offer);
  expect(await invitations.react({ siteId: 'other', visitorId: null }, { token, answer: 'dismissed' })).toMatchObject({
    ok: false,
  });
  expect(await invitations.redeem(token, 'vera', 'cnv_1')).toEqual({ agentId: 'anna', skill: 'sales' });
  expect(await invitations.redeem(token, 'willi', 'cnv_2')).toBeNull();
});
