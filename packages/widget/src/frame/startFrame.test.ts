// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startFrame } from './startFrame.ts';

const load = vi.fn();
const shop = { postMessage: vi.fn() };
const answer = { origins: ['https://shop.example'], privacy: { version: 1 } };
let undo: (() => void) | null = null;

function script(attributes: Record<string, string>) {
  const made = document.createElement('script');
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}
const framed = (fetch: unknown) =>
  new Proxy(window, {
    get: (of, name) => {
      if (name === 'parent') return shop;
      if (name === 'fetch') return fetch;
      const value = Reflect.get(of, name) as unknown;
      return typeof value === 'function' ? value.bind(of) : value;
    },
  });
const call = (data: object) =>
  window.dispatchEvent(new MessageEvent('message', { data, origin: 'https://shop.example', source: shop as never }));

beforeEach(() => vi.clearAllMocks());
afterEach(() => undo?.());

it('[SH189] the script asks nobody and loads nothing until the page around it calls; then our server, about its own site, without cookies', async () => {
  const fetch = vi.fn(async () => new Response(JSON.stringify(answer)));
  const tag = script({ src: 'https://theke.example/theke-frame.js', 'data-site': 'demo shop' });
  undo = startFrame(framed(fetch) as never, tag, load);
  call({ theke: 'hello', site: 'another', nonce: 'n'.repeat(22) });
  expect(fetch).not.toHaveBeenCalled();
  call({ theke: 'hello', site: 'demo shop', nonce: 'n'.repeat(22) });
  await vi.waitFor(() => expect(shop.postMessage).toHaveBeenCalledOnce());
  expect(fetch).toHaveBeenCalledExactlyOnceWith('https://theke.example/api/v1/frames?site=demo%20shop', {
    credentials: 'omit',
    referrerPolicy: 'no-referrer',
  });
  expect(load).not.toHaveBeenCalled();
  const [here, { transfer }] = shop.postMessage.mock.lastCall as [{ proof: string }, { transfer: [MessagePort] }];
  const tellOutside = vi.fn(() => () => {});
  load.mockResolvedValue({ tellOutside });
  transfer[0].postMessage({ step: 'begin', proof: here.proof, firstId: 100_000_000 });
  await vi.waitFor(() => expect(tellOutside).toHaveBeenCalledOnce());
  expect(load).toHaveBeenCalledExactlyOnceWith('inside', 'https://theke.example');
  transfer[0].close();
});

it('[SH189] outside a frame, or without a site, it does nothing at all', () => {
  const listen = vi.spyOn(window, 'addEventListener');
  const src = 'https://theke.example/theke-frame.js';
  expect(startFrame(window as never, script({ src, 'data-site': 'demo' }), load)).toBeNull();
  expect(startFrame(framed(vi.fn()) as never, script({ src }), load)).toBeNull();
  expect(startFrame(framed(vi.fn()) as never, null, load)).toBeNull();
  expect(listen).not.toHaveBeenCalled();
});
