import type { Router } from 'express';
import type { Powers } from '../powers.ts';
import { keyOf } from './read.ts';
import { serviceReport } from './service.ts';

/** `/reports/…`: figures that can be computed again from the tables by anyone. */
export function reportRoutes(router: Router, powers: Powers) {
  const { db } = powers;

  router.get('/reports/service', powers.requireKey('reports:read'), async (req, res) => {
    const until = Number(req.query.until) || powers.now();
    const since = Number(req.query.since) || until - 7 * 86_400_000;
    const { siteId } = keyOf(res);
    let query = db
      .selectFrom('conversations')
      .select(['id', 'site_id', 'started_at', 'ended_at', 'status', 'rating'])
      .where('started_at', '>=', since)
      .where('started_at', '<', until);
    if (siteId !== null) query = query.where('site_id', '=', siteId);
    const rows = await query.limit(50_000).execute();
    const replies = rows.length
      ? await db
          .selectFrom('entries')
          .innerJoin('conversations', 'conversations.id', 'entries.conversation_id')
          .select((q) => ['entries.conversation_id', q.fn.min('entries.at').as('at')])
          .where('conversations.started_at', '>=', since)
          .where('conversations.started_at', '<', until)
          .where('entries.author_key', 'like', 'agent:%')
          .where('entries.body', 'not like', '{"type":"event"%')
          .groupBy('entries.conversation_id')
          .execute()
      : [];
    res.json({
      since,
      until,
      ...serviceReport(rows, new Map(replies.map((one) => [one.conversation_id, Number(one.at)]))),
    });
  });

  router.get('/reports/uplift', powers.requireKey('reports:read'), (_, res) => {
    // Nobody is held out in this version, so there is nothing to compare with; the report says that instead of showing
    // what chatters bought, which would be the visitors who were going to buy anyway.
    res.json({ verdict: 'inconclusive', why: 'noHoldout' });
  });
}
