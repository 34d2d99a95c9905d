import * as v from 'valibot';
import type { AgentAsks } from '../agent.ts';
import type { AskInput } from '../wire.ts';
import { callJoin, callMediaTold, signal } from './call.ts';
import { sitePrivacy } from './privacy.ts';
import { acting, email, id, line, locale, name, seq, text, url } from './words.ts';

const nothing = v.undefined();
const conversation = v.object({ conversationId: id });

/** One schema for each event of the agents' namespace. An event without one does not exist. */
export const agentSchemas = {
  'desk:hello': v.object({ locale }),
  'agent:available': v.object({ on: v.boolean() }),
  'conversation:accept': conversation,
  'conversation:resume': v.object({ conversationId: id, afterSeq: seq }),
  'conversation:history': conversation,
  'conversation:close': conversation,
  'message:send': v.object({ conversationId: id, clientId: id, text }),
  'message:read': v.object({ conversationId: id, seq }),
  'page:push': v.object({ conversationId: id, clientId: id, url, title: line }),
  'contact:update': v.object({
    contactId: id,
    name: v.optional(name),
    email: v.optional(email),
    note: v.optional(v.pipe(v.string(), v.maxLength(4_000))),
  }),
  'handoff:create': v.object({ conversationId: id, targetUrl: v.optional(url) }),
  'code:claim': v.object({
    digits: v.pipe(v.string(), v.regex(/^[0-9 -]{10,16}$/)),
    conversationId: v.optional(id),
  }),
  'share:ask': conversation,
  'share:end': v.object({ shareId: id }),
  'grant:ask': v.object({ shareId: id, capability: acting }),
  'grant:release': v.object({ shareId: id, capability: acting }),
  'share:watch': conversation,
  'share:unwatch': v.object({ shareId: id }),
  'share:invite': v.object({ shareId: id, agentId: id }),
  'desk:colleagues': nothing,
  'media:show': v.object({
    conversationId: id,
    clientId: id,
    url,
    title: line,
    media: v.picklist(['picture', 'video', 'document']),
  }),
  'privacy:sites': nothing,
  'privacy:read': v.object({ siteId: id }),
  'privacy:write': sitePrivacy,
  'recording:list': conversation,
  'call:start': conversation,
  'call:join': callJoin,
  'call:servers': v.object({ callId: id }),
  'call:signal': signal,
  'call:media': callMediaTold,
  'call:end': v.object({ callId: id, why: v.picklist(['hungUp', 'cancelled', 'lost']) }),
  'line:alive': nothing,
  'typing:tell': v.object({ conversationId: id, on: v.boolean() }),
} satisfies { [K in keyof AgentAsks]: v.GenericSchema<unknown, AskInput<AgentAsks, K>> };
