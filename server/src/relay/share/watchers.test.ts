import type { PageChunk, Share } from '@theke/protocol';
import { limits } from '@theke/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anna, ben, settled, vera } from '../testing/bench.ts';
import { must, openStage, type Stage } from '../testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  for (const id of ['ben', 'eva']) stage.bench.onlineAgents.add(id);
});
afterEach(() => stage.close());

const eva = (more: object = {}) => ben({ agentId: 'eva', name: 'Eva', role: 'supervisor', socketId: 'e1', ...more });
const invite = (shareId: string, agentId: string, who = anna()) =>
  stage.relay.agent!['share:invite']!.run(who, { shareId, agentId });
const unwatch = (shareId: string, who = eva()) => stage.relay.agent!['share:unwatch']!.run(who, { shareId });
const viewers = async (conversationId: string) => (await stage.share(conversationId)).viewers.map((one) => one.agentId);
const chunksOf = (socket: string) =>
  stage.bodies<PageChunk>(`live:${socket}`, 'page:chunked').map((one) => `${one.stream}.${one.seq}`);
const wishes = () => stage.bodies<{ only?: string[] }>('live:v1', 'picture:wanted');

describe('who looks on', () => {
  it('[SH210] supervisors and whoever was invited; for everybody else there is no share', async () => {
    const { conversation, shareId } = await stage.sharing();
    expect(await stage.watch(conversation.id, ben())).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await stage.join(shareId, ben())).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await stage.join(shareId, eva())).toMatchObject({ refusal: { code: 'notFound' } });
    expect(must(await stage.watch(conversation.id, eva())).viewers.map((one) => one.agentId)).toEqual(['anna', 'eva']);
    expect(await stage.join(shareId, eva())).toMatchObject({ ok: true });

    await stage.bench.advance(1);
    expect(await invite(shareId, 'ben', ben())).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await invite(shareId, 'nobody')).toMatchObject({ refusal: { code: 'nobody' } });
    expect(await invite(shareId, 'ben')).toEqual({ ok: true, value: undefined });
    expect(stage.bodies<{ by: string }>('agent:ben', 'share:invited')).toMatchObject([
      { by: 'Anna', share: { shareId } },
    ]);
    expect(await stage.join(shareId, ben())).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await stage.watch(conversation.id, ben())).toMatchObject({ ok: true });
    expect(await viewers(conversation.id)).toEqual(['anna', 'eva', 'ben']);
  });

  it('[SH210] whoever was invited and has not come hears that it is over, and is not invited to the next one', async () => {
    const { conversation, shareId } = await stage.sharing();
    await invite(shareId, 'ben');
    await stage.relay.visitor!['grants:withdraw']!.run(vera(), undefined);
    expect(stage.bodies<Share>('agent:ben', 'share:changed')).toMatchObject([{ shareId, phase: 'ended' }]);
    const next = must(await stage.ask(conversation.id));
    await stage.allow(next.shareId);
    expect(await stage.watch(conversation.id, ben())).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await stage.bench.db.selectFrom('share_viewers').selectAll().execute()).toEqual([]);
  });

  it('[SH210] a share that is only asked for has nothing to look at', async () => {
    const { id } = await stage.bench.active();
    const { shareId } = must(await stage.ask(id));
    expect(await stage.watch(id, eva())).toMatchObject({ refusal: { code: 'notGranted' } });
    expect(await invite(shareId, 'ben')).toMatchObject({ refusal: { code: 'notGranted' } });
  });

  it('[SH211] the visitor hears of each viewer before that one can see anything, and the thread keeps it', async () => {
    const { conversation, shareId, pages } = await stage.sharing();
    await stage.send(pages.begin());
    await stage.watch(conversation.id, eva());
    await stage.join(shareId, eva());
    await stage.send(pages.begin());
    const order = stage.bench.told.map((one) => `${one.to} ${one.event}`);
    const told = order.indexOf('visitor:vera share:changed');
    expect(told).toBeGreaterThanOrEqual(0);
    expect(told).toBeLessThan(order.findIndex((one) => one.startsWith('agent:eva')));
    expect(told).toBeLessThan(order.indexOf('live:e1 page:chunked'));
    expect(stage.bodies<Share>('visitor:vera', 'share:changed').at(-1)?.viewers).toHaveLength(2);
    expect((await stage.bench.conversations.bodies(conversation.id)).at(-1)).toEqual({
      type: 'event',
      event: { type: 'shareJoined', agentName: 'EVA' },
    });
    expect(stage.bench.audits.at(-1)).toMatchObject({ actor: 'agent:eva', act: 'share.watch' });
  });

  it('[SH212] the list survives a restart and has an end', async () => {
    const { conversation, shareId } = await stage.sharing();
    await stage.watch(conversation.id, eva());
    await stage.restart();
    expect(await viewers(conversation.id)).toEqual(['anna', 'eva']);
    expect(await stage.join(shareId, eva())).toMatchObject({ ok: true });
    for (let n = 2; n < limits.viewers; n++)
      expect(await stage.watch(conversation.id, eva({ agentId: `sup${n}` }))).toMatchObject({ ok: true });
    expect(await stage.watch(conversation.id, eva({ agentId: 'late' }))).toMatchObject({
      refusal: { code: 'tooOften' },
    });
    expect(await viewers(conversation.id)).toHaveLength(limits.viewers);
    // Again is not once more.
    expect(await stage.watch(conversation.id, eva())).toMatchObject({ ok: true });
  });

  it('[SH218] who looks no longer gets nothing more at once, and the visitor sees them go', async () => {
    const { conversation, shareId, pages } = await stage.sharing();
    await stage.watch(conversation.id, eva());
    await stage.join(shareId, eva());
    await stage.send(pages.begin());
    const gone = unwatch(shareId);
    await gone;
    await stage.send(pages.next());
    expect(chunksOf('e1')).toEqual(['1.0']);
    expect(chunksOf('a1')).toEqual(['1.0', '1.1']);
    expect(stage.bodies<Share>('visitor:vera', 'share:changed').at(-1)?.viewers).toHaveLength(1);
    expect(await stage.join(shareId, eva())).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await unwatch(shareId)).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await unwatch(shareId, anna())).toMatchObject({ refusal: { code: 'notFound' } });
  });

  it('[SH218] a viewer who has been gone for two minutes is none any more', async () => {
    const { conversation } = await stage.sharing();
    await stage.watch(conversation.id, eva());
    stage.bench.onlineAgents.delete('eva');
    stage.relay.agentGone!('eva');
    await stage.bench.advance(120_000);
    expect(await viewers(conversation.id)).toEqual(['anna']);
    expect((await stage.share(conversation.id)).phase).toBe('on');
  });

  it('[SH216] without its own agent a share lasts while somebody is there whom the visitor lets act', async () => {
    const phase = async (id: string) =>
      (await stage.bench.db.selectFrom('shares').select('phase').where('conversation_id', '=', id).executeTakeFirst())
        ?.phase;
    const gone = async (agentId: string) => {
      stage.bench.onlineAgents.delete(agentId);
      stage.relay.agentGone!(agentId);
      await stage.bench.advance(120_000);
    };
    const first = await stage.sharing();
    await stage.watch(first.conversation.id, eva());
    await gone('anna');
    // An onlooker keeps nothing alive: the visitor allowed Anna.
    expect(await phase(first.conversation.id)).toBe('ended');

    const second = await stage.sharing();
    await stage.watch(second.conversation.id, eva());
    await stage.join(second.shareId, eva());
    await stage.grant(second.shareId, 'control', eva());
    await gone('anna');
    expect(await phase(second.conversation.id)).toBe('on');
    await unwatch(second.shareId);
    await stage.bench.advance(120_000);
    expect(await phase(second.conversation.id)).toBe('ended');
  });

  it('[SH219] colleagues are those with a screen open, oneself left out', async () => {
    for (const [id, available] of [
      ['anna', 1],
      ['ben', 1],
      ['eva', 0],
      ['zoe', 1],
    ] as const)
      await stage.bench.db
        .insertInto('agents')
        .values({
          id,
          email: id,
          name: id,
          role: 'agent',
          skills: '[]',
          password_hash: '',
          available,
          failed_sign_ins: 0,
          locked_until: null,
          disabled: 0,
          created_at: 0,
        })
        .execute();
    stage.bench.onlineAgents.add('anna');
    expect(must(await stage.relay.agent!['desk:colleagues']!.run(anna(), undefined))).toEqual([
      { agentId: 'ben', name: 'ben', available: true },
      { agentId: 'eva', name: 'eva', available: false },
    ]);
  });
});

describe('several views', () => {
  async function both() {
    const made = await stage.sharing();
    await stage.watch(made.conversation.id, eva());
    await stage.send(made.pages.begin());
    await stage.bench.advance(1_000);
    stage.bench.told.length = 0;
    return made;
  }

  it('[SH213] who joins late gets a picture of their own, and the others go on with what they have', async () => {
    const { shareId, pages } = await both();
    const { viewer } = must(await stage.join(shareId, eva()));
    expect(wishes()).toEqual([{ shareId, only: [viewer] }]);
    await stage.send(pages.next());
    await stage.send(pages.begin(undefined, [viewer]));
    await stage.send(pages.next(undefined, [viewer]));
    await stage.send(pages.after(1));
    await stage.send(pages.next());
    expect(chunksOf('a1')).toEqual(['1.1', '3.0', '3.1']);
    expect(chunksOf('e1')).toEqual(['2.0', '2.1', '3.0', '3.1']);
    expect(stage.bodies<PageChunk>('live:e1', 'page:chunked').some((one) => one.only)).toBe(false);
    expect(wishes()).toHaveLength(1);
  });

  it('[SH213] a view that cannot go on gets its own picture, too; when all cannot, one for all', async () => {
    const { shareId, pages } = await both();
    await stage.join(shareId, eva());
    await stage.send(pages.begin());
    stage.bench.told.length = 0;
    await stage.bench.advance(1_000);
    const want = stage.relay.live!['picture:want']!;
    want.run(eva(), { shareId });
    expect(wishes()).toMatchObject([{ only: [expect.any(String)] }]);
    await stage.send(pages.begin());
    await stage.bench.advance(1_000);
    want.run(anna(), { shareId });
    want.run(eva(), { shareId });
    await stage.bench.advance(500);
    expect(
      wishes()
        .slice(1)
        .flatMap((one) => one.only ?? ['all']),
    ).toHaveLength(2);
  });

  it('[SH214] a picture made for one that comes with a hole is that one’s loss alone', async () => {
    const { shareId, pages } = await both();
    const { viewer } = must(await stage.join(shareId, eva()));
    await stage.send(pages.begin(undefined, [viewer]));
    pages.next();
    await stage.send(pages.next(undefined, [viewer]));
    await stage.send(pages.after(1));
    await stage.send(pages.next());
    expect(chunksOf('a1')).toEqual(['3.0', '3.1']);
    expect(chunksOf('e1')).toEqual(['2.0']);
    await stage.bench.advance(500);
    expect(wishes()).toEqual(Array(2).fill({ shareId, only: [viewer] }));
  });

  it('[SH214] one that does not read disturbs no other, and gets a picture of its own when it has room', async () => {
    const { shareId, pages } = await both();
    const { viewer } = must(await stage.join(shareId, eva()));
    await stage.send(pages.begin(undefined, [viewer]));
    await stage.send(pages.after(1));
    stage.bench.told.length = 0;
    stage.bench.stuck.add('e1');
    for (let n = 0; n < 5; n++) await stage.send(pages.next());
    expect(chunksOf('a1')).toEqual(['3.1', '3.2', '3.3', '3.4', '3.5']);
    expect(chunksOf('e1')).toEqual([]);
    expect(stage.bodies('agent:eva', 'picture:gap')).toEqual([{ shareId, why: 'behind' }]);
    expect(stage.bodies('agent:anna', 'picture:gap')).toEqual([]);
    await stage.bench.advance(2_000);
    expect(wishes()).toEqual([]);
    stage.bench.stuck.clear();
    await stage.bench.advance(250);
    expect(wishes()).toEqual([{ shareId, only: [viewer] }]);
  });

  it('[SH214] one that falls behind again and again waits longer each time', async () => {
    const { shareId, pages } = await both();
    const { viewer } = must(await stage.join(shareId, eva()));
    await stage.bench.advance(1_000);
    const waits: number[] = [];
    for (let round = 0; round < 6; round++) {
      stage.bench.stuck.add('e1');
      await stage.send(pages.begin(undefined, [viewer]));
      await stage.send(pages.after(pages.stream - 1));
      stage.bench.stuck.clear();
      const before = wishes().length;
      let ms = 0;
      for (; wishes().length === before && ms < 60_000; ms += 250) await stage.bench.advance(250);
      waits.push(ms);
    }
    expect(waits.slice(0, 2)).toEqual([250, 1_250]);
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect(Math.max(...waits)).toBeLessThanOrEqual(16_500);
  });

  it('[SH212] an agent has four windows on a page at most: the oldest goes', async () => {
    const { shareId, pages } = await stage.sharing();
    for (let n = 2; n <= 5; n++) await stage.join(shareId, anna({ socketId: `a${n}` }));
    await stage.send(pages.begin());
    expect(['a1', 'a2', 'a3', 'a4', 'a5'].map((socket) => chunksOf(socket).length)).toEqual([0, 1, 1, 1, 1]);
  });

  it('[SH213] a page that has joined and begins nothing is asked once it is late', async () => {
    await stage.sharing();
    await stage.bench.advance(2_900);
    expect(wishes()).toEqual([]);
    await stage.bench.advance(200);
    await settled();
    expect(wishes()).toHaveLength(1);
    expect(vera().socketId).toBe('v1');
  });
});
