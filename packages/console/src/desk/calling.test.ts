import { memoryStore } from '@theke/kit';
import { describe, expect, it } from 'vitest';
import { startTestDesk, type TestDesk } from '../testing/desk.ts';

const asked = (test: TestDesk, event: string) =>
  test.server.line.asked.filter((one) => one.event === event).map((one) => one.input);
const record = (test: TestDesk, phase: 'ringing' | 'on' | 'ended', more: object = {}) => ({
  callId: 'cal_1',
  conversationId: 'cnv_mara',
  phase,
  agent: test.server.present.me,
  sinceAt: 0,
  ...more,
});
const joined = { callId: 'cal_1', epoch: 1, offerer: 'me' as const, iceServers: [], replay: [] };

async function ringing() {
  const test = await startTestDesk();
  test.server.line.answers['call:join'] = () => ({ ok: true, value: joined });
  await test.desk.calling.start('cnv_mara', 'Mara');
  return test;
}

describe('a call from the desk', () => {
  it('[CA70] rings until the visitor accepts, then joins; a second call is not begun beside it', async () => {
    const test = await ringing();
    expect(test.desk.calling.current.value?.session.state.value.phase).toBe('ringing');
    expect(asked(test, 'call:join')).toEqual([]);
    expect(await test.desk.calling.start('cnv_jonas', 'Jonas')).toBe(false);
    test.server.line.arrive('call:changed', record(test, 'on'));
    await test.settle();
    expect(asked(test, 'call:join')).toHaveLength(1);
    expect(test.call.acts).toContain('joined');
  });

  it('[CA71] hanging up is told to the server once; an end the server told is not told back', async () => {
    const test = await ringing();
    test.desk.calling.current.value?.session.end('hungUp');
    await test.settle();
    test.server.line.arrive('call:changed', record(test, 'ended', { why: 'hungUp' }));
    expect(asked(test, 'call:end')).toEqual([{ callId: 'cal_1', why: 'hungUp' }]);
    const other = await ringing();
    other.server.line.arrive('call:changed', record(other, 'ended', { why: 'declined' }));
    await other.settle();
    expect(asked(other, 'call:end')).toEqual([]);
    expect(other.desk.calling.current.value?.session.state.value).toEqual({ phase: 'ended', why: 'declined' });
    other.clock.advance(6_000);
    expect(other.desk.calling.current.value).toBe(null);
  });

  it('[CA71] ringing that nobody answers is withdrawn at the server', async () => {
    const test = await ringing();
    test.desk.calling.current.value?.session.end('missed');
    await test.settle();
    expect(asked(test, 'call:end')).toEqual([{ callId: 'cal_1', why: 'cancelled' }]);
  });

  it('[CA70] a refusal to start is told and leaves no call on the screen', async () => {
    const test = await startTestDesk();
    test.server.line.refuseNext('call:start', 'nobody');
    expect(await test.desk.calling.start('cnv_mara', 'Mara')).toBe(false);
    expect(test.desk.calling.current.value).toBe(null);
    expect(test.desk.notices.shown.value).toMatchObject([{ act: 'call', code: 'nobody' }]);
  });

  it('[CA72] after a reload this tab takes up its running call; another tab does not', async () => {
    const tabStore = memoryStore();
    const first = await startTestDesk({ tabStore });
    await first.desk.calling.start('cnv_mara', 'Mara');
    first.desk.close();
    const welcomeWithCall = (test: { server: TestDesk['server'] }) => {
      for (const one of test.server.present.conversations)
        if (one.conversationId === 'cnv_mara') one.call = record(test as TestDesk, 'on');
    };
    const again = await startTestDesk({ tabStore, prepare: (server) => welcomeWithCall({ server }) });
    expect(again.call.acts).toContain('resume');
    expect(asked(again, 'call:join')).toHaveLength(1);
    const elsewhere = await startTestDesk({ prepare: (server) => welcomeWithCall({ server }) });
    expect(elsewhere.desk.calling.current.value).toBe(null);
    expect(asked(elsewhere, 'call:join')).toEqual([]);
  });

  it('[CA72] a call that is over by the time this tab is back ends here too', async () => {
    const test = await ringing();
    test.server.line.refuseNext('call:join', 'gone');
    test.server.line.arrive('call:changed', record(test, 'on'));
    await test.settle();
    expect(test.desk.calling.current.value?.session.state.value).toEqual({ phase: 'ended', why: 'server' });
  });

  it('[CA70] signals and media reach the call they belong to', async () => {
    const test = await ringing();
    test.server.line.arrive('call:signalled', { callId: 'cal_other', epoch: 1, n: 1 });
    test.server.line.arrive('call:away', { callId: 'cal_other' });
    expect(test.call.acts).toEqual(['ring']);
    test.server.line.arrive('call:signalled', { callId: 'cal_1', epoch: 1, n: 1 });
    test.server.line.arrive('call:away', { callId: 'cal_1' });
    test.server.line.arrive('call:mediaTold', { callId: 'cal_1', microphone: false, camera: true, screen: false });
    expect(test.call.acts).toEqual(['ring', 'receive', 'away']);
    expect(test.desk.calling.current.value?.session.peerMedia.value.camera).toBe(true);
  });
});
