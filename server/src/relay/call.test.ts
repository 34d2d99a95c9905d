import { createHmac } from 'node:crypto';
import type { CallJoined, Signal } from '@theke/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { iceServersFor } from './ice.ts';
import { createRelay, type Relay } from './index.ts';
import { anna, type Bench, openBench, settled, vera } from './testing/bench.ts';

let bench: Bench;
let relay: Relay;
beforeEach(async () => {
  bench = await openBench();
  relay = createRelay(bench.powers);
});
afterEach(async () => {
  await relay.stop?.();
  await bench.close();
});

const media = { microphone: true, camera: true, screen: false };
type Who = ReturnType<typeof vera> | ReturnType<typeof anna>;

const start = (conversationId: string, who = anna()) => relay.agent!['call:start']!.run(who, { conversationId });
const answer = (callId: string, accept: boolean, who = vera()) =>
  relay.visitor!['call:answer']!.run(who, { callId, accept });
const join = (who: Who, callId: string) =>
  who.kind === 'visitor'
    ? relay.visitor!['call:join']!.run(who, { callId, media })
    : relay.agent!['call:join']!.run(who, { callId, media });
const signal = (who: Who, one: Signal) =>
  who.kind === 'visitor' ? relay.visitor!['call:signal']!.run(who, one) : relay.agent!['call:signal']!.run(who, one);
const end = (who: Who, callId: string) =>
  who.kind === 'visitor'
    ? relay.visitor!['call:end']!.run(who, { callId, why: 'hungUp' })
    : relay.agent!['call:end']!.run(who, { callId, why: 'hungUp' });
const phase = (callId: string) =>
  bench.db.selectFrom('calls').select(['phase', 'why']).where('id', '=', callId).executeTakeFirstOrThrow();
const candidate = (callId: string, epoch: number, n = 1): Signal => ({
  callId,
  epoch,
  n,
  candidate: { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 },
});
const last = (to: string, event: string) =>
  bench.told.filter((one) => one.to === to && one.event === event).at(-1)?.body as CallJoined;

async function ringing() {
  const conversation = await bench.active();
  const started = await start(conversation.id);
  return { conversation, callId: started.ok ? started.value.callId : '' };
}
async function talking() {
  const { conversation, callId } = await ringing();
  await answer(callId, true);
  await join(vera(), callId);
  const joined = await join(anna(), callId);
  bench.told.length = 0;
  return { conversation, callId, epoch: joined.ok ? joined.value.epoch : 0 };
}

it('[SE98] a call ends when the conversation goes back to the queue: it was that agent’s', async () => {
  const { conversation, callId } = await talking();
  await bench.powers.conversations.addEntry({
    conversationId: conversation.id,
    authorKey: 'system',
    body: { type: 'event', event: { type: 'released' } },
  });
  await settled();
  expect(await phase(callId)).toEqual({ phase: 'ended', why: 'lost' });
  expect(await join(anna(), callId)).toMatchObject({ ok: false, refusal: { code: 'gone' } });
});

describe('ringing', () => {
  it('[CA30] only the agent of the conversation may call, and a conversation has one call', async () => {
    const { conversation, callId } = await ringing();
    expect(await start(conversation.id, anna({ agentId: 'ben' }))).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await start(conversation.id)).toMatchObject({ ok: true, value: { callId } });
    expect(bench.heard('visitor:vera')).toEqual(['call:changed']);
    bench.onlineVisitors.clear();
    await end(anna(), callId);
    expect(await start(conversation.id)).toMatchObject({ ok: false, refusal: { code: 'gone' } });
  });

  it('[CA30] when another agent has taken over, the old call ends and the new one rings', async () => {
    const { conversation, callId } = await talking();
    await bench.db.updateTable('conversations').set({ agent_id: 'ben' }).where('id', '=', conversation.id).execute();
    expect(await start(conversation.id, anna({ agentId: 'ben' }))).toMatchObject({
      ok: true,
      value: { phase: 'ringing' },
    });
    expect(await phase(callId)).toEqual({ phase: 'ended', why: 'lost' });
  });

  it('[CA31] unanswered for thirty seconds it is missed, also across a restart', async () => {
    const { callId } = await ringing();
    await bench.advance(29_000);
    expect(await phase(callId)).toMatchObject({ phase: 'ringing' });
    await relay.stop?.();
    const next = createRelay(bench.powers);
    await next.start?.();
    await bench.advance(1_000);
    expect(await phase(callId)).toEqual({ phase: 'ended', why: 'missed' });
    await next.stop?.();
  });

  it('[CA32] the visitor accepts or declines, and nobody else; accepting late is no call', async () => {
    const { callId } = await ringing();
    expect(await answer(callId, true, vera({ visitorId: 'mallory' }))).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await answer(callId, false)).toMatchObject({ ok: true, value: { phase: 'ended', why: 'declined' } });
    expect(await answer(callId, true)).toMatchObject({ ok: false, refusal: { code: 'gone' } });
    const second = await ringing();
    expect(await answer(second.callId, true)).toMatchObject({ ok: true, value: { phase: 'on' } });
    expect(await answer(second.callId, true)).toMatchObject({ ok: true, value: { phase: 'on' } });
    expect(await answer(second.callId, false)).toMatchObject({ ok: true, value: { phase: 'on' } });
  });
});

describe('joining', () => {
  it('[CA33] nobody joins a call that is not accepted, or is somebody else’s', async () => {
    const { callId } = await ringing();
    expect(await join(vera(), callId)).toMatchObject({ refusal: { code: 'notGranted' } });
    expect(await join(anna(), callId)).toMatchObject({ refusal: { code: 'notGranted' } });
    await answer(callId, true);
    expect(await join(vera({ visitorId: 'mallory' }), callId)).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await join(anna({ agentId: 'ben' }), callId)).toMatchObject({ refusal: { code: 'notFound' } });
    await end(vera(), callId);
    expect(await join(vera(), callId)).toMatchObject({ refusal: { code: 'gone' } });
  });

  it('[CA45] fresh servers are had by members only, also long after the join', async () => {
    const { callId } = await ringing();
    const servers = (who: ReturnType<typeof vera>) => relay.visitor!['call:servers']!.run(who, { callId });
    expect(await servers(vera())).toMatchObject({ refusal: { code: 'notGranted' } });
    await answer(callId, true);
    expect(await servers(vera())).toEqual({ ok: true, value: [] });
    expect(await servers(vera({ visitorId: 'mallory' }))).toMatchObject({ refusal: { code: 'notFound' } });
  });

  it('[CA34] every join begins a new epoch; whoever joined last offers, the other side hears so', async () => {
    const { callId } = await ringing();
    await answer(callId, true);
    expect(await join(vera(), callId)).toMatchObject({ ok: true, value: { epoch: 1, offerer: 'me', iceServers: [] } });
    expect(bench.told.some((one) => one.event === 'call:renewed')).toBe(false);
    expect(await join(anna(), callId)).toMatchObject({ ok: true, value: { epoch: 2, offerer: 'me' } });
    expect(last('tab:vera:t1', 'call:renewed')).toMatchObject({ epoch: 2, offerer: 'peer' });
    expect(await join(vera({ socketId: 'v2' }), callId)).toMatchObject({ ok: true, value: { epoch: 3 } });
    expect(last('agent:anna', 'call:renewed')).toMatchObject({ epoch: 3, offerer: 'peer' });
  });

  it('[CA34] the epoch goes on rising after a restart', async () => {
    const { callId, epoch } = await talking();
    const next = createRelay(bench.powers);
    expect(await next.agent!['call:join']!.run(anna(), { callId, media })).toMatchObject({
      value: { epoch: epoch + 1 },
    });
    await next.stop?.();
  });

  it('[CA35] the newest tab has the call; the older one alone hears that it is elsewhere', async () => {
    const { callId, epoch } = await talking();
    await join(vera({ socketId: 'v2', tabId: 't2' }), callId);
    expect(last('tab:vera:t1', 'call:changed')).toMatchObject({ phase: 'ended', why: 'elsewhere' });
    expect(bench.told.some((one) => one.to === 'tab:vera:t2' && one.event === 'call:changed')).toBe(false);
    expect(await phase(callId)).toMatchObject({ phase: 'on' });
    expect(await signal(vera(), candidate(callId, epoch + 1))).toMatchObject({ refusal: { code: 'gone' } });
    await join(anna({ socketId: 'a2' }), callId);
    expect(last('agentSocket:a1', 'call:changed')).toMatchObject({ why: 'elsewhere' });
  });
});

describe('signals', () => {
  it('[CA36] they go to the other side, from members only, in the running epoch only', async () => {
    const { callId, epoch } = await talking();
    expect(await signal(vera(), candidate(callId, epoch))).toMatchObject({ ok: true });
    expect(bench.told.map((one) => `${one.to} ${one.event}`)).toEqual(['agent:anna call:signalled']);
    bench.told.length = 0;
    expect(await signal(anna(), candidate(callId, epoch))).toMatchObject({ ok: true });
    expect(bench.told.map((one) => `${one.to} ${one.event}`)).toEqual(['tab:vera:t1 call:signalled']);
    bench.told.length = 0;
    expect(await signal(vera({ visitorId: 'mallory' }), candidate(callId, epoch))).toMatchObject({ ok: false });
    expect(await signal(anna({ agentId: 'ben' }), candidate(callId, epoch))).toMatchObject({ ok: false });
    expect(await signal(vera(), candidate('cal_other', epoch))).toMatchObject({ ok: false });
    expect(bench.told).toEqual([]);
  });

  it('[CA37] a side that was away when the epoch rose is told the new one instead', async () => {
    const { callId, epoch } = await talking();
    await join(anna(), callId);
    bench.told.length = 0;
    expect(await signal(vera(), candidate(callId, epoch))).toMatchObject({ refusal: { code: 'conflict' } });
    expect(last('tab:vera:t1', 'call:renewed')).toMatchObject({ epoch: epoch + 1, offerer: 'peer' });
    expect(bench.told.some((one) => one.event === 'call:signalled')).toBe(false);
  });

  it('[CA37] a side that comes back on a new socket hears again what was said in the last thirty seconds', async () => {
    const { callId, epoch } = await talking();
    await signal(anna(), candidate(callId, epoch, 1));
    await bench.advance(20_000);
    await signal(anna(), candidate(callId, epoch, 2));
    await bench.advance(15_000);
    bench.told.length = 0;
    await relay.visitor!['call:media']!.run(vera({ socketId: 'v2' }), { callId, ...media });
    const again = last('tab:vera:t1', 'call:renewed');
    expect(again).toMatchObject({ epoch, offerer: 'peer' });
    expect(again.replay.map((one) => one.n)).toEqual([2]);
  });

  it('[CA38] floods and giants are refused', async () => {
    const { callId, epoch } = await talking();
    const sdp = 'x'.repeat(70_000);
    expect(await signal(vera(), { callId, epoch, n: 1, description: { type: 'offer', sdp } })).toMatchObject({
      refusal: { code: 'tooLarge' },
    });
    let passed = 0;
    for (let n = 0; n < 1_000; n++) if ((await signal(vera(), candidate(callId, epoch, n))).ok) passed++;
    expect(passed).toBe(150);
    expect(await signal(anna(), candidate(callId, epoch))).toMatchObject({ ok: true });
  });

  it('[CA39] what each side sends is told to the other, and to a side that joins later', async () => {
    const { callId } = await talking();
    await relay.visitor!['call:media']!.run(vera(), { callId, ...media, camera: false });
    expect(last('agent:anna', 'call:mediaTold')).toMatchObject({ callId, camera: false });
    bench.told.length = 0;
    await join(anna({ socketId: 'a2' }), callId);
    expect(last('agent:anna', 'call:mediaTold')).toMatchObject({ camera: false });
    expect(last('tab:vera:t1', 'call:mediaTold')).toMatchObject({ camera: true });
  });
});

describe('the end', () => {
  it('[CA40] hanging up is final and harmless when doubled; the thread tells how long it was', async () => {
    const { conversation, callId } = await talking();
    await bench.advance(12_000);
    expect(await Promise.all([end(vera(), callId), end(anna(), callId), end(vera(), callId)])).toEqual(
      Array(3).fill({ ok: true, value: undefined }),
    );
    expect(bench.heard('agent:anna').filter((event) => event === 'call:changed')).toHaveLength(1);
    expect((await bench.conversations.bodies(conversation.id)).at(-1)).toEqual({
      type: 'event',
      event: { type: 'callEnded', seconds: 12 },
    });
    expect(await end(vera({ visitorId: 'mallory' }), callId)).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await relay.callOf(conversation.id)).toBeNull();
  });

  it('[CA40] a call that never was on leaves no line in the thread', async () => {
    const { conversation, callId } = await ringing();
    await end(anna(), callId);
    expect(await phase(callId)).toEqual({ phase: 'ended', why: 'cancelled' });
    expect(await bench.conversations.bodies(conversation.id)).toEqual([]);
  });

  it('[CA41] a page load keeps the call: the agent hears "away", and a return within a minute is in time', async () => {
    const { callId } = await talking();
    await relay.visitor!['page:leave']!.run(vera(), { callId });
    expect(bench.heard('agent:anna')).toEqual(['call:away']);
    await bench.advance(50_000);
    await join(vera({ socketId: 'v2' }), callId);
    await bench.advance(60_000);
    expect(await phase(callId)).toMatchObject({ phase: 'on' });
    await relay.visitor!['page:leave']!.run(vera({ socketId: 'v2' }), { callId });
    await bench.advance(60_000);
    expect(await phase(callId)).toEqual({ phase: 'ended', why: 'lost' });
  });

  it('[CA42] a side that has been gone for a minute has lost the call; the end of the conversation ends it', async () => {
    const first = await talking();
    bench.onlineVisitors.clear();
    relay.visitorGone!('vera');
    await bench.advance(44_000);
    expect(await phase(first.callId)).toMatchObject({ phase: 'on' });
    await bench.advance(1_000);
    expect(await phase(first.callId)).toEqual({ phase: 'ended', why: 'lost' });
    const second = await talking();
    await bench.powers.conversations.end(second.conversation.id, 'agent');
    await settled();
    expect(await phase(second.callId)).toEqual({ phase: 'ended', why: 'conversationEnded' });
  });
});

describe('ways through the network', () => {
  it('[CA43] nothing configured is nothing handed out: no third party learns of a call', () => {
    expect(iceServersFor({ iceUrls: [] }, { callId: 'c', side: 'agent', nowMs: 0 })).toEqual([]);
    expect(iceServersFor({ iceUrls: ['turn:t.test'] }, { callId: 'c', side: 'agent', nowMs: 0 })).toEqual([]);
  });

  it('[CA44] TURN credentials last ten minutes and are one call’s own', () => {
    const settings = {
      iceUrls: ['stun:t.test:3478', 'turn:t.test:3478?transport=udp', 'turns:t.test:443'],
      turnSecret: 's',
    };
    const servers = iceServersFor(settings, { callId: 'cal_1', side: 'visitor', nowMs: 1_790_000_000_000 });
    const username = '1790000600:cal_1-visitor';
    expect(servers).toEqual([
      { urls: ['stun:t.test:3478'] },
      {
        urls: ['turn:t.test:3478?transport=udp', 'turns:t.test:443'],
        username,
        credential: createHmac('sha1', 's').update(username).digest('base64'),
      },
    ]);
  });
});
