import type { RefusalCode } from '@theke/protocol';
import * as v from 'valibot';
import type { Described, DescribedAnswer, Who } from './described.ts';
import { type JsonSchema, type Shelf, schemaOf } from './schemaOf.ts';

type Codes = Map<number, Set<RefusalCode>>;

const json = 'application/json';
const retried: ReadonlySet<number> = new Set([409, 429, 503]);
const tags: Readonly<Record<string, string>> = {
  'sign-in': 'sign-in',
  'sign-out': 'sign-in',
  me: 'sign-in',
  'openapi.json': 'this document',
};

const idempotencyKey = v.pipe(
  v.string(),
  v.minLength(1),
  v.maxLength(200),
  v.description(
    'The same key with the same body is done once and answered the same; with another body it is a conflict.',
  ),
);

/** Who may ask, as OpenAPI says it. Pages and providers have no key: what is asked of them stands in the description. */
function securityOf(who: Who): JsonSchema[] {
  if (typeof who === 'object') return [{ key: [who.key] }];
  return who === 'agent' ? [{ session: [] }] : [];
}

function wordsOf(who: Who): string {
  if (typeof who === 'object') return `Needs an API key with the scope ${who.key}.`;
  return {
    agent: 'For agents who are signed in at the console, in the same browser.',
    page: 'For pages of the shop: where the browser names an origin it has to be one of the site’s. No key.',
    provider: 'For the provider of the channel, which signs what it sends. No key.',
    anybody: 'For anybody. No key.',
  }[who];
}

/** Refusals that follow from what a route is, and those it names. */
function codesOf({ who, body, once, problems = {} }: Described): Codes {
  const codes: Codes = new Map();
  const add = (status: number, ...more: readonly RefusalCode[]) =>
    codes.set(status, new Set([...(codes.get(status) ?? []), ...more]));
  if (typeof who === 'object') add(401, 'signedOut').set(403, new Set(['forbidden']));
  if (who === 'agent') add(401, 'signedOut');
  if (body) add(400, 'malformed').set(413, new Set(['tooLarge']));
  if (once) {
    add(400, 'malformed');
    add(409, 'conflict');
  }
  for (const [status, more] of Object.entries(problems)) add(Number(status), ...more);
  return add(503, 'unavailable');
}

/** `/conversations/:id` → `/conversations/{id}`. */
export const templateOf = (path: string): string => path.replace(/:(\w+)/g, '{$1}');

function operationId(method: string, path: string): string {
  const words = path.split(/[^A-Za-z]+/).filter(Boolean);
  return method.toLowerCase() + words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('');
}

function parametersOf(one: Described, path: string, shelf: Shelf): JsonSchema[] {
  const inPath = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: one.path?.[name] ?? `Id of one of the ${path.split('/')[1]}.`,
    schema: { type: 'string' },
  }));
  const others = (where: 'query' | 'header', all: Readonly<Record<string, v.GenericSchema>> = {}) =>
    Object.entries(all).map(([name, wanted]) => {
      const { description, ...schema } = schemaOf(wanted, shelf);
      return {
        name,
        in: where,
        ...(wanted.type !== 'optional' && { required: true }),
        ...(description !== undefined && { description }),
        schema,
      };
    });
  const headers = { ...one.headers, ...(one.once && { 'Idempotency-Key': v.optional(idempotencyKey) }) };
  return [...inPath, ...others('query', one.query), ...others('header', headers)];
}

const headersOf = (headers: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
  );

function answerOf({ say, body, type = json, headers }: DescribedAnswer, shelf: Shelf): JsonSchema {
  return {
    description: say,
    ...(headers && { headers: headersOf(headers) }),
    ...(body && { content: { [type]: { schema: schemaOf(body, shelf) } } }),
  };
}

function problemOf(status: number, codes: ReadonlySet<RefusalCode>): JsonSchema {
  const code = { enum: [...codes] };
  return {
    description: `Refused: ${[...codes].join(', ')}.`,
    ...(retried.has(status) && { headers: headersOf({ 'Retry-After': 'Seconds; where another try makes sense.' }) }),
    content: {
      'application/problem+json': {
        schema: { allOf: [{ $ref: '#/components/schemas/Problem' }, { properties: { code } }] },
      },
    },
  };
}

function operationOf(one: Described, method: string, path: string, shelf: Shelf): JsonSchema {
  const first = path.split('/')[1] ?? '';
  const { body } = one;
  return {
    operationId: operationId(method, path),
    tags: [tags[first] ?? first],
    summary: one.summary,
    description: wordsOf(one.who),
    security: securityOf(one.who),
    parameters: parametersOf(one, path, shelf),
    ...(body && {
      requestBody: {
        required: !body.optional,
        content: { [body.type ?? json]: { schema: schemaOf(body.schema, shelf) } },
      },
    }),
    responses: Object.fromEntries([
      ...Object.entries(one.answers).map(([status, answer]) => [status, answerOf(answer, shelf)]),
      ...[...codesOf(one)].sort(([a], [b]) => a - b).map(([status, codes]) => [status, problemOf(status, codes)]),
    ]),
  };
}

const problem: JsonSchema = {
  type: 'object',
  description:
    'A refusal (RFC 9457). `code` is stable; `detail` names the place and says what is wrong there, in English.',
  properties: {
    type: { const: 'about:blank' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
  },
  required: ['type', 'title', 'status', 'code'],
};

/** The OpenAPI 3.1 document of all routes, made of their descriptions. `cookie`: the name of an agent's session. */
export function documentOf(described: readonly Described[], cookie: string) {
  const shelf: Shelf = new Map([['Problem', problem]]);
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const one of described) {
    const [method = '', path = ''] = one.route.split(' ');
    const at = templateOf(path);
    paths[at] = { ...paths[at], [method.toLowerCase()]: operationOf(one, method, path, shelf) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Theke',
      version: '1',
      description:
        'The HTTP addresses of a Theke server. Programs come with a key; pages of the shop, agents and providers of channels have addresses of their own. Times are whole milliseconds since 1970, money in reports and rules is in whole cents.',
    },
    servers: [{ url: '/api/v1' }],
    components: {
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'An API key: `npm run theke -- key add --scopes …`.' },
        session: { type: 'apiKey', in: 'cookie', name: cookie },
      },
      schemas: Object.fromEntries(shelf),
    },
    paths,
  };
}
