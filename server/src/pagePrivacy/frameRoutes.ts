import type { EmbeddedPage, PagePrivacy } from '@theke/protocol';
import type { Router } from 'express';
import { problem } from '../problem.ts';
import type { Sites } from '../sites/sites.ts';

/**
 * `GET /frames?site=` – for pages embedded in a shop's: which origins may ask them to be shown, and what may be seen. Answered only to
 * origins the site has named, which is to say: nobody else learns anything, and records nothing.
 */
export function frameRoutes(router: Router, powers: { sites: Sites; privacyOf(siteId: string): Promise<PagePrivacy> }) {
  router.get('/frames', async (req, res) => {
    const origin = req.get('origin') ?? '';
    const site = await powers.sites.find(String(req.query.site ?? ''));
    res.vary('Origin');
    const privacy = site && (await powers.privacyOf(site.id));
    if (!privacy?.frames.includes(origin)) return problem(res, 403, 'foreignOrigin');
    const answer: EmbeddedPage = { origins: site!.origins, privacy };
    return void res.set('access-control-allow-origin', origin).json(answer);
  });
}
