import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Signal } from '@theke/protocol';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '../../../e2e/browser.ts';
import { builtOnce } from '../../../e2e/bundles.ts';
import type { Outside } from './testing/harness.ts';

async function bundle(entry: string, name: string, external: string[] = []): Promise<string> {
  const into = await builtOnce(name, async (outDir) => {
    const vite = await import('vite');
    await vite.build({
      configFile: false,
      logLevel: 'silent',
      build: {
        outDir,
        emptyOutDir: false,
        lib: { entry: join(import.meta.dirname, entry), formats: ['iife'], name, fileName: () => `${name}.js` },
        rolldownOptions: { external },
      },
    });
  });
  return readFileSync(join(into, `${name}.js`), 'utf8');
}

let browser: Browser;
let script: string;
const foreign: string[] = [];

beforeAll(async () => {
  script = await bundle('testing/harness.ts', 'callHarness');
  browser = await openBrowser(['--autoplay-policy=no-user-gesture-required']);
});

afterAll(() => browser?.close());

type Name = 'visitor' | 'agent';
const other = { visitor: 'agent', agent: 'visitor' } as const;

/** Two pages and, between them, a stand-in for the server: epochs, and passing on. */
async function twoPages() {
  // A context each: two tabs of one window would be slowed down in turn.
  const pages = { visitor: await openPage(), agent: await openPage() };
  let epoch = 0;
  const said: Signal[] = [];

  async function openPage(): Promise<Page> {
    const page = await (await browser.newContext()).newPage();
    page.on('request', (request) => {
      if (!request.url().startsWith('https://call.test/')) foreign.push(request.url());
    });
    await page.route('https://call.test/**', (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: `<!doctype html><body><script>${script}</script>`,
      }),
    );
    return page;
  }

  for (const name of ['visitor', 'agent'] as const) {
    const toServer: Outside['toServer'] = async (message) => {
      const to = pages[other[name]];
      if ('signal' in message) {
        said.push(message.signal);
        await to.evaluate((signal) => window.harness.call.receive(signal), message.signal).catch(() => {});
      }
      if ('media' in message)
        await to.evaluate((media) => window.harness.call.peerMediaTold(media), message.media).catch(() => {});
      if ('rejoin' in message) await join(name);
    };
    await pages[name].exposeFunction('toServer', toServer);
    await pages[name].goto('https://call.test/');
  }

  async function join(who: Name): Promise<void> {
    epoch += 1;
    for (const name of [who, other[who]]) {
      const offerer = name === who ? ('me' as const) : ('peer' as const);
      const joined = { callId: 'call_1', epoch, offerer, iceServers: [], replay: [] };
      await pages[name].evaluate((told) => window.harness.joined(told), joined);
    }
  }

  return {
    pages,
    said,
    join,
    /** Agent calls, visitor accepts. */
    async begin({ camera = true } = {}): Promise<void> {
      await pages.agent.evaluate(() => window.harness.call.ring({ direction: 'out', peer: 'Vera' }));
      await pages.visitor.evaluate((on) => {
        window.harness.call.ring({ direction: 'in', peer: 'Anna' });
        void window.harness.call.accept({ camera: on });
      }, camera);
      await join('visitor');
    },
    phase: (name: Name) => pages[name].evaluate(() => window.harness.call.state.value.phase),
    close: () => Promise.all([pages.visitor.context().close(), pages.agent.context().close()]),
  };
}

/** Waits until pictures that arrive after now are seen; one of a screen, which stands still. */
async function seesPicture(page: Page, of: 'camera' | 'screen' = 'camera'): Promise<void> {
  const before = await page.evaluate((what) => window.harness.frames(what), of);
  const least = before + (of === 'screen' ? 1 : 4);
  await page.waitForFunction((want) => window.harness.frames(want.of) >= want.least, { of, least });
}

const isLive = (page: Page) =>
  page.waitForFunction(() => window.harness.call.state.value.phase === 'live', undefined, { timeout: 15_000 });

const soundPackets = (page: Page) =>
  page.evaluate(async () => {
    let packets = 0;
    for (const stat of (await window.harness.connections().at(-1)!.getStats()).values())
      if (stat.type === 'inbound-rtp' && stat.kind === 'audio') packets += stat.packetsReceived;
    return packets;
  });

const mediaLines = (page: Page) =>
  page.evaluate(() => {
    const pc = window.harness.connections().at(-1)!;
    return { sdp: pc.localDescription!.sdp.split('\nm=').length - 1, transceivers: pc.getTransceivers().length };
  });

describe('two browsers', () => {
  it('[CA11] [CA12] [CA19] see and hear each other, see mute and camera, and heal at once ten times without a rollback', async () => {
    const { pages, begin, close } = await twoPages();
    const both = [pages.visitor, pages.agent];
    await begin();
    await Promise.all(both.map(isLive));
    await Promise.all(both.map((page) => seesPicture(page)));
    for (const page of both) {
      const before = await soundPackets(page);
      await expect.poll(() => soundPackets(page)).toBeGreaterThan(before);
    }

    await pages.visitor.evaluate(() => window.harness.call.setMicrophone(false));
    await pages.agent.waitForFunction(() => !window.harness.call.peerMedia.value.microphone);
    await pages.visitor.evaluate(() => window.harness.call.setCamera(false));
    await pages.agent.waitForFunction(() => !window.harness.call.peerMedia.value.camera);
    await pages.visitor.evaluate(() => window.harness.call.setCamera(true));
    await pages.agent.waitForFunction(() => window.harness.call.peerMedia.value.camera);
    await seesPicture(pages.agent);

    const passwordOf = (page: Page) =>
      page.evaluate(() => /ice-pwd:(.*)/.exec(window.harness.connections().at(-1)!.localDescription!.sdp)![1]);
    for (let round = 0; round < 10; round++) {
      const before = await passwordOf(pages.agent);
      await Promise.all(both.map((page) => page.evaluate(() => window.harness.call.networkChanged())));
      await expect.poll(() => passwordOf(pages.agent)).not.toBe(before);
      await Promise.all(both.map(isLive));
      await Promise.all(both.map((page) => seesPicture(page)));
    }
    for (const page of both) {
      expect(await page.evaluate(() => window.harness.connections().length)).toBe(1);
      expect(new Set(await page.evaluate(() => window.harness.described()))).toHaveLength(1);
    }
    expect(await pages.visitor.evaluate(() => new Set(window.harness.described()).has('offer'))).toBe(true);
    expect(await pages.agent.evaluate(() => new Set(window.harness.described()).has('answer'))).toBe(true);
    await close();
  }, 90_000);

  it('[CA13] keep three media lines over five screen shares, each of them seen', async () => {
    const { pages, begin, close } = await twoPages();
    await begin({ camera: false });
    await Promise.all([pages.visitor, pages.agent].map(isLive));
    for (let round = 0; round < 5; round++) {
      expect(await pages.agent.evaluate(() => window.harness.share())).toBe(true);
      await seesPicture(pages.visitor, 'screen');
      await pages.agent.evaluate(() => window.harness.call.shareScreen(null));
      await pages.visitor.waitForFunction(() => window.harness.call.remoteScreen.value === null);
    }
    expect(await mediaLines(pages.agent)).toEqual({ sdp: 3, transceivers: 3 });
    expect(await mediaLines(pages.visitor)).toEqual({ sdp: 3, transceivers: 3 });
    await close();
  }, 60_000);

  it('[CA22] go on after a page load: the new page has the picture, the other side never left the call', async () => {
    const { pages, begin, join, close } = await twoPages();
    await begin();
    await Promise.all([pages.visitor, pages.agent].map(isLive));
    const since = await pages.agent.evaluate(() => window.harness.call.state.value);
    await pages.visitor.evaluate(() => window.harness.call.leave());
    await pages.agent.evaluate(() => window.harness.call.away());
    await pages.visitor.reload();
    await pages.visitor.evaluate(
      () =>
        void window.harness.call.resume({
          peer: 'Anna',
          media: { microphone: true, camera: true, screen: false },
        }),
    );
    await join('visitor');
    await Promise.all([pages.visitor, pages.agent].map(isLive));
    await Promise.all([pages.visitor, pages.agent].map((page) => seesPicture(page)));
    expect(await pages.agent.evaluate(() => window.harness.call.state.value)).toEqual(since);
    expect(await pages.agent.evaluate(() => window.harness.connections().map((pc) => pc.connectionState))).toEqual([
      'closed',
      'connected',
    ]);
    await close();
  }, 60_000);

  it('[CA5] a visitor who refuses the devices still sees and hears', async () => {
    const { pages, begin, phase, close } = await twoPages();
    await pages.visitor.evaluate(() => window.harness.denyDevices());
    await begin();
    await isLive(pages.visitor);
    await seesPicture(pages.visitor);
    const before = await soundPackets(pages.visitor);
    await expect.poll(() => soundPackets(pages.visitor)).toBeGreaterThan(before);
    expect(await pages.visitor.evaluate(() => window.harness.call.mediaTrouble.value)).toBe('denied');
    expect(await phase('agent')).toBe('live');
    expect(await pages.agent.evaluate(() => window.harness.call.peerMedia.value)).toEqual({
      microphone: false,
      camera: false,
      screen: false,
    });
    await close();
  }, 60_000);

  it('[CA18] a new epoch asked for by one side replaces the connection of both', async () => {
    const { pages, begin, join, close } = await twoPages();
    await begin();
    await Promise.all([pages.visitor, pages.agent].map(isLive));
    await join('agent');
    await Promise.all([pages.visitor, pages.agent].map(isLive));
    await Promise.all([pages.visitor, pages.agent].map((page) => seesPicture(page)));
    expect(await pages.visitor.evaluate(() => window.harness.described())).toEqual(['offer', 'answer']);
    await close();
  }, 60_000);

  it('[CA18] [CA21] survive a path that is gone for 20 s, which kills the bare library', async () => {
    const { pages, begin, close, phase } = await twoPages();
    const both = [pages.visitor, pages.agent];
    const wire = await pages.visitor.context().newCDPSession(pages.visitor);
    const lose = (packetLoss: number) => {
      const all = { urlPattern: '', latency: 1, packetLoss, downloadThroughput: -1, uploadThroughput: -1 };
      // Newer than the list of commands that we are given; counts only if set before the connection is made.
      const emulate = wire.send.bind(wire) as (command: string, facts: object) => Promise<unknown>;
      return emulate('Network.emulateNetworkConditionsByRule', { offline: false, matchedNetworkConditions: [all] });
    };
    await wire.send('Network.enable');
    await lose(0);
    await begin();
    await Promise.all(both.map(isLive));
    await lose(100);
    await pages.agent.waitForTimeout(20_000);
    expect([await phase('visitor'), await phase('agent')]).toEqual(['restarting', 'restarting']);
    await lose(0);
    await Promise.all(both.map(isLive));
    await Promise.all(both.map((page) => seesPicture(page)));
    for (const page of both) expect(await page.evaluate(() => window.harness.connections().length)).toBe(1);
    await close();
  }, 90_000);

  it('[CA28] nobody else is asked: no foreign request, and no server in any connection', async () => {
    const { pages, begin, close } = await twoPages();
    await begin();
    await isLive(pages.visitor);
    const servers = await pages.visitor.evaluate(() =>
      window.harness.connections().flatMap((pc) => pc.getConfiguration().iceServers ?? []),
    );
    expect(servers).toEqual([]);
    expect(foreign).toEqual([]);
    await close();
  }, 60_000);
});

describe('the chunk', () => {
  it('[CA29] is at most 36 kB, packed, without what the chat has already brought', async () => {
    const text = await bundle('index.ts', 'callChunk', ['@preact/signals-core']);
    expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(36_000);
  }, 60_000);
});
