import { signal } from '@preact/signals-core';
import type { Found, OpenField, PageView, ReachPowers, ViewDoor, ViewQuality } from '../desk/viewDoor.ts';

/** A view and a reach without a document: for tests of the desk itself. What is done with them is remembered. */
export function createBareView() {
  const seen: string[] = [];
  const state = signal<PageView['state']['value']>({ phase: 'live' });
  const quality = signal<ViewQuality>({ lagMs: 0, dropped: 0, pictures: 0, bad: 0, rate: 0 });
  const field = signal<OpenField | null>(null);
  const may = { control: false, fill: false };
  const bare = { seen, state, quality, field, may, reach: null as ReachPowers | null };
  const nodeAt = (x: number): Found | null => {
    const box = { left: 0, top: 0, width: 10, height: 10 };
    if (x < 100) return { node: 7, label: 'button Order', box, rx: 0, ry: 0, field: null, tag: 'button' };
    if (x < 200) return { node: 8, label: 'input Street', box, rx: 0, ry: 0, field: 'text', tag: 'input' };
    return null;
  };
  const view: PageView = {
    state,
    size: signal(null),
    pageUrl: signal(null),
    quality,
    rewind: { range: signal(null), at: signal(null), seek: () => {}, play: () => {}, live: () => {} },
    take: (chunk) => seen.push(`chunk ${chunk.seq}`),
    gap: (why) => seen.push(`gap ${why}`),
    pointer: () => seen.push('pointer'),
    nodeAt,
    boxOf: () => null,
    scrollerAt: () => ({ node: null, left: 0, top: 0, maxLeft: 0, maxTop: 0 }),
    look: (on) => seen.push(`look ${on}`),
    lookBy(_dx, dy) {
      seen.push(`lookBy ${dy}`);
      return { node: null, left: 0, top: dy };
    },
    ended: () => seen.push('ended'),
    close: () => seen.push('close'),
  };
  const door: Pick<ViewDoor, 'startView' | 'createReach'> = {
    startView: () => view,
    createReach(powers) {
      bare.reach = powers;
      return {
        click: async (x, y) => void seen.push(`click ${x} ${y}`),
        wheel: (_x, _y, _dx, dy) => seen.push(`wheel ${dy}`),
        key: async (key) => void seen.push(`key ${key}`),
        async navigate(url) {
          seen.push(`navigate ${url}`);
          return true;
        },
        back: async () => void seen.push('back'),
        may,
        field,
        told: (news) => seen.push(`told ${news.kind}`),
        close: () => seen.push('reach closed'),
      };
    },
  };
  return Object.assign(bare, { view, door });
}
