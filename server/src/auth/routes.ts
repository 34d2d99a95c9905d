import type { Request, Response, Router } from 'express';
import * as v from 'valibot';
import type { Config } from '../config.ts';
import { addressOf, isOwnOrigin } from '../gate/origins.ts';
import type { AgentActor, Audit, Db, Powers } from '../powers.ts';
import { meOf } from './agents.ts';
import { readSessionCookie, sessionCookie } from './cookie.ts';
import type { Sessions } from './sessions.ts';
import type { SignIn } from './signIn.ts';

/** What somebody signs in with. */
export const credentials = v.object({
  email: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(254)),
  // No hash is computed over a megabyte somebody sent.
  password: v.pipe(v.string(), v.minLength(1), v.maxLength(500)),
});

/** Signing in and out, and who one is. */
export function authRoutes(
  router: Router,
  powers: {
    db: Db;
    config: Config;
    sessions: Sessions;
    signIn: SignIn;
    audit: Audit;
    problem: Powers['problem'];
  },
): void {
  const { config, sessions, problem } = powers;
  const sessionOf = (req: Request): Promise<AgentActor | null> =>
    sessions.find(readSessionCookie(config, req.headers.cookie));
  const fromOurselves = (req: Request) =>
    req.headers.origin !== undefined &&
    isOwnOrigin(req.headers.origin, req.headers, config) &&
    req.headers['x-theke'] === '1';

  router.post('/sign-in', async (req: Request, res: Response) => {
    const { origin } = req.headers;
    if (origin !== undefined && !isOwnOrigin(origin, req.headers, config)) return problem(res, 403, 'foreignOrigin');
    const given = v.safeParse(credentials, req.body);
    if (!given.success) return problem(res, 400, 'malformed', v.getDotPath(given.issues[0]) ?? undefined);
    const address = addressOf(req.headers, req.socket.remoteAddress ?? '', config.proxies);
    const answer = await powers.signIn({ ...given.output, address });
    if (!answer.ok) {
      const { code, retryInMs } = answer.refusal;
      if (retryInMs) res.setHeader('Retry-After', Math.ceil(retryInMs / 1000));
      return problem(res, code === 'tooOften' ? 429 : 401, code);
    }
    res.setHeader('Set-Cookie', sessionCookie(config, answer.value.secret));
    res.json({ me: meOf(answer.value.row) });
  });

  router.post('/sign-out', async (req: Request, res: Response) => {
    if (!fromOurselves(req)) return problem(res, 403, 'foreignOrigin');
    const who = await sessionOf(req);
    if (who) {
      await sessions.revoke(who.session, 'signedOut');
      await powers.audit({ actor: `agent:${who.agentId}`, act: 'agent.signOut', thing: `agent:${who.agentId}` });
    }
    res.setHeader('Set-Cookie', sessionCookie(config, null));
    res.status(204).end();
  });

  router.get('/me', async (req: Request, res: Response) => {
    const who = await sessionOf(req);
    const row =
      who && (await powers.db.selectFrom('agents').selectAll().where('id', '=', who.agentId).executeTakeFirst());
    if (!row) return problem(res, 401, 'signedOut');
    res.json({ me: meOf(row) });
  });
}
