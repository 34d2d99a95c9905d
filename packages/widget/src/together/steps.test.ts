import { fakeClock } from '@theke/kit';
import { expect, it } from 'vitest';
import { createDeeds } from './deeds.ts';
import { siteAddress } from './sameSite.ts';
import { createSteps, driftMs, isNews, type Moved, type Playable, playInStep } from './steps.ts';

/** A video whose time is the test's; what it is told it tells, as a real one does. */
function video(clock: ReturnType<typeof fakeClock>, moved: (how: Moved) => void) {
  let at = 0;
  let sinceMs = clock.elapsed();
  let paused = true;
  const now = () => (paused ? at : at + (clock.elapsed() - sinceMs) / 1_000);
  const mark = (next: number) => {
    at = next;
    sinceMs = clock.elapsed();
  };
  const field: Playable & { stall(ms: number): void } = {
    get currentTime() {
      return now();
    },
    set currentTime(next) {
      mark(next);
      moved('seeked');
    },
    get paused() {
      return paused;
    },
    muted: false,
    async play() {
      mark(now());
      paused = false;
      moved('play');
    },
    pause() {
      mark(now());
      paused = true;
      moved('pause');
    },
    stall: (ms) => mark(now() - ms / 1_000),
  };
  return field;
}

/** Two sides with a wire between them. */
function pair() {
  const clock = fakeClock();
  const told = [0, 0];
  const sides: { field: ReturnType<typeof video>; player: ReturnType<typeof playInStep> }[] = [];
  for (const me of [0, 1]) {
    const field = video(clock, (how) => sides[me]?.player.moved(how));
    const player = playInStep(field, 'e1', clock, (step) => {
      told[me]!++;
      sides[1 - me]!.player.hear(step);
    });
    sides.push({ field, player });
  }
  const apartMs = () => Math.abs(sides[0]!.field.currentTime - sides[1]!.field.currentTime) * 1_000;
  return { clock, told, one: sides[0]!.field, two: sides[1]!.field, apartMs };
}

it('[SH162] whoever plays, moves or pauses does it for both, and no echo goes round', async () => {
  const { clock, told, one, two, apartMs } = pair();
  await one.play();
  expect(two.paused).toBe(false);
  expect(told).toEqual([1, 0]);
  clock.advance(2_000);
  two.currentTime = 30;
  expect(one.currentTime).toBe(30);
  expect(told).toEqual([1, 1]);
  clock.advance(1_000);
  two.pause();
  expect([one.paused, apartMs()]).toEqual([true, 0]);
  expect(told).toEqual([1, 2]);
});

it('[SH162] a pause pressed while a video is still beginning stands; where sound is not allowed it begins silently', async () => {
  const clock = fakeClock();
  const plays: string[] = [];
  const beginning = (why: string) => {
    let paused = true;
    const field: Playable = {
      currentTime: 0,
      get paused() {
        return paused;
      },
      muted: false,
      async play() {
        plays.push(field.muted ? 'silently' : 'aloud');
        paused = false;
        if (plays.length > 1) return;
        paused = true;
        throw Object.assign(new Error(why), { name: why });
      },
      pause() {},
    };
    return field;
  };
  playInStep(beginning('AbortError'), 'e1', clock, () => {}).hear({ entryId: 'e1', playing: true, atMs: 0 });
  await Promise.resolve();
  await Promise.resolve();
  expect(plays).toEqual(['aloud']);
  plays.length = 0;
  playInStep(beginning('NotAllowedError'), 'e1', clock, () => {}).hear({ entryId: 'e1', playing: true, atMs: 0 });
  await Promise.resolve();
  await Promise.resolve();
  expect(plays).toEqual(['aloud', 'silently']);
});

it('[SH162] a little drift is left alone; a side that had to wait is taken along', async () => {
  const { clock, one, two, apartMs } = pair();
  await one.play();
  two.stall(driftMs - 50);
  clock.advance(10_000);
  expect(apartMs()).toBeCloseTo(driftMs - 50);
  two.stall(900);
  clock.advance(5_000);
  expect(apartMs()).toBeLessThanOrEqual(driftMs);
});

it('[SH162] what the other side expects anyway is no news', () => {
  const known = { playing: true, atMs: 1_000, sinceMs: 0 };
  const at = (atMs: number, playing = true) => ({ playing, atMs, sinceMs: 5_000 });
  expect(isNews(known, 'seeked', at(6_100))).toBe(false);
  expect(isNews(known, 'seeked', at(7_000))).toBe(true);
  expect(isNews(known, 'pause', at(6_000, false))).toBe(true);
  // Begun late, because the net is slow: it catches up, the other side does not wait.
  expect(isNews(known, 'play', at(1_000))).toBe(false);
});

it('[SH162] a video opened later joins where the other side is', () => {
  const steps = createSteps(() => {});
  steps.hear({ entryId: 'e1', playing: true, atMs: 9_000 });
  const heard: number[] = [];
  steps.watch('e1', ({ atMs }) => heard.push(atMs));
  const undo = steps.watch('e2', ({ atMs }) => heard.push(-atMs));
  steps.hear({ entryId: 'e2', playing: true, atMs: 1 });
  undo();
  steps.hear({ entryId: 'e2', playing: true, atMs: 2 });
  expect(heard).toEqual([9_000, -1]);
});

it.each([
  ['https://www.shop.example/a', 'https://www.shop.example/b.png', true],
  ['https://www.shop.example/a', '/b.png', true],
  ['https://www.shop.example/a', 'https://shop.example/b.png', true],
  ['https://www.shop.example/a', 'https://img.shop.example/b.png', true],
  ['https://shop.example/a', 'https://evilshop.example/b.png', false],
  ['https://shop.example/a', 'https://shop.example.evil.test/b.png', false],
  ['https://m.shop.example/a', 'https://shop.example/b.png', false],
  ['https://shop.example/a', 'http://img.shop.example/b.png', false],
  ['https://shop.example/a', 'https://shop.example:8443/b.png', false],
  ['https://shop.example/a', 'javascript:alert(1)', false],
  ['https://shop.example/a', 'data:text/html,x', false],
  ['https://shop.example/a', '//evil.test/x', false],
  ['https://shop.example/a', 'blob:https://shop.example/1', false],
  ['http://127.0.0.1:80/a', 'http://1.127.0.0.1/b', false],
  ['http://localhost:4801/a', 'http://x.localhost:4801/b', false],
])('[SH162] only what belongs to the shop is shown: on %s the address %s is %s', (here, address, shown) => {
  expect(siteAddress(address, new URL(here)) !== undefined).toBe(shown);
});

it('[SH150] what the agent does is shown at once and said at most every two seconds, the newest', () => {
  const clock = fakeClock();
  const said: string[] = [];
  const deeds = createDeeds(clock, (text) => said.push(text));
  for (const text of ['one', 'two', 'three']) {
    deeds.did(text);
    expect(deeds.last.value).toBe(text);
  }
  clock.advance(0);
  expect(said).toEqual(['three']);
  deeds.did('four');
  clock.advance(1_000);
  deeds.did('five');
  expect(said).toEqual(['three']);
  clock.advance(1_000);
  expect(said).toEqual(['three', 'five']);
  deeds.did('');
  clock.advance(10_000);
  expect([said.length, deeds.last.value, clock.pending]).toEqual([2, '', 0]);
});
