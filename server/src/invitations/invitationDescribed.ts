import type { InvitationAnswer } from '@theke/protocol';
import * as v from 'valibot';
import type { Described } from '../described/described.ts';
import { question, reaction } from './invitationRoutes.ts';

const answer = v.union([
  v.object({ show: v.literal(false) }),
  v.object({
    show: v.literal(true),
    token: v.string(),
    expiresInMs: v.number(),
    agent: v.object({ agentId: v.string(), name: v.string() }),
    variant: v.optional(v.string()),
  }),
]) satisfies v.GenericSchema<InvitationAnswer>;

/** What pages ask about invitations, in words. */
export const invitationDescribed: readonly Described[] = [
  {
    route: 'POST /invitations/ask',
    who: 'page',
    summary:
      'Whether to invite, asked when all else is true. Says nothing about who asks; every no is the same, also to asking too often.',
    body: { schema: question },
    answers: { 200: { say: 'Yes with a place kept for a short time, or no.', body: answer } },
    problems: { 403: ['foreignOrigin'], 404: ['unknownSite'] },
  },
  {
    route: 'POST /invitations/answer',
    who: 'page',
    summary: 'What the visitor did with an invitation.',
    body: { schema: reaction },
    answers: { 204: { say: 'Heard, whether there was such an invitation or not.' } },
    problems: { 403: ['foreignOrigin'] },
  },
  {
    route: 'GET /debug',
    who: 'agent',
    summary:
      'Whether the overlay for developers may open on this page: an agent is signed in in the same browser; 404 in every other case.',
    query: { site: v.string() },
    answers: { 204: { say: 'It may.' } },
    problems: { 404: ['notFound'] },
  },
];
