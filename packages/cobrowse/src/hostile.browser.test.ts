import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileChanges, hostilePictures, malformed, picture } from './testing/hostile.contract.ts';
import { type Ground, openGround, openView } from './testing/stand.contract.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

const known = /^own \/(view|loose|view\.js|stand\.js|favicon\.ico|asset\?u=)/;
const written = (line: unknown) => (typeof line === 'string' ? line : JSON.stringify(line));

/** Shows each of these to a view of its own stream; gives what was loaded beside the guarded path, and what ran. */
async function showAll(page: Page, cases: [string, unknown[]][]) {
  const after: Record<string, string[]> = {};
  for (const [name, events] of cases) {
    const from = ground.stand.requests.length;
    const ran = await page.evaluate(async (forged) => {
      stand.forge(forged);
      await pause(60);
      const { pwned = 0 } = globalThis as unknown as { pwned?: number };
      const frames = [...document.querySelectorAll<HTMLIFrameElement>('#mount iframe')];
      const left = frames.flatMap((frame) => [
        ...(frame.contentDocument?.querySelectorAll(
          'script,iframe,object,embed,base,meta,[srcdoc],[action],[onclick],[onerror],[onload]',
        ) ?? []),
      ]);
      return {
        pwned,
        left: left.map((element) => element.outerHTML),
        sandboxes: frames.map((frame) => frame.getAttribute('sandbox')),
      };
    }, events);
    const wrong = [
      ...ground.stand.requests.slice(from).filter((request) => !known.test(request)),
      ...(ran.pwned ? ['a script ran'] : []),
      ...ran.left,
      ...ran.sandboxes.filter((sandbox) => sandbox !== 'allow-same-origin').map((sandbox) => `sandbox ${sandbox}`),
    ];
    if (wrong.length > 0) after[name] = wrong;
  }
  return after;
}

describe('view, hostile visitor', () => {
  it('[VW20] no forged picture or change runs a script or loads anything but through the guarded path', async () => {
    // Under no policy at all: nothing but our own cleaning holds.
    const { page, errors } = await openView(ground.browser, ground.stand, '/loose');
    const beyond: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith(ground.stand.origin) && !request.url().startsWith('data:'))
        beyond.push(request.url());
    });
    await page.evaluate(() => stand.openView({ answerWants: false }));
    const pictures = hostilePictures(ground.stand.foreign);
    const changes = hostileChanges(ground.stand.foreign).map(([name, events]): [string, unknown[]] => [
      name,
      [...picture(), ...events],
    ]);
    expect(pictures.length + changes.length).toBeGreaterThanOrEqual(45);
    expect(await showAll(page, [...pictures, ...changes])).toEqual({});
    expect(beyond).toEqual([]);
    expect(errors).toEqual([]);
    // The pictures did come: the last honest one stands, and pictures were asked for on the guarded path.
    expect(await page.evaluate(() => stand.view.stats.pictures)).toBeGreaterThan(40);
    expect(ground.stand.requests.some((request) => request.startsWith('own /asset?u='))).toBe(true);
    await page.close();
  });

  it('[VW21] after anything malformed the next honest picture is shown', async () => {
    const { page, errors } = await openView(ground.browser, ground.stand);
    await page.evaluate(() => stand.openView({ answerWants: false }));
    const failed: number[] = [];
    const cases = malformed();
    for (const [index, lines] of cases.entries()) {
      const shown = await page.evaluate(
        async ([bad, good]) => {
          stand.forge(bad!);
          await pause(10);
          stand.forge(good!);
          return until(() => stand.view.state.value.phase === 'live' && stand.text().includes('good state'));
        },
        [lines.map(written), picture()],
      );
      if (!shown) failed.push(index);
    }
    expect(failed).toEqual([]);
    expect(errors).toEqual([]);
    expect(await page.evaluate(() => document.querySelectorAll('#mount iframe').length)).toBe(1);
    await page.close();
  });

  it('[VW22] streams of changed events never freeze the view, run a script or load anything; the next honest picture is shown', async () => {
    const { page, errors } = await openView(ground.browser, ground.stand, '/loose');
    await page.evaluate(() => stand.openView({ answerWants: false }));
    const from = ground.stand.requests.length;
    const seeds = [...hostilePictures(ground.stand.foreign), ...hostileChanges(ground.stand.foreign)].map(
      ([, events]) => events,
    );
    const random = randomFrom(20_260_805);
    const failed: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      const streams = Array.from({ length: 15 }, () =>
        [
          ...picture(),
          ...bend(seeds[random(seeds.length)]!, random),
          ...bend(seeds[random(seeds.length)]!, random),
        ].map(written),
      );
      const shown = await page.evaluate(
        async ([bad, good]) => {
          let shown = 0;
          for (const stream of bad!) {
            stand.forge(stream as unknown[]);
            stand.forge(good!);
            if (stand.view.state.value.phase === 'live' && stand.text().includes('good state')) shown += 1;
          }
          await pause(30);
          return shown;
        },
        [streams, picture()],
      );
      if (shown !== streams.length) failed.push(round);
    }
    expect(failed).toEqual([]);
    expect(ground.stand.requests.slice(from).filter((request) => !known.test(request))).toEqual([]);
    expect(await page.evaluate(() => (globalThis as unknown as { pwned?: number }).pwned)).toBeUndefined();
    expect(errors).toEqual([]);
    await page.close();
  });
});

/** The same numbers each time. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 4_294_967_296) * below);
  };
}

/** Events with values replaced, keys renamed, parts doubled, dropped or put elsewhere. */
function bend(events: unknown, random: (below: number) => number): unknown[] {
  const odd = [null, -1, 0, 1, 3, 5, 8, 1e9, '', 'style', 'script', [], {}, true, 'url(x)', 0.5];
  const change = (value: unknown, depth: number): unknown => {
    const dice = random(60);
    if (dice === 0) return odd[random(odd.length)];
    if (Array.isArray(value)) {
      const list = value.map((inner) => change(inner, depth + 1));
      if (dice === 1) list.push(...structuredClone(list));
      if (dice === 2) list.reverse();
      if (dice === 3) list.pop();
      return list;
    }
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => [random(150) === 0 ? 'tagName' : key, change(inner, depth + 1)]),
      );
    }
    return value;
  };
  const bent = change(events, 0);
  return Array.isArray(bent) ? bent : [];
}
