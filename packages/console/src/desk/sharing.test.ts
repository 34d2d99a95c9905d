import { fakeClock } from '@theke/kit';
import type { LiveAsks, LiveTells } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { createFakeLine } from '../testing/fakeLine.ts';
import { createSharing } from './sharing.ts';
import { signal } from './signals.ts';
import type { PageView } from './viewDoor.ts';

function start() {
  const clock = fakeClock();
  const live = createFakeLine<LiveAsks, LiveTells>();
  const seen: string[] = [];
  let opened = 0;
  const view: PageView = {
    state: signal({ phase: 'live' as const }),
    size: signal(null),
    pageUrl: signal(null),
    take: (chunk) => seen.push(`chunk ${chunk.seq}`),
    gap: (why) => seen.push(`gap ${why}`),
    pointer: () => seen.push('pointer'),
    nodeAt: (x) => (x < 100 ? { node: 7, label: 'button Order' } : null),
    ended: () => seen.push('ended'),
    close: () => seen.push('close'),
  };
  const sharing = createSharing({
    openLive: () => {
      opened += 1;
      return live;
    },
    startView: () => view,
    assetUrl: () => null,
    clock,
  });
  const told = (event: string) => live.told.filter((one) => one.event === event).map((one) => one.input);
  return { clock, live, seen, sharing, told, opened: () => opened, mount: {} as HTMLElement };
}
const settle = async () => {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
};

describe('a page on the stage', () => {
  it('[VW60] the live line is open only while a page is on the stage, and everything is taken away with it', async () => {
    const { sharing, live, seen, opened, mount } = start();
    expect(opened()).toBe(0);
    const undo = sharing.attach('shr_1', mount, 'Shared page');
    await settle();
    expect(live.asked).toEqual([{ event: 'share:join', input: { shareId: 'shr_1' } }]);
    live.arrive('page:chunked', { shareId: 'shr_1', stream: 1, seq: 0, bytes: new Uint8Array() });
    live.arrive('page:chunked', { shareId: 'shr_other', stream: 1, seq: 9, bytes: new Uint8Array() });
    undo();
    undo();
    live.arrive('page:chunked', { shareId: 'shr_1', stream: 1, seq: 1, bytes: new Uint8Array() });
    expect(seen).toEqual(['chunk 0', 'close']);
    expect(live.state).toBe('closed');
    expect(sharing.view.value).toBe(null);
  });

  it('[VW64] after a lost live line the share is joined again; the server then has a fresh picture made', async () => {
    const { sharing, live, told, mount } = start();
    sharing.attach('shr_1', mount, 'Shared page');
    await settle();
    live.become('offline');
    live.become('online');
    await settle();
    expect(live.asked.filter((one) => one.event === 'share:join')).toHaveLength(2);
    expect(told('picture:want')).toHaveLength(0);
  });

  it('[VW63] gaps and the end reach the view of that share only', async () => {
    const { sharing, live, seen, mount } = start();
    sharing.attach('shr_1', mount, 'Shared page');
    sharing.gap('shr_other', 'hidden');
    sharing.gap('shr_1', 'navigating');
    live.arrive('share:cut', { shareId: 'shr_1' });
    expect(seen).toEqual(['gap navigating', 'ended']);
  });

  it('[VW61] a pointer is told at most thirty times a second, and its newest place wins', async () => {
    const { sharing, clock, told, mount } = start();
    sharing.attach('shr_1', mount, 'Shared page');
    await settle();
    for (let x = 1; x <= 100; x++) {
      sharing.point({ x, y: 5 });
      clock.advance(10);
    }
    clock.advance(100);
    const places = told('pointer:move') as { x: number }[];
    expect(places.length).toBeLessThanOrEqual(32);
    expect(places.length).toBeGreaterThan(20);
    expect(places.at(-1)).toEqual({ shareId: 'shr_1', x: 100, y: 5, inside: true });
    sharing.point(null);
    clock.advance(100);
    expect(told('pointer:move').at(-1)).toMatchObject({ inside: false });
  });

  it('[VW62] highlighting names the element on the visitor’s page, and clearing takes it off', async () => {
    const { sharing, told, mount } = start();
    sharing.attach('shr_1', mount, 'Shared page');
    await settle();
    expect(sharing.mark({ x: 10, y: 10 })).toBe('button Order');
    expect(sharing.marked.value).toBe('button Order');
    sharing.clearMark();
    expect(told('highlight:set')).toEqual([
      { shareId: 'shr_1', node: 7 },
      { shareId: 'shr_1', node: null },
    ]);
    expect(sharing.mark({ x: 500, y: 10 })).toBe(null);
  });

  it('[VW61] with the highlighter in hand no pointer is shown', async () => {
    const { sharing, clock, told, mount } = start();
    sharing.attach('shr_1', mount, 'Shared page');
    await settle();
    sharing.choose('highlight');
    clock.advance(100);
    const before = told('pointer:move').length;
    sharing.point({ x: 1, y: 1 });
    clock.advance(100);
    expect(told('pointer:move')).toHaveLength(before);
    expect(told('pointer:move').at(-1)).toMatchObject({ inside: false });
  });
});
