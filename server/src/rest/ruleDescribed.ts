import * as v from 'valibot';
import type { Described } from '../described/described.ts';
import { rule, ruleRecord, rulesOfSite, rulesWritten, ruleWish, ruleWritten, someSettings } from './shapes/rule.ts';
import { siteQuery } from './shapes/words.ts';

const query = { site: siteQuery };
const headers = {
  'If-Match': v.optional(
    v.pipe(v.string(), v.description('The revision that was read, in quotes: never over somebody else’s change.')),
  ),
};
const etag = { ETag: 'The revision, in quotes.' };
const problems = { 400: ['malformed'], 404: ['notFound'] } as const;
const id = { id: 'Id of the rule.' };

/** `/rules`, in words. */
export const ruleDescribed: readonly Described[] = [
  {
    route: 'GET /rules/live',
    who: 'page',
    summary: 'The live and shadow rules of a site as its pages read them; an unchanged answer is sent only once.',
    query: { site: v.string() },
    headers: { 'If-None-Match': v.optional(v.pipe(v.string(), v.description('The ETag of the answer before.'))) },
    answers: {
      200: {
        say: 'The rules, without their hold-outs.',
        headers: { ETag: 'Changes with the rules and what pages need of the settings.', 'Cache-Control': 'A minute.' },
        body: v.object({
          revision: v.string(),
          perVisit: v.number(),
          radar: v.boolean(),
          rules: v.array(rule),
        }),
      },
      304: { say: 'As before.' },
    },
    problems: { 403: ['foreignOrigin'], 404: ['unknownSite'] },
  },
  {
    route: 'GET /rules',
    who: { key: 'rules:read' },
    summary: 'Every rule of a site in its newest state, and what holds for all invitations.',
    query,
    answers: { 200: { say: 'Rules and settings.', body: rulesOfSite } },
    problems,
  },
  {
    route: 'PUT /rules',
    who: { key: 'rules:write' },
    summary:
      'These rules and no others, in one step: those that are not named are removed. A wrong one is named by index and path (`rules[3].when.ms: …`), and nothing is written. There is no If-Match for the whole set: what somebody else wrote meanwhile is replaced too. Only `settings.revision` guards the settings; 409 is about it alone. To guard rules, write them one by one.',
    query,
    body: {
      schema: v.object({
        site: siteQuery,
        rules: v.pipe(
          v.array(rule),
          v.maxLength(200),
          v.description('Records, as GET answers them, may be sent back.'),
        ),
        settings: v.optional(someSettings),
      }),
    },
    answers: { 200: { say: 'Rules and settings as they stand now, and advice.', body: rulesWritten } },
    problems: { ...problems, 409: ['conflict'] },
  },
  {
    route: 'GET /rules/:id',
    who: { key: 'rules:read' },
    summary: 'One rule.',
    path: id,
    query,
    answers: { 200: { say: 'Its newest state.', body: ruleRecord, headers: etag } },
    problems,
  },
  {
    route: 'PUT /rules/:id',
    who: { key: 'rules:write' },
    summary:
      'Writes one rule; the same again changes nothing. With If-Match never over somebody else’s change: 409 where it has another revision now.',
    path: id,
    query,
    headers,
    body: { schema: ruleWish },
    answers: { 200: { say: 'As it is kept now, and advice.', body: ruleWritten, headers: etag } },
    problems: { ...problems, 409: ['conflict'] },
  },
  {
    route: 'DELETE /rules/:id',
    who: { key: 'rules:write' },
    summary: 'Removes one rule; its history stays, and the console can bring it back.',
    path: id,
    query,
    headers,
    answers: { 204: { say: 'Removed.' } },
    problems: { ...problems, 409: ['conflict'] },
  },
];
