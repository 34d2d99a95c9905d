import { invitationAsk } from '@theke/protocol/schema';
import type { Router } from 'express';
import * as v from 'valibot';
import { allowPreflight, maySpeakFor } from '../crossOrigin.ts';
import type { Powers } from '../powers.ts';
import type { Invitations } from './index.ts';
import type { IsHidden } from './publicAddress.ts';

const word = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));
/** A page's question whether to invite. */
export const question = v.object({ ...invitationAsk.entries, site: word });
/** What became of an invitation. */
export const reaction = v.object({
  site: word,
  token: word,
  answer: v.picklist(['accepted', 'dismissed', 'expired']),
  never: v.optional(v.boolean()),
});

/**
 * The same questions as on the socket, for a visitor who has neither clicked nor consented: one POST that says nothing
 * about who asks. A "no" is the same for every reason, also for asking too often.
 */
export function invitationRoutes(
  router: Router,
  powers: Powers & { isHidden: IsHidden },
  decide: Pick<Invitations, 'ask' | 'react'>,
) {
  allowPreflight(router, '/invitations/ask', powers);
  router.post('/invitations/ask', async (req, res) => {
    const read = v.safeParse(question, req.body);
    if (!read.success) return powers.problem(res, 400, 'malformed');
    const { site, ...ask } = read.output;
    if (!(await maySpeakFor(site, req.get('origin'), res, powers))) return;
    // Also for programs, which name no origin: a site that is not there has no rules, no agents and no decisions to keep.
    if ((await powers.siteOrigins(site)).length === 0) return powers.problem(res, 404, 'unknownSite');
    const hidden = powers.isHidden(req.get('x-forwarded-for') !== undefined);
    const from = { ip: req.ip ?? '', userAgent: req.get('user-agent') ?? '', hidden };
    res.json(await decide.ask({ siteId: site, visitorId: null, ...from }, ask));
  });

  allowPreflight(router, '/invitations/answer', powers);
  router.post('/invitations/answer', async (req, res) => {
    const read = v.safeParse(reaction, req.body);
    if (!read.success) return powers.problem(res, 400, 'malformed');
    const { site, ...said } = read.output;
    if (!(await maySpeakFor(site, req.get('origin'), res, powers))) return;
    await decide.react({ siteId: site, visitorId: null }, said);
    res.status(204).end();
  });

  // Whether the shop's developer may open the overlay on this page: whoever is signed in at the console, in the same browser.
  router.get('/debug', async (req, res) => {
    const origin = req.get('origin') ?? '';
    const origins = await powers.siteOrigins(String(req.query.site ?? ''));
    res.set('vary', 'origin, cookie');
    if (!origins.includes(origin) || !(await powers.agentOf(req))) return powers.problem(res, 404, 'notFound');
    res.set({ 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true' });
    return void res.status(204).end();
  });
}
