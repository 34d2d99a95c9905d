import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Matter, Powers } from '../../powers.ts';

/** A matter's addresses on a port of their own, mounted as the composer mounts them. */
export async function serveMatter(matter: Matter): Promise<{ url: string; close(): Promise<void> }> {
  const app = express();
  const raw = express.Router();
  matter.rawRoutes?.(raw);
  app.use('/api/v1', raw);
  app.use(express.json());
  const router = express.Router();
  matter.routes?.(router);
  app.use('/api/v1', router);
  const server: Server = await new Promise((done) => {
    const made = app.listen(0, '127.0.0.1', () => done(made));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

/** What HTTP needs of the core: problems as they are on the wire, one agent signed in by a header, one key. */
export const httpPowers: Pick<Powers, 'problem' | 'requireKey' | 'agentOf' | 'once'> = {
  problem(res, status, code, detail) {
    res.status(status).type('application/problem+json').json({ title: code, status, code, detail });
  },
  requireKey: (scope) => (req, res, next) => {
    const [, scopes, siteId] = /^Bearer (\S+) ?(\S+)?$/.exec(req.get('authorization') ?? '') ?? [];
    if (scopes !== scope) return void res.status(401).json({ code: 'signedOut' });
    res.locals.key = { keyId: 'key-1', siteId: siteId ?? null };
    next();
  },
  agentOf: async (req) => (req.get('x-agent') ? { agentId: req.get('x-agent')! } : null),
  once: () => (_req, _res, next) => next(),
};
