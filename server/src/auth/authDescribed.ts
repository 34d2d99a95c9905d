import type { Me } from '@theke/protocol';
import * as v from 'valibot';
import type { Described } from '../described/described.ts';
import { credentials } from './routes.ts';

const me = v.object({
  me: v.object({
    agentId: v.string(),
    name: v.string(),
    email: v.string(),
    role: v.picklist(['agent', 'supervisor', 'admin']),
    skills: v.array(v.string()),
  }),
}) satisfies v.GenericSchema<{ me: Me }>;

/** Signing in and out, in words. */
export const authDescribed: readonly Described[] = [
  {
    route: 'POST /sign-in',
    who: 'anybody',
    summary: 'Signs an agent in at the console.',
    body: { schema: credentials },
    answers: {
      200: { say: 'Who it is.', body: me, headers: { 'Set-Cookie': 'The session, out of reach of scripts.' } },
    },
    problems: { 401: ['signedOut'], 403: ['foreignOrigin'], 429: ['tooOften'] },
  },
  {
    route: 'POST /sign-out',
    who: 'anybody',
    summary: 'Ends the session, if there is one. Only from the console’s own origin.',
    headers: { 'X-Theke': v.literal('1') },
    answers: { 204: { say: 'Signed out.' } },
    problems: { 403: ['foreignOrigin'] },
  },
  {
    route: 'GET /me',
    who: 'agent',
    summary: 'Who is signed in.',
    answers: { 200: { say: 'This one.', body: me } },
  },
];
