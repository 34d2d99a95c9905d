import type { Router } from 'express';
import * as v from 'valibot';
import { allowPreflight, maySpeakFor } from '../crossOrigin.ts';
import { networkOf } from '../handoff/guard.ts';
import type { Powers } from '../powers.ts';
import type { Asker, Invitations } from './index.ts';

const word = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{1,64}$/));
const question = v.object({
  site: word,
  ruleId: word,
  version: v.pipe(v.number(), v.integer(), v.minValue(0)),
  skill: v.pipe(v.string(), v.regex(/^[a-z0-9_-]{1,40}$/)),
});
const reaction = v.object({ site: word, token: word, answer: v.picklist(['dismissed', 'expired']) });

/** Twelve questions a minute of one address: a page asks once for each rule that has become true. */
const often = { limit: 12, windowMs: 60_000 };
const maxAddresses = 20_000;

/**
 * The same questions as on the socket, for a visitor who has neither clicked nor consented: one POST that says nothing
 * about who asks. A "no" is the same for every reason, also for asking too often.
 */
export function invitationRoutes(router: Router, powers: Powers, decide: Pick<Invitations, 'ask' | 'react'>) {
  const asked = new Map<string, number[]>();
  const tooOften = (address: string) => {
    const now = powers.now();
    const times = (asked.get(address) ?? []).filter((at) => at > now - often.windowMs);
    asked.delete(address);
    asked.set(address, [...times, now].slice(-often.limit - 1));
    if (asked.size > maxAddresses) asked.delete(asked.keys().next().value!);
    return times.length >= often.limit;
  };

  allowPreflight(router, '/invitations/ask', powers);
  router.post('/invitations/ask', async (req, res) => {
    const read = v.safeParse(question, req.body);
    if (!read.success) return powers.problem(res, 400, 'malformed');
    const { site, ...ask } = read.output;
    if (!(await maySpeakFor(site, req.get('origin'), res, powers))) return;
    const asker: Asker = { siteId: site, visitorId: null };
    res.json(tooOften(networkOf(req.ip ?? '')) ? { show: false } : await decide.ask(asker, ask));
  });

  allowPreflight(router, '/invitations/answer', powers);
  router.post('/invitations/answer', async (req, res) => {
    const read = v.safeParse(reaction, req.body);
    if (!read.success) return powers.problem(res, 400, 'malformed');
    const { site, token, answer } = read.output;
    if (!(await maySpeakFor(site, req.get('origin'), res, powers))) return;
    await decide.react({ siteId: site, visitorId: null }, { token, answer });
    res.status(204).end();
  });
}
