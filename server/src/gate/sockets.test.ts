import { createId } from '@theke/kit';
import { limits } from '@theke/protocol';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startTestServer, type TestServer, testOrigin } from '../testing/server.ts';

let test: TestServer;
beforeAll(async () => {
  test = await startTestServer();
  await test.addSite('other', 'http://other.test');
});
afterAll(() => test.close());

const refusals = (event: string, code: string) => test.server.metrics.value('refusals', { event, code });
const alive = async () => {
  const visitor = await test.visitor();
  await visitor.must('line:alive');
  visitor.close();
};

describe('handshakes', () => {
  it('[SE13] an unknown site is refused by name and counted', async () => {
    await expect(test.visitor({ site: 'nowhere' })).rejects.toMatchObject({ data: { code: 'unknownSite' } });
    expect(await refusals('connect', 'unknownSite')).toBe(1);
  });

  const foreign = [
    'https://evil.example',
    'https://shop.test',
    'http://shop.test.evil.example',
    'http://shop.test:81',
    'http://shop.test.',
    'http://SHOP.test',
    'http://shop.test/',
    'http://user@shop.test',
    'null',
    'http://sub.shop.test',
    'http://shop.tes',
    '',
  ];
  it.each(['websocket', 'polling'])(
    '[SE14] a foreign origin gets in neither by name nor by trick (%s)',
    async (transport) => {
      for (const origin of foreign) {
        await expect(test.visitor({ origin: origin || ' ', transports: [transport] }), origin).rejects.toThrow();
      }
      await alive();
    },
  );

  it('[SE19] the nameless namespace lets nobody in, so that no line is held without a name', async () => {
    const socket = io(`${test.url}/`, { transports: ['websocket'], forceNew: true, reconnection: false });
    const outcome = await new Promise((done) => {
      socket.once('connect', () => done('in'));
      socket.once('connect_error', (error) => done(error.message));
    });
    socket.disconnect();
    expect(outcome).toBe('notOffered');
  });

  it('[SE19] one visitor holds forty lines at most', async () => {
    const visitor = await test.visitor();
    const proof = { visitorId: visitor.visitorId, visitorToken: visitor.visitorToken };
    const more = await Promise.allSettled(Array.from({ length: 60 }, () => test.visitor({ ...proof, hello: false })));
    await visitor.must('line:alive');
    const clients = more.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    await expect.poll(() => clients.filter((one) => one.socket.connected).length).toBe(39);
    for (const one of clients) one.close();
    visitor.close();
  });

  it('[SE14] the origin has to belong to the very site that is named', async () => {
    await expect(test.visitor({ origin: 'http://other.test' })).rejects.toMatchObject({
      data: { code: 'foreignOrigin' },
    });
    const visitor = await test.visitor({ origin: 'http://other.test', site: 'other' });
    expect(visitor.welcome.site.id).toBe('other');
    await expect(test.visitor({ origin: null })).rejects.toMatchObject({ data: { code: 'foreignOrigin' } });
  });

  it('[SE14] a site added while the server runs is let in', async () => {
    await expect(test.visitor({ origin: 'http://late.test', site: 'late' })).rejects.toThrow();
    await test.addSite('late', 'http://late.test');
    await new Promise((done) => setTimeout(done, 1_100));
    expect((await test.visitor({ origin: 'http://late.test', site: 'late' })).welcome.site.id).toBe('late');
  });

  it('[SE15] a client that speaks another protocol is told that it is too old', async () => {
    await expect(test.visitor({ protocol: 2 })).rejects.toMatchObject({ data: { code: 'tooOld' } });
  });

  it('[SE16] a malformed handshake is told so', async () => {
    await expect(test.visitor({ tabId: 'x'.repeat(65) })).rejects.toMatchObject({
      data: { code: 'malformed', detail: 'tabId' },
    });
  });

  it('[SE17] nobody stands at the desk before signing in', async () => {
    const attempts: Record<string, string>[] = [{}, { cookie: 'theke_session=made-up' }, { cookie: 'theke_session=' }];
    for (const headers of attempts) {
      const socket = io(`${test.url}/agent`, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        extraHeaders: headers,
      });
      const error = await new Promise<{ data?: unknown }>((done) => socket.once('connect_error', done as never));
      expect(error.data).toMatchObject({ code: 'signedOut' });
      socket.disconnect();
    }
    expect(await refusals('connect', 'signedOut')).toBe(3);
  });

  it('[SE17] an event sent before the namespace was opened ends the connection and reaches nobody', async () => {
    const socket = new WebSocket(`${test.url.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`);
    const closed = new Promise((done) => socket.once('close', done));
    socket.on('message', (text: Buffer) => {
      if (text.toString().startsWith('0')) socket.send('42/agent,1["desk:hello",{"locale":"en"}]');
    });
    await closed;
    await alive();
  });

  it('[SE18] the desk opens only from our own origin, cookie or not', async () => {
    const agent = await test.agent('origin@demo.shop');
    const dial = (origin: string) => {
      const socket = io(`${test.url}/agent`, {
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        extraHeaders: { cookie: agent.cookie, origin },
      });
      return new Promise<string>((done) => {
        socket.once('connect', () => done('in'));
        socket.once('connect_error', (error) => done((error as { data?: { code?: string } }).data?.code ?? 'refused'));
      }).finally(() => socket.disconnect());
    };
    expect(await dial(test.url)).toBe('in');
    expect(await dial(testOrigin)).toBe('foreignOrigin');
    expect(await dial('https://evil.example')).toBe('refused');
  });

  it('[SE19] the live lane opens for a proven visitor and for nobody else', async () => {
    const visitor = await test.visitor();
    await expect(visitor.live()).resolves.toBeTruthy();
    const stranger = { ...visitor, visitorToken: 'guessed' };
    const socket = io(`${test.url}/live`, {
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { origin: testOrigin },
      auth: {
        protocol: 1,
        site: 'demo',
        tabId: 't',
        visitorId: stranger.visitorId,
        visitorToken: stranger.visitorToken,
      },
    });
    const error = await new Promise<{ data?: unknown }>((done) => socket.once('connect_error', done as never));
    expect(error.data).toMatchObject({ code: 'signedOut' });
    socket.disconnect();
  });
});

describe('events', () => {
  it('[SE20] malformed values, wrong shapes and poisoned keys get a typed refusal and disturb nobody', async () => {
    const visitor = await test.visitor();
    const raw = (event: string, ...args: unknown[]) => visitor.socket.timeout(3_000).emitWithAck(event, ...args);
    for (const value of [null, 5, 'x', [], [[[[]]]], { conversationId: {} }, { text: 'x' }]) {
      expect(await raw('message:send', value)).toMatchObject({ ok: false, refusal: { code: 'malformed' } });
    }
    expect(await raw('no:such', {})).toMatchObject({ refusal: { code: 'notOffered' } });
    expect(await raw('context:set', JSON.parse('{"__proto__":{"polluted":1}}'))).toMatchObject({
      refusal: { code: 'malformed' },
    });
    visitor.socket.emit('message:send', { conversationId: 'a' });
    visitor.socket.emit('message:send');
    await visitor.must('line:alive');
    await alive();
  });

  it('[SE21] a frame over the limit closes only its own socket, and is counted', async () => {
    const bystander = await test.visitor();
    const visitor = await test.visitor();
    const closed = new Promise((done) => visitor.socket.once('disconnect', done));
    visitor.socket.emit('message:send', { conversationId: 'a', clientId: 'b', text: 'x'.repeat(1_000_000) }, () => {});
    await closed;
    await bystander.must('line:alive');
    await expect.poll(() => refusals('frame', 'tooLarge')).toBe(1);
  });

  it('[SE21] a text that fits the frame but not a message is refused by name', async () => {
    const visitor = await test.visitor();
    const id = await visitor.start();
    const answer = await visitor.ask('message:send', {
      conversationId: id,
      clientId: 'c',
      text: 'x'.repeat(limits.messageChars + 1),
    });
    expect(answer).toMatchObject({ refusal: { code: 'tooLarge' } });
  });

  it("[SE22] somebody else's conversation does not exist, whatever is asked of it", async () => {
    const owner = await test.visitor();
    const thief = await test.visitor();
    const conversationId = await owner.start();
    await owner.say(conversationId, 'secret');
    const stolen = [
      thief.ask('message:send', { conversationId, clientId: 'x', text: 'hi' }),
      thief.ask('conversation:resume', { conversationId, afterSeq: 0 }),
      thief.ask('message:read', { conversationId, seq: 1 }),
      thief.ask('conversation:end', { conversationId }),
      thief.ask('conversation:rate', { conversationId, score: 1 }),
      thief.ask('contact:leave', { conversationId, email: 'a@b.example' }),
    ];
    for (const answer of await Promise.all(stolen))
      expect(answer).toEqual({ ok: false, refusal: { code: 'notFound' } });
    expect(await thief.ask('conversation:resume', { conversationId: createId('cnv'), afterSeq: 0 })).toEqual({
      ok: false,
      refusal: { code: 'notFound' },
    });
    expect((await thief.ask('conversation:start', { conversationId, via: 'launcher' })).ok).toBe(false);
    const present = await owner.must('conversation:resume', { conversationId, afterSeq: 0 });
    expect(present.entries.map((entry) => entry.body)).toContainEqual({ type: 'text', text: 'secret' });
    expect(thief.told('entry:added')).toEqual([]);
  });

  it('[SE23] a chunk of page frames without a grant is refused and counted', async () => {
    const visitor = await test.visitor();
    const live = await visitor.live();
    const answer = await live.ask('page:chunk', {
      shareId: 'none',
      stream: 0,
      seq: 0,
      bytes: new Uint8Array([1, 2, 3]),
    });
    expect(answer.ok).toBe(false);
    expect(await test.server.metrics.value('refusals', { event: 'page:chunk' })).toBe(1);
    const large = await live.ask('page:chunk', {
      shareId: 'none',
      stream: 0,
      seq: 0,
      bytes: new Uint8Array(limits.pageChunkBytes + 1),
    });
    expect(large).toMatchObject({ refusal: { code: 'tooLarge' } });
  });

  it('[SE9] a flood ends the flooder alone, and it cannot come straight back', async () => {
    const bystander = await test.visitor();
    const flooder = await test.visitor();
    const gone = new Promise((done) => flooder.socket.once('disconnect', done));
    const timer = setInterval(() => {
      for (let n = 0; n < 1_500; n++) flooder.socket.emit('nonsense');
    }, 200);
    await gone;
    clearInterval(timer);
    await bystander.must('line:alive');
    const { visitorId, visitorToken } = flooder;
    await expect(test.visitor({ visitorId, visitorToken })).rejects.toMatchObject({ data: { code: 'tooOften' } });
  });
});
