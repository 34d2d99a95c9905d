import { limits, type PageChunk } from '@theke/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPages, packed } from '../testing/pages.ts';
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

const ask = (conversationId: string, who = anna()) => relay.agent!['share:ask']!.run(who, { conversationId });
const answer = (shareId: string, allow: boolean, who = vera()) =>
  relay.visitor!['share:answer']!.run(who, { shareId, allow });
const join = (shareId: string, who: ReturnType<typeof vera> | ReturnType<typeof anna>) =>
  relay.live!['share:join']!.run(who, { shareId });
const chunk = (shareId: string, more: Partial<PageChunk> = {}): PageChunk => ({
  shareId,
  stream: 1,
  seq: 0,
  bytes: packed('{}\n'),
  ...more,
});
const send = (one: PageChunk, who = vera()) => relay.live!['page:chunk']!.run(who, one);

async function sharing() {
  const conversation = await bench.active();
  const asked = await ask(conversation.id);
  const shareId = asked.ok ? asked.value.shareId : '';
  await answer(shareId, true);
  await join(shareId, vera());
  await join(shareId, anna());
  bench.told.length = 0;
  return { conversation, shareId, pages: createPages(shareId) };
}

describe('the grant', () => {
  it('[SH70] only the agent of the conversation may ask, and only while the visitor is there', async () => {
    const { id } = await bench.active();
    expect(await ask(id, anna({ agentId: 'ben' }))).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
    expect(await ask('none')).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
    bench.onlineVisitors.clear();
    expect(await ask(id)).toMatchObject({ ok: false, refusal: { code: 'gone' } });
    bench.onlineVisitors.add('vera');
    expect(await ask(id)).toMatchObject({ ok: true, value: { phase: 'asked', agent: { name: 'ANNA' } } });
    expect(bench.heard('visitor:vera')).toEqual(['share:changed']);
    expect(bench.audits.map((line) => line.act)).toEqual(['share.ask']);
  });

  it('[SH70] asked twice, even at once, it is one question', async () => {
    const { id } = await bench.active();
    const [one, two] = await Promise.all([ask(id), ask(id)]);
    expect(one).toEqual(two);
    expect(await bench.db.selectFrom('shares').selectAll().execute()).toHaveLength(1);
  });

  it('[SH70] when another agent has taken over, the old share ends and the new question stands', async () => {
    const { conversation, shareId } = await sharing();
    await bench.db.updateTable('conversations').set({ agent_id: 'ben' }).where('id', '=', conversation.id).execute();
    expect(await ask(conversation.id, anna({ agentId: 'ben' }))).toMatchObject({ ok: true, value: { phase: 'asked' } });
    expect(await send(chunk(shareId))).toMatchObject({ refusal: { code: 'notGranted' } });
  });

  it('[SE98] back in the queue the share ends at once: it was allowed to one agent, who is not there any more', async () => {
    const { conversation, shareId } = await sharing();
    await bench.db
      .updateTable('conversations')
      .set({ status: 'waiting', agent_id: null })
      .where('id', '=', conversation.id)
      .execute();
    await bench.powers.conversations.addEntry({
      conversationId: conversation.id,
      authorKey: 'system',
      body: { type: 'event', event: { type: 'released' } },
    });
    await settled();
    expect(await relay.shareOf(conversation.id)).toBeNull();
    expect(await send(chunk(shareId))).toMatchObject({ refusal: { code: 'notGranted' } });
    expect(await join(shareId, anna())).toMatchObject({ ok: false, refusal: { code: 'gone' } });
  });

  it('[SH71] nothing but the visitor’s own answer turns a share on', async () => {
    const { id } = await bench.active();
    const asked = await ask(id);
    const shareId = asked.ok ? asked.value.shareId : '';
    expect(await answer(shareId, true, vera({ visitorId: 'mallory' }))).toMatchObject({ ok: false });
    expect(await join(shareId, vera())).toMatchObject({ ok: false, refusal: { code: 'notGranted' } });
    expect(await join(shareId, anna())).toMatchObject({ ok: false, refusal: { code: 'notGranted' } });
    expect(await answer(shareId, true)).toMatchObject({ ok: true, value: { phase: 'on' } });
    expect(await answer(shareId, true)).toMatchObject({ ok: true, value: { phase: 'on' } });
    expect(await join(shareId, vera())).toMatchObject({ ok: true });
    expect(await join(shareId, anna({ agentId: 'ben' }))).toMatchObject({ ok: false, refusal: { code: 'notFound' } });
    expect(await relay.shareOf(id)).toMatchObject({ phase: 'on' });
    const events = (await bench.conversations.bodies(id)).map((body) => body.type === 'event' && body.event.type);
    expect(events).toEqual(['shareStarted']);
  });

  it('[SH71] a declined share stays declined, and a question of another agent’s time lets nobody in', async () => {
    const { id } = await bench.active();
    const first = await ask(id);
    const firstId = first.ok ? first.value.shareId : '';
    expect(await answer(firstId, false)).toMatchObject({ ok: true, value: { phase: 'ended', why: 'declined' } });
    expect(await answer(firstId, true)).toMatchObject({ ok: false, refusal: { code: 'gone' } });
    const second = await ask(id);
    await bench.db.updateTable('conversations').set({ agent_id: 'ben' }).where('id', '=', id).execute();
    expect(await answer(second.ok ? second.value.shareId : '', true)).toMatchObject({ ok: false });
  });
});

describe('the end', () => {
  it('[SH72] withdrawing cuts the lane before anything else, for both sides, whatever is on its way', async () => {
    const { conversation, shareId } = await sharing();
    const withdrawn = relay.visitor!['grants:withdraw']!.run(vera(), undefined);
    // Not one await later: the very next chunk is refused.
    expect(await send(chunk(shareId))).toMatchObject({ ok: false, refusal: { code: 'notGranted' } });
    await withdrawn;
    expect(bench.heard('live:v1')).toEqual(['share:cut']);
    expect(bench.heard('live:a1')).toEqual(['share:cut']);
    expect(bench.heard('agent:anna')).toEqual(['share:changed']);
    expect(await relay.shareOf(conversation.id)).toBeNull();
    expect(await join(shareId, vera())).toMatchObject({ ok: false, refusal: { code: 'gone' } });
  });

  it('[SH72] a join that races with the withdrawal is not let in behind it', async () => {
    const { shareId } = await sharing();
    await Promise.all([
      relay.visitor!['grants:withdraw']!.run(vera(), undefined),
      join(shareId, vera({ socketId: 'v2' })),
    ]);
    expect(await send(chunk(shareId), vera({ socketId: 'v2' }))).toMatchObject({ ok: false });
    expect(bench.rooms.get(`${shareId}:visitor`)?.size).toBe(0);
  });

  it('[SH73] it ends with the conversation, after two minutes of absence and after 15 minutes of silence', async () => {
    const { conversation } = await sharing();
    await bench.powers.conversations.end(conversation.id, 'agent');
    await settled();
    expect(await bench.db.selectFrom('shares').select('why').execute()).toEqual([{ why: 'conversationEnded' }]);

    await sharing();
    relay.visitorGone!('vera');
    await bench.advance(100_000);
    expect(await bench.db.selectFrom('shares').select('phase').execute()).toContainEqual({ phase: 'on' });
    bench.onlineVisitors.clear();
    await bench.advance(5_000);
    expect(await bench.db.selectFrom('shares').select('why').execute()).toContainEqual({ why: 'left' });

    const { pages } = await sharing();
    await bench.advance(14 * 60_000);
    await send(pages.begin());
    await bench.advance(14 * 60_000);
    expect(await bench.db.selectFrom('shares').select('why').execute()).not.toContainEqual({ why: 'silent' });
    await bench.advance(61_000);
    expect(await bench.db.selectFrom('shares').select('why').execute()).toContainEqual({ why: 'silent' });
  });

  it('[SH73] a visitor who is back within two minutes keeps the share', async () => {
    const { conversation } = await sharing();
    bench.onlineVisitors.clear();
    relay.visitorGone!('vera');
    await bench.advance(60_000);
    bench.onlineVisitors.add('vera');
    await bench.advance(60_000);
    expect(await relay.shareOf(conversation.id)).toMatchObject({ phase: 'on' });
  });

  it('[SH73] after a restart an open share waits for its visitor as for one who went', async () => {
    const { conversation } = await sharing();
    bench.onlineVisitors.clear();
    const next = createRelay(bench.powers);
    await next.start?.();
    await bench.advance(120_000);
    expect(await next.shareOf(conversation.id)).toBeNull();
    await next.stop?.();
  });
});

describe('the lane', () => {
  it('[SH74] only the joined socket of the visitor may send, and what it may not is counted', async () => {
    const { shareId, pages } = await sharing();
    const first = pages.begin();
    expect(await send(first)).toEqual({ ok: true, value: undefined });
    expect(bench.heard('live:a1')).toEqual(['page:chunked']);
    for (const who of [vera({ socketId: 'v9' }), vera({ socketId: 'a1' })])
      expect(await send(chunk(shareId), who)).toMatchObject({ ok: false, refusal: { code: 'notGranted' } });
    expect(await send(chunk('shr_other'))).toMatchObject({ ok: false, refusal: { code: 'notGranted' } });
    expect(bench.heard('live:a1')).toEqual([]);
    expect(bench.counts.theke_chunks_not_granted_total).toBe(3);
    expect(bench.counts.theke_relayed_bytes_total).toBe(first.bytes.length);
  });

  it('[SH74] the newest tab shows its page; the older one is out', async () => {
    const { shareId } = await sharing();
    await join(shareId, vera({ socketId: 'v2', tabId: 't2' }));
    expect(await send(chunk(shareId))).toMatchObject({ ok: false });
    expect(await send(chunk(shareId), vera({ socketId: 'v2' }))).toMatchObject({ ok: true });
    expect([...bench.rooms.get(`${shareId}:visitor`)!]).toEqual(['v2']);
  });

  it('[SH75] a share has a pace in chunks and in bytes, and says when to go on', async () => {
    const { shareId, pages } = await sharing();
    let passed = 0;
    while ((await send(passed === 0 ? pages.begin() : pages.next())).ok) passed++;
    expect(passed).toBe(120);
    await bench.advance(1_000);
    passed = 0;
    while ((await send(pages.next())).ok) passed++;
    expect(passed).toBe(60);

    await bench.advance(60_000);
    const whole = packed('x'.repeat(limits.pageChunkBytes - 20), 0);
    let bytes = 0;
    for (let second = 0; second < 4; second++) {
      for (let n = 0; n < 60; n++) if ((await send(chunk(shareId, { bytes: whole }))).ok) bytes += whole.length;
      await bench.advance(1_000);
    }
    expect(bytes).toBeLessThan(limits.pictureBytes + 5 * 256 * 1024);
  });

  it('[SH76] a view that falls behind misses the rest of its stream and gets a fresh picture once it has room', async () => {
    const { pages } = await sharing();
    await bench.advance(1_000);
    bench.told.length = 0;
    bench.stuck.add('a1');
    await send(pages.begin());
    expect(bench.heard('agent:anna')).toEqual(['picture:gap']);
    await send(pages.next());
    await bench.advance(1_000);
    expect(bench.heard('live:v1')).toEqual([]);
    bench.stuck.clear();
    await send(pages.next());
    expect(bench.heard('live:a1')).toEqual([]);
    await bench.advance(250);
    expect(bench.heard('live:v1')).toEqual(['picture:wanted']);
    await send(pages.begin());
    expect(bench.heard('live:a1')).toEqual(['page:chunked']);
  });

  it('[SH77] an agent who asks, or joins late, gets a fresh picture, twice a second at most', async () => {
    const { shareId, pages } = await sharing();
    // Nothing has been missed before the visitor's page began.
    expect(bench.heard('live:v1')).toEqual([]);
    await send(pages.begin());
    await bench.advance(1_000);
    bench.told.length = 0;
    const want = relay.live!['picture:want']!;
    for (let n = 0; n < 20; n++) want.run(anna(), { shareId });
    expect(bench.heard('live:v1')).toEqual(['picture:wanted']);
    await send(pages.begin());
    want.run(anna(), { shareId });
    expect(bench.heard('live:v1')).toEqual([]);
    await bench.advance(500);
    expect(bench.heard('live:v1')).toEqual(['picture:wanted']);
    // A wish that brings nothing is said again, but not at once.
    await bench.advance(4_900);
    expect(bench.heard('live:v1')).toEqual([]);
    await bench.advance(100);
    expect(bench.heard('live:v1')).toEqual(['picture:wanted']);
    await send(pages.begin());
    want.run(vera(), { shareId });
    want.run(anna({ socketId: 'a9' }), { shareId });
    expect(bench.heard('live:v1')).toEqual([]);
    await bench.advance(500);
    await join(shareId, anna({ socketId: 'a2' }));
    expect(bench.heard('live:v1')).toEqual(['picture:wanted']);
  });

  it('[SH78] pointers cross to the other side, highlights only from agent to visitor, neither from outside', async () => {
    const { shareId } = await sharing();
    const move = relay.live!['pointer:move']!;
    const mark = relay.live!['highlight:set']!;
    const pointer = { shareId, x: 1, y: 2, inside: true };
    move.run(vera(), pointer);
    expect(bench.told.map((one) => `${one.to} ${one.event}`)).toEqual(['live:a1 pointer:moved']);
    bench.told.length = 0;
    move.run(anna(), pointer);
    mark.run(anna(), { shareId, node: 7 });
    expect(bench.told.map((one) => `${one.to} ${one.event}`)).toEqual([
      'live:v1 pointer:moved',
      'live:v1 highlight:changed',
    ]);
    bench.told.length = 0;
    mark.run(vera(), { shareId, node: 7 });
    move.run(anna({ socketId: 'a9' }), pointer);
    expect(bench.told).toEqual([]);
  });

  it('[SH79] the agent hears whether the page is loading or the line was lost', async () => {
    const { shareId } = await sharing();
    relay.visitor!['page:leave']!.run(vera(), { shareId });
    relay.liveGone!(vera());
    await settled();
    expect(bench.told.map((one) => one.body)).toEqual([{ shareId, why: 'navigating' }]);
    await join(shareId, vera({ socketId: 'v2' }));
    await bench.advance(30_000);
    expect(bench.told.filter((one) => one.event === 'picture:gap')).toHaveLength(1);
    relay.liveGone!(vera({ socketId: 'v2' }));
    expect(bench.told.at(-1)?.body).toEqual({ shareId, why: 'lineLost' });
    relay.visitor!['page:leave']!.run(vera({ visitorId: 'mallory' }), { shareId });
    expect(bench.told.at(-1)?.body).toEqual({ shareId, why: 'lineLost' });
  });
});
