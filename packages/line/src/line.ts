import { type Cleanup, createBackoff, createCleanup, type Log, silentLog } from '@theke/kit';
import { type Answer, type AskInput, type AskOutput, no, type Refusal, refusalCodes } from '@theke/protocol';
import { io, type Socket } from 'socket.io-client';

export type LineState = 'idle' | 'connecting' | 'online' | 'offline' | 'refused' | 'closed';

/** One connection to the server, typed by what may be asked and what is told. */
export interface Line<Asks, Tells> {
  readonly state: LineState;
  /** `refused` carries the server's reason; there is no further try until `open` is called again. */
  onState(fn: (state: LineState, refusal?: Refusal) => void): () => void;
  /** Dials; safe to call again. */
  open(): void;
  /** For good. Everything waiting is answered `offline`. */
  close(): void;
  /** Drops a socket believed dead and dials anew at once: cheaper than waiting for its ping to time out. */
  reconnect(): void;
  /** Never rejects: no connection, no answer in time and a server's no are all refusals. */
  ask<K extends keyof Asks & string>(
    event: K,
    input: AskInput<Asks, K>,
    timeoutMs?: number,
  ): Promise<Answer<AskOutput<Asks, K>>>;
  /** Live lane: may be dropped, no answer. */
  tell<K extends keyof Asks & string>(event: K, input: AskInput<Asks, K>): void;
  on<K extends keyof Tells & string>(event: K, fn: Tells[K]): () => void;
  /** Bytes waiting in this browser's socket; a sharer paces itself by it. */
  readonly bufferedBytes: number;
}

/** What a line may do. `auth` is read anew on each dial, so fresh credentials are used after a reconnect. */
export interface LinePowers {
  /** Origin of the server, e.g. `https://chat.shop.example`. */
  url: string;
  namespace: string;
  auth: () => object;
  /** Sends the sign-in cookie: the console's lines only. */
  withCredentials?: boolean;
  /** A connection of its own, so that it shares no buffer with another line. */
  separate?: boolean;
  /** Extra request headers. Browsers ignore them for WebSockets; programs need them to name their origin. */
  headers?: Record<string, string>;
  log?: Log;
}

// A message is committed in milliseconds; ten seconds without an answer means the line is dead, not slow.
const answerWithinMs = 10_000;

/**
 * Opens a line. Reconnects by itself with jitter, forever; never buffers what was asked while offline –
 * the outbox does that, visibly – because Socket.IO's own buffer would send it without anyone knowing.
 */
export function createLine<Asks, Tells>(powers: LinePowers): Line<Asks, Tells> {
  const log = powers.log ?? silentLog;
  const cleanup: Cleanup = createCleanup();
  const watchers = new Set<(state: LineState, refusal?: Refusal) => void>();
  const backoff = createBackoff({ firstMs: 500, maxMs: 15_000 });
  let state: LineState = 'idle';
  let redial: ReturnType<typeof setTimeout> | undefined;

  const socket: Socket = io(powers.url + powers.namespace, {
    autoConnect: false,
    // Our own redialling below: it alone knows a refusal from a dropped line.
    reconnection: false,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    withCredentials: powers.withCredentials ?? false,
    forceNew: powers.separate ?? false,
    extraHeaders: powers.headers,
    auth: (give) => give(powers.auth()),
  });

  function step(next: LineState, refusal?: Refusal) {
    if (state === 'closed' || (state === next && !refusal)) return;
    state = next;
    for (const watch of [...watchers]) watch(next, refusal);
  }

  function dial() {
    clearTimeout(redial);
    if (state === 'closed') return;
    step('connecting');
    socket.connect();
  }

  function dialLater() {
    if (state === 'closed' || state === 'refused') return;
    step('offline');
    clearTimeout(redial);
    redial = setTimeout(dial, backoff.nextMs());
  }

  socket.on('connect', () => {
    backoff.reset();
    step('online');
  });
  socket.on('disconnect', (reason) => {
    log.debug('line lost', { reason });
    if (reason !== 'io client disconnect') dialLater();
  });
  socket.on('connect_error', (error: Error & { data?: unknown }) => {
    const refusal = readRefusal(error.data);
    // A busy or restarting server is worth another try; a no is not.
    if (refusal && refusal.code !== 'unavailable' && refusal.code !== 'tooOften') return step('refused', refusal);
    dialLater();
  });

  // The browser knows before any ping does.
  const online = () => state === 'offline' && dial();
  globalThis.addEventListener?.('online', online);
  cleanup.add(() => globalThis.removeEventListener?.('online', online));

  return {
    get state() {
      return state;
    },
    onState(fn) {
      watchers.add(fn);
      return () => void watchers.delete(fn);
    },
    open() {
      if (state === 'idle' || state === 'refused' || state === 'offline') dial();
    },
    close() {
      step('closed');
      clearTimeout(redial);
      cleanup.run();
      watchers.clear();
      socket.removeAllListeners();
      socket.disconnect();
    },
    reconnect() {
      if (state === 'closed' || state === 'idle') return;
      socket.disconnect();
      dial();
    },
    async ask(event, input, timeoutMs = answerWithinMs) {
      if (!socket.connected) return no('offline');
      try {
        const rest = input === undefined ? [] : [input];
        return (await socket.timeout(timeoutMs).emitWithAck(event, ...rest)) as Answer<never>;
      } catch {
        return no(socket.connected ? 'timeout' : 'offline');
      }
    },
    tell(event, input) {
      if (socket.connected) socket.volatile.emit(event, input);
    },
    on(event, fn) {
      socket.on(event, fn as never);
      return () => void socket.off(event, fn as never);
    },
    get bufferedBytes() {
      const transport = socket.io.engine?.transport as { ws?: { bufferedAmount?: number } } | undefined;
      return transport?.ws?.bufferedAmount ?? 0;
    },
  };
}

/** The server's middleware gives a refusal as the error's `data`; anything else is a network fault. */
function readRefusal(value: unknown): Refusal | undefined {
  const code = (value as Refusal | undefined)?.code;
  return code && refusalCodes.includes(code) ? (value as Refusal) : undefined;
}
