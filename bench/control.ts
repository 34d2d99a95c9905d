import type { Page } from 'playwright-core';
import { startChild } from './child.ts';
import type { Scene } from './scene.ts';

/** What the two windows of the control keep. */
interface Kept {
  socket: WebSocket;
  at: Record<string, number>;
}

/** What is physically possible in this browser on this machine at this minute: a bare relay between two empty windows. */
export interface Control {
  /** Sends so many small messages at this rate while `meanwhile` runs; gives how long each took, by the same clocks. */
  beside<T>(count: number, eachMs: number, meanwhile: () => Promise<T>): Promise<{ made: T; controlMs: number[] }>;
  close(): Promise<void>;
}

/** Opens a second, empty window beside the visitor's and the agent's, joined by the bare relay. */
export async function openControl(
  { visitor, agent }: Scene,
  skewMs: (one: Page, other: Page) => Promise<number>,
): Promise<Control> {
  const relay = await startChild<{ port: number }>('bareRelay.ts');
  const open = async (beside: Page, side: 'a' | 'b') => {
    const page = await beside.context().newPage();
    await page.evaluate(
      ([url]) =>
        new Promise<void>((done) => {
          const bench: Kept = { socket: new WebSocket(url!), at: {} };
          Object.assign(window, { bench });
          bench.socket.onopen = () => done();
          bench.socket.onmessage = ({ data }) => {
            const { id, text } = JSON.parse(data as string) as { id: string; text?: string };
            if (text) bench.at[id] = performance.timeOrigin + performance.now();
          };
        }),
      [`ws://127.0.0.1:${relay.ready.port}/?pair=control&side=${side}`],
    );
    await beside.bringToFront();
    return page;
  };
  const from = await open(visitor, 'a');
  const to = await open(agent, 'b');

  return {
    async beside(count, eachMs, meanwhile) {
      await to.evaluate(() => {
        (window as unknown as { bench: Kept }).bench.at = {};
      });
      const sending = from.evaluate(
        async ({ count, eachMs }) => {
          const { socket } = (window as unknown as { bench: Kept }).bench;
          const sent: Record<string, number> = {};
          for (let number = 0; number < count; number++) {
            sent[`c${number}`] = performance.timeOrigin + performance.now();
            socket.send(JSON.stringify({ id: `c${number}`, text: 'control' }));
            await new Promise((later) => setTimeout(later, eachMs + Math.random() * 16));
          }
          return sent;
        },
        { count, eachMs },
      );
      const [made, sent] = await Promise.all([meanwhile(), sending]);
      const seen = await to.evaluate(() => (window as unknown as { bench: Kept }).bench.at);
      const skew = await skewMs(to, from);
      const controlMs = Object.entries(sent).flatMap(([id, atMs]) => (id in seen ? [seen[id]! - atMs + skew] : []));
      return { made, controlMs };
    },
    close: () => relay.stop(),
  };
}
