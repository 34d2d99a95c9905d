import type { Handoff } from '@theke/protocol';
import * as v from 'valibot';
import type { Described } from '../described/described.ts';
import { handoffWish, redemption } from './handoffRoutes.ts';
import type { Redeemed } from './redeem.ts';

const handoff = v.object({
  id: v.string(),
  link: v.pipe(v.string(), v.description('With the token in the fragment; 24 hours, once.')),
  code: v.pipe(v.string(), v.description('Eight consonants; 15 minutes.')),
  digits: v.pipe(v.string(), v.description('Ten, to be read out; 15 minutes.')),
  expiresAt: v.pipe(v.number(), v.integer()),
}) satisfies v.GenericSchema<Handoff>;

const redeemed = v.object({
  visitorId: v.string(),
  visitorToken: v.string(),
  conversationId: v.string(),
  agent: v.optional(v.object({ agentId: v.string(), name: v.string() })),
  channel: v.string(),
}) satisfies v.GenericSchema<Redeemed>;

/** Issuing and redeeming, in words. */
export const handoffDescribed: readonly Described[] = [
  {
    route: 'POST /conversations/:id/handoffs',
    who: { key: 'handoffs:write' },
    summary:
      'Issues a session link, a code and digits. They are told once, and kept as digests only: no Idempotency-Key.',
    body: { schema: handoffWish, optional: true },
    answers: { 201: { say: 'The secrets.', body: handoff } },
    problems: { 404: ['notFound'], 409: ['gone'], 422: ['foreignOrigin'] },
  },
  {
    route: 'POST /handoffs/redeem',
    who: 'page',
    summary:
      'Lets a browser into the conversation that a token, a code or digits stand for. Every wrong one gets one answer.',
    body: { schema: redemption },
    answers: { 200: { say: 'Who the browser is from now on, and where it goes on.', body: redeemed } },
    problems: { 403: ['foreignOrigin'], 404: ['notFound'], 429: ['tooOften'] },
  },
];
