import type { Share } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { startTestDesk, type TestDesk } from '../testing/desk.ts';
import { anna, ben, busyPresent, contact, conversation, eva, share } from '../testing/fixtures.ts';
import { textsOf } from '../texts/index.ts';
import { commandsFor } from './commands.ts';
import { mayOn, standingOf } from './grants.ts';
import { isMine, mineOf, othersOf, stagedOf } from './lists.ts';

const nowMs = 1_790_000_000_000;
const asked = (test: TestDesk, event: string) =>
  test.server.line.asked.filter((one) => one.event === event).map((one) => one.input);
const evas = { agentId: eva.agentId, name: eva.name };
const bens = (more: Partial<Share> = {}) =>
  share('cnv_bens', { shareId: 'shr_b', agent: ben, viewers: [ben, evas], ...more });
const said = (test: TestDesk) => test.desk.notices.said.value.map((one) => one.said);

/** Anna's desk with Mara's page on the stage. */
async function staged() {
  const test = await startTestDesk();
  test.desk.open('cnv_mara');
  test.server.shared({ conversationId: 'cnv_mara' });
  return test;
}

/** Eva oversees; Jonas is with Ben, his page shared. */
async function overseeing() {
  const present = { ...busyPresent(nowMs), me: eva };
  present.conversations = [
    ...present.conversations.map((one) => (one.status === 'active' ? { ...one, agent: eva } : one)),
    conversation('cnv_bens', contact('con_b', 'Jan'), nowMs, {
      status: 'active',
      agent: ben,
      waitingSinceAt: undefined,
      headSeq: 2,
      share: bens(),
    }),
  ];
  return startTestDesk({ present, me: eva });
}

describe('what the visitor allows', () => {
  it('[VW150] a capability stands as free, asked, on or refused; only the agent whose turn it is has it', () => {
    const mine = share('cnv_mara', { grants: { point: 'on', control: 'asked', fill: 'refused' } });
    expect(standingOf(mine, anna.agentId, 'point')).toEqual({ stands: 'on', heldBy: null });
    expect(standingOf(mine, anna.agentId, 'control').stands).toBe('asked');
    expect(standingOf(mine, anna.agentId, 'fill').stands).toBe('refused');
    const theirs = bens({ grants: { point: 'on', control: 'on', fill: 'off' } });
    expect(standingOf(theirs, anna.agentId, 'control')).toEqual({ stands: 'free', heldBy: 'Ben Otto' });
    expect(mayOn(mine, anna.agentId)).toEqual({ point: true, control: false, fill: false });
    expect(mayOn(theirs, anna.agentId)).toEqual({ point: false, control: false, fill: false });
    expect(mayOn({ ...mine, paused: true }, anna.agentId).point).toBe(false);
    expect(mayOn({ ...mine, phase: 'ended' }, anna.agentId).point).toBe(false);
  });

  it('[VW150] asking, taking the question back and giving back are told to the server; a no is told in words', async () => {
    const test = await staged();
    expect(await test.desk.askFor('control')).toBe(true);
    expect(stagedOf(test.desk.state.value)?.grants.control).toBe('asked');
    expect(await test.desk.giveBack('control')).toBe(true);
    expect(stagedOf(test.desk.state.value)?.grants.control).toBe('off');
    const what = { shareId: 'shr_1', capability: 'control' };
    expect([asked(test, 'grant:ask'), asked(test, 'grant:release')]).toEqual([[what], [what]]);
    test.server.line.refuseNext('grant:ask', 'tooOften');
    expect(await test.desk.askFor('fill')).toBe(false);
    expect(test.desk.notices.shown.value.map((one) => one.act)).toEqual(['grant']);
  });

  it('[VW150] a screen reader hears of each answer once', async () => {
    const test = await staged();
    test.server.shared({ conversationId: 'cnv_mara', grants: { point: 'on', control: 'asked', fill: 'off' } });
    test.clock.advance(2_000);
    const on = share('cnv_mara', { grants: { point: 'on', control: 'on', fill: 'refused' } });
    test.server.line.arrive('share:changed', on);
    test.server.line.arrive('share:changed', on);
    expect(said(test)).toEqual([
      { type: 'granted', capability: 'control' },
      { type: 'notGranted', capability: 'fill' },
    ]);
    test.clock.advance(2_000);
    test.server.line.arrive('share:changed', share('cnv_mara'));
    expect(said(test)).toEqual([{ type: 'withdrawn', capability: 'control' }]);
  });

  it('[VW160] a question to take over stands as asked as long as the share says so; the yes makes it my turn', async () => {
    const test = await overseeing();
    await test.desk.watch('cnv_bens');
    const stands = () => standingOf(stagedOf(test.desk.state.value)!, eva.agentId, 'control').stands;
    const handover = { agent: evas, capability: 'control' as const };
    test.server.line.answers['grant:ask'] = () => ({ ok: true, value: bens({ handover }) });
    await test.desk.askFor('control');
    expect(stands()).toBe('asked');
    expect(standingOf(bens({ handover }), ben.agentId, 'control').stands).toBe('free');
    test.server.line.arrive('share:changed', bens());
    expect(stands()).toBe('free');
    const grants = { point: 'on', control: 'on', fill: 'off' } as const;
    test.server.line.arrive('share:changed', bens({ actor: evas, grants }));
    expect(stands()).toBe('on');
    expect(test.desk.sharing.acting.may.value.control).toBe(true);
  });
});

describe('looking on', () => {
  it('[VW161] conversations of colleagues stand apart, only for who oversees, and never count as mine', async () => {
    const { desk } = await overseeing();
    expect(othersOf(desk.state.value).map((one) => one.conversationId)).toEqual(['cnv_bens']);
    expect(mineOf(desk.state.value).some((one) => !isMine(desk.state.value, one))).toBe(false);
    expect(desk.threads.value.has('cnv_bens')).toBe(false);
    desk.open('cnv_bens');
    expect(stagedOf(desk.state.value)).toBe(null);
    expect(desk.threads.value.has('cnv_bens')).toBe(true);
  });

  it('[VW161] a colleague’s conversation is never marked as read and makes no sound by being looked at', async () => {
    const test = await overseeing();
    test.desk.open('cnv_bens');
    await test.settle();
    const { line } = test.server;
    const before = asked(test, 'message:read').length;
    test.server.say('cnv_bens', { kind: 'visitor' }, { type: 'text', text: 'Hello Ben' });
    await test.settle();
    expect(asked(test, 'message:read')).toHaveLength(before);
    expect(test.sounds).toEqual([]);
    expect(line.asked.some((one) => one.event === 'conversation:resume')).toBe(true);
  });

  it('[VW161] looking on puts the page on the stage, opening one’s own takes it off, leaving tells the server', async () => {
    const test = await overseeing();
    expect(await test.desk.watch('cnv_bens')).toBe(true);
    expect(stagedOf(test.desk.state.value)?.shareId).toBe('shr_b');
    expect(test.desk.state.value.openId).toBe('cnv_bens');
    test.desk.open('cnv_mara');
    expect(stagedOf(test.desk.state.value)).toBe(null);
    test.desk.openWatched();
    expect(stagedOf(test.desk.state.value)?.shareId).toBe('shr_b');
    test.server.line.arrive('share:changed', bens({ viewers: [ben] }));
    expect(test.desk.state.value.watching).toBe(null);
    await test.desk.watch('cnv_bens');
    await test.desk.unwatch();
    expect(asked(test, 'share:unwatch')).toEqual([{ shareId: 'shr_b' }]);
    expect(test.desk.state.value.watching).toBe(null);
  });

  it('[VW161] an invited colleague sees the page without the conversation, until the share ends', async () => {
    const test = await startTestDesk();
    const elsewhere = bens({ conversationId: 'cnv_unknown' });
    test.server.invite(elsewhere);
    test.server.invite(elsewhere);
    expect(test.desk.state.value.invitations).toHaveLength(1);
    await test.desk.watch('cnv_unknown');
    expect(test.desk.state.value.invitations).toEqual([]);
    expect(stagedOf(test.desk.state.value)?.shareId).toBe('shr_b');
    expect(test.desk.state.value.openId).toBe(null);
    test.server.line.arrive('share:changed', { ...elsewhere, phase: 'ended', why: 'stoppedByVisitor' });
    expect(stagedOf(test.desk.state.value)).toBe(null);
  });

  it('[VW161] an invitation goes when it is declined and when the share is over', async () => {
    const test = await startTestDesk();
    test.server.invite(bens());
    test.desk.dismissInvitation('shr_b');
    expect(test.desk.state.value.invitations).toEqual([]);
    test.server.invite(bens());
    test.server.line.arrive('share:changed', { ...bens(), phase: 'ended', why: 'left' });
    expect(test.desk.state.value.invitations).toEqual([]);
  });

  it('[VW173] colleagues are asked by name; who cannot be asked is told', async () => {
    const test = await staged();
    expect((await test.desk.colleagues())?.map((one) => one.name)).toEqual(['Ben Otto', 'Eva Lind']);
    expect(await test.desk.invite('shr_1', 'agt_ben')).toBe(true);
    expect(asked(test, 'share:invite')).toEqual([{ shareId: 'shr_1', agentId: 'agt_ben' }]);
    test.server.line.refuseNext('desk:colleagues', 'unavailable');
    expect(await test.desk.colleagues()).toBe(null);
    expect(test.desk.notices.shown.value.map((one) => one.act)).toEqual(['invite']);
  });
});

describe('by name', () => {
  it('[CH86] the palette offers what the shared page allows now', async () => {
    const test = await staged();
    const words = () => commandsFor(test.desk.state.value, textsOf('en')).map((one) => one.words);
    expect(words()).toEqual(expect.arrayContaining(['Ask for control', 'Ask to fill in', 'Show something']));
    await test.desk.askFor('control');
    expect(words()).not.toContain('Ask for control');
    const other = await overseeing();
    const theirs = () => commandsFor(other.desk.state.value, textsOf('en')).map((one) => one.words);
    expect(theirs()).toContain('Look on: Jan');
    await other.desk.watch('cnv_bens');
    expect(theirs()).toContain('Stop looking on');
    expect(theirs()).not.toContain('Show something');
    expect(theirs()).not.toContain('Close conversation');
  });
});
