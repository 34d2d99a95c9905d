import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { waitToAnswer } from './answer.ts';

const shop = 'https://shop.example';
const privacy = { version: 3, preset: 'none' as const, rules: [], capture: false, frames: [] };
const hello = (more: object = {}) => ({ theke: 'hello', site: 'demo', nonce: 'n'.repeat(22), ...more });
const settle = () => new Promise((done) => setTimeout(done, 20));

let nowMs = 0;
let listeners: Record<string, (event: unknown) => unknown> = {};
let stop: () => void;
let ports: MessagePort[] = [];
const parent = { postMessage: vi.fn() };
const learn = vi.fn();
const undo = vi.fn();
const open = vi.fn();

beforeEach(() => {
  vi.resetAllMocks();
  nowMs = 0;
  listeners = {};
  learn.mockResolvedValue({ origins: [shop], privacy });
  open.mockResolvedValue(undo);
  stop = waitToAnswer({
    window: {
      parent,
      addEventListener: (type: string, fn: never) => {
        listeners[type] = fn;
      },
      removeEventListener: (type: string) => {
        delete listeners[type];
      },
    } as never,
    site: 'demo',
    learn,
    open,
    nowMs: () => nowMs,
  });
});
afterEach(() => {
  stop();
  for (const port of ports) port.close();
  ports = [];
});

const call = async (data: unknown, origin = shop, source: unknown = parent) => {
  await listeners.message?.({ data, origin, source });
  await settle();
};
/** The port that was given away with the answer. */
const given = () => {
  const [here, { targetOrigin, transfer }] = parent.postMessage.mock.lastCall! as [
    { proof: string; nonce: string },
    { targetOrigin: string; transfer: [MessagePort] },
  ];
  ports.push(transfer[0]);
  return { here, targetOrigin, port: transfer[0] };
};

describe('a page that waits to be asked', () => {
  it('[SH189] asks our server only when it is called, and answers to that one origin, with a port', async () => {
    expect(learn).not.toHaveBeenCalled();
    await call(hello());
    const { here, targetOrigin, port } = given();
    expect([here.nonce, targetOrigin, open.mock.calls.length]).toEqual(['n'.repeat(22), shop, 0]);
    port.postMessage({ step: 'begin', proof: here.proof, firstId: 100_000_000 });
    await vi.waitFor(() => expect(open).toHaveBeenCalledOnce());
    expect(open.mock.calls[0]!.slice(1)).toEqual([100_000_000, privacy]);
  });

  it('[SH189] not for anybody but the page right above it, nor for another site, nor for other words', async () => {
    await call(hello(), shop, {});
    await call(hello(), shop, null);
    await call(hello({ site: 'other' }));
    await call(hello({ nonce: 'short' }));
    await call({ type: 'resize' });
    await call('hello');
    expect(learn).not.toHaveBeenCalled();
    expect(parent.postMessage).not.toHaveBeenCalled();
  });

  it.each<[string, () => void, string]>([
    ['whose parent is none of the site’s', () => {}, 'https://evil.example'],
    ['whose own origin the site has not named', () => learn.mockResolvedValue(null), shop],
    ['that cannot reach our server', () => learn.mockRejectedValue(new Error('offline')), shop],
    ['in a page without an origin', () => {}, 'null'],
  ])('[SH189] a page %s says nothing, and is deaf for half a minute', async (_, arrange, origin) => {
    arrange();
    await call(hello(), origin);
    await call(hello({ nonce: 'm'.repeat(22) }), origin);
    expect(parent.postMessage).not.toHaveBeenCalled();
    expect(learn).toHaveBeenCalledOnce();
    nowMs = 30_000;
    await call(hello(), origin);
    expect(learn).toHaveBeenCalledTimes(2);
  });

  it('[SH189] begins only with the proof that went with the port, once; the same question is not answered twice', async () => {
    await call(hello());
    await call(hello());
    expect(parent.postMessage).toHaveBeenCalledOnce();
    const { here, port } = given();
    port.postMessage({ step: 'begin', proof: 'x'.repeat(22), firstId: 1 });
    port.postMessage({ step: 'picture' });
    await settle();
    expect(open).not.toHaveBeenCalled();
    port.postMessage({ step: 'begin', proof: here.proof, firstId: 1 });
    port.postMessage({ step: 'begin', proof: here.proof, firstId: 2 });
    await settle();
    expect(open).toHaveBeenCalledOnce();
  });

  it('[SH183] ends with good-bye, with a new question, and with the page; also when what tells of it was still on its way', async () => {
    const begin = async (nonce: string) => {
      await call(hello({ nonce: nonce.repeat(22) }));
      const { here, port } = given();
      port.postMessage({ step: 'begin', proof: here.proof, firstId: 1 });
      await settle();
      return port;
    };
    (await begin('a')).postMessage({ step: 'bye' });
    await vi.waitFor(() => expect(undo).toHaveBeenCalledTimes(1));
    await begin('b');
    let arrived = (_: () => void) => {};
    open.mockReturnValue(
      new Promise((done) => {
        arrived = done;
      }),
    );
    const port = await begin('c');
    expect(undo).toHaveBeenCalledTimes(2);
    port.postMessage({ step: 'bye' });
    await settle();
    arrived(undo);
    await vi.waitFor(() => expect(undo).toHaveBeenCalledTimes(3));
    open.mockResolvedValue(undo);
    await begin('d');
    listeners.pagehide?.({});
    expect(undo).toHaveBeenCalledTimes(4);
  });
});
