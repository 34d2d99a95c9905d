import type { Server as HttpServer } from 'node:http';
import type { Log } from '@theke/kit';
import { type Answer, limits, namespaces } from '@theke/protocol';
import { agentSchemas, liveSchemas, visitorSchemas } from '@theke/protocol/schema';
import { type Namespace, Server, type Socket } from 'socket.io';
import type { Actor, AgentActor, Counters } from '../powers.ts';
import { terminate } from './buffered.ts';
import { type AdmittedVisitor, type Doors, type Handshake, refusalError } from './doors.ts';
import type { AnyHandler, Gate } from './gate.ts';
import { createLane } from './lane.ts';
import type { Schemas } from './read.ts';
import { watchSlow } from './slow.ts';
import type { Strikes } from './strikes.ts';

/** Who arrived and left; presence listens. */
export interface Arrivals {
  visitorCame(admitted: AdmittedVisitor): void;
  visitorLeft(actor: AdmittedVisitor['actor']): void;
  agentCame(actor: AgentActor): void;
  agentLeft(actor: AgentActor): void;
  liveLeft(actor: Actor): void;
}

export type HandlerMaps = Record<'visitor' | 'agent' | 'live', ReadonlyMap<string, AnyHandler>>;

/** Sockets of one visitor at once. Nobody has so many tabs; each more would have a pace of its own. */
const maxTabs = 40;

const strikeKey = (actor: Actor) => (actor.kind === 'visitor' ? actor.visitorId : actor.session);

/** Rooms of Socket.IO by what they mean. */
export const place = {
  visitor: (visitorId: string) => `visitor:${visitorId}`,
  tab: (visitorId: string, tabId: string) => `tab:${visitorId}:${tabId}`,
  agent: (agentId: string) => `agent:${agentId}`,
  session: (digest: string) => `session:${digest}`,
};

/** Builds the three namespaces on one HTTP server. Binding of events waits for `open`, when the matters exist. */
export function createSockets(powers: {
  http: HttpServer;
  doors: Doors;
  gate: Gate;
  strikes: Strikes;
  counters: Counters;
  log: Log;
  elapsed(): number;
}) {
  const { doors, gate, strikes, counters, log } = powers;
  let draining = false;
  const io = new Server(powers.http, {
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: limits.frameBytes,
    serveClient: false,
    // Short enough that a vanished line is noticed within a minute, long enough for a phone in a tunnel.
    pingInterval: 20_000,
    pingTimeout: 20_000,
    cors: { origin: true, credentials: true },
    allowRequest: (req, done) => {
      if (draining) return done('unavailable', false);
      doors.origin(req.headers).then(
        (known) => {
          if (!known) counters.refused('handshake', 'foreignOrigin');
          done(known ? null : 'foreignOrigin', known);
        },
        () => done('unavailable', false),
      );
    },
  });
  const visitor = io.of(namespaces.visitor);
  const agent = io.of(namespaces.agent);
  const live = io.of(namespaces.live);
  // Everybody may open the nameless namespace, and nothing is there: without this a stranger could hold lines for nothing.
  io.of('/').use((_socket, next) => next(refusalError({ code: 'notOffered' })));
  const lane = createLane(live, counters);
  const unwatch = watchSlow({
    clients: () => (io.engine as unknown as { clients: Record<string, unknown> }).clients,
    counters,
    elapsed: powers.elapsed,
  });
  io.engine.on('connection', (conn: { on(event: 'close', fn: (reason: string, why?: unknown) => void): void }) => {
    conn.on('close', (reason, why) => {
      const large =
        why instanceof Error &&
        /max payload|payload.*exceed/i.test(
          String(why.cause ?? why.message) + String((why as { context?: unknown }).context ?? ''),
        );
      counters.count('sockets_closed', { reason });
      if (large) counters.refused('frame', 'tooLarge');
    });
  });
  io.engine.on('connection_error', () => counters.count('handshakes_failed'));

  /** The door of one namespace: what it lets in is what every handler can rely on. */
  function guard<T>(namespace: Namespace, open: (handshake: Handshake, id: string) => Promise<Answer<T>>) {
    namespace.use((socket, next) => {
      const { auth, headers, address } = socket.handshake;
      // Kept as long as the socket: a stranger's quarter of a megabyte would stay with us.
      socket.handshake.auth = {};
      open({ auth, headers, address }, socket.id).then(
        (answer) => {
          if (answer.ok) {
            socket.data.admitted = answer.value;
            return next();
          }
          counters.refused('connect', answer.refusal.code);
          next(refusalError(answer.refusal));
        },
        (error: unknown) => {
          log.error('a handshake failed', { error: String(error) });
          counters.count('errors', { event: 'connect' });
          next(refusalError({ code: 'unavailable', retryInMs: 2_000 }));
        },
      );
    });
  }
  guard(visitor, doors.visitor);
  guard(agent, doors.agent);
  guard(live, doors.live);

  function admit(socket: Socket, actor: Actor, schemas: Schemas, handlers: ReadonlyMap<string, AnyHandler>) {
    const key = strikeKey(actor);
    const flooded = () => {
      if (!strikes.strike(key)) return;
      counters.count('sockets_struck');
      socket.disconnect(true);
    };
    socket.onAny(gate.admit({ schemas, handlers }, { actor, flooded }));
    socket.on('error', () => {});
  }

  return {
    io,
    lane,
    /** From now on events reach the matters. */
    open(handlers: HandlerMaps, arrivals: Arrivals) {
      visitor.on('connection', (socket) => {
        const admitted = socket.data.admitted as AdmittedVisitor;
        const { actor } = admitted;
        if ((visitor.adapter.rooms.get(place.visitor(actor.visitorId))?.size ?? 0) >= maxTabs) {
          counters.refused('connect', 'tooOften');
          return void socket.disconnect(true);
        }
        void socket.join([place.visitor(actor.visitorId), place.tab(actor.visitorId, actor.tabId)]);
        admit(socket, actor, visitorSchemas, handlers.visitor);
        arrivals.visitorCame(admitted);
        socket.on('disconnect', () => arrivals.visitorLeft(actor));
      });
      agent.on('connection', (socket) => {
        const actor = socket.data.admitted as AgentActor;
        void socket.join([place.agent(actor.agentId), place.session(actor.session)]);
        admit(socket, actor, agentSchemas, handlers.agent);
        arrivals.agentCame(actor);
        socket.on('disconnect', () => arrivals.agentLeft(actor));
      });
      live.on('connection', (socket) => {
        const actor = socket.data.admitted as Actor;
        if (actor.kind === 'agent') void socket.join(place.session(actor.session));
        admit(socket, actor, liveSchemas, handlers.live);
        socket.on('disconnect', () => {
          lane.gone(socket.id);
          arrivals.liveLeft(actor);
        });
      });
    },
    /** Ends every socket of a session, after telling why. They do not come back by themselves. */
    kick(session: string, reason: 'signedOut' | 'revoked' | 'idle') {
      agent.to(place.session(session)).emit('session:revoked', { reason });
      agent.in(place.session(session)).disconnectSockets(true);
      live.in(place.session(session)).disconnectSockets(true);
    },
    sessions: () => [
      ...new Set([...agent.sockets.values()].map((socket) => (socket.data.admitted as AgentActor).session)),
    ],
    count: () => ({ visitor: visitor.sockets.size, agent: agent.sockets.size, live: live.sockets.size }),
    /** No new sockets; the present ones hear when to come back. */
    drain(retryInMs: () => number) {
      draining = true;
      for (const namespace of [visitor, agent]) {
        for (const socket of namespace.sockets.values()) socket.emit('server:draining', { retryInMs: retryInMs() });
      }
    },
    /** Closes the transports, not the sockets: browsers then come back by themselves. */
    async close() {
      draining = true;
      unwatch();
      const clients = Object.values(
        (io.engine as unknown as { clients: Record<string, { close(discard?: boolean): void }> }).clients,
      );
      const closed = io.close();
      const late = setTimeout(() => {
        clients.forEach(terminate);
        powers.http.closeAllConnections();
      }, 1_000);
      await closed;
      clearTimeout(late);
    },
  };
}

export type Sockets = ReturnType<typeof createSockets>;
