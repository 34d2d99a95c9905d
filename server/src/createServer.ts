import { createServer as createHttpServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Log, systemClock } from '@theke/kit';
import type { Express } from 'express';
import { createAudit } from './audit/audit.ts';
import { createFaces } from './auth/agents.ts';
import { createGuards } from './auth/guards.ts';
import { authRoutes } from './auth/routes.ts';
import { createSessions, type Sessions } from './auth/sessions.ts';
import { createSignIn } from './auth/signIn.ts';
import { composeMatters } from './composeMatters.ts';
import type { Config } from './config.ts';
import { createDoors } from './gate/doors.ts';
import { createGate } from './gate/gate.ts';
import { createSockets } from './gate/sockets.ts';
import { createStrikes } from './gate/strikes.ts';
import { createHttp } from './http.ts';
import { createLog } from './ops/log.ts';
import { createMetrics, type Metrics } from './ops/metrics.ts';
import { createHealth } from './ops/ready.ts';
import { tidy } from './ops/tidy.ts';
import type { Powers } from './powers.ts';
import { problem } from './problem.ts';
import { createSites } from './sites/sites.ts';
import { openStore, type Store } from './store/open.ts';
import { createVisitors } from './visitors/visitors.ts';

export interface TheServer {
  app: Express;
  http: Server;
  store: Store;
  powers: Powers;
  sessions: Sessions;
  metrics: Metrics;
  /** Begins to take connections. Rejects when the port is taken. */
  listen(): Promise<{ port: number; url: string }>;
  /** Drains: tells everybody when to come back, finishes what is running, closes. Once, however often it is called. */
  close(): Promise<void>;
}

export interface ServerOptions {
  config: Config;
  log?: Log;
  /** Folder of the browser builds; default: the project's own. */
  dist?: string;
  /** A store that is open already, for tests that break it. */
  store?: Store;
  /** Figures of the process itself in /metrics. One server in a process only. */
  processMetrics?: boolean;
}

const runningMs = 10_000;
const returnMs = 5_000;
const sessionLookMs = 1_000;
const looksPerTouch = 300;

/** Puts all parts together. The one file that sees them all; it knows no rule of any of them. */
export async function createServer(options: ServerOptions): Promise<TheServer> {
  const { config } = options;
  const log = options.log ?? createLog(config);
  const clock = systemClock();
  const { now, elapsed, after } = clock;
  const store = options.store ?? (await openStore(config));
  const { db } = store;

  const metrics = createMetrics({ process: options.processMetrics });
  const sites = createSites({ db, elapsed });
  const sessions = createSessions({ db, now });
  const visitors = createVisitors({ db, now });
  const audit = createAudit({ db, now });
  const agentFace = createFaces(db);
  const strikes = createStrikes(elapsed);
  const gate = createGate({ counters: metrics, log, elapsed, paceFactor: config.paceFactor });
  const health = createHealth({ store, dataDir: config.dataDir, elapsed });

  // Socket.IO puts itself before whoever listens already, and keeps its own path from them.
  const http = createHttpServer((req, res) => void app(req, res));
  // A sender of one byte a second does not hold a connection for long.
  http.headersTimeout = 15_000;
  http.requestTimeout = 30_000;
  const doors = createDoors({ config, sites, sessions, visitors, strikes, elapsed });
  const sockets = createSockets({ http, doors, gate, strikes, counters: metrics, log, elapsed });
  const guards = createGuards({ db, config, sessions, problem, now });

  const composed = composeMatters({
    base: { db, config, log, now, after, audit, counters: metrics, visitors, agentFace, ...guards },
    sockets,
    sites,
  });
  const { matters, powers } = composed;
  const signIn = createSignIn({ db, sessions, audit, now });
  const app: Express = createHttp(
    {
      config,
      log,
      metrics,
      health,
      dist: options.dist ?? fileURLToPath(new URL('../../dist', import.meta.url)),
      ruledBy: composed.ruledBy,
      ownRoutes: (router) => authRoutes(router, { db, config, sessions, signIn, audit, problem }),
    },
    matters,
  );

  sockets.open(composed.handlers, composed.arrivals);
  sessions.onRevoked(sockets.kick);
  metrics.gauge('sockets', 'Open sockets by namespace', sockets.count);
  metrics.gauge('sharing', 'Pages being shared, and windows of agents that look at them', () => composed.sharing());
  metrics.gauge('visits', 'People on the pages of all sites', () => composed.visits());
  metrics.gauge('handlers_running', 'Events being worked on', () => gate.running);

  // A session may have been revoked by the command line, which is another process. An open console is a sign of life.
  let looks = 0;
  const look = setInterval(() => {
    const open = sockets.sessions();
    looks += 1;
    if (looks % looksPerTouch === 0) Promise.all(open.map(sessions.touch)).catch(() => {});
    sessions
      .ended(open)
      .then((ended) => {
        for (const { digest, why } of ended) sockets.kick(digest, why);
      })
      .catch((error: unknown) => log.warn('sessions were not checked', { error: String(error) }));
  }, sessionLookMs);
  look.unref();

  await tidy(db, now());
  for (const matter of matters) await matter.start?.();

  async function close() {
    health.drain();
    log.info('draining', { running: gate.running });
    sockets.drain(() => Math.round(Math.random() * returnMs));
    clearInterval(look);
    const untilMs = elapsed() + runningMs;
    while (gate.running > 0 && elapsed() < untilMs) await new Promise((done) => setTimeout(done, 20));
    await sockets.close();
    for (const matter of [...matters].reverse()) await matter.stop?.();
    composed.stop();
    health.stop();
    await store.close();
    log.info('closed');
  }
  let closing: Promise<void> | null = null;

  return {
    app,
    http,
    store,
    powers,
    sessions,
    metrics,
    async listen() {
      await new Promise<void>((done, failed) => {
        http.once('error', failed);
        http.listen(config.port, config.host, () => {
          http.off('error', failed);
          done();
        });
      });
      const { port } = http.address() as AddressInfo;
      const url = config.publicUrl ?? `http://localhost:${port}`;
      log.info('listening', { port, store: store.kind });
      return { port, url };
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}
