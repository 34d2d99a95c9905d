import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { edge } from './checksum.ts';
import { add, el, mutation, picture, text } from './testing/hostile.contract.ts';
import { type Ground, openGround } from './testing/stand.contract.ts';
import { feedView, shelfPicture } from './testing/viewFeed.contract.ts';

let ground: Ground;

beforeAll(async () => {
  ground = await openGround();
});
afterAll(() => ground?.close());

const say = (value: string) => mutation({ texts: [{ id: 7, value }] });
const continued = (after: number, chunks?: number) => ({ type: 5, data: { after, ...(chunks ? { chunks } : {}) } });

describe('view, streams', () => {
  it('[VW100] who has a stream whole goes on without a new picture when another viewer got one; who has not waits for one', async () => {
    const { page } = await feedView(ground);
    const result = await page.evaluate(
      async ({ picture, said, goOn, wrong }) => {
        await feed(1, 0, picture);
        const frame = document.querySelector('#mount iframe');
        await feed(1, 1, [said[0]]);
        // Stream 2 carries a picture for somebody else and never comes here.
        await feed(3, 0, [goOn, said[1]]);
        await feed(3, 1, [said[2]]);
        const same = {
          text: stand.text(),
          frame: document.querySelector('#mount iframe') === frame,
          ...stand.view.stats,
        };
        feed(9, 0, [wrong, said[0]]);
        return { same, state: stand.view.state.value, text: stand.text(), seen: stand.view.seen };
      },
      { picture: picture(), said: ['one', 'two', 'three'].map(say), goOn: continued(1, 2), wrong: continued(7) },
    );
    expect(result.same).toMatchObject({ text: 'three', frame: true, pictures: 1, dropped: 0, bad: 0 });
    expect(result).toMatchObject({
      state: { phase: 'gap', why: 'behind' },
      text: 'three',
      seen: { stream: 3, seq: 1 },
    });
    await page.close();
  });

  it('[VW100] who comes late takes the picture that is for them, and goes on with what all go on with', async () => {
    const { page } = await feedView(ground);
    const result = await page.evaluate(
      async ({ picture, said, goOn, large }) => {
        await feed(2, 0, picture, ['me']);
        await feed(3, 0, [goOn, said[0]]);
        const first = stand.text();
        // The same while the picture is still being built.
        feed(5, 0, large, ['me']);
        const before = document.querySelector<HTMLIFrameElement>('#mount iframe')!.contentDocument!.body.textContent;
        feed(6, 0, [{ ...goOn, data: { after: 4 } }, said[1]]);
        await until(() => stand.view.stats.pictures === 2 && stand.view.seen.stream === 6, 8_000);
        return { first, before, last: stand.mirror().querySelector('#late')?.textContent, stats: stand.view.stats };
      },
      {
        picture: picture(),
        said: [
          say('late but here'),
          add(5, {
            type: 2,
            id: 50,
            tagName: 'p',
            attributes: { id: 'late' },
            childNodes: [{ type: 3, id: 51, textContent: 'on it goes' }],
          }),
        ],
        goOn: continued(1),
        large: shelfPicture(2_000),
      },
    );
    expect(result).toMatchObject({
      first: 'late but here',
      before: 'late but here',
      last: 'on it goes',
      stats: { pictures: 2, dropped: 0, bad: 0 },
    });
    await page.close();
  });

  it('[VW102] a picture of another shape than the page is asked for anew, counted, and stays on show meanwhile; one of the same is not', async () => {
    const { page } = await feedView(ground);
    const frame = { type: 2, id: 30, tagName: 'iframe', attributes: {}, childNodes: [] };
    const host = {
      type: 2,
      id: 40,
      tagName: 'div',
      attributes: {},
      isShadowHost: true,
      childNodes: [
        { type: 3, id: 41, textContent: 'light' },
        { type: 2, id: 42, tagName: 'p', attributes: {}, childNodes: [], isShadow: true },
        {
          type: 2,
          id: 43,
          tagName: 'script',
          attributes: {},
          childNodes: [{ type: 3, id: 44, textContent: 'x' }],
          isShadow: true,
        },
      ],
    };
    const inside = {
      type: 0,
      id: 31,
      childNodes: [{ type: 2, id: 32, tagName: 'html', attributes: {}, childNodes: [] }],
    };
    // As the visitor's side counts: document 1, html 3 with head 4 (style 8 with text 9) and body 5 (p 6 with text 7).
    const edges: [parent: number, before: number, node: number][] = [
      [1, 0, 2],
      [1, 2, 3],
      [3, 0, 4],
      [3, 4, 5],
      [4, 0, 8],
      [8, 0, 9],
      [5, 0, 6],
      [6, 0, 7],
      [5, 6, 30],
      [30, 0, 31],
      [31, 0, 32],
      [5, 30, 40],
      [40, 0, 41],
      [40, 0, 42],
      [40, 42, 43],
      [43, 0, 44],
    ];
    const sum = edges.reduce((all, [parent, before, node]) => (all + edge(parent, before, node)) >>> 0, 0);
    const result = await page.evaluate(
      async ({ events, check }) => {
        await feed(1, 0, events);
        await feed(1, 1, [{ type: 6, data: check }]);
        const right = { ...stand.view.stats, wants: stand.wants };
        for (let i = 0; i < 5; i += 1)
          await feed(1, 2 + i, [{ type: 6, data: { ...check, sum: (check.sum ^ (i + 1)) >>> 0 } }]);
        return { right, wrong: { ...stand.view.stats, wants: stand.wants }, phase: stand.view.state.value.phase };
      },
      {
        events: [
          ...picture(),
          add(5, frame),
          add(5, host),
          mutation({ isFrame: true, adds: [{ parentId: 30, nextId: null, node: inside }] }),
        ],
        check: { nodes: edges.length, sum },
      },
    );
    expect(result.right).toMatchObject({ drifted: 0, wants: 0, bad: 0 });
    expect(result.wrong).toMatchObject({ drifted: 5, wants: 1, pictures: 1 });
    expect(result.phase).toBe('live');
    await page.close();
  });

  it('[VW103] what the agent has seen is the last chunk that stands on the screen, not the last that came', async () => {
    const { page } = await feedView(ground);
    const result = await page.evaluate(
      async ({ small, large, said }) => {
        const none = stand.view.seen;
        await feed(1, 0, small);
        await feed(1, 1, [said]);
        const seen = stand.view.seen;
        feed(4, 0, large);
        feed(4, 1, [said]);
        const building = stand.view.seen;
        await until(() => stand.view.seen.stream === 4, 8_000);
        return { none, seen, building, after: stand.view.seen };
      },
      {
        small: picture(),
        large: shelfPicture(2_000),
        said: mutation({ attributes: [{ id: 5, attributes: { lang: 'de' } }] }),
      },
    );
    expect(result).toEqual({
      none: { stream: -1, seq: -1 },
      seen: { stream: 1, seq: 1 },
      building: { stream: 1, seq: 1 },
      after: { stream: 4, seq: 1 },
    });
    await page.close();
  });

  it('[VW124] a large picture is built out of sight, in slices; the old one stays until then, and what comes meanwhile is not lost', async () => {
    const { page, errors } = await feedView(ground);
    const result = await page.evaluate(
      async ({ small, large, more }) => {
        await feed(1, 0, small);
        let longestMs = 0;
        const watch = new PerformanceObserver((list) => {
          for (const { duration } of list.getEntries()) longestMs = Math.max(longestMs, duration);
        });
        watch.observe({ type: 'longtask' });
        const sinceMs = performance.now();
        let turns = 0;
        const turn = () => {
          turns += 1;
          if (stand.view.stats.pictures < 2) setTimeout(turn);
        };
        feed(2, 0, large);
        setTimeout(turn);
        const during = { text: stand.text().slice(0, 10), pictures: stand.view.stats.pictures };
        for (const [i, event] of more.entries()) feed(2, 1 + i, [event]);
        const visible = () =>
          [...document.querySelectorAll('#mount iframe')].filter(
            (one) => getComputedStyle(one).visibility === 'visible',
          ).length;
        const shownMeanwhile = visible();
        await until(() => stand.view.stats.pictures === 2, 20_000);
        const buildMs = performance.now() - sinceMs;
        await pause(500);
        return {
          buildMs,
          longestMs,
          during,
          shownMeanwhile,
          turns,
          elements: stand.mirror().querySelectorAll('*').length,
          added: stand.mirror().querySelectorAll('i').length,
          frames: document.querySelectorAll('#mount iframe').length,
        };
      },
      {
        small: picture(),
        large: shelfPicture(8_000),
        more: Array.from({ length: 20 }, () => add(5, el('i', {}, [text('x')]))),
      },
    );
    console.info('measured', JSON.stringify(result));
    expect(result).toMatchObject({ shownMeanwhile: 1, added: 20, frames: 1, during: { pictures: 1 } });
    expect(result.elements).toBeGreaterThan(32_000);
    expect(result.turns).toBeGreaterThan(5);
    expect(errors).toEqual([]);
    await page.close();
  });

  it('[VW125] in a hidden window changes are applied as they come, and no picture waits for its turn', async () => {
    const { page } = await feedView(ground);
    const result = await page.evaluate(
      async ({ large, said }) => {
        Object.defineProperty(document, 'hidden', { value: true });
        window.requestAnimationFrame = () => 0;
        feed(1, 0, large);
        for (let i = 0; i < 500; i += 1) feed(1, 1 + i, [said]);
        return { pictures: stand.view.stats.pictures, seen: stand.view.seen, lang: stand.mirror().body.lang };
      },
      { large: shelfPicture(4_000), said: mutation({ attributes: [{ id: 5, attributes: { lang: 'de' } }] }) },
    );
    expect(result).toEqual({ pictures: 1, seen: { stream: 1, seq: 500 }, lang: 'de' });
    await page.close();
  });

  it('[VW128] changes that come before any picture are left out; the first whole picture is shown as it is', async () => {
    const { page } = await feedView(ground);
    const result = await page.evaluate(
      async ({ picture, said }) => {
        feed(3, 4, [said]);
        await feed(4, 0, [said, said, picture[0], said, picture[1]]);
        return { text: stand.text(), phase: stand.view.state.value.phase };
      },
      { picture: picture(), said: say('too early') },
    );
    expect(result).toEqual({ text: 'good state', phase: 'live' });
    await page.close();
  });

  it("[VW129] the visitor's pointer waits for no chunk: it stands where it is before anything else is done", async () => {
    const { page } = await feedView(ground);
    const places = await page.evaluate(
      async ({ small, large }) => {
        await feed(1, 0, small);
        feed(2, 0, large);
        const places: string[] = [];
        for (const x of [10, 20, 30]) {
          stand.view.pointer({ shareId: 's1', x, y: 5, inside: true });
          places.push(document.querySelector<HTMLElement>('#mount svg')!.parentElement!.style.transform);
        }
        return { places, pictures: stand.view.stats.pictures };
      },
      { small: picture(), large: shelfPicture(4_000) },
    );
    expect(places.pictures).toBe(1);
    expect(new Set(places.places).size).toBe(3);
    await page.close();
  });

  it('[VW130] no event is held back or put forward by a time written in it', async () => {
    const { page } = await feedView(ground);
    const result = await page.evaluate(
      async ({ events, said }) => {
        const dated = (event: object, timestamp: number, delay: number) => ({ ...event, timestamp, delay });
        feed(
          1,
          0,
          events.map((event, i) => dated(event as object, i * -1e12, 1e12)),
        );
        const texts = [stand.text()];
        for (const [i, at] of [0, -1e15, 1e15, Date.now() + 3e7].entries()) {
          await feed(1, 1 + i, [dated(said[i]!, at, at)]);
          texts.push(stand.text());
        }
        return texts;
      },
      { events: picture(), said: ['a', 'b', 'c', 'd'].map(say) as object[] },
    );
    expect(result).toEqual(['good state', 'a', 'b', 'c', 'd']);
    await page.close();
  });

  it('[VW123] with every picture and every change the view holds no more than one picture; closed it holds nothing', async () => {
    const { page, errors } = await feedView(ground);
    const client = await page.context().newCDPSession(page);
    const counts = async () => {
      await client.send('HeapProfiler.collectGarbage');
      const { documents, nodes } = (await client.send('Memory.getDOMCounters')) as { documents: number; nodes: number };
      return { documents, nodes };
    };
    const work = (from: number) =>
      page.evaluate(
        async ({ picture, from }) => {
          for (let stream = from; stream < from + 20; stream += 1) {
            feed(stream, 0, picture);
            for (let seq = 1; seq < 60; seq += 1) {
              const id = 1_000 + (seq % 7);
              const node = {
                type: 2,
                id,
                tagName: 'p',
                attributes: { class: `c${seq}` },
                childNodes: [{ type: 3, id: id + 100, textContent: `x${seq}` }],
              };
              const data = {
                source: 0,
                adds: [{ parentId: 5, nextId: null, node }],
                removes: [],
                texts: [],
                attributes: [],
              };
              feed(stream, seq, [{ type: 3, data }]);
            }
            await pause(1);
          }
          await pause(300);
        },
        { picture: picture(), from },
      );
    await work(1);
    const first = await counts();
    await work(100);
    await work(200);
    const later = await counts();
    expect(later.nodes - first.nodes).toBeLessThan(200);
    expect(later.documents).toBeLessThanOrEqual(first.documents + 1);
    const end = await page.evaluate(() => {
      stand.view.close();
      return {
        frames: document.querySelectorAll('iframe').length,
        inMount: document.querySelector('#mount')!.childElementCount,
      };
    });
    expect(end).toEqual({ frames: 0, inMount: 0 });
    const closed = await counts();
    expect(closed.documents).toBeLessThan(first.documents);
    expect(errors).toEqual([]);
    await page.close();
  });
});
