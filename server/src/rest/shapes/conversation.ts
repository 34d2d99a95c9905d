import type { Contact, DeskConversation, Entry, EntryBody, Visit } from '@theke/protocol';
import { context, page } from '@theke/protocol/schema';
import * as v from 'valibot';
import { call, face, share } from './screen.ts';
import { count, strings, time } from './words.ts';

const via = v.picklist(['launcher', 'button', 'invitation', 'handoff', 'code', 'channel', 'api']);
const channel = v.object({ kind: v.string(), name: v.optional(v.string()) });
export const status = v.picklist(['waiting', 'active', 'ended']);

/** How an answer looks is checked against the type it is made of: what one of them lacks does not compile. */
export const identity = v.object({
  kind: v.string(),
  value: v.string(),
  assurance: v.picklist(['claimed', 'observed', 'possession', 'signed']),
});

const contact = v.pipe(
  v.object({
    contactId: v.string(),
    name: v.optional(v.string()),
    email: v.optional(v.string()),
    verified: v.pipe(v.boolean(), v.description('Only by the shop’s signature.')),
    note: v.optional(v.string()),
    identities: v.array(identity),
  }),
  v.title('ContactInBrief'),
) satisfies v.GenericSchema<Contact>;

const visit = v.pipe(
  v.object({
    ...strings('visitorId', 'siteId'),
    online: v.boolean(),
    page,
    pageSinceAt: time,
    visitSinceAt: time,
    context,
    conversationId: v.optional(v.string()),
    name: v.optional(v.string()),
    device: v.optional(v.picklist(['phone', 'tablet', 'desktop'])),
    language: v.optional(v.string()),
    returning: v.optional(v.boolean()),
    rules: v.optional(
      v.array(
        v.object({
          ruleId: v.string(),
          state: v.picklist(['off', 'waiting', 'held', 'ready', 'asking', 'showing']),
          inMs: v.optional(v.number()),
        }),
      ),
    ),
    rulesAt: v.optional(time),
    invited: v.optional(
      v.object({
        ruleId: v.string(),
        at: time,
        outcome: v.picklist(['shown', 'accepted', 'dismissed', 'expired']),
      }),
    ),
  }),
  v.title('Visit'),
) satisfies v.GenericSchema<Visit>;

const entries = {
  ...strings('conversationId', 'siteId'),
  status,
  skill: v.optional(v.string()),
  via,
  channel,
  contact,
  visitor: v.optional(visit),
  agent: v.optional(face),
  startedAt: time,
  waitingSinceAt: v.optional(time),
  headSeq: count,
  readByAgentSeq: count,
  readByVisitorSeq: count,
  wish: v.optional(v.picklist(['call', 'share'])),
  preview: v.pipe(v.string(), v.description('The newest text, cut to 140 characters.')),
  share: v.nullable(share),
  call: v.nullable(call),
};

/** One conversation in a list. */
export const conversation = v.pipe(
  v.object(entries),
  v.title('Conversation'),
) satisfies v.GenericSchema<DeskConversation>;

const author = v.union([
  v.object({ kind: v.picklist(['visitor', 'system']) }),
  v.object({ kind: v.literal('contact'), name: v.optional(v.string()) }),
  v.object({ kind: v.literal('agent'), ...strings('agentId', 'name') }),
]);

const event = v.union([
  v.object({ type: v.literal('started'), via, skill: v.optional(v.string()) }),
  v.object({ type: v.picklist(['assigned', 'shareStarted', 'shareJoined']), agentName: v.string() }),
  v.object({ type: v.picklist(['released', 'shareEnded', 'callStarted']) }),
  v.object({ type: v.picklist(['handedOff', 'resumed']), channel: v.string() }),
  v.object({ type: v.literal('callEnded'), seconds: v.number() }),
  v.object({ type: v.literal('ended'), by: v.picklist(['visitor', 'agent', 'system']) }),
]);

const body = v.union([
  v.object({ type: v.literal('text'), text: v.string() }),
  v.object({ type: v.literal('post'), text: v.string(), permalink: v.optional(v.string()) }),
  v.object({ type: v.literal('link'), ...strings('url', 'title') }),
  v.object({
    type: v.literal('media'),
    media: v.picklist(['picture', 'video', 'document']),
    ...strings('url', 'title'),
  }),
  v.object({ type: v.literal('event'), event }),
]) satisfies v.GenericSchema<EntryBody>;

const entry = v.pipe(
  v.object({
    ...strings('id', 'conversationId'),
    seq: v.pipe(count, v.description('1, 2, 3 … without a gap; it alone is the order.')),
    at: time,
    author,
    leg: v.object({ ...strings('legId', 'kind'), channelName: v.optional(v.string()) }),
    clientId: v.optional(v.string()),
    body,
    delivery: v.optional(v.picklist(['queued', 'sent', 'failed'])),
  }),
  v.title('Message'),
) satisfies v.GenericSchema<Entry>;

/** One conversation read whole. */
export const wholeConversation = v.pipe(
  v.object({
    ...entries,
    legs: v.array(
      v.object({
        ...strings('legId', 'kind'),
        channelId: v.nullable(v.string()),
        visibility: v.nullable(v.string()),
        createdAt: time,
      }),
    ),
    messages: v.array(entry),
    more: v.pipe(v.boolean(), v.description('Ask again with afterSeq of the last message.')),
    workItem: v.object({
      status,
      skill: v.nullable(v.string()),
      agentId: v.nullable(v.string()),
      reservedFor: v.nullable(v.string()),
      waitingSinceAt: v.nullable(time),
    }),
    reasons: v.array(v.object({ at: time, ...strings('actor', 'act'), facts: v.record(v.string(), v.unknown()) })),
  }),
  v.title('WholeConversation'),
);
