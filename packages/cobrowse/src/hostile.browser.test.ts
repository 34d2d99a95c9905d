import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fuzzView, hostileClasses, ownRequests, watchBeyond, written, wrongNow } from './testing/fuzz.contract.ts';
import { add, el, malformed, mutation, picture, set } from './testing/hostile.contract.ts';
import { moreMalformed } from './testing/hostileMore.contract.ts';
import { type Ground, openGround, openView } from './testing/stand.contract.ts';
import { feedView } from './testing/viewFeed.contract.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

/** Shows each of these to a view, as a stream of its own; gives what was loaded beside the guarded path, what ran, what could. */
async function showAll(page: Page, cases: [string, unknown[]][]) {
  const after: Record<string, string[]> = {};
  for (const [name, events] of cases) {
    const from = ground.stand.requests.length;
    const wrong = await page.evaluate(
      async ({ forged, wrongNow }) => {
        stand.forge(forged);
        await pause(40);
        return (new Function(`return (${wrongNow})()`) as () => string[])();
      },
      { forged: events.map(written), wrongNow: wrongNow.toString() },
    );
    wrong.push(...ground.stand.requests.slice(from).filter((request) => !ownRequests.test(request)));
    if (wrong.length > 0) after[name] = wrong;
  }
  return after;
}

describe('view, hostile visitor', () => {
  it('[VW20] no forged picture or change runs a script or loads anything but through the guarded path', async () => {
    // Under no policy at all: nothing but our own cleaning holds.
    const { page, errors } = await openView(ground.browser, ground.stand, '/loose');
    const beyond = watchBeyond(page, ground.stand.origin);
    await page.evaluate(() => stand.openView({ answerWants: false }));
    const cases = hostileClasses(ground.stand.foreign);
    expect(cases.length).toBeGreaterThanOrEqual(150);
    expect(await showAll(page, cases)).toEqual({});
    expect(beyond).toEqual([]);
    expect(errors).toEqual([]);
    // The pictures did come: and pictures were asked for on the guarded path.
    expect(await page.evaluate(() => stand.view.stats.pictures)).toBeGreaterThan(120);
    expect(ground.stand.requests.some((request) => request.startsWith('own /asset?u='))).toBe(true);
    await page.close();
  });

  it('[VW21] after anything malformed the next honest picture is shown', async () => {
    const { page, errors } = await openView(ground.browser, ground.stand);
    await page.evaluate(() => stand.openView({ answerWants: false }));
    const failed: number[] = [];
    const cases = [...malformed(), ...moreMalformed()];
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

  it('[VW18] a text is cleaned where it stands: as a style sheet in one, however it got there; elsewhere it stays a text', async () => {
    const { page, errors } = await feedView(ground);
    const evil = '@import "https://evil.example/x";.ok{background:url(https://evil.example/y)}';
    const words = (id: number) => ({ type: 3, id, textContent: evil });
    const result = await page.evaluate(
      async ({ steps }) => {
        const texts: (string | undefined)[] = [];
        for (const [seq, events] of steps.entries()) {
          await feed(1, seq, events);
          const styles = [...mirrored().querySelectorAll('style')].map((style) => style.textContent).join('');
          texts.push(styles.includes('https://evil') ? styles : 'clean');
        }
        return { texts, paragraph: mirrored().querySelector('p')!.textContent };
      },
      {
        steps: [
          picture([], [el('style', {}, [words(900)])]),
          // As a text first, then told again in a sheet.
          [add(5, words(901)), add(8, words(901))],
          [mutation({ texts: [{ id: 9, value: evil }] })],
          // A sheet that comes after its text, and a link, which becomes one.
          [
            mutation({
              adds: [
                { parentId: 902, nextId: null, node: words(903) },
                {
                  parentId: 4,
                  nextId: null,
                  node: { type: 2, id: 902, tagName: 'link', attributes: {}, childNodes: [] },
                },
              ],
            }),
          ],
          [set(902, { _cssText: evil }), mutation({ texts: [{ id: 903, value: evil }] })],
          [mutation({ texts: [{ id: 7, value: evil }] })],
        ],
      },
    );
    expect(result).toEqual({ texts: Array(6).fill('clean'), paragraph: evil });
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[VW22] streams of changed events never freeze the view, run a script or load anything; the next honest picture is shown', async () => {
    const result = await fuzzView(ground, { streams: 600, seed: 20_260_805 });
    console.info(
      'measured',
      JSON.stringify({ ...result, requests: result.requests.length, wrong: result.wrong.length }),
    );
    expect(result).toMatchObject({ shown: 600, scripts: 0, requests: [], wrong: [] });
  });

  it('[VW101] a flood is worked on in turns, so that the window answers; when it only grows it is given up and a picture asked for', async () => {
    const { page, errors } = await openView(ground.browser, ground.stand);
    const result = await page.evaluate(
      async ({ good, change }) => {
        stand.openView({ answerWants: false });
        stand.forge(good);
        let turns = 0;
        const turn = setInterval(() => (turns += 1), 10);
        // As much as a line carries in a moment, and more than can be shown in one.
        const flood = [...good, ...Array.from({ length: 60_000 }, (_, i) => ({ ...change, n: i }))];
        const sinceMs = performance.now();
        stand.forge(flood);
        const forgedMs = performance.now() - sinceMs;
        const before = turns;
        await until(() => stand.view.state.value.phase === 'gap' || stand.view.seen.stream === 1002, 20_000);
        const during = turns - before;
        clearInterval(turn);
        stand.forge(good);
        const shown = await until(() => stand.view.state.value.phase === 'live' && stand.text() === 'good state');
        return { forgedMs, during, shown };
      },
      {
        good: picture(),
        change: mutation({
          adds: Array.from({ length: 4 }, (_, i) => ({
            parentId: 5,
            nextId: null,
            node: { type: 2, id: 200 + i, tagName: 'p', attributes: { style: 'color:red' }, childNodes: [] },
          })),
        }),
      },
    );
    expect(result.shown).toBe(true);
    // It did not all happen in one go.
    expect(result.during).toBeGreaterThan(3);
    expect(errors).toEqual([]);
    await page.close();
  });
});
