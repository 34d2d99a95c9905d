import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { VisitorHandshake } from '@theke/protocol';
import { Server, type Socket } from 'socket.io';
import { fakeAnswers } from './server/answers.ts';
import { fakeFiles } from './server/files.ts';
import { fakeRest } from './server/rest.ts';
import { type Asked, freshState } from './server/state.ts';
import { fakeTalk } from './server/talk.ts';

type Reply = (answer: unknown) => void;
const ok = (value: unknown) => ({ ok: true, value });

/**
 * A server for one visitor, scripted by the test: loader, chunks, shop pages and the visitor's events.
 * It keeps just enough of a conversation for the widget to be true to life.
 */
export async function startFakeServer(dist: string) {
  const asked: Asked[] = [];
  const liveAsked: Asked[] = [];
  const requests: string[] = [];
  const state = freshState();

  const http = createServer((request, response) => void serve(request, response));
  const io = new Server(http, { cors: { origin: '*' }, transports: ['websocket', 'polling'] });
  const visitors = io.of('/visitor');
  const live = io.of('/live');

  const talk = fakeTalk(state, (event, value) => visitors.emit(event, value));
  const answers = fakeAnswers(state, talk);
  const rest = fakeRest(state, asked, talk, answers);
  const files = fakeFiles(dist, state);

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    requests.push(`${request.method} ${request.url}`);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'content-type');
    if (!(await rest(path, request, response))) await files.serve(path, request, response);
  }

  visitors.on('connection', (socket: Socket) => {
    state.connected++;
    state.handshakes.push(socket.handshake.auth as VisitorHandshake);
    socket.onAny((event: string, ...rest: unknown[]) => {
      const reply = rest.at(-1);
      const input = typeof rest[0] === 'function' ? undefined : rest[0];
      asked.push({ event, input });
      if (typeof reply !== 'function') return;
      if (state.refuse.has(event)) return (reply as Reply)({ ok: false, refusal: { code: 'forbidden' } });
      (reply as Reply)(ok(answers[event]?.(input as never)));
    });
  });
  live.on('connection', (socket: Socket) => {
    socket.onAny((event: string, ...rest: unknown[]) => {
      if (event === 'page:chunk') state.chunks++;
      else liveAsked.push({ event, input: rest[0] });
      const reply = rest.at(-1);
      if (typeof reply === 'function') (reply as Reply)(ok(undefined));
    });
  });

  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done));
  const origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  return {
    origin,
    state,
    asked,
    liveAsked,
    requests,
    page: files.page,
    ...talk,
    agentSays: (text: string, name = 'Anna') =>
      talk.add({ type: 'text', text }, { kind: 'agent', agentId: 'a1', name }),
    tell: (event: string, value: unknown) => visitors.emit(event, value),
    /** On the live lane, to whoever shows their page. */
    tellLive: (event: string, value: unknown) => live.emit(event, value),
    /** Waits for the answer of the page that is shown. */
    askLive: (event: string, value: unknown): Promise<unknown> =>
      [...live.sockets.values()].at(-1)!.timeout(9_000).emitWithAck(event, value),
    dropLines: () => visitors.disconnectSockets(true),
    setAvailability(availability: 'online' | 'away') {
      state.availability = availability;
      visitors.emit('availability:changed', { availability });
    },
    reset() {
      Object.assign(state, freshState());
      asked.length = 0;
      liveAsked.length = 0;
      requests.length = 0;
      visitors.disconnectSockets(true);
      live.disconnectSockets(true);
    },
    async close() {
      await io.close();
      http.closeAllConnections();
      http.close();
    },
  };
}

export type FakeServer = Awaited<ReturnType<typeof startFakeServer>>;
