import { limits } from '@theke/protocol';
import * as v from 'valibot';
import type { Described } from '../described/described.ts';
import { newConversation, newMessage } from './conversationRoutes.ts';
import { conversation, status, wholeConversation } from './shapes/conversation.ts';
import { count, time } from './shapes/words.ts';

const limit = (max: number) =>
  v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(max), v.description('Default 25.')));
const receipt = v.object({ id: v.string(), seq: count, at: time });

/** `/conversations`, in words. */
export const conversationDescribed: readonly Described[] = [
  {
    route: 'GET /conversations',
    who: { key: 'conversations:read' },
    summary: 'Conversations, newest first.',
    query: {
      status: v.optional(status),
      limit: limit(100),
      cursor: v.optional(v.pipe(v.string(), v.description('`next` of the answer before.'))),
    },
    answers: {
      200: {
        say: 'A page of them; `next` is null on the last one.',
        body: v.object({ conversations: v.array(conversation), next: v.nullable(v.string()) }),
      },
    },
  },
  {
    route: 'POST /conversations',
    who: { key: 'conversations:write' },
    summary: 'Begins a conversation with a first message of a contact; it waits in the queue.',
    body: { schema: newConversation },
    once: true,
    answers: { 201: { say: 'The conversation.', body: conversation } },
    problems: { 404: ['unknownSite'] },
  },
  {
    route: 'GET /conversations/:id',
    who: { key: 'conversations:read' },
    summary: 'One conversation: legs, messages, work item, reasons.',
    query: {
      afterSeq: v.optional(v.pipe(count, v.description('Messages after this number.'))),
      limit: limit(limits.resumeEntries),
    },
    answers: { 200: { say: 'The conversation.', body: wholeConversation } },
    problems: { 404: ['notFound'] },
  },
  {
    route: 'POST /conversations/:id/messages',
    who: { key: 'conversations:write' },
    summary: 'Adds a message. The same clientId again answers with the first one.',
    body: { schema: newMessage },
    once: true,
    answers: {
      200: { say: 'It was there already.', body: receipt },
      201: { say: 'Added.', body: receipt },
    },
    problems: { 404: ['notFound'], 409: ['gone', 'conflict'] },
  },
  {
    route: 'POST /conversations/:id/close',
    who: { key: 'conversations:write' },
    summary: 'Closes the conversation on every leg.',
    once: true,
    answers: { 204: { say: 'Closed.' } },
    problems: { 404: ['notFound'] },
  },
];
