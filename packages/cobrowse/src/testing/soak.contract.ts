import { picture } from './hostile.contract.ts';
import type { Ground } from './stand.contract.ts';
import { feedView } from './viewFeed.contract.ts';

export interface SoakResult {
  minutes: number;
  /** Used heap after collection, once each so many minutes of the session, MB. */
  heapMb: number[];
  /** By least squares over all but the first ten minutes, MB per minute of the session. */
  slopeMbPerMinute: number;
  grownMb: number;
  nodes: number;
}

/**
 * A busy session of so many minutes, played as fast as the machine can: five batches of changes a second, a pointer thirty times a
 * second, a page load every five minutes, a sheet now and then; the view's clock goes along. C10.
 */
export async function soakView(ground: Ground, { minutes }: { minutes: number }): Promise<SoakResult> {
  const { page, errors } = await feedView(ground);
  const client = await page.context().newCDPSession(page);
  await page.evaluate(() => {
    const real = systemClock();
    globalThis.hand = { atMs: 1_000_000 };
    stand.view.close();
    stand.openView({
      answerWants: false,
      powers: {
        clock: {
          now: () => 1_800_000_000_000 + hand.atMs,
          elapsed: () => hand.atMs + (performance.now() % 1_000) / 1e6,
          after: real.after,
        },
      },
    });
  });
  const heapMb: number[] = [];
  let nodes = 0;
  for (let minute = 0; minute < minutes; minute += 1) {
    await page.evaluate(
      async ({ picture, minute }) => {
        const text = (id: number, value: string) => ({ id, value });
        const stream = 1 + Math.floor(minute / 5);
        const first = (minute % 5) * 300;
        if (first === 0) void feed(stream, 0, picture);
        for (let batch = 0; batch < 300; batch += 1) {
          hand.atMs += 200;
          const turn = minute * 300 + batch;
          const id = 1_000 + (turn % 40);
          const removes = turn >= 40 ? [{ parentId: 5, id }] : [];
          const node = {
            type: 2,
            id,
            tagName: 'article',
            attributes: { class: `card c${turn}`, style: `color:rgb(${turn % 255},0,0)` },
            childNodes: [{ type: 3, id: id + 1_000, textContent: `product ${turn}` }],
          };
          const events: object[] = [
            {
              type: 3,
              data: {
                source: 0,
                adds: [{ parentId: 5, nextId: null, node }],
                removes,
                texts: [text(7, `word ${turn}`)],
                attributes: [{ id: 6, attributes: { class: `ok n${turn}` } }],
              },
            },
            { type: 3, data: { source: 3, id: 1, x: 0, y: turn % 300 } },
          ];
          if (turn % 50 === 0)
            events.push({
              type: 3,
              data: {
                source: 15,
                id: 1,
                styleIds: [turn + 1],
                styles: [{ styleId: turn + 1, rules: [{ rule: `.n${turn}{color:red}` }] }],
              },
            });
          if (turn % 75 === 0)
            events.push({
              type: 3,
              data: {
                source: 8,
                id: 8,
                adds: [{ rule: `.x${turn}{color:red}`, index: 0 }],
                removes: turn > 0 ? [{ index: 1 }] : [],
              },
            });
          void feed(stream, first + batch + 1, events);
          for (let i = 0; i < 6; i += 1)
            stand.view.pointer({ shareId: 's1', x: (turn * 7 + i) % 800, y: turn % 600, inside: true });
          if (batch % 20 === 0) await pause(0);
        }
        await pause(30);
      },
      { picture: picture(), minute },
    );
    await client.send('HeapProfiler.collectGarbage');
    const { usedSize } = (await client.send('Runtime.getHeapUsage')) as { usedSize: number };
    heapMb.push(usedSize / 1_048_576);
    nodes = ((await client.send('Memory.getDOMCounters')) as { nodes: number }).nodes;
  }
  await page.close();
  if (errors.length > 0) throw new Error(errors.join('\n'));
  const from = Math.min(10, Math.max(0, heapMb.length - 2));
  const points = heapMb.slice(from).map((y, x) => ({ x, y }));
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)];
  const slope =
    mean(({ x, y }) => (x - mx) * (y - my)) /
    Math.max(
      1e-9,
      mean(({ x }) => (x - mx) ** 2),
    );
  return {
    minutes,
    heapMb,
    slopeMbPerMinute: slope,
    grownMb: heapMb.at(-1)! - heapMb[Math.min(1, heapMb.length - 1)]!,
    nodes,
  };
}
