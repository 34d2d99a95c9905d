// @vitest-environment jsdom
import { fakeClock } from '@theke/kit';
import { type LiveAsks, type LiveTells, type Share, type VisitorAsks, type VisitorTells, yes } from '@theke/protocol';
import { beforeEach, expect, it, vi } from 'vitest';
import { createVisitorStore } from '../session/store.ts';
import type { Visit } from '../session/visit.ts';
import { createTestCore } from '../testing/fakeCore.ts';
import { createFakeLine } from '../testing/fakeLine.ts';
import { en } from '../texts/together.en.ts';
import { createShareDesk } from './shareDesk.ts';
import { createTurns } from './turns.ts';

beforeEach(() => localStorage.clear());
const settle = () => new Promise((done) => setTimeout(done));
const asked: Share = {
  shareId: 's1',
  conversationId: 'c1',
  phase: 'asked',
  agent: { agentId: 'a', name: 'Anna' },
  sinceAt: 1,
};
const on: Share = { ...asked, phase: 'on' };

function sharing(serverMs = 9_000_000) {
  const sessions: {
    powers: { firstStream: number };
    stop: ReturnType<typeof vi.fn>;
    picture: ReturnType<typeof vi.fn>;
  }[] = [];
  const startShare = (powers: { firstStream: number }) => {
    const made = { powers, stop: vi.fn(), picture: vi.fn(), pointer: vi.fn(), highlight: vi.fn(), stats: {} };
    sessions.push(made);
    return made;
  };
  const core = createTestCore({ consent: 'implied' }, async () => ({ startShare }));
  const line = createFakeLine<VisitorAsks, VisitorTells>();
  line.open();
  line.answers['share:answer'] = ({ allow }: { allow: boolean }) => yes({ ...on, phase: allow ? 'on' : 'ended' });
  const lanes: ReturnType<typeof createFakeLine<LiveAsks, LiveTells>>[] = [];
  const store = createVisitorStore(core);
  const make = () =>
    createShareDesk({
      core,
      store,
      clock: fakeClock(),
      tabId: 'tab1',
      visit: { line, auth: () => ({}), serverNow: () => serverMs } as unknown as Visit,
      createLiveLine: () => {
        const lane = createFakeLine<LiveAsks, LiveTells>();
        lanes.push(lane);
        return lane;
      },
      overlay: document.createElement('div'),
      texts: () => en,
      say: vi.fn(),
      failed: vi.fn(),
    });
  return { core, line, lanes, sessions, store, desk: make(), make };
}

it('[SH60] nothing is recorded or opened before the visitor’s yes; a no ends it', async () => {
  const { desk, line, lanes, sessions } = sharing();
  line.hear('share:changed', asked);
  await settle();
  expect([lanes.length, sessions.length]).toEqual([0, 0]);
  desk.answer(false);
  await settle();
  expect(line.asked.at(-1)).toEqual({ event: 'share:answer', input: { shareId: 's1', allow: false } });
  expect([desk.share.value, lanes.length]).toEqual([null, 0]);
});

it('[SH60] a shop that said no to sharing declines every wish unseen', async () => {
  const { core, desk, line } = sharing();
  core.consent.cobrowse = false;
  line.hear('share:changed', asked);
  expect(desk.share.value).toBeNull();
  await settle();
  expect(line.asked.at(-1)!.input).toEqual({ shareId: 's1', allow: false });
});

it('[SH61] stopping undoes the recording at once, before anybody is told', async () => {
  const { desk, line, sessions, lanes } = sharing();
  line.hear('share:changed', asked);
  desk.answer(true);
  await settle();
  expect(sessions).toHaveLength(1);
  desk.stop();
  expect(sessions[0]!.stop).toHaveBeenCalledOnce();
  expect(lanes[0]!.state).toBe('closed');
  expect(desk.share.value).toBeNull();
  await settle();
  expect(line.asked.at(-1)!.event).toBe('grants:withdraw');
});

it('[SH62] goes on after a page load without a question, with a stream above all earlier ones', async () => {
  const { desk, sessions, line } = sharing(9_000_000);
  desk.welcomed(on);
  await settle();
  expect(sessions[0]!.powers.firstStream).toBe(9_000_000);
  expect(line.asked.filter((ask) => ask.event === 'share:answer')).toEqual([]);
});

it('[SH62] a live lane that was lost goes on with a fresh picture, not a second recording', async () => {
  const { desk, sessions, lanes } = sharing();
  desk.welcomed(on);
  await settle();
  lanes[0]!.become('offline');
  lanes[0]!.become('online');
  await settle();
  expect(sessions).toHaveLength(1);
  expect(sessions[0]!.picture).toHaveBeenCalledOnce();
});

it('[SH63] a stop the server did not hear is said again, and no page load begins anew', async () => {
  const { desk, line, make, sessions, store } = sharing();
  desk.welcomed(on);
  await settle();
  line.become('offline');
  desk.stop();
  await settle();
  desk.close();
  line.open();
  const next = make();
  next.welcomed(on);
  await settle();
  expect(sessions).toHaveLength(1);
  expect(next.share.value).toBeNull();
  expect(line.asked.at(-1)!.event).toBe('grants:withdraw');
  expect(store.read('stopped')).toBeNull();
});

it('[SH61] what the server cuts is cut here', async () => {
  const { desk, lanes, sessions, line } = sharing();
  desk.welcomed(on);
  await settle();
  lanes[0]!.hear('share:cut', { shareId: 's1' });
  expect(sessions[0]!.stop).toHaveBeenCalledOnce();
  line.hear('share:changed', { ...on, phase: 'ended', why: 'stoppedByAgent' });
  expect(desk.share.value).toBeNull();
});

it('[SH64] of two tabs the one that came to the front last streams', async () => {
  const lost = vi.fn();
  const mine = vi.fn();
  const first = createTurns(window, 'tab1', { mine, lost });
  const second = createTurns(window, 'tab2', { mine: vi.fn(), lost: vi.fn() });
  first.take();
  second.take();
  await vi.waitFor(() => expect(lost).toHaveBeenCalled());
  window.dispatchEvent(new Event('focus'));
  expect(mine).toHaveBeenCalled();
  first.close();
  second.close();
  mine.mockClear();
  window.dispatchEvent(new Event('focus'));
  expect(mine).not.toHaveBeenCalled();
});
