import { createHash } from 'node:crypto';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Config } from '../config.ts';
import type { Db, Powers } from '../powers.ts';
import { isDoubled } from '../store/trouble.ts';
import { readSessionCookie } from './cookie.ts';
import { findKey, type KeyActor } from './keys.ts';
import type { Sessions } from './sessions.ts';

/** Stands for an answer that is still being made. */
const unfinished = 0;

/** What routes of every matter use: keys, cookies, repetition, and how a refusal looks. */
export function createGuards(powers: {
  db: Db;
  config: Config;
  sessions: Sessions;
  problem: Powers['problem'];
  now(): number;
}): Pick<Powers, 'agentOf' | 'requireKey' | 'once' | 'problem'> {
  const { db, config, sessions, problem, now } = powers;

  const requireKey =
    (scope: string): RequestHandler =>
    async (req, res, next) => {
      const secret = /^Bearer ([A-Za-z0-9._~+/=-]{8,200})$/.exec(req.headers.authorization ?? '')?.[1];
      const key = secret ? await findKey(db, secret) : null;
      if (!key) {
        res.setHeader('WWW-Authenticate', 'Bearer');
        return problem(res, 401, 'signedOut');
      }
      if (!key.scopes.includes(scope) && !key.scopes.includes('*'))
        return problem(res, 403, 'forbidden', `scope ${scope}`);
      res.locals.key = key;
      next();
    };

  /** Keeps the answer before it is sent, so that a caller who never saw it gets the same one again. */
  async function once(req: Request, res: Response, next: NextFunction) {
    const key = req.get('idempotency-key');
    if (key === undefined) return next();
    if (key.length === 0 || key.length > 200) return problem(res, 400, 'malformed', 'Idempotency-Key');
    const scope = `${(res.locals.key as KeyActor | undefined)?.keyId ?? ''} ${req.method} ${req.originalUrl}`;
    const digest = createHash('sha256')
      .update(JSON.stringify(req.body ?? null))
      .digest('hex');
    try {
      await db
        .insertInto('idempotency')
        .values({ key, scope, body_digest: digest, status: unfinished, answer: '', created_at: now() })
        .execute();
    } catch (error) {
      if (!isDoubled(error)) throw error;
      const kept = await db
        .selectFrom('idempotency')
        .selectAll()
        .where('key', '=', key)
        .where('scope', '=', scope)
        .executeTakeFirst();
      if (!kept || kept.body_digest !== digest) return problem(res, 409, 'conflict', 'Idempotency-Key');
      if (kept.status === unfinished) {
        res.setHeader('Retry-After', 1);
        return problem(res, 409, 'conflict', 'the first request with this key is still running');
      }
      return res.status(kept.status).type('json').send(kept.answer);
    }
    const mine = db.updateTable('idempotency').where('key', '=', key).where('scope', '=', scope);
    const forget = () => db.deleteFrom('idempotency').where('key', '=', key).where('scope', '=', scope).execute();
    let answered = false;
    const send = res.json.bind(res);
    res.json = (body: unknown) => {
      answered = true;
      // A failure is no answer to keep: the caller may try again with the same key.
      const kept =
        res.statusCode < 500 ? mine.set({ status: res.statusCode, answer: JSON.stringify(body) }).execute() : forget();
      kept.then(
        () => send(body),
        () => problem(res, 503, 'unavailable'),
      );
      return res;
    };
    // Refused, or done without words: nothing to keep, and the next one may try. A caller who hung up changes nothing:
    // the work goes on, and its answer is kept for when they ask again.
    const end = res.end.bind(res);
    res.end = ((...args: Parameters<typeof end>) => {
      if (!answered) void forget().catch(() => {});
      return end(...args);
    }) as typeof res.end;
    next();
  }

  return {
    agentOf: (req) => sessions.find(readSessionCookie(config, req.headers.cookie)),
    requireKey,
    once: () => once,
    problem,
  };
}
