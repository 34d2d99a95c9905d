import { fakeClock } from '@theke/kit';
import { type LiveAsks, type LiveTells, no, yes } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { createBareView } from '../testing/bareView.ts';
import { createFakeLine } from '../testing/fakeLine.ts';
import { gradeLink } from './link.ts';
import { createSharing } from './sharing.ts';

const words = { title: 'Shared page', frame: 'Not shared' };
const mount = {} as HTMLElement;
const nothing = { point: false, control: false, fill: false };
const settle = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

async function start({ attach = true } = {}) {
  const clock = fakeClock();
  const live = createFakeLine<LiveAsks, LiveTells>();
  live.answers = { 'share:join': () => yes({ viewer: 'v' }), 'share:pulse': () => yes({ visitorMs: 30 }) };
  const bare = createBareView();
  let opened = 0;
  const sharing = createSharing({
    openLive: () => {
      opened += 1;
      return live;
    },
    ...bare.door,
    assetUrl: () => null,
    clock,
  });
  const told = (event: string) =>
    live.told.filter((one) => one.event === event).map((one) => one.input) as Record<string, unknown>[];
  const undo = attach ? sharing.attach('shr_1', mount, words) : () => {};
  await settle();
  sharing.allow({ point: true, control: false, fill: false });
  return { clock, live, seen: bare.seen, bare, sharing, told, undo, opened: () => opened };
}

describe('a page on the stage', () => {
  it('[VW60] the live line is open only while a page is on the stage, and everything is taken away with it', async () => {
    const { sharing, live, seen, opened } = await start({ attach: false });
    expect(opened()).toBe(0);
    const undo = sharing.attach('shr_1', mount, words);
    await settle();
    expect(live.asked).toEqual([{ event: 'share:join', input: { shareId: 'shr_1' } }]);
    live.arrive('page:chunked', { shareId: 'shr_1', stream: 1, seq: 0, bytes: new Uint8Array() });
    live.arrive('page:chunked', { shareId: 'shr_other', stream: 1, seq: 9, bytes: new Uint8Array() });
    undo();
    undo();
    live.arrive('page:chunked', { shareId: 'shr_1', stream: 1, seq: 1, bytes: new Uint8Array() });
    live.arrive('field:told', { shareId: 'shr_1', node: 1, kind: 'closed', why: 'gone' });
    expect(seen.filter((one) => !one.startsWith('look'))).toEqual(['chunk 0', 'reach closed', 'close']);
    expect(live.state).toBe('closed');
    expect(sharing.view.value).toBe(null);
    expect(sharing.link.value).toBe(null);
  });

  it('[VW64] after a lost live line the share is joined again; the server then has a fresh picture made', async () => {
    const { live, told } = await start();
    live.become('offline');
    live.become('online');
    await settle();
    expect(live.asked.filter((one) => one.event === 'share:join')).toHaveLength(2);
    expect(told('picture:want')).toHaveLength(0);
  });

  it('[VW64] a share that ended while the line was down is shown as ended', async () => {
    const { live, seen } = await start();
    live.answers['share:join'] = () => no('gone');
    live.become('offline');
    live.become('online');
    await settle();
    expect(seen).toContain('ended');
  });

  it('[VW63] gaps and the end reach the view of that share only', async () => {
    const { sharing, live, seen } = await start();
    sharing.gap('shr_other', 'hidden');
    sharing.gap('shr_1', 'navigating');
    live.arrive('share:cut', { shareId: 'shr_1' });
    expect(seen.filter((one) => !one.startsWith('look'))).toEqual(['gap navigating', 'ended']);
  });
});

describe('showing things', () => {
  it('[VW61] a pointer is told at most thirty times a second, and its newest place wins', async () => {
    const { sharing, clock, told } = await start();
    for (let x = 1; x <= 100; x++) {
      sharing.pointing.point({ x, y: 5 });
      clock.advance(10);
    }
    clock.advance(100);
    const places = told('pointer:move');
    expect(places.length).toBeLessThanOrEqual(32);
    expect(places.length).toBeGreaterThan(20);
    expect(places.at(-1)).toEqual({ shareId: 'shr_1', x: 100, y: 5, inside: true });
    sharing.pointing.point(null);
    clock.advance(100);
    expect(told('pointer:move').at(-1)).toMatchObject({ inside: false });
  });

  it('[VW62] highlighting names the element on the visitor’s page, and clearing takes it off', async () => {
    const { sharing, told } = await start();
    const { pointing } = sharing;
    expect(pointing.mark({ x: 10, y: 10 })).toBe('button Order');
    expect(pointing.marked.value).toEqual({ node: 7, label: 'button Order' });
    pointing.clearMark();
    pointing.clearMark();
    expect(told('highlight:set')).toEqual([
      { shareId: 'shr_1', node: 7 },
      { shareId: 'shr_1', node: null },
    ]);
    expect(pointing.mark({ x: 500, y: 10 })).toBe(null);
  });

  it('[VW61] with the highlighter in hand no pointer is shown', async () => {
    const { sharing, clock, told } = await start();
    sharing.pointing.choose('highlight');
    clock.advance(100);
    const before = told('pointer:move').length;
    sharing.pointing.point({ x: 1, y: 1 });
    clock.advance(100);
    expect(told('pointer:move')).toHaveLength(before);
    expect(told('pointer:move').at(-1)).toMatchObject({ inside: false });
  });

  it('[VW151] a laser is told as one; a line is drawn here at once and told in pieces, at most thirty a second', async () => {
    const { sharing, clock, told } = await start();
    const { pointing } = sharing;
    pointing.choose('laser');
    pointing.point({ x: 3, y: 4 });
    expect(told('pointer:move').at(-1)).toEqual({ shareId: 'shr_1', x: 3, y: 4, inside: true, laser: true });
    pointing.choose('pen');
    pointing.draw({ x: 0, y: 0 });
    expect(pointing.strokes.value[0]?.points).toEqual([0, 0]);
    const fromMs = clock.elapsed();
    for (let n = 1; n <= 300; n++) {
      pointing.drawOn({ x: n, y: -n });
      clock.advance(4);
    }
    pointing.drawEnd();
    const pieces = told('stroke:draw') as { strokeId: string; points: number[]; done: boolean }[];
    expect(pieces.length).toBeLessThanOrEqual(2 + (clock.elapsed() - fromMs) / 33);
    expect(new Set(pieces.map((piece) => piece.strokeId)).size).toBe(1);
    expect(pieces.flatMap((piece) => piece.points)).toEqual(pointing.strokes.value[0]?.points);
    expect(pieces.map((piece) => piece.done)).toEqual([...pieces.slice(1).map(() => false), true]);
    clock.advance(5_000);
    expect(pointing.strokes.value).toEqual([]);
  });

  it('[VW151] no piece of a line is larger than the protocol allows', async () => {
    const { sharing, told } = await start();
    sharing.pointing.draw({ x: 0, y: 0 });
    for (let n = 0; n < 400; n++) sharing.pointing.drawOn({ x: n, y: n });
    sharing.pointing.drawEnd();
    const sizes = told('stroke:draw').map((piece) => (piece.points as number[]).length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(256);
    expect(sizes.reduce((sum, one) => sum + one, 0)).toBe(802);
    expect(told('stroke:draw').filter((piece) => piece.done)).toHaveLength(1);
  });

  it('[VW151] without the visitor’s grant nothing is shown; withdrawn, everything is taken off their page', async () => {
    const { sharing, clock, told } = await start();
    sharing.pointing.mark({ x: 10, y: 10 });
    sharing.allow(nothing);
    clock.advance(100);
    expect(told('highlight:set').at(-1)).toEqual({ shareId: 'shr_1', node: null });
    expect(told('pointer:move').at(-1)).toMatchObject({ inside: false });
    const before = { ...told('pointer:move') };
    sharing.pointing.point({ x: 1, y: 1 });
    sharing.pointing.draw({ x: 1, y: 1 });
    expect(sharing.pointing.mark({ x: 10, y: 10 })).toBe(null);
    clock.advance(100);
    expect({ ...told('pointer:move') }).toEqual(before);
    expect(told('stroke:draw')).toEqual([]);
  });
});

describe('acting', () => {
  it('[VW152] a reach knows at every moment what the visitor allows; only with control wheel and clicks aim', async () => {
    const { sharing, bare, seen } = await start();
    const { acting } = sharing;
    const at = { x: 10, y: 10 };
    expect(acting.aim(at)).toBe(null);
    expect(acting.wheel(at, 0, 50)).toBe(false);
    sharing.allow({ ...nothing, fill: true });
    expect(bare.may).toEqual({ control: false, fill: true });
    expect(acting.aim(at)).toBe(null);
    expect(acting.aim({ x: 150, y: 1 })?.node).toBe(8);
    sharing.allow({ ...nothing, control: true });
    expect(acting.aim(at)?.node).toBe(7);
    expect(acting.wheel(at, 0, 50)).toBe(true);
    sharing.allow(nothing);
    expect(bare.may).toEqual({ control: false, fill: false });
    expect(acting.wheel(at, 0, 50)).toBe(false);
    expect(seen.filter((one) => one.startsWith('wheel'))).toEqual(['wheel 50']);
  });

  it('[VW153] a refusal is remembered with its element for six seconds, and gone with the next try', async () => {
    const { sharing, bare, clock } = await start();
    const { acting } = sharing;
    await acting.click({ x: 10, y: 10 });
    bare.reach?.onRefused('denied', 'Order', true);
    expect(acting.refused.value).toEqual({ why: 'denied', label: 'Order', shown: true, node: 7 });
    clock.advance(5_900);
    expect(acting.refused.value).not.toBe(null);
    clock.advance(200);
    expect(acting.refused.value).toBe(null);
    bare.reach?.onRefused('busy');
    await acting.click({ x: 10, y: 10 });
    expect(acting.refused.value).toBe(null);
    bare.reach?.onLost();
    expect(acting.refused.value?.why).toBe('lost');
  });

  it('[VW152] an act is asked for over the live lane and waits as long as the visitor’s browser may take', async () => {
    const { bare, live } = await start();
    const act = { shareId: 'shr_1', actId: 'act_1', act: { kind: 'back' as const }, seen: { stream: 1, seq: 2 } };
    live.answers['act:try'] = () => yes({ done: true });
    expect(await bare.reach?.tryAct(act)).toEqual(yes({ done: true }));
    expect(live.asked.at(-1)).toEqual({ event: 'act:try', input: act });
    live.arrive('field:told', { shareId: 'shr_1', node: 1, kind: 'closed', why: 'gone' });
    live.arrive('field:told', { shareId: 'shr_2', node: 1, kind: 'closed', why: 'gone' });
    expect(bare.seen.filter((one) => one.startsWith('told'))).toEqual(['told closed']);
  });
});

describe('leading', () => {
  it('[VW159] scrolling together takes followers along, at most thirty times a second; with control it scrolls their page', async () => {
    const { sharing, clock, told, seen, live } = await start();
    const { leading } = sharing;
    const at = { x: 1, y: 1 };
    expect(leading.move(at, 0, 10)).toBe(false);
    leading.choose('lead');
    expect(leading.apart.value).toBe(true);
    for (let n = 0; n < 10; n++) leading.move(at, 0, n);
    clock.advance(50);
    expect(told('lead:scroll')).toEqual([{ shareId: 'shr_1', node: null, left: 0, top: 9 }]);
    live.arrive('follow:changed', { shareId: 'shr_1', on: true });
    expect(leading.follows.value).toBe(true);
    sharing.allow({ point: true, control: true, fill: false });
    expect(leading.apart.value).toBe(false);
    leading.move(at, 0, 77);
    clock.advance(50);
    expect(told('lead:scroll')).toHaveLength(1);
    expect(seen.at(-1)).toBe('wheel 77');
  });

  it('[VW159] looking around moves nobody but oneself, also with control, and ends with the share', async () => {
    const { sharing, told, seen, clock, undo } = await start();
    sharing.allow({ point: true, control: true, fill: false });
    sharing.leading.choose('own');
    expect(seen.at(-1)).toBe('look true');
    expect(sharing.leading.move({ x: 1, y: 1 }, 0, 30)).toBe(true);
    clock.advance(100);
    expect(seen.at(-1)).toBe('lookBy 30');
    expect(told('lead:scroll')).toEqual([]);
    sharing.leading.choose('theirs');
    expect(seen.at(-1)).toBe('look false');
    sharing.leading.choose('own');
    undo();
    expect(sharing.leading.wheel.value).toBe('theirs');
  });
});

describe('the connection', () => {
  it('[VW163] a pulse goes out every five seconds while the page is live, and no longer', async () => {
    const { clock, live, bare, sharing } = await start();
    const pulses = () => live.asked.filter((one) => one.event === 'share:pulse').length;
    for (let second = 0; second < 21; second++) {
      clock.advance(1_000);
      await settle();
    }
    expect(pulses()).toBe(5);
    expect(sharing.link.value).toMatchObject({ grade: 'good', visitorMs: 30, roundTripMs: 30 });
    bare.state.value = { phase: 'gap', why: 'lineLost' };
    clock.advance(30_000);
    await settle();
    expect(pulses()).toBe(5);
    expect(sharing.link.value).toBe(null);
  });

  it('[VW163] it is good, fair or poor by delay, by what was left out of late, and by silence', async () => {
    const fine = { roundTripMs: 80, lagMs: 40, droppedLately: 0, unanswered: 0 };
    expect(gradeLink(fine)).toBe('good');
    expect(gradeLink({ ...fine, roundTripMs: null })).toBe('good');
    expect(gradeLink({ ...fine, roundTripMs: 300 })).toBe('fair');
    expect(gradeLink({ ...fine, droppedLately: 1 })).toBe('fair');
    expect(gradeLink({ ...fine, lagMs: 2_500 })).toBe('poor');
    expect(gradeLink({ ...fine, unanswered: 2 })).toBe('poor');
    const { clock, bare, sharing, live } = await start();
    live.answers['share:pulse'] = () => no('timeout');
    for (let second = 0; second < 12; second++) {
      clock.advance(1_000);
      await settle();
    }
    expect(sharing.link.value?.grade).toBe('poor');
    live.answers['share:pulse'] = () => yes({ visitorMs: 30 });
    bare.quality.value = { ...bare.quality.value, dropped: 2 };
    for (let second = 0; second < 6; second++) {
      clock.advance(1_000);
      await settle();
    }
    expect(sharing.link.value).toMatchObject({ grade: 'fair', droppedLately: 2 });
    for (let second = 0; second < 40; second++) {
      clock.advance(1_000);
      await settle();
    }
    expect(sharing.link.value).toMatchObject({ grade: 'good', droppedLately: 0 });
  });
});

describe('a video both look at', () => {
  it('[VW167] what either side does moves it for both; its place runs on between two words', async () => {
    const { sharing, live, told, clock } = await start();
    const { films } = sharing;
    films.step('ent_1', true, 2_000);
    expect(told('media:step')).toEqual([{ shareId: 'shr_1', entryId: 'ent_1', playing: true, atMs: 2_000 }]);
    clock.advance(3_000);
    expect(films.placeOf('ent_1')).toBe(5_000);
    live.arrive('media:stepped', { shareId: 'shr_1', entryId: 'ent_1', playing: false, atMs: 4_000 });
    clock.advance(3_000);
    expect(films.placeOf('ent_1')).toBe(4_000);
    expect(films.placeOf('ent_2')).toBe(0);
  });
});
