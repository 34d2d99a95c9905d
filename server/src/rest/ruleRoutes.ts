import type { RefusalCode } from '@theke/protocol';
import { ruleJson } from '@theke/protocol/schema';
import express, { type Request, type Response, type Router } from 'express';
import * as v from 'valibot';
import { maySpeakFor } from '../crossOrigin.ts';
import { sendPacked } from '../packed.ts';
import type { Powers } from '../powers.ts';
import { statusOf } from '../problem.ts';
import { readSet, setBytes, weighSet } from '../rules/readSet.ts';
import type { By, RulesMatter } from '../rules/rules.ts';
import { keyOf, maySite, param } from './read.ts';
import { adviceOnRule, adviceOnSet } from './ruleAdvice.ts';

/** A page that opens within this time does not ask again. Off is off at once all the same: the server decides at each ask. */
const liveSeconds = 60;

const changedMeanwhile = 'If-Match: the rule has another revision now; read it again';
const settingsChanged = 'settings.revision: the settings have another one now; read them again';

/** `/rules` for a shop's own programs, and `/rules/live` for its pages. Mounted before bodies are read. */
export function ruleRoutes(router: Router, powers: Powers & { rules: RulesMatter }) {
  const { db, rules, problem, requireKey } = powers;
  const body = express.json({ limit: setBytes });

  const refuse = (
    res: Response,
    { code, detail }: { code: RefusalCode; detail?: string },
    conflict = changedMeanwhile,
  ) => problem(res, statusOf[code], code, detail ?? (code === 'conflict' ? conflict : undefined));

  /** The site meant, or an answered refusal. Sites that are not the key's do not exist for it. */
  async function siteOf(req: Request, res: Response, named: unknown = req.query.site): Promise<string | null> {
    const siteId = named ?? keyOf(res).siteId;
    if (typeof siteId !== 'string') {
      problem(res, 400, 'malformed', 'site: this key is for every site, so one has to be named');
      return null;
    }
    const known = await db.selectFrom('sites').select('id').where('id', '=', siteId).executeTakeFirst();
    if (known && maySite(res, siteId)) return siteId;
    problem(res, 404, 'notFound', 'no such site');
    return null;
  }

  async function byKey(res: Response): Promise<By> {
    const { keyId } = keyOf(res);
    const row = await db.selectFrom('api_keys').select('name').where('id', '=', keyId).executeTakeFirst();
    return { actor: `key:${keyId}`, name: row?.name ?? keyId };
  }

  /** The revision in If-Match; undefined: none asked for; null: not one of ours, answered. */
  function revisionOf(req: Request, res: Response): number | undefined | null {
    const tag = req.get('if-match');
    if (tag === undefined || tag === '*') return undefined;
    const found = /^(?:W\/)?"(\d{1,9})"$/.exec(tag);
    if (found) return Number(found[1]);
    problem(res, 400, 'malformed', 'If-Match: must be a revision in quotes');
    return null;
  }

  router.get('/rules/live', async (req, res) => {
    const siteId = String(req.query.site ?? '');
    const found = await rules.forPages(siteId);
    if (!found) return problem(res, 404, 'unknownSite');
    if (!(await maySpeakFor(siteId, req.get('origin'), res, powers))) return;
    res.set({ 'Content-Type': 'application/json', 'Cache-Control': `public, max-age=${liveSeconds}` });
    // The same page with and without a named origin are two answers for whoever keeps them in between.
    res.vary('Origin');
    sendPacked(req, res, found);
  });

  router.get('/rules', requireKey('rules:read'), async (req, res) => {
    const siteId = await siteOf(req, res);
    if (siteId) res.json({ rules: await rules.list(siteId), settings: await rules.settings(siteId) });
  });

  router.put('/rules', requireKey('rules:write'), body, async (req, res) => {
    const wish = readSet(req.body);
    if (!wish.ok) return refuse(res, wish.refusal);
    const siteId = await siteOf(req, res, wish.value.site ?? req.query.site);
    if (!siteId) return;
    const { rules: wanted, settings } = wish.value;
    if (settings?.siteId && settings.siteId !== siteId)
      return problem(res, 400, 'malformed', 'settings.siteId: is another site');
    const done = await rules.replace(siteId, await byKey(res), wanted, settings);
    if (!done.ok) return refuse(res, done.refusal, settingsChanged);
    const advice = await adviceOnSet(db, wanted);
    res.json({ rules: done.value, settings: await rules.settings(siteId), advice });
  });

  router.get('/rules/:id', requireKey('rules:read'), async (req, res) => {
    const siteId = await siteOf(req, res);
    if (!siteId) return;
    const record = (await rules.list(siteId)).find((one) => one.ruleId === param(req, 'id'));
    if (!record) return problem(res, 404, 'notFound');
    res.set('ETag', `"${record.revision}"`).json(record);
  });

  router.put('/rules/:id', requireKey('rules:write'), body, async (req, res) => {
    const weight = weighSet(req.body);
    if (!weight.ok) return refuse(res, weight.refusal);
    const siteId = await siteOf(req, res);
    const revision = siteId && revisionOf(req, res);
    if (!siteId || revision === null || revision === '') return;
    const wish = v.safeParse(ruleJson, req.body);
    if (!wish.success) return problem(res, 400, 'malformed', 'rule: must be an object.');
    if (wish.output.id !== param(req, 'id')) return problem(res, 400, 'malformed', 'id: differs from the address');
    // Counted by the server: who writes a rule for the first time need not know of it.
    const done = await rules.write(siteId, await byKey(res), { version: 1, ...wish.output }, revision);
    if (!done.ok) return refuse(res, done.refusal);
    // What was written is a rule: the server has read it.
    const advice = await adviceOnRule(db, done.value.rule as never);
    res.set('ETag', `"${done.value.revision}"`).json({ ...done.value, advice });
  });

  router.delete('/rules/:id', requireKey('rules:write'), async (req, res) => {
    const siteId = await siteOf(req, res);
    const revision = siteId && revisionOf(req, res);
    if (!siteId || revision === null || revision === '') return;
    const done = await rules.remove(siteId, await byKey(res), param(req, 'id'), revision);
    if (!done.ok) return refuse(res, done.refusal);
    res.status(204).end();
  });
}
