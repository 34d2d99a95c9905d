import * as v from 'valibot';
import type { Described } from '../described/described.ts';

/** Deliveries of channels, in words. */
export const channelDescribed: readonly Described[] = [
  {
    route: 'POST /channels/:channelId/webhook',
    who: 'provider',
    summary: 'A delivery of a channel, kept as it came before anything is read. Repeating it is harmless.',
    body: { schema: v.unknown() },
    answers: { 202: { say: 'Kept.', body: v.object({ accepted: v.literal(true) }) } },
    problems: { 401: ['forbidden'], 404: ['notFound'] },
  },
];
