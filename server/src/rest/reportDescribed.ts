import * as v from 'valibot';
import type { Described } from '../described/described.ts';
import { service, uplift } from './shapes/report.ts';
import { siteQuery, time } from './shapes/words.ts';

/** `/reports`, in words. */
export const reportDescribed: readonly Described[] = [
  {
    route: 'GET /reports/service',
    who: { key: 'reports:read' },
    summary: 'Volume, first reply, ratings. Default: the last seven days.',
    query: { since: v.optional(time), until: v.optional(time) },
    answers: { 200: { say: 'The figures; null where there is nothing to compute from.', body: service } },
  },
  {
    route: 'GET /reports/uplift',
    who: { key: 'reports:read' },
    summary:
      'What inviting visitors changed, and what cannot be concluded yet. While nobody is held out: invalid, noHoldout, and no report.',
    query: {
      site: siteQuery,
      experiment: v.optional(v.pipe(v.string(), v.description('Default: the running one that began last.'))),
    },
    answers: {
      200: { say: 'Verdict, experiments, and the report of one; null where nobody is held out.', body: uplift },
    },
    problems: { 404: ['notFound'] },
  },
  {
    route: 'GET /reports/uplift/:id/rows',
    who: { key: 'reports:read' },
    summary: 'The raw rows of an experiment as CSV, to compute the report again with another program.',
    path: { id: 'Id of the experiment.' },
    query: { site: siteQuery },
    answers: { 200: { say: 'One line for each visitor, a header first.', type: 'text/csv', body: v.string() } },
    problems: { 404: ['notFound'] },
  },
];
