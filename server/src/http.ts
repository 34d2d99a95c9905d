import { resolve } from 'node:path';
import type { Log } from '@theke/kit';
import express, { type Express, type NextFunction, type Request, type Response, Router } from 'express';
import helmet from 'helmet';
import { authDescribed } from './auth/authDescribed.ts';
import { cookieName } from './auth/cookie.ts';
import type { Config } from './config.ts';
import { describeRoutes } from './described/mounted.ts';
import { serveFiles } from './files.ts';
import type { Metrics } from './ops/metrics.ts';
import type { Health } from './ops/ready.ts';
import type { Matter } from './powers.ts';
import { problem } from './problem.ts';
import { ruledMark } from './rules/ruled.ts';

const jsonBytes = 65_536;
const yearSeconds = 31_536_000;
const shared = { 'Access-Control-Allow-Origin': '*', 'Cross-Origin-Resource-Policy': 'cross-origin' };
const forever = `public, max-age=${yearSeconds}, immutable`;

export interface HttpPowers {
  config: Config;
  log: Log;
  metrics: Metrics;
  health: Health;
  /** Folder of the browser builds. */
  dist: string;
  /** Which sites have rules, by the address of the page that asks for the loader. */
  ruledBy(referer: string | undefined): Promise<string>;
  /** Routes of our own beside the matters'. */
  ownRoutes(router: Router): void;
}

/** Everything over HTTP: the browser files, health, metrics, and the REST API of all matters. */
export function createHttp(powers: HttpPowers, matters: readonly Matter[]): Express {
  const { config, log, metrics, health } = powers;
  const dist = resolve(powers.dist);
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', config.proxies);
  app.use(
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
      strictTransportSecurity: config.publicUrl?.startsWith('https:') ? { maxAge: yearSeconds } : false,
      referrerPolicy: { policy: 'no-referrer' },
    }),
  );

  app.get('/livez', (_req, res) => void res.status(health.live() ? 200 : 503).json({ ok: health.live() }));
  app.get('/readyz', async (_req, res) => {
    const ready = await health.ready();
    res.status(ready.ok ? 200 : 503).json(ready);
  });
  app.get('/metrics', async (_req, res) => void res.type(metrics.contentType).send(await metrics.text()));

  const api = Router();
  for (const matter of matters) matter.rawRoutes?.(api);
  api.use(express.json({ limit: jsonBytes }));
  powers.ownRoutes(api);
  for (const matter of matters) matter.routes?.(api);
  describeRoutes(api, [...authDescribed, ...matters.flatMap(({ described = [] }) => described)], cookieName(config));
  api.use((_req, res) => problem(res, 404, 'notFound'));
  app.use('/api/v1', (_req, res, next) => {
    res.setHeader('Cache-Control', 'no-store');
    next();
  });
  app.use('/api/v1', api);

  app.use(
    '/console',
    (req, res, next) => {
      if (req.originalUrl === '/console') return res.redirect(301, '/console/');
      res.setHeader('Content-Security-Policy', consolePolicy(req.headers.host ?? ''));
      next();
    },
    serveFiles(`${dist}/console`, (file) => ({ 'Cache-Control': file.startsWith('assets') ? forever : 'no-cache' })),
    (_req, res) =>
      void res.status(404).type('text').send('The console is not built yet: run "npm run build", then reload.\n'),
  );
  app.use(
    '/assets',
    serveFiles(`${dist}/widget/assets`, () => ({ ...shared, 'Cache-Control': forever })),
  );
  app.use(
    serveFiles(
      `${dist}/loader`,
      (file) => ({
        ...shared,
        // The plain name is what shops embed: it must become new within minutes. Names with a hash never change.
        'Cache-Control': /^theke(-frame)?\.js$/.test(file) ? 'public, max-age=300' : forever,
      }),
      { file: 'theke.js', mark: ruledMark, by: 'Referer', word: (req) => powers.ruledBy(req.get('referer')) },
    ),
  );
  app.get('/', (_req, res) => res.redirect('/console/'));
  app.use((_req, res) => problem(res, 404, 'notFound'));

  app.use((error: unknown, req: Request, res: Response, next: NextFunction) => {
    if (res.headersSent) return next(error);
    const status = (error as { status?: unknown }).status;
    if (status === 413) return problem(res, 413, 'tooLarge');
    const noJson = (error as { type?: unknown }).type === 'entity.parse.failed';
    if (typeof status === 'number' && status >= 400 && status < 500)
      return problem(res, 400, 'malformed', noJson ? 'body: is not valid JSON' : undefined);
    log.error('a request failed', {
      method: req.method,
      route: req.route?.path,
      error: error instanceof Error ? error.message : String(error),
    });
    metrics.count('errors', { event: 'http' });
    res.setHeader('Retry-After', 2);
    problem(res, 503, 'unavailable');
  });
  return app;
}

/** The console shows pages of strangers in a frame that inherits this: nothing runs, nothing loads but through us. */
function consolePolicy(host: string): string {
  const own = /^[A-Za-z0-9.:[\]-]+$/.test(host) ? ` ws://${host} wss://${host}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    `connect-src 'self'${own}`,
    "media-src 'self' blob:",
    "font-src 'self' data:",
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
