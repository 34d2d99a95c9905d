import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  ActingCapability,
  CallRecord,
  Draft,
  Entry,
  EntryBody,
  GrantStand,
  PagePrivacy,
  Share,
  VisitorConversation,
  VisitorHandshake,
  VisitorWelcome,
} from '@theke/protocol';
import { Server, type Socket } from 'socket.io';
import { shareAsked, shareOn } from './shares.ts';

type Reply = (answer: unknown) => void;
const ok = (value: unknown) => ({ ok: true, value });

/** A page of the fake shop: its HTML and its headers. */
export interface FakePage {
  html: string | Uint8Array;
  headers?: Record<string, string>;
}

/**
 * A server for one visitor, scripted by the test: loader, chunks, shop pages and the visitor's events.
 * It keeps just enough of a conversation for the widget to be true to life.
 */
export async function startFakeServer(dist: string) {
  const pages = new Map<string, FakePage>();
  const asked: { event: string; input: unknown }[] = [];
  const liveAsked: { event: string; input: unknown }[] = [];
  const requests: string[] = [];
  const state = {
    availability: 'online' as 'online' | 'away',
    conversation: null as VisitorConversation | null,
    entries: [] as Entry[],
    share: null as Share | null,
    call: null as CallRecord | null,
    privacy: { version: 0, preset: 'none', rules: [], capture: false, frames: [] } as PagePrivacy,
    invite: null as null | { agentName: string },
    /** Kept on the server; the loader is told that there are any. */
    rules: [] as object[],
    chunks: 0,
    connected: 0,
    handshakes: [] as VisitorHandshake[],
    refuse: new Set<string>(),
  };

  const http = createServer((request, response) => void serve(request, response));
  const io = new Server(http, { cors: { origin: '*' }, transports: ['websocket', 'polling'] });
  const visitors = io.of('/visitor');
  const live = io.of('/live');

  async function serve(request: IncomingMessage, response: ServerResponse) {
    const path = new URL(request.url ?? '/', 'http://x').pathname;
    requests.push(`${request.method} ${request.url}`);
    response.setHeader('access-control-allow-origin', '*');
    response.setHeader('access-control-allow-headers', 'content-type');
    if (path === '/api/v1/handoffs/redeem') return redeem(request, response);
    if (path.startsWith('/api/v1/invitations/')) return invite(path, request, response);
    if (path === '/api/v1/rules/live') {
      response.writeHead(200, { 'content-type': 'application/json' });
      return response.end(JSON.stringify({ revision: '1', perVisit: 1, radar: true, rules: state.rules }));
    }
    if (path === '/api/v1/orders/told') return tellOrder(request, response);
    const page = pages.get(path);
    const from = /^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1];
    if (page && typeof page.html !== 'string' && from !== undefined) {
      const { byteLength } = page.html;
      response.writeHead(206, { ...page.headers, 'content-range': `bytes ${from}-${byteLength - 1}/${byteLength}` });
      return response.end(page.html.subarray(Number(from)));
    }
    if (page) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...page.headers });
      return response.end(page.html);
    }
    try {
      const file = await readFile(dist + path);
      response.writeHead(200, { 'content-type': 'text/javascript' });
      // As the server does: the loader learns which sites have rules.
      const ruled = state.rules.length ? 'demo' : '';
      response.end(path === '/theke.js' ? file.toString().replace('__THEKE_RULED__', ruled) : file);
    } catch {
      response.writeHead(404).end();
    }
  }

  async function redeem(request: IncomingMessage, response: ServerResponse) {
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    let body = '';
    for await (const piece of request) body += piece;
    asked.push({ event: 'redeem', input: JSON.parse(body) });
    const { token, code } = JSON.parse(body);
    if (token !== 'good-token-123456' && code !== 'WXYZ-BCDF')
      return response.writeHead(404).end('{"code":"notFound"}');
    begin('cnv_handoff', { agent: { agentId: 'a1', name: 'Anna' }, status: 'active' });
    add({ type: 'post', text: 'My parcel arrived wet. Twice.' }, { kind: 'contact', name: 'Kim' });
    add({ type: 'event', event: { type: 'resumed', channel: 'Chirper' } }, { kind: 'system' });
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(
      JSON.stringify({
        visitorId: 'vis_2',
        visitorToken: 'tok_2',
        conversationId: 'cnv_handoff',
        agent: { agentId: 'a1', name: 'Anna' },
        channel: 'Chirper',
      }),
    );
  }

  async function tellOrder(request: IncomingMessage, response: ServerResponse) {
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    let body = '';
    for await (const piece of request) body += piece;
    asked.push({ event: 'post:order', input: JSON.parse(body) });
    response.writeHead(204).end();
  }

  async function invite(path: string, request: IncomingMessage, response: ServerResponse) {
    if (request.method === 'OPTIONS') return response.writeHead(204).end();
    let body = '';
    for await (const piece of request) body += piece;
    const event = path.endsWith('ask') ? 'post:ask' : 'post:answer';
    asked.push({ event, input: JSON.parse(body) });
    if (event === 'post:answer') return response.writeHead(204).end();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answers['invitation:ask']!(undefined as never)));
  }

  function begin(conversationId: string, more: Partial<VisitorConversation> = {}) {
    state.entries = [];
    state.conversation = {
      conversationId,
      status: 'waiting',
      headSeq: 0,
      readByAgentSeq: 0,
      readByVisitorSeq: 0,
      queuePosition: 1,
      ...more,
    };
    return state.conversation;
  }

  function add(body: EntryBody, author: Entry['author'], clientId?: string): Entry {
    const now = state.conversation!;
    const seq = ++now.headSeq;
    const entry: Entry = {
      id: `ent_${seq}`,
      conversationId: now.conversationId,
      seq,
      at: Date.now(),
      author,
      leg: {
        legId: 'leg',
        kind: author.kind === 'contact' ? 'webhook' : 'web',
        channelName: author.kind === 'contact' ? 'Chirper' : undefined,
      },
      body,
      clientId,
    };
    state.entries.push(entry);
    visitors.emit('entry:added', { entry, headSeq: seq });
    return entry;
  }

  const change = (more: Partial<VisitorConversation>) => {
    Object.assign(state.conversation!, more);
    visitors.emit('conversation:changed', state.conversation);
  };

  /** The share as it is from now on, told to every tab. */
  function tellShare(more: Partial<Share>): Share {
    state.share = { ...(state.share ?? shareAsked()), ...more };
    visitors.emit('share:changed', state.share);
    return state.share;
  }
  const grant = (capability: ActingCapability, stand: GrantStand) =>
    tellShare({ grants: { ...state.share!.grants, [capability]: stand } });

  const answers: Record<string, (input: never) => unknown> = {
    'visit:hello'(hello: { afterSeq: number }): VisitorWelcome {
      return {
        visitor: { visitorId: 'vis_1', visitorToken: 'tok_1' },
        site: { id: 'demo', name: 'Wetterfest', privacy: state.privacy },
        availability: state.availability,
        conversation: state.conversation,
        entries: state.entries.filter((entry) => entry.seq > hello.afterSeq),
        share: state.share,
        call: state.call,
        serverAt: Date.now(),
      };
    },
    'conversation:start': ({ conversationId, skill }: { conversationId: string; skill?: string }) =>
      state.conversation?.conversationId === conversationId ? state.conversation : begin(conversationId, { skill }),
    'conversation:resume': ({ conversationId, afterSeq }: { conversationId: string; afterSeq: number }) => ({
      conversationId,
      entries: state.entries.filter((entry) => entry.seq > afterSeq),
      headSeq: state.conversation?.headSeq ?? 0,
      more: false,
    }),
    'message:send'(draft: Draft) {
      const known = state.entries.find((entry) => entry.clientId === draft.clientId);
      const entry = known ?? add({ type: 'text', text: draft.text }, { kind: 'visitor' }, draft.clientId);
      return { id: entry.id, seq: entry.seq, at: entry.at };
    },
    'message:read'({ seq }: { seq: number }) {
      state.conversation!.readByVisitorSeq = seq;
    },
    'invitation:ask': () =>
      state.invite
        ? { show: true, token: 'inv_1', expiresInMs: 60_000, agent: { agentId: 'a1', name: state.invite.agentName } }
        : { show: false },
    'code:show': () => ({ digits: '4081726354', expiresAt: Date.now() + 600_000 }),
    'code:answer': ({ yes }: { yes: boolean }) => (yes ? { conversationId: begin('cnv_code').conversationId } : null),
    'share:answer'({ allow }: { allow: boolean }) {
      const { recorded, agent, viewers } = state.share!;
      state.share = allow
        ? shareOn({ recorded, agent, actor: agent, viewers: viewers.length ? viewers : [agent] })
        : { ...state.share!, phase: 'ended', why: 'declined' };
      return state.share;
    },
    'share:offer': () => tellShare(shareOn()),
    'share:pause': ({ paused }: { paused: boolean }) => tellShare({ paused }),
    'grant:answer': ({ capability, allow }: { capability: ActingCapability; allow: boolean }) =>
      grant(capability, allow ? 'on' : 'refused'),
    'grant:withdraw': ({ capability }: { capability: ActingCapability }) => grant(capability, 'off'),
    'grants:withdraw'() {
      state.share = null;
    },
    'call:answer'({ accept }: { accept: boolean }) {
      state.call = { ...state.call!, phase: accept ? 'on' : 'ended', why: accept ? undefined : 'declined' };
      return state.call;
    },
    'call:servers': () => [],
    'call:join': ({ callId }: { callId: string }) => ({ callId, epoch: 1, offerer: 'me', iceServers: [], replay: [] }),
  };

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
    page: (path: string, page: FakePage) => pages.set(path, page),
    add,
    begin,
    change,
    agentSays: (text: string, name = 'Anna') => add({ type: 'text', text }, { kind: 'agent', agentId: 'a1', name }),
    tell: (event: string, value: unknown) => visitors.emit(event, value),
    tellShare,
    grant,
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
      Object.assign(state, {
        availability: 'online',
        conversation: null,
        entries: [],
        share: null,
        call: null,
        invite: null,
        rules: [],
        privacy: { version: 0, preset: 'none', rules: [], capture: false, frames: [] },
        chunks: 0,
        connected: 0,
        handshakes: [],
      });
      state.refuse.clear();
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
