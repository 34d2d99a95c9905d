import { createServer, type Server as HttpServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { no, type Reply, yes } from '@theke/protocol';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createLine, type Line, type LineState } from './line.ts';

// A real Socket.IO server: what a line promises is about real sockets.
const { Server } = createRequire(new URL('../../../server/package.json', import.meta.url))(
  'socket.io',
) as typeof import('socket.io');

interface Asks {
  echo: (word: string, reply: Reply<string>) => void;
  nothing: (reply: Reply<void>) => void;
  silence: (word: string, reply: Reply<void>) => void;
}
interface Tells {
  hello: (word: string) => void;
}

let http: HttpServer;
let io: InstanceType<typeof Server>;
let line: Line<Asks, Tells>;
let refuseWith: unknown;
let dials = 0;

beforeEach(async () => {
  refuseWith = undefined;
  dials = 0;
  http = createServer();
  io = new Server(http);
  io.of('/test').use((_, next) => {
    dials++;
    if (!refuseWith) return next();
    next(Object.assign(new Error('no'), { data: refuseWith }));
  });
  io.of('/test').on('connection', (socket) => {
    socket.on('echo', (word: string, reply: Reply<string>) => reply(yes(word)));
    socket.on('nothing', (reply: Reply<void>) => reply(no('forbidden')));
  });
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  line = createLine<Asks, Tells>({
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    namespace: '/test',
    auth: () => ({}),
  });
});

afterEach(async () => {
  line.close();
  await io.close();
});

const reached = (wanted: LineState) =>
  new Promise<void>((done) => {
    if (line.state === wanted) return done();
    const undo = line.onState((state) => {
      if (state !== wanted) return;
      undo();
      done();
    });
  });

it('[RE50] an ask is answered by the server, with or without input, yes or no', async () => {
  line.open();
  await reached('online');
  expect(await line.ask('echo', 'Theke')).toEqual(yes('Theke'));
  expect(await line.ask('nothing', undefined)).toEqual(no('forbidden'));
});

it('[RE51] without a line, or without an answer, an ask is a refusal and never an exception', async () => {
  expect(await line.ask('echo', 'x')).toEqual(no('offline'));
  line.open();
  await reached('online');
  expect(await line.ask('silence', 'x', 50)).toEqual(no('timeout'));
  const cut = line.ask('silence', 'x', 5_000);
  io.of('/test').disconnectSockets(true);
  expect(await cut).toEqual(no('offline'));
});

it('[RE52] a dropped line comes back by itself, also when the server closed it', async () => {
  line.open();
  await reached('online');
  io.of('/test').disconnectSockets(true);
  await reached('offline');
  await reached('online');
  expect(await line.ask('echo', 'again')).toEqual(yes('again'));
  expect(dials).toBe(2);
});

it('[RE53] a refusal ends the tries and tells why; a busy server is tried again', async () => {
  refuseWith = { code: 'unavailable' };
  line.open();
  await reached('offline');
  refuseWith = { code: 'unknownSite' };
  const told = new Promise((done) => line.onState((state, refusal) => state === 'refused' && done(refusal)));
  expect(await told).toEqual({ code: 'unknownSite' });
  const dialled = dials;
  await new Promise((done) => setTimeout(done, 900));
  expect(dials).toBe(dialled);
});

it('[RE54] what the server tells is heard until it is undone; closing is for good', async () => {
  const heard: string[] = [];
  const undo = line.on('hello', (word) => heard.push(word));
  line.open();
  await reached('online');
  io.of('/test').emit('hello', 'one');
  await line.ask('echo', 'after');
  undo();
  io.of('/test').emit('hello', 'two');
  await line.ask('echo', 'after');
  expect(heard).toEqual(['one']);
  line.close();
  line.open();
  expect(line.state).toBe('closed');
  expect(await line.ask('echo', 'x')).toEqual(no('offline'));
});
