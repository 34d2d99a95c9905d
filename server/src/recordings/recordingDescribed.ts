import * as v from 'valibot';
import type { Described } from '../described/described.ts';

/** Recorded shares, in words. */
export const recordingDescribed: readonly Described[] = [
  {
    route: 'GET /recordings/:recordingId/parts',
    who: 'agent',
    summary: 'A recorded share, for whoever may see the conversation. Each opening is in the audit.',
    query: {
      from: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.description('Number of the first part.'))),
    },
    answers: { 200: { say: 'Chunks, one JSON object a line.', type: 'application/x-ndjson', body: v.string() } },
    problems: { 400: ['malformed'], 404: ['notFound'] },
  },
];
