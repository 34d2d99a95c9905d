import { afterEach, beforeEach, expect, it } from 'vitest';
import { anna, vera } from '../relay/testing/bench.ts';
import { dayMs } from './defaults.ts';
import { openStage, type Stage, tokenOf } from './testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  stage.visits.set('vera', { siteId: 'demo', visitSinceAt: stage.now() });
});
afterEach(() => stage.close());

const send = async (wish: object = {}, who = anna()) => {
  const handler = stage.invitations.agent!['invitation:send']!;
  return handler.run(who, { visitorId: 'vera', skill: 'sales', ...wish });
};

it('[IN220] an agent invites by hand: the visitor hears it, the place is the sender’s, the token is one like any', async () => {
  stage.free.unshift({ agentId: 'ben', name: 'Ben', room: 3 });
  const sent = await send({ text: 'Hallo' });
  if (!sent.ok) throw new Error(sent.refusal.code);
  const { token, expiresInMs } = sent.value;
  expect(expiresInMs).toBe(45_000);
  expect(stage.told.filter((one) => one.event === 'invitation:offered')).toEqual([
    {
      to: 'visitor:vera',
      event: 'invitation:offered',
      body: {
        ruleId: 'by-hand',
        kind: 'chat',
        skill: 'sales',
        text: 'Hallo',
        answer: { show: true, token, expiresInMs: 45_000, agent: { agentId: 'anna', name: 'Anna' } },
      },
    },
  ]);
  expect(stage.invited).toMatchObject([{ visitorId: 'vera', ruleId: 'by-hand', outcome: 'shown' }]);
  expect(stage.audits.map((line) => line.act)).toEqual(['invitation.send']);
  expect(await stage.say(token, 'accepted')).toMatchObject({ ok: true });
  expect(await stage.invitations.redeem(token, 'vera', 'c1')).toEqual({ agentId: 'anna', skill: 'sales' });
  expect(await stage.reasons()).toEqual(['invited']);
});

it('[IN220] without the skill or a place of their own it is another agent’s place; with none at all nobody is invited', async () => {
  const other = await send({}, anna({ agentId: 'carl' }));
  if (!other.ok) throw new Error(other.refusal.code);
  const card = await stage.db.selectFrom('invitations').select('agent_id').executeTakeFirstOrThrow();
  expect(card.agent_id).toBe('anna');
  await stage.say(other.value.token, 'expired');
  stage.visits.set('w', { siteId: 'demo', visitSinceAt: 0 });
  await stage.ask('x');
  expect(await send({ visitorId: 'w' })).toMatchObject({ refusal: { code: 'nobody' } });
});

it('[IN221] by hand passes over caps, hours and a "not now", but not over a conversation, a card that is up, or "never again"', async () => {
  stage.settings.perVisitor.n = 0;
  stage.settings.hours = { weekly: {} };
  const first = await send();
  if (!first.ok) throw new Error(first.refusal.code);
  expect(await send()).toMatchObject({ refusal: { code: 'conflict' } });
  await stage.say(first.value.token, 'dismissed');
  const second = await send();
  if (!second.ok) throw new Error(second.refusal.code);
  await stage.say(second.value.token, 'dismissed', 'vera', { never: true });
  expect(await send()).toMatchObject({ refusal: { code: 'forbidden' } });
  stage.visits.set('w', { siteId: 'demo', visitSinceAt: 0 });
  await stage.active({ visitor_id: 'w' });
  expect(await send({ visitorId: 'w' })).toMatchObject({ refusal: { code: 'conflict' } });
  expect(await send({ visitorId: 'nobody' })).toMatchObject({ refusal: { code: 'notFound' } });
  expect(await send({ ruleId: 'unknown' })).toMatchObject({ refusal: { code: 'notFound' } });
});

it('[IN221] where inviting is off or the site shows nobody to agents, nobody is invited by hand', async () => {
  stage.settings.on = false;
  expect(await send()).toMatchObject({ refusal: { code: 'notOffered' } });
  Object.assign(stage.settings, { on: true, radar: false });
  expect(await send()).toMatchObject({ refusal: { code: 'notOffered' } });
});

it('[IN222] "don’t ask again" is for good, for every rule', async () => {
  Object.assign(stage.settings, { gapMs: 0 });
  await stage.say(tokenOf(await stage.ask('vera')), 'dismissed', 'vera', { never: true });
  await stage.advance(300 * dayMs);
  expect(await stage.ask('vera', { ruleId: 'r2' })).toEqual({ show: false });
  expect(await stage.reasons()).toEqual(['invited', 'dismissed']);
});

it('[IN223] a card sent by hand goes up again after a page load, with the rest of its time, until it is answered', async () => {
  const sent = await send();
  if (!sent.ok) throw new Error(sent.refusal.code);
  const hello = () =>
    stage.invitations.met({ siteId: 'demo', visitorId: 'vera', tabId: 't2', ip: '192.0.2.1', userAgent: '' });
  await stage.advance(5_000);
  await hello();
  const [again] = stage.told.filter((one) => one.to === 'tab:vera:t2');
  expect(again).toMatchObject({
    event: 'invitation:offered',
    body: { answer: { ...sent.value, expiresInMs: 40_000 } },
  });
  await stage.say(sent.value.token, 'dismissed');
  stage.told.length = 0;
  await hello();
  expect(stage.told).toEqual([]);
});

it('[IN224] the answer in one tab takes the card down in the others', async () => {
  const token = tokenOf(await stage.ask('vera'));
  const answer = stage.invitations.visitor!['invitation:answer']!;
  await answer.run(vera(), { token, answer: 'dismissed' });
  expect(stage.told).toEqual([{ to: 'others:vera:t1', event: 'invitation:gone', body: { token } }]);
  await answer.run(vera({ tabId: 't2' }), { token, answer: 'dismissed' });
  expect(stage.told).toHaveLength(1);
});

it('[IN225] the list of visitors learns what became of an invitation, also when nobody reacted', async () => {
  const token = tokenOf(await stage.ask('vera'));
  await stage.say(token, 'dismissed');
  stage.free[0]!.room = 2;
  await stage.ask('w');
  await stage.advance(45_000);
  expect(stage.invited.map((one) => [one.visitorId, one.ruleId, one.outcome])).toEqual([
    ['vera', 'r1', 'shown'],
    ['vera', 'r1', 'dismissed'],
    ['w', 'r1', 'shown'],
    ['w', 'r1', 'expired'],
  ]);
});
