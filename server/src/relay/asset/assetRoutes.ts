import type { Router } from 'express';
import type { Powers } from '../../powers.ts';
import type { Place } from '../lane/place.ts';
import type { ShareRows } from '../share/shareRows.ts';
import type { Watchers } from '../share/watchers.ts';
import type { Assets } from './assets.ts';

/** The agent's browser shows it and nothing more: no script, no further request, no guessing of types. */
const policy = "sandbox; default-src 'none'; style-src 'unsafe-inline'";

/**
 * `GET /shares/:shareId/asset?u=` – for agents who look at this share while it is on, and nobody else; only what its pages, or
 * the style sheets they were served, refer to.
 */
export function assetRoutes(
  router: Router,
  powers: Pick<Powers, 'agentOf' | 'problem' | 'counters'>,
  shares: { rows: ShareRows; watchers: Watchers; place(shareId: string): Place | undefined },
  assets: Assets,
) {
  router.get('/shares/:shareId/asset', async (req, res) => {
    const agent = await powers.agentOf(req);
    if (!agent) return powers.problem(res, 401, 'signedOut');
    const share = await shares.rows.find(String(req.params.shareId));
    if (!share || !(await shares.watchers.mayView(share, agent.agentId))) return powers.problem(res, 404, 'notFound');
    const address = req.query.u;
    if (typeof address !== 'string' || !URL.canParse(address)) return powers.problem(res, 400, 'malformed', 'u');
    const url = new URL(address);
    url.hash = '';
    const place = shares.place(share.id);
    if (!place?.addresses.has(url.href)) {
      powers.counters.count('theke_assets_total', { outcome: 'unknown' });
      return powers.problem(res, 403, 'forbidden', 'unknown');
    }
    const answer = await assets.read(place.siteId, url.href, place.origins);
    if (answer.ok) for (const next of answer.refers) place.addresses.add(next);
    powers.counters.count('theke_assets_total', { outcome: answer.ok ? 'sent' : answer.why });
    if (!answer.ok) return powers.problem(res, answer.why === 'failed' ? 502 : 403, 'forbidden', answer.why);
    res.set({
      'content-type': answer.contentType,
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=300',
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    });
    return void res.end(answer.body);
  });
}
