import type { Response, Router } from 'express';
import type { Powers } from './powers.ts';
import { problem } from './problem.ts';

type SitesOnly = Pick<Powers, 'db' | 'siteOrigins'>;

/**
 * For the few addresses a shop's page posts to: answers the browser's preflight for every origin that is some site's,
 * exactly. Which site is meant stands in the body, so `maySpeakFor` asks again.
 */
export function allowPreflight(router: Router, path: string, powers: SitesOnly) {
  router.options(path, async (req, res) => {
    const origin = req.get('origin') ?? '';
    const sites = await powers.db.selectFrom('sites').select('origins').execute();
    const ours = sites.some((site) => (JSON.parse(site.origins) as string[]).includes(origin));
    if (!ours) return void res.status(403).end();
    allow(res, origin);
    res.set({ 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type' });
    return void res.set('access-control-max-age', '600').status(204).end();
  });
}

/** Whether this page may speak for this site; answers 403 itself if not. Programs without an origin may. */
export async function maySpeakFor(
  siteId: string,
  origin: string | undefined,
  res: Response,
  powers: SitesOnly,
): Promise<boolean> {
  if (!origin) return true;
  if ((await powers.siteOrigins(siteId)).includes(origin)) {
    allow(res, origin);
    return true;
  }
  problem(res, 403, 'foreignOrigin');
  return false;
}

function allow(res: Response, origin: string) {
  res.set({ 'access-control-allow-origin': origin, vary: 'origin', 'access-control-expose-headers': 'retry-after' });
}
