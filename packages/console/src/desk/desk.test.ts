import { memoryStore } from '@theke/kit';
import type { Author } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { startTestDesk, type TestDesk } from '../testing/desk.ts';
import { contact, conversation, emptyPresent } from '../testing/fixtures.ts';

const visitor: Author = { kind: 'visitor' };
const textsIn = (test: TestDesk, id: string) =>
  test.desk.threads.value.get(id)?.lines.value.map((line) => {
    const body = line.entry?.body;
    return body ? ('text' in body ? body.text : body.type) : `… ${line.outgoing?.text}`;
  });
const asks = (test: TestDesk, event: string) => test.server.line.asked.filter((one) => one.event === event);

describe('queue', () => {
  it('[QU62] accepting twice in one breath asks once; the conversation opens with what was said', async () => {
    const test = await startTestDesk({
      prepare: (server) => server.say('cnv_lea', visitor, { type: 'text', text: 'Warm enough?' }),
    });
    const both = await Promise.all([test.desk.accept('cnv_lea'), test.desk.accept('cnv_lea')]);
    await test.settle();
    expect(both).toEqual([true, false]);
    expect(asks(test, 'conversation:accept')).toHaveLength(1);
    expect(test.desk.state.value.openId).toBe('cnv_lea');
    expect(textsIn(test, 'cnv_lea')).toEqual(['Warm enough?', 'event']);
  });

  it('[QU62] when a colleague was faster the agent is told so, and nothing opens', async () => {
    const test = await startTestDesk();
    test.server.line.refuseNext('conversation:accept', 'taken');
    expect(await test.desk.accept('cnv_lea')).toBe(false);
    expect(test.desk.notices.shown.value).toMatchObject([{ act: 'accept', code: 'taken' }]);
    expect(test.desk.state.value.openId).toBe(null);
  });

  it('[QU63] accept next takes whoever waits longest, and nobody when nobody waits', async () => {
    const test = await startTestDesk();
    expect(await test.desk.acceptNext()).toBe(true);
    expect(test.desk.state.value.openId).toBe('cnv_lea');
    const idle = await startTestDesk({ present: emptyPresent(0) });
    expect(await idle.desk.acceptNext()).toBe(false);
  });

  it('[QU64] waiting is counted by the server’s clock, whatever ours says', async () => {
    const test = await startTestDesk();
    const before = test.desk.nowMs.value;
    test.server.line.answers['desk:hello'] = () => ({
      ok: true,
      value: { ...test.server.present, serverAt: test.clock.now() + 600_000 },
    });
    test.server.line.become('online');
    await test.settle();
    expect(test.desk.nowMs.value - before).toBe(600_000);
    test.clock.advance(1_000);
    expect(test.desk.nowMs.value - before).toBe(601_000);
  });
});

describe('threads', () => {
  it('[CH72] each conversation of mine is fetched whole on arrival; after a lost line only what is missing is asked for', async () => {
    const test = await startTestDesk({
      prepare: (server) => server.say('cnv_mara', visitor, { type: 'text', text: 'one' }),
    });
    expect(textsIn(test, 'cnv_mara')).toEqual(['one']);
    test.server.line.become('offline');
    const hear = test.server.line.arrive;
    test.server.line.arrive = () => {};
    test.server.say('cnv_mara', visitor, { type: 'text', text: 'two' });
    test.server.line.arrive = hear;
    test.server.line.become('online');
    await test.settle();
    expect(textsIn(test, 'cnv_mara')).toEqual(['one', 'two']);
    expect(asks(test, 'conversation:resume').at(-1)?.input).toEqual({ conversationId: 'cnv_mara', afterSeq: 1 });
  });

  it('[CH73] a reply written without a line waits in sight and is sent once when the line is back', async () => {
    const test = await startTestDesk();
    test.server.line.become('offline');
    test.desk.drafts.set('cnv_mara', 'I am still here');
    expect(test.desk.sendDraft('cnv_mara')).toBe(true);
    await test.settle();
    expect(textsIn(test, 'cnv_mara')).toEqual(['… I am still here']);
    expect(test.desk.drafts.of('cnv_mara')).toBe('');
    test.server.line.become('online');
    await test.settle();
    test.clock.advance(60_000);
    await test.settle();
    expect(textsIn(test, 'cnv_mara')).toEqual(['I am still here']);
    expect(asks(test, 'message:send')).toHaveLength(1);
  });

  it('[CH73] what was on its way when the page was closed is sent by the next one', async () => {
    const store = memoryStore();
    const first = await startTestDesk({ store });
    first.server.line.become('offline');
    first.desk.drafts.set('cnv_mara', 'Before the reload');
    first.desk.sendDraft('cnv_mara');
    first.desk.close();
    const second = await startTestDesk({ store });
    await second.settle();
    expect(textsIn(second, 'cnv_mara')).toEqual(['Before the reload']);
  });

  it('[CH74] drafts survive a reload and belong to their conversation', async () => {
    const store = memoryStore();
    const first = await startTestDesk({ store });
    first.desk.drafts.set('cnv_mara', 'Half a sent');
    first.desk.drafts.set('cnv_jonas', 'Size 43');
    first.desk.drafts.append('cnv_jonas', 'and black');
    first.desk.close();
    const second = await startTestDesk({ store });
    expect(second.desk.drafts.of('cnv_mara')).toBe('Half a sent');
    expect(second.desk.drafts.of('cnv_jonas')).toBe('Size 43\nand black');
  });

  it('[CH75] read is only what is open before a page that has the attention; what was read offline is told later', async () => {
    const test = await startTestDesk();
    test.attentive.value = false;
    test.desk.open('cnv_mara');
    test.server.say('cnv_mara', visitor, { type: 'text', text: 'Hello?' });
    await test.settle();
    expect(asks(test, 'message:read')).toHaveLength(0);
    expect(test.desk.openThread.value?.unread.value).toBe(1);
    test.attentive.value = true;
    expect(asks(test, 'message:read').at(-1)?.input).toEqual({ conversationId: 'cnv_mara', seq: 1 });
    expect(test.desk.openThread.value?.unread.value).toBe(0);
    test.server.say('cnv_jonas', visitor, { type: 'text', text: 'And me?' });
    test.server.line.become('offline');
    test.desk.open('cnv_jonas');
    const before = asks(test, 'message:read').length;
    test.server.line.become('online');
    await test.settle();
    expect(
      asks(test, 'message:read')
        .slice(before)
        .map((one) => one.input),
    ).toContainEqual({ conversationId: 'cnv_jonas', seq: 1 });
  });

  it('[CH77] nothing can be sent into a conversation that has ended', async () => {
    const test = await startTestDesk();
    test.desk.open('cnv_mara');
    await test.desk.closeConversation('cnv_mara');
    test.desk.drafts.set('cnv_mara', 'One more thing');
    expect(test.desk.sendDraft('cnv_mara')).toBe(false);
    expect(test.desk.state.value.conversations.get('cnv_mara')?.status).toBe('ended');
  });
});

describe('news', () => {
  it('[CH76] a refusal is shown until it is dismissed or the same act succeeds', async () => {
    const test = await startTestDesk();
    test.server.line.refuseNext('share:ask', 'unavailable');
    test.server.line.refuseNext('page:push', 'forbidden');
    await test.desk.askToSee('cnv_mara');
    await test.desk.pushPage('cnv_mara', 'https://wetterfest.example/', 'Home');
    expect(test.desk.notices.shown.value.map((one) => one.act)).toEqual(['share', 'push']);
    await test.desk.askToSee('cnv_mara');
    expect(test.desk.notices.shown.value.map((one) => one.act)).toEqual(['push']);
    test.desk.notices.dismiss(test.desk.notices.shown.value[0]!.id);
    expect(test.desk.notices.shown.value).toEqual([]);
  });

  it('[CH87] a sound tells of somebody new while available and of a message elsewhere, never of one under the eyes', async () => {
    const test = await startTestDesk({ present: { ...emptyPresent(0), conversations: [] } });
    const arrive = (id: string) => test.server.arrive(conversation(id, contact(id), 0));
    arrive('cnv_1');
    expect(test.sounds).toEqual(['waiting']);
    await test.desk.accept('cnv_1');
    test.server.say('cnv_1', visitor, { type: 'text', text: 'under the eyes' });
    expect(test.sounds).toEqual(['waiting']);
    test.attentive.value = false;
    test.server.say('cnv_1', visitor, { type: 'text', text: 'elsewhere' });
    expect(test.sounds).toEqual(['waiting', 'message']);
    await test.desk.setAvailable(false);
    arrive('cnv_2');
    expect(test.sounds).toEqual(['waiting', 'message']);
  });

  it('[CH88] the title counts unread messages, and who waits while the agent is available', async () => {
    const test = await startTestDesk();
    test.server.say('cnv_jonas', visitor, { type: 'text', text: 'one' });
    test.server.say('cnv_jonas', visitor, { type: 'text', text: 'two' });
    expect(test.desk.calls.value).toBe(5);
    await test.desk.setAvailable(false);
    expect(test.desk.calls.value).toBe(2);
  });

  it('[AC34] each message is said once; more than three in a moment are said as a number', async () => {
    const test = await startTestDesk();
    const said: string[] = [];
    const hear = () => {
      for (const one of test.desk.notices.said.value) if (!said.includes(one.id)) said.push(one.id);
    };
    for (let count = 0; count < 6; count++) {
      test.server.say('cnv_jonas', visitor, { type: 'text', text: `message ${count}` });
      hear();
    }
    expect(said).toHaveLength(3);
    test.clock.advance(2_000);
    expect(test.desk.notices.said.value.map((one) => one.said)).toEqual([{ type: 'messagedMany', count: 3 }]);
    test.clock.advance(1_000);
    expect(test.desk.notices.said.value).toEqual([]);
  });

  it('[CH85] a session ended by the server, or refused by it, leaves the desk with its reason', async () => {
    const test = await startTestDesk();
    test.server.line.arrive('session:revoked', { reason: 'idle' });
    test.server.line.become('refused', { code: 'signedOut' });
    expect(test.revoked).toEqual(['idle', 'revoked']);
  });
});

describe('a visitor’s code', () => {
  it('[HO60] ten digits are asked for, and the conversation opens only after the visitor’s yes', async () => {
    const test = await startTestDesk();
    const { codes } = test.desk;
    await codes.enter('482 910');
    expect(codes.claim.value).toEqual({ phase: 'typing', why: 'short' });
    expect(asks(test, 'code:claim')).toHaveLength(0);
    await codes.enter('000 000 000 0');
    expect(codes.claim.value).toEqual({ phase: 'typing', why: 'wrong' });
    await codes.enter('482 910 573 6');
    expect(codes.claim.value).toEqual({ phase: 'asking', claimId: 'clm_1' });
    expect(test.desk.state.value.openId).toBe(null);
    test.server.line.arrive('code:answered', { claimId: 'clm_other', conversationId: 'cnv_mara' });
    expect(test.desk.state.value.openId).toBe(null);
    test.server.line.arrive('code:answered', { claimId: 'clm_1', conversationId: 'cnv_new' });
    const { me } = test.server.present;
    test.server.arrive(conversation('cnv_new', contact('con_new'), 0, { status: 'active', agent: me }));
    expect(test.desk.state.value.openId).toBe('cnv_new');
  });

  it('[HO60] a no is told, and so is a line that is gone', async () => {
    const test = await startTestDesk();
    const { codes } = test.desk;
    await codes.enter('4829105736');
    test.server.line.arrive('code:answered', { claimId: 'clm_1', conversationId: null });
    expect(codes.claim.value).toEqual({ phase: 'typing', why: 'declined' });
    test.server.line.become('offline');
    await codes.enter('4829105736');
    expect(codes.claim.value).toEqual({ phase: 'typing', why: 'offline' });
  });
});
