import type { Request, Response, Router } from 'express';
import type { Powers } from '../powers.ts';
import type { Uplift } from '../uplift/index.ts';
import { keyOf, param } from './read.ts';
import { serviceReport } from './service.ts';

/** `/reports/…`: figures that can be computed again from the tables by anyone. */
export function reportRoutes(router: Router, powers: Powers & { uplift: Uplift }) {
  const { db, uplift } = powers;

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

  /** Which site a key speaks of; undefined: all of its sites. Null when it asks for another's. */
  const siteAsked = (req: Request, res: Response): string | undefined | null => {
    const own = keyOf(res).siteId ?? undefined;
    const asked = typeof req.query.site === 'string' ? req.query.site : undefined;
    if (asked !== undefined && own !== undefined && asked !== own) return null;
    return asked ?? own;
  };

  router.get('/reports/uplift', powers.requireKey('reports:read'), async (req, res) => {
    const siteId = siteAsked(req, res);
    if (siteId === null) return powers.problem(res, 404, 'notFound');
    const experiments = await uplift.list(siteId);
    const wanted = typeof req.query.experiment === 'string' ? req.query.experiment : experiments[0]?.experimentId;
    // Nobody is held out, so there is nothing to compare with; the report says that instead of showing what chatters
    // bought, which would be the visitors who were going to buy anyway.
    if (wanted === undefined) return void res.json({ verdict: 'invalid', why: 'noHoldout', experiments, report: null });
    const report = await uplift.report(wanted, siteId);
    if (!report) return powers.problem(res, 404, 'notFound', 'no such experiment');
    res.json({ verdict: report.verdict, why: report.reasons[0], experiments, report });
  });

  router.get('/reports/uplift/:id/rows', powers.requireKey('reports:read'), async (req, res) => {
    const siteId = siteAsked(req, res);
    const rows = siteId === null ? null : await uplift.rows(param(req, 'id'), siteId);
    if (!rows) return powers.problem(res, 404, 'notFound', 'no such experiment');
    res.type('text/csv').attachment('uplift.csv');
    for await (const piece of rows) {
      if (res.destroyed) return;
      // A slow reader is waited for, or the whole export would stand in memory.
      if (!res.write(piece)) await new Promise((done) => void res.once('drain', done).once('close', done));
    }
    res.end();
  });
}
