import type { Router } from 'express';
import * as v from 'valibot';
import { allowPreflight, maySpeakFor } from '../crossOrigin.ts';
import type { Powers } from '../powers.ts';
import { readCode, readDigits } from './codes.ts';
import type { createIssuer } from './create.ts';
import type { Proof } from './guard.ts';
import type { createRedeemer } from './redeem.ts';

const short = (max: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(max));
/** What stands for a conversation, and who shows it. */
export const redemption = v.object({
  site: short(64),
  token: v.optional(short(64)),
  code: v.optional(short(40)),
  visitorId: v.optional(short(64)),
  visitorToken: v.optional(short(64)),
});
/** Where the link of a hand-off leads. */
export const handoffWish = v.object({ targetUrl: v.optional(short(2_000)) });

type RoutePowers = Pick<Powers, 'db' | 'siteOrigins' | 'requireKey' | 'problem' | 'log'>;

/** Redeeming (from the shop's pages) and issuing (with an API key). Secrets are read from bodies only, never from addresses. */
export function handoffRoutes(
  router: Router,
  powers: RoutePowers,
  ready: () => Promise<{ issue: ReturnType<typeof createIssuer>; redeem: ReturnType<typeof createRedeemer> }>,
) {
  allowPreflight(router, '/handoffs/redeem', powers);
  router.post('/handoffs/redeem', async (req, res) => {
    res.set('cache-control', 'no-store');
    const read = v.safeParse(redemption, req.body);
    if (!read.success) return powers.problem(res, 400, 'malformed');
    const { site, token, code, visitorId, visitorToken } = read.output;
    if (!(await maySpeakFor(site, req.get('origin'), res, powers))) return;
    const { redeem } = await ready();
    // A code that cannot be one is still a try, and gets the same answer as any other wrong one.
    const outcome = await redeem({
      siteId: site,
      proof: readProof(token, code),
      visitorId,
      visitorToken,
      ip: req.ip ?? '',
    });
    if (outcome.ok) return void res.json(outcome.value);
    if (outcome.why === 'wrong') return powers.problem(res, 404, 'notFound');
    res.set('retry-after', String(Math.ceil(outcome.waitMs / 1000)));
    return powers.problem(res, 429, 'tooOften');
  });

  router.post('/conversations/:id/handoffs', powers.requireKey('handoffs:write'), async (req, res) => {
    const read = v.safeParse(handoffWish, req.body ?? {});
    if (!read.success) return powers.problem(res, 400, 'malformed', 'targetUrl');
    const { issue } = await ready();
    const key = res.locals.key as { keyId: string; siteId: string | null };
    const made = await issue({ conversationId: String(req.params.id), by: key, targetUrl: read.output.targetUrl });
    if (made.ok) return void res.status(201).set('cache-control', 'no-store').json(made.value);
    const status = { notFound: 404, gone: 409, foreignOrigin: 422 }[made.refusal.code as string] ?? 400;
    return powers.problem(res, status, made.refusal.code, made.refusal.detail);
  });
}

function readProof(token: string | undefined, code: string | undefined): Proof {
  if (token) return { kind: 'token', value: token };
  const digits = readDigits(code ?? '');
  if (digits) return { kind: 'digits', value: digits };
  return { kind: 'code', value: readCode(code ?? '') ?? '' };
}
