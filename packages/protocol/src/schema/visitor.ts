import * as v from 'valibot';
import type { VisitorAsks } from '../visitor.ts';
import type { AskInput } from '../wire.ts';
import { callJoin, callMediaTold, signal } from './call.ts';
import { invitationAsk, radarNews } from './invite.ts';
import { context, identityClaim, order, page } from './shop.ts';
import { acting, email, id, line, locale, name, seq, text } from './words.ts';

const nothing = v.undefined();
const conversation = v.object({ conversationId: id });
const skill = v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9_-]{1,40}$/)));

/** One schema for each event of the visitor's namespace. An event without one does not exist. */
export const visitorSchemas = {
  'visit:hello': v.object({ locale, page, conversationId: v.optional(id), afterSeq: seq }),
  'page:show': page,
  'context:set': context,
  'identity:claim': identityClaim,
  'conversation:start': v.object({
    conversationId: id,
    skill,
    subject: v.optional(line),
    via: v.picklist(['launcher', 'button', 'invitation', 'api']),
    invitationToken: v.optional(id),
  }),
  'conversation:resume': v.object({ conversationId: id, afterSeq: seq }),
  'conversation:end': conversation,
  'message:send': v.object({ conversationId: id, clientId: id, text }),
  'message:read': v.object({ conversationId: id, seq }),
  'contact:leave': v.object({ conversationId: id, name: v.optional(name), email }),
  'conversation:rate': v.object({
    conversationId: id,
    score: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(5)),
    comment: v.optional(v.pipe(v.string(), v.maxLength(1_000))),
  }),
  'order:report': order,
  'invitation:ask': invitationAsk,
  'rules:tell': radarNews,
  'invitation:answer': v.object({
    token: id,
    answer: v.picklist(['accepted', 'dismissed', 'expired']),
    never: v.optional(v.boolean()),
  }),
  'code:show': nothing,
  'code:answer': v.object({ claimId: id, yes: v.boolean() }),
  'share:answer': v.object({ shareId: id, allow: v.boolean() }),
  'share:offer': conversation,
  'share:pause': v.object({ shareId: id, paused: v.boolean() }),
  'grant:answer': v.object({ shareId: id, capability: acting, agentId: id, allow: v.boolean() }),
  'grant:withdraw': v.object({ shareId: id, capability: acting }),
  'grants:withdraw': nothing,
  'call:answer': v.object({ callId: id, accept: v.boolean() }),
  'call:join': callJoin,
  'call:servers': v.object({ callId: id }),
  'call:signal': signal,
  'call:media': callMediaTold,
  'call:end': v.object({ callId: id, why: v.picklist(['hungUp', 'lost']) }),
  'line:alive': nothing,
  'typing:tell': v.object({ conversationId: id, on: v.boolean() }),
  'page:leave': v.object({ callId: v.optional(id), shareId: v.optional(id) }),
} satisfies { [K in keyof VisitorAsks]: v.GenericSchema<unknown, AskInput<VisitorAsks, K>> };

/** `auth` of the visitor's handshake. */
export const visitorHandshake = v.object({
  protocol: v.number(),
  site: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  visitorId: v.optional(id),
  visitorToken: v.optional(id),
  tabId: id,
});
