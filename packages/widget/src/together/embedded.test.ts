import { expect, it, vi } from 'vitest';
import { createEmbedded } from './embedded.ts';

const named = 'https://pay.example';
function setUp(frames: string[] = [named]) {
  const made = { meet: vi.fn(), take: vi.fn(() => ['line']), again: vi.fn(), rest: vi.fn(), frameOf: vi.fn() };
  const createForeign = vi.fn((_: { site: string; origins(): readonly string[] }) => made);
  const load = vi.fn(async () => ({ createForeign }));
  const privacy = { version: 0, preset: 'none' as const, rules: [], capture: false, frames };
  const embedded = createEmbedded({ site: 'demo', privacy: () => privacy, load: load as never });
  const context = {
    base: () => 'https://shop.example/cart',
    dom: { attribute: (of: { src?: string }) => of.src ?? null },
  };
  const meet = (src?: string) => embedded.meet({ src } as never, context as never);
  return { made, createForeign, load, embedded, meet, privacy };
}

it('[SH191] the part for embedded pages is fetched with the first frame of a named origin, once, and never without', async () => {
  const { meet, load, made, embedded, createForeign } = setUp();
  for (const src of [
    undefined,
    '',
    'about:blank',
    '/own',
    'https://pay.example.evil.test/',
    'http://pay.example/',
    '::',
  ])
    meet(src);
  expect(load).not.toHaveBeenCalled();
  expect([embedded.take(), embedded.frameOf(7)]).toEqual([[], null]);
  meet(`${named}/a`);
  meet(`${named}/b`);
  await vi.waitFor(() => expect(made.meet).toHaveBeenCalledTimes(2));
  expect(load).toHaveBeenCalledOnce();
  expect(createForeign.mock.calls[0]![0]).toMatchObject({ site: 'demo' });
  expect(createForeign.mock.calls[0]![0].origins()).toEqual([named]);
  expect(embedded.take()).toEqual(['line']);
  const { load: never, meet: other } = setUp([]);
  other(`${named}/a`);
  expect(never).not.toHaveBeenCalled();
});

it('[SH191] frames met before a pause are not asked after it; where the part cannot be had, they are boxes and the next one tries again', async () => {
  const { meet, load, made, embedded } = setUp();
  meet(`${named}/a`);
  embedded.rest();
  await new Promise((done) => setTimeout(done, 5));
  expect(made.meet).not.toHaveBeenCalled();
  const failing = setUp();
  failing.load.mockRejectedValueOnce(new Error('offline'));
  failing.meet(`${named}/a`);
  await new Promise((done) => setTimeout(done, 5));
  failing.meet(`${named}/a`);
  await vi.waitFor(() => expect(failing.made.meet).toHaveBeenCalledOnce());
  expect([load.mock.calls.length, failing.load.mock.calls.length]).toEqual([1, 2]);
});
