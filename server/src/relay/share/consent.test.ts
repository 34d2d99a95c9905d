import type { Share } from '@theke/protocol';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { anna, ben, settled, vera } from '../testing/bench.ts';
import { aButton, must, openStage, type Stage } from '../testing/stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await openStage();
  stage.bench.onlineAgents.add('ben');
});
afterEach(() => stage.close());

const click = { kind: 'click', node: 5, rx: 0.5, ry: 0.5 } as const;
const stands = async (conversationId: string) => (await stage.share(conversationId)).grants;
const auditLines = () => stage.bench.audits.map((line) => `${line.actor.split(':')[0]} ${line.act}`);

describe('asking and allowing', () => {
  it('[SH200] an agent’s question is told to the visitor, and only the visitor’s own answer gives', async () => {
    const { conversation, shareId } = await stage.sharing();
    expect(must(await stage.askFor(shareId, 'control')).grants).toEqual({
      point: 'on',
      control: 'asked',
      fill: 'off',
    });
    expect(stage.bodies<Share>('visitor:vera', 'share:changed').at(-1)?.grants.control).toBe('asked');
    expect(await stage.answerTo(shareId, 'control', true, 'anna', vera({ visitorId: 'mallory' }))).toMatchObject({
      refusal: { code: 'notFound' },
    });
    expect(await stage.askFor(shareId, 'control', ben())).toMatchObject({ refusal: { code: 'notFound' } });
    expect((await stands(conversation.id)).control).toBe('asked');
    expect(must(await stage.answerTo(shareId, 'control')).grants.control).toBe('on');
    expect(stage.bodies<Share>('agent:anna', 'share:changed').at(-1)?.grants.control).toBe('on');
  });

  it('[SH200] nothing can be asked for before the share is on, or after it', async () => {
    const { id } = await stage.bench.active();
    const { shareId } = must(await stage.ask(id));
    expect(await stage.askFor(shareId, 'control')).toMatchObject({ refusal: { code: 'notGranted' } });
    expect(await stage.answerTo(shareId, 'control')).toMatchObject({ refusal: { code: 'notGranted' } });
    await stage.allow(shareId);
    await stage.relay.visitor!['grants:withdraw']!.run(vera(), undefined);
    expect(await stage.askFor(shareId, 'control')).toMatchObject({ refusal: { code: 'gone' } });
    expect(await stage.answerTo(shareId, 'control')).toMatchObject({ refusal: { code: 'gone' } });
  });

  it('[SH202] unanswered for a minute it is off again, also when the server restarts in between', async () => {
    const { conversation, shareId } = await stage.sharing();
    await stage.askFor(shareId, 'fill');
    await stage.bench.advance(59_000);
    expect((await stands(conversation.id)).fill).toBe('asked');
    await stage.bench.advance(1_000);
    expect((await stands(conversation.id)).fill).toBe('off');
    await stage.askFor(shareId, 'fill');
    await stage.restart();
    await stage.bench.advance(60_000);
    expect((await stands(conversation.id)).fill).toBe('off');
  });

  it('[SH203] a viewer asks, the visitor says yes by that name, and the acting is theirs', async () => {
    const { conversation, shareId } = await stage.sharing();
    await stage.watch(conversation.id, ben({ role: 'supervisor' }));
    await stage.join(shareId, ben());
    await stage.grant(shareId, 'control');
    const asked = must(await stage.askFor(shareId, 'control', ben()));
    expect(asked).toMatchObject({
      actor: { agentId: 'anna' },
      handover: { agent: { agentId: 'ben' }, capability: 'control' },
    });
    expect(asked.grants.control).toBe('on');
    stage.bench.replies['act:aimed'] = () => aButton;
    stage.bench.replies['act:tried'] = () => ({ done: true });
    expect(must(await stage.act(shareId, click))).toEqual({ done: true });
    expect(must(await stage.act(shareId, click, ben()))).toEqual({ done: false, why: 'notGranted' });
    const given = must(await stage.answerTo(shareId, 'control', true, 'ben'));
    expect(given).toMatchObject({ actor: { agentId: 'ben', name: 'BEN' }, grants: { control: 'on', fill: 'off' } });
    expect(must(await stage.act(shareId, click))).toEqual({ done: false, why: 'notGranted' });
    expect(must(await stage.act(shareId, click, ben()))).toEqual({ done: true });
  });

  it('[SH203] a second colleague hears that somebody asked before', async () => {
    const { conversation, shareId } = await stage.sharing();
    for (const who of [
      ben({ role: 'admin' }),
      ben({ agentId: 'eva', name: 'Eva', role: 'supervisor', socketId: 'e1' }),
    ])
      await stage.watch(conversation.id, who);
    expect(await stage.askFor(shareId, 'fill', ben())).toMatchObject({ ok: true });
    expect(await stage.askFor(shareId, 'fill', ben({ agentId: 'eva' }))).toMatchObject({ refusal: { code: 'taken' } });
  });

  it('[SH208] the visitor may begin by themselves: the agent of their conversation sees the page at once', async () => {
    const { id } = await stage.bench.active();
    const offer = (who = vera()) => stage.relay.visitor!['share:offer']!.run(who, { conversationId: id });
    expect(await offer(vera({ visitorId: 'mallory' }))).toMatchObject({ refusal: { code: 'notFound' } });
    stage.bench.onlineAgents.delete('anna');
    expect(await offer()).toMatchObject({ refusal: { code: 'nobody' } });
    stage.bench.onlineAgents.add('anna');
    const share = must(await offer());
    expect(share).toMatchObject({ phase: 'on', agent: { agentId: 'anna' }, grants: { point: 'on', control: 'off' } });
    expect(must(await offer())).toEqual(share);
    expect(await stage.join(share.shareId, anna())).toMatchObject({ ok: true });
    expect(auditLines()).toEqual(['visitor share.offer']);
  });
});

describe('taking back', () => {
  it('[SH204] it holds at once, also while an earlier yes is still being written', async () => {
    const { shareId } = await stage.sharing();
    stage.bench.replies['act:aimed'] = () => aButton;
    stage.bench.replies['act:tried'] = () => ({ done: true });
    await stage.grant(shareId, 'control');
    const withdrawn = stage.withdraw(shareId, 'control');
    // Not one await later.
    expect(must(await stage.act(shareId, click))).toEqual({ done: false, why: 'notGranted' });
    await withdrawn;

    await stage.askFor(shareId, 'control');
    const both = [stage.answerTo(shareId, 'control'), stage.withdraw(shareId, 'control')];
    for (let n = 0; n < 20; n++) {
      await new Promise((done) => setImmediate(done));
      expect(must(await stage.act(shareId, { kind: 'back' }))).toEqual({ done: false, why: 'notGranted' });
      await stage.bench.advance(250);
    }
    await Promise.all(both);
    expect(must(await stage.act(shareId, click))).toEqual({ done: false, why: 'notGranted' });
  });

  it('[SH204] nobody but the visitor of the share takes back', async () => {
    const { conversation, shareId } = await stage.sharing();
    await stage.grant(shareId, 'control');
    const mallory = vera({ visitorId: 'mallory' });
    expect(await stage.withdraw(shareId, 'control', mallory)).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await stage.pause(shareId, true, mallory)).toMatchObject({ refusal: { code: 'notFound' } });
    expect(await stage.share(conversation.id)).toMatchObject({ paused: false, grants: { control: 'on' } });
  });

  it('[SH207] while the visitor pauses nothing passes, and what was granted rests', async () => {
    const { conversation, shareId, pages } = await stage.sharing();
    await stage.grant(shareId, 'control');
    await stage.send(pages.begin());
    stage.bench.told.length = 0;
    const paused = stage.pause(shareId, true);
    expect(must(await stage.act(shareId, click))).toEqual({ done: false, why: 'paused' });
    await paused;
    expect(stage.bodies('agent:anna', 'picture:gap')).toEqual([{ shareId, why: 'paused' }]);
    expect(await stage.send(pages.next())).toMatchObject({ ok: true });
    stage.relay.live!['pointer:move']!.run(vera(), { shareId, x: 1, y: 1, inside: true });
    stage.relay.live!['pointer:move']!.run(anna(), { shareId, x: 1, y: 1, inside: true });
    expect(stage.bodies('live:a1', 'page:chunked')).toEqual([]);
    expect(stage.bodies('live:a1', 'pointer:moved')).toEqual([]);
    expect(stage.bodies('live:v1', 'pointer:moved')).toEqual([{ shareId, x: 0, y: 0, inside: false, name: 'Anna' }]);
    expect(await stage.share(conversation.id)).toMatchObject({ paused: true, grants: { control: 'on' } });

    await stage.pause(shareId, false);
    // What was running hangs in the air; the page begins anew by itself.
    await stage.send(pages.next());
    expect(stage.bodies('live:a1', 'page:chunked')).toEqual([]);
    await stage.send(pages.begin());
    expect(stage.bodies('live:a1', 'page:chunked')).toHaveLength(1);
  });
});

describe('ends of acting', () => {
  const control = async (id: string) => (await stands(id)).control;

  it('[SH205] the acting agent gives back, or is gone for ten seconds with all windows', async () => {
    const { conversation, shareId } = await stage.sharing();
    await stage.grant(shareId, 'control');
    await stage.relay.agent!['grant:release']!.run(anna(), { shareId, capability: 'control' });
    expect(await control(conversation.id)).toBe('off');

    await stage.grant(shareId, 'control');
    stage.relay.liveGone!(anna());
    await stage.bench.advance(9_000);
    await stage.join(shareId, anna({ socketId: 'a2' }));
    await stage.bench.advance(60_000);
    expect(await control(conversation.id)).toBe('on');
    stage.relay.liveGone!(anna({ socketId: 'a2' }));
    await stage.bench.advance(10_000);
    expect(await stands(conversation.id)).toEqual({ point: 'on', control: 'off', fill: 'off' });
  });

  it('[SH205] the page is out of sight for half a minute: another tab, another program, no line', async () => {
    const { conversation, shareId } = await stage.sharing();
    const front = (on: boolean) => stage.relay.live!['page:front']!.run(vera(), { shareId, on });
    await stage.grant(shareId, 'control');
    front(false);
    await stage.bench.advance(29_000);
    front(true);
    await stage.bench.advance(60_000);
    expect(await control(conversation.id)).toBe('on');
    front(false);
    await stage.bench.advance(30_000);
    expect(await control(conversation.id)).toBe('off');
    expect(stage.bodies('agent:anna', 'picture:gap')).toContainEqual({ shareId, why: 'hidden' });

    front(true);
    await stage.grant(shareId, 'control');
    stage.relay.liveGone!(vera());
    await stage.bench.advance(30_000);
    expect(await control(conversation.id)).toBe('off');
  });

  it('[SH206] it stays over page loads', async () => {
    const { conversation, shareId } = await stage.sharing();
    await stage.grant(shareId, 'control');
    for (let page = 2; page < 6; page++) {
      stage.relay.visitor!['page:leave']!.run(vera(), { shareId });
      stage.relay.liveGone!(vera({ socketId: `v${page - 1}` }));
      await stage.bench.advance(20_000);
      await stage.join(shareId, vera({ socketId: `v${page}` }));
      await stage.bench.advance(20_000);
    }
    expect(await control(conversation.id)).toBe('on');
  });

  it('[SH205] nothing was done for fifteen minutes', async () => {
    const { conversation, shareId, pages } = await stage.sharing();
    stage.bench.replies['act:aimed'] = () => aButton;
    stage.bench.replies['act:tried'] = () => ({ done: true });
    await stage.send(pages.begin());
    await stage.grant(shareId, 'control');
    await stage.bench.advance(14 * 60_000);
    expect(must(await stage.act(shareId, click))).toEqual({ done: true });
    await stage.send(pages.next());
    await stage.bench.advance(14 * 60_000);
    expect(await control(conversation.id)).toBe('on');
    await stage.send(pages.next());
    await stage.bench.advance(60_000);
    expect(await control(conversation.id)).toBe('off');
    expect((await stage.share(conversation.id)).phase).toBe('on');
  });

  it('[SH206] grants come back after a restart, and end when either side does not', async () => {
    for (const back of ['both', 'agent', 'visitor'] as const) {
      const { conversation, shareId } = await stage.sharing();
      await stage.grant(shareId, 'control');
      await stage.restart();
      expect(await control(conversation.id)).toBe('on');
      if (back !== 'visitor') await stage.join(shareId, anna());
      if (back !== 'agent') await stage.join(shareId, vera());
      await stage.bench.advance(31_000);
      expect([back, await control(conversation.id)]).toEqual([back, back === 'both' ? 'on' : 'off']);
      await stage.bench.powers.conversations.end(conversation.id, 'agent');
      await settled();
    }
  });

  it('[SH209] each step is one line in the audit, in words of ours', async () => {
    const { shareId } = await stage.sharing();
    await stage.askFor(shareId, 'control');
    await stage.answerTo(shareId, 'control', false);
    await stage.grant(shareId, 'fill');
    await stage.withdraw(shareId, 'fill');
    await stage.withdraw(shareId, 'fill');
    await stage.pause(shareId, true);
    await stage.pause(shareId, false);
    await stage.relay.visitor!['grants:withdraw']!.run(vera(), undefined);
    expect(auditLines()).toEqual([
      'agent share.ask',
      'visitor share.allow',
      'agent grant.ask',
      'visitor grant.refuse',
      'agent grant.ask',
      'visitor grant.allow',
      'visitor grant.withdraw',
      'visitor share.pause',
      'visitor share.resume',
      'visitor share.end',
    ]);
  });
});
