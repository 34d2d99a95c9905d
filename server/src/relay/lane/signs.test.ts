import { afterEach, beforeEach, expect, it } from 'vitest';
import { anna, ben, vera } from '../testing/bench.ts';
import { openStage, type Stage } from '../testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
});
afterEach(() => stage.close());

const eva = () => ben({ agentId: 'eva', name: 'Eva', role: 'supervisor', socketId: 'e1' });
const heard = (to: string) => stage.bench.heard(`live:${to}`);
async function three() {
  const made = await stage.sharing();
  await stage.watch(made.conversation.id, eva());
  await stage.join(made.shareId, eva());
  await stage.watch(made.conversation.id, ben({ role: 'admin' }));
  await stage.join(made.shareId, ben());
  stage.bench.told.length = 0;
  return made;
}
const live = () => stage.relay.live!;

it('[SH220] pointer, laser, box and line come from the acting agent, under their name', async () => {
  const { shareId } = await three();
  const pointer = { shareId, x: 3, y: 4, inside: true, laser: true };
  const stroke = { shareId, strokeId: 's1', points: [1, 2, 3, 4], done: false };
  for (const who of [ben(), eva(), anna({ socketId: 'a9' })]) {
    live()['pointer:move']!.run(who, pointer);
    live()['highlight:set']!.run(who, { shareId, node: 4 });
    live()['stroke:draw']!.run(who, stroke);
  }
  expect(heard('v1')).toEqual([]);
  live()['pointer:move']!.run(anna(), pointer);
  expect(stage.bodies('live:v1', 'pointer:moved')).toEqual([{ ...pointer, name: 'Anna' }]);
  live()['highlight:set']!.run(anna(), { shareId, node: 4 });
  live()['stroke:draw']!.run(anna(), stroke);
  expect(heard('v1')).toEqual(['pointer:moved', 'highlight:changed', 'stroke:drawn']);
  live()['stroke:draw']!.run(vera(), stroke);
  live()['pointer:move']!.run(vera(), { ...pointer, laser: false });
  expect(['a1', 'e1', 'b1'].map(heard)).toEqual(Array(3).fill(['pointer:moved']));
});

it('[SH220] when the visitor takes pointing back, or the agent goes, nothing of it stays on the page', async () => {
  const { shareId } = await three();
  const pointer = { shareId, x: 3, y: 4, inside: true };
  await stage.withdraw(shareId, 'point');
  expect(heard('v1')).toEqual(['pointer:moved', 'highlight:changed']);
  live()['pointer:move']!.run(anna(), pointer);
  live()['highlight:set']!.run(anna(), { shareId, node: 4 });
  expect(heard('v1')).toEqual([]);
  await stage.grant(shareId, 'point');
  live()['pointer:move']!.run(anna(), pointer);
  expect(heard('v1')).toEqual(['pointer:moved']);
  await stage.join(shareId, anna({ socketId: 'a2' }));
  stage.relay.liveGone!(anna({ socketId: 'a2' }));
  expect(heard('v1')).toEqual([]);
  stage.relay.liveGone!(anna());
  expect(stage.bodies('live:v1', 'pointer:moved')).toEqual([{ shareId, x: 0, y: 0, inside: false, name: 'Anna' }]);
});

it('[SH221] leading is for the share’s agent and the acting one; the visitor alone decides to follow', async () => {
  const { shareId } = await three();
  const lead = { shareId, node: null, left: 0, top: 400 };
  live()['lead:scroll']!.run(eva(), lead);
  live()['lead:scroll']!.run(vera(), lead);
  live()['follow:set']!.run(anna(), { shareId, on: true });
  expect(heard('v1')).toEqual([]);
  live()['lead:scroll']!.run(anna(), lead);
  expect(heard('v1')).toEqual(['lead:scrolled']);
  live()['follow:set']!.run(vera(), { shareId, on: true });
  expect(['a1', 'e1', 'b1'].map(heard)).toEqual(Array(3).fill(['follow:changed']));
  await stage.join(shareId, anna({ socketId: 'a2' }));
  expect(stage.bodies('live:a2', 'follow:changed')).toEqual([{ shareId, on: true }]);
});

it('[SH222] a step of a video is passed on when this conversation shows one under that name', async () => {
  const { conversation, shareId } = await three();
  const add = async (id: string, body: object) => {
    const added = await stage.bench.powers.conversations.addEntry({
      conversationId: id,
      authorKey: 'agent:anna',
      body: body as never,
    });
    return added.ok ? added.value.entry.id : '';
  };
  const video = { type: 'media', media: 'video', url: 'https://shop.test/v.mp4', title: 'v' };
  const entryId = await add(conversation.id, video);
  const text = await add(conversation.id, { type: 'text', text: 'hi' });
  const other = await stage.bench.active();
  const foreign = await add(other.id, video);
  const step = (entry: string, who: Parameters<Stage['join']>[1]) =>
    live()['media:step']!.run(who, { shareId, entryId: entry, playing: true, atMs: 1_000 });
  for (const [entry, who] of [
    [text, anna()],
    [foreign, anna()],
    ['ent_none', vera()],
    [entryId, eva()],
    [entryId, vera({ socketId: 'v9' })],
  ] as const)
    await step(entry, who);
  expect(stage.bench.told.filter((one) => one.event === 'media:stepped')).toEqual([]);
  await step(entryId, anna());
  expect(['v1', 'a1', 'e1'].map(heard)).toEqual([['media:stepped'], [], ['media:stepped']]);
  await step(entryId, vera());
  expect(['v1', 'a1', 'e1'].map(heard)).toEqual([[], ['media:stepped'], ['media:stepped']]);
});

it('[SH244] only what both sides know to be recorded is told to whoever keeps it', async () => {
  const kept: string[] = [];
  const ended: string[] = [];
  stage.relay.onChunk(() => {
    throw new Error('full');
  });
  stage.relay.onChunk((share, chunk) => kept.push(`${share.siteId} ${chunk.stream}.${chunk.seq}`));
  stage.relay.onShareEnded((shareId) => ended.push(shareId));
  const first = await stage.sharing();
  await stage.send(first.pages.begin());
  // Switched on while a share is running: that one was allowed without.
  stage.bench.privacy.recording = true;
  await stage.send(first.pages.next());
  expect(kept).toEqual([]);
  await stage.relay.visitor!['grants:withdraw']!.run(vera(), undefined);
  expect(ended).toEqual([first.shareId]);

  const second = await stage.sharing();
  expect(await stage.share(second.conversation.id)).toMatchObject({ recorded: true });
  await stage.send(second.pages.begin());
  await stage.send(second.pages.text('4111 1111 1111 1111'));
  await stage.send(second.pages.next());
  expect(kept).toEqual(['demo 1.0']);
});

it('[SH241] what must not be shown is not passed on, a fresh picture is asked for, and the third time ends the share', async () => {
  const { conversation, shareId, pages } = await stage.sharing();
  for (let n = 0; n < 3; n++) {
    await stage.bench.advance(1_000);
    stage.bench.told.length = 0;
    await stage.send(pages.begin());
    await stage.send(pages.text('IBAN DE89 3704 0044 0532 0130 00'));
    await stage.send(pages.next());
    expect(heard('a1').filter((event) => event === 'page:chunked')).toHaveLength(1);
    if (n < 2) expect(heard('v1')).toEqual(['picture:wanted']);
  }
  await stage.bench.advance(1);
  expect(await stage.bench.db.selectFrom('shares').select(['phase', 'why']).execute()).toEqual([
    { phase: 'ended', why: 'unsafe' },
  ]);
  expect(await stage.send(pages.begin())).toMatchObject({ refusal: { code: 'notGranted' } });
  expect(stage.bench.counts.theke_secrets_dropped_total).toBe(3);
  expect((await stage.bench.conversations.bodies(conversation.id)).at(-1)).toMatchObject({
    event: { type: 'shareEnded' },
  });
  expect(shareId).toMatch(/^shr_/);
});

it('[SH241] now and then is no habit: with a minute between them a share goes on', async () => {
  const { conversation, pages } = await stage.sharing();
  for (let n = 0; n < 5; n++) {
    await stage.send(pages.begin());
    await stage.send(pages.text('4111 1111 1111 1111'));
    await stage.bench.advance(31_000);
  }
  expect((await stage.share(conversation.id)).phase).toBe('on');
});
