import * as v from 'valibot';
import type { AgentAsks } from '../agent.ts';
import type { AskInput } from '../wire.ts';
import { callJoin, callMediaTold, signal } from './call.ts';
import { invitationSettings, ruleId, ruleJson, skillName } from './invite.ts';
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
  'rules:list': v.object({ siteId: id }),
  'rules:history': v.object({ siteId: id, ruleId }),
  'rules:write': v.object({ siteId: id, revision: seq, rule: ruleJson }),
  'rules:remove': v.object({ siteId: id, ruleId, revision: seq }),
  'rules:removed': v.object({ siteId: id }),
  'rules:restore': v.object({ siteId: id, ruleId }),
  'rules:mode': v.object({ siteId: id, ruleId, mode: v.picklist(['live', 'shadow', 'off']) }),
  'rules:settings': v.object({ siteId: id }),
  'rules:skills': nothing,
  'rules:set': invitationSettings,
  'rules:decisions': v.object({ siteId: id, ruleId: v.optional(ruleId), beforeAt: v.optional(seq) }),
  'invitation:send': v.object({
    visitorId: id,
    skill: skillName,
    ruleId: v.optional(ruleId),
    text: v.optional(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300))),
  }),
  'visitor:explain': v.object({ visitorId: id, ruleId }),
  'uplift:list': v.object({ siteId: id }),
  'uplift:read': v.object({ siteId: id, experimentId: id }),
  'uplift:plan': v.object({ siteId: id, ruleId: v.optional(ruleId) }),
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
