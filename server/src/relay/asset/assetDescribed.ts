import * as v from 'valibot';
import type { Described } from '../../described/described.ts';

/** Pictures, fonts and style sheets of a shared page, in words. */
export const assetDescribed: readonly Described[] = [
  {
    route: 'GET /shares/:shareId/asset',
    who: 'agent',
    summary: 'What a shared page refers to, for agents who look at it while it is on.',
    query: { u: v.pipe(v.string(), v.description('Its address, as the page names it.')) },
    answers: { 200: { say: 'The bytes, of the type they came with.', type: '*/*', body: v.unknown() } },
    problems: { 400: ['malformed'], 403: ['forbidden'], 404: ['notFound'], 502: ['forbidden'] },
  },
];
