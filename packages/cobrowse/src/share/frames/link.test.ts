import { fakeClock } from '@theke/kit';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { foreignIds } from '../../foreignIds.ts';
import { createLink, type Link, type LinkPowers } from './link.ts';
import { frameLimits } from './say.ts';

const origin = 'https://pay.example';
const firstId = foreignIds;
const page = (id = firstId + 1) => ({
  type: 0,
  id,
  childNodes: [{ type: 2, id: id + 1, tagName: 'html', attributes: {}, childNodes: [] }],
});
const picture = (node: object = page()) =>
  `${JSON.stringify({ type: 2, data: { node, initialOffset: { left: 0, top: 0 } } })}\n`;
const change = (id: number, value = 'x') =>
  `${JSON.stringify({ type: 3, data: { source: 0, adds: [], removes: [], attributes: [], texts: [{ id, value }] } })}\n`;

let clock: ReturnType<typeof fakeClock>;
let link: Link;
let hear: ((event: MessageEvent) => void) | null;
const inside = { postMessage: vi.fn() };
const told = { onPicture: vi.fn(), onChanges: vi.fn(), onOver: vi.fn() };
let ports: MessagePort[] = [];

function open(more: Partial<LinkPowers> = {}) {
  hear = null;
  link = createLink({
    window: {
      addEventListener: (_: string, fn: unknown) => {
        hear = fn as typeof hear;
      },
      removeEventListener: () => {
        hear = null;
      },
    } as never,
    inside: () => inside as never,
    ...{ origin, site: 'demo', firstId, clock, ...told, ...more },
  });
}

const asked = () => inside.postMessage.mock.calls.map(([hello, to]) => ({ hello, to }));
const nonce = () => asked()[0]!.hello.nonce as string;

/** The answer of the right page, as far as nothing else is given. Gives its end of the port and what came out of it. */
function answer(more: { origin?: string; source?: unknown; data?: object; ports?: number } = {}) {
  const { port1, port2 } = new MessageChannel();
  ports.push(port1, port2);
  const heard: unknown[] = [];
  port1.onmessage = ({ data }) => heard.push(data);
  hear?.({
    origin: more.origin ?? origin,
    source: 'source' in more ? more.source : inside,
    data: { theke: 'here', nonce: nonce(), proof: 'p'.repeat(22), ...more.data },
    ports: Array.from({ length: more.ports ?? 1 }, () => port2),
  } as never);
  return { port: port1, heard };
}
const begun = async (heard: unknown[]) =>
  vi.waitFor(() => expect(heard).toContainEqual({ step: 'begin', proof: 'p'.repeat(22), firstId }));
const said = (n: number, text: string, whole = false) => ({ step: 'told', n, whole, text });

beforeEach(() => {
  clock = fakeClock();
  vi.clearAllMocks();
  open();
  clock.advance(0);
});
afterEach(() => {
  link.close();
  for (const port of ports) port.close();
  ports = [];
});

describe('the way to an embedded page', () => {
  it('[SH186] the question goes to the one named origin and nowhere else, a few times, and then no more', () => {
    clock.advance(60_000);
    expect(asked()).toHaveLength(5);
    expect(new Set(asked().map(({ to }) => to))).toEqual(new Set([origin]));
    expect(new Set(asked().map(({ hello }) => hello.nonce)).size).toBe(1);
    expect(told.onOver).toHaveBeenCalledExactlyOnceWith('silent');
    expect(hear).toBeNull();
  });

  it('[SH186] an answer counts from that origin, from that frame, with that nonce and one port; all others are not even refused', async () => {
    const forged = [
      answer({ origin: 'https://evil.example' }),
      answer({ origin: 'null' }),
      answer({ source: { postMessage() {} } }),
      answer({ source: null }),
      answer({ data: { nonce: 'n'.repeat(22) } }),
      answer({ data: { theke: 'hello' } }),
      answer({ data: { proof: '' } }),
      answer({ ports: 0 }),
      answer({ ports: 2 }),
    ];
    const { heard } = answer();
    await begun(heard);
    // Once more, the same: somebody has listened.
    const again = answer();
    await new Promise((done) => setTimeout(done, 20));
    for (const one of [...forged, again]) expect(one.heard).toEqual([]);
    expect(told.onOver).not.toHaveBeenCalled();
  });

  it('[SH187] what comes is counted, bounded and built anew; the first thing is a picture', async () => {
    const { port, heard } = answer();
    await begun(heard);
    port.postMessage(said(0, picture(), true));
    await vi.waitFor(() => expect(told.onPicture).toHaveBeenCalledOnce());
    expect(heard).toContainEqual({ step: 'took' });
    port.postMessage(said(1, change(firstId + 2, 'Tuesday')));
    await vi.waitFor(() => expect(told.onChanges).toHaveBeenCalledOnce());
    expect(told.onChanges.mock.calls[0]![0][0]).toContain('Tuesday');
    link.ask();
    link.ask();
    await vi.waitFor(() => expect(heard.filter((one) => (one as { step: string }).step === 'picture')).toHaveLength(1));
  });

  it.each([
    ['a text out of turn', said(1, picture(), true)],
    ['a change before any picture', said(0, change(firstId + 2))],
    ['an id of the page around it', said(0, picture(page(1)), true)],
    ['an id of another embedded page', said(0, picture(page(2 * foreignIds + 1)), true)],
    ['an id at the end of its own', said(0, picture(page(2 * foreignIds - 1)), true)],
    ['more than a picture may be', said(0, 'x'.repeat(frameLimits.pictureChars + 1), true)],
    ['no word at all', { step: 'strange' }],
    ['nothing', null],
    ['a text that is none', { ...said(0, ''), text: 7 }],
  ])('[SH187] %s ends it, and nothing of it is told', async (_, bad) => {
    const { port, heard } = answer();
    await begun(heard);
    port.postMessage(bad);
    await vi.waitFor(() => expect(told.onOver).toHaveBeenCalledExactlyOnceWith('bad'));
    expect(told.onPicture).not.toHaveBeenCalled();
    await vi.waitFor(() => expect(heard).toContainEqual({ step: 'bye' }));
    port.postMessage(said(0, picture(), true));
    await new Promise((done) => setTimeout(done, 20));
    expect(told.onPicture).not.toHaveBeenCalled();
  });

  it('[SH188] more than two hundred thousand characters a second that nobody asked for end it; a picture that was asked for costs nothing', async () => {
    const { port, heard } = answer();
    await begun(heard);
    const large = change(firstId + 2, 'x'.repeat(199_000));
    port.postMessage(said(0, picture(), true));
    let n = 1;
    for (let second = 0; second < 30; second += 1) {
      port.postMessage(said(n, large));
      n += 1;
      await vi.waitFor(() => expect(told.onChanges).toHaveBeenCalledTimes(second + 1));
      clock.advance(1_000);
    }
    link.ask();
    port.postMessage(said(n, picture(), true));
    await vi.waitFor(() => expect(told.onPicture).toHaveBeenCalledTimes(2));
    for (let i = 1; i <= 20; i += 1) port.postMessage(said(n + i, large));
    await vi.waitFor(() => expect(told.onOver).toHaveBeenCalledExactlyOnceWith('bad'));
    expect(told.onChanges.mock.calls.length).toBeLessThan(30 + 14);
  });

  it('[SH183] closed, it says good-bye and hears nothing more; one that never tells anything is given up', async () => {
    const { port, heard } = answer();
    await begun(heard);
    clock.advance(10_000);
    expect(told.onOver).toHaveBeenCalledExactlyOnceWith('silent');
    await vi.waitFor(() => expect(heard).toContainEqual({ step: 'bye' }));
    port.postMessage(said(0, picture(), true));
    await new Promise((done) => setTimeout(done, 20));
    expect(told.onPicture).not.toHaveBeenCalled();
    expect(hear).toBeNull();
  });
});
