/** One operation in short: turned into OpenAPI 3.1 below. */
interface Operation {
  method: 'get' | 'post' | 'patch' | 'put' | 'delete';
  path: string;
  scope: string;
  summary: string;
  body?: Record<string, unknown>;
  required?: string[];
  ok: 200 | 201 | 204;
}

const string = { type: 'string' };
const time = { type: 'integer', description: 'milliseconds since 1970' };

const rule = { type: 'object', description: 'as docs/rules.md describes it' };

/** Every operation of the API. A test compares this list with the routes that are there. */
export const operations: readonly Operation[] = [
  {
    method: 'get',
    path: '/conversations',
    scope: 'conversations:read',
    ok: 200,
    summary: 'Conversations, newest first. Query: status, limit, cursor.',
  },
  {
    method: 'post',
    path: '/conversations',
    scope: 'conversations:write',
    ok: 201,
    summary: 'Begins a conversation with a first message of a contact; it waits in the queue.',
    body: {
      siteId: string,
      contact: { type: 'object', properties: { name: string, email: string } },
      skill: string,
      subject: string,
      text: string,
    },
    required: ['text'],
  },
  {
    method: 'get',
    path: '/conversations/{id}',
    scope: 'conversations:read',
    ok: 200,
    summary: 'One conversation: legs, messages, work item, reasons. Query: afterSeq, limit.',
  },
  {
    method: 'post',
    path: '/conversations/{id}/messages',
    scope: 'conversations:write',
    ok: 201,
    summary: 'Adds a message. The same clientId again answers with the first one.',
    body: { text: string, clientId: string, from: { enum: ['contact', 'system'] } },
    required: ['text'],
  },
  {
    method: 'post',
    path: '/conversations/{id}/handoffs',
    scope: 'handoffs:write',
    ok: 201,
    summary: 'Issues a session link, a code and digits: { id, link, code, digits, expiresAt }.',
    body: { targetUrl: string },
  },
  {
    method: 'post',
    path: '/conversations/{id}/close',
    scope: 'conversations:write',
    ok: 204,
    summary: 'Closes the conversation on every leg.',
  },
  { method: 'get', path: '/contacts/{id}', scope: 'contacts:read', ok: 200, summary: 'A contact with its identities.' },
  {
    method: 'patch',
    path: '/contacts/{id}',
    scope: 'contacts:write',
    ok: 200,
    summary: 'Changes name, e-mail or note; null clears.',
    body: { name: string, email: string, note: string },
  },
  {
    method: 'post',
    path: '/orders',
    scope: 'orders:write',
    ok: 201,
    summary: 'Tells an order. The same orderId again is the same order; this word counts over what a page told.',
    body: {
      orderId: string,
      visitorId: string,
      contactId: string,
      amount: { type: 'number', description: 'in the main unit, e.g. 129.9' },
      currency: { type: 'string', pattern: '^[A-Z]{3}$' },
      at: { oneOf: [time, { type: 'string', format: 'date-time' }] },
    },
    required: ['orderId', 'amount', 'currency'],
  },
  {
    method: 'post',
    path: '/orders/{id}/refunds',
    scope: 'orders:write',
    ok: 201,
    summary:
      'Gives back a part of an order, or all of it. The same refundId again is the same refund; never more than was paid.',
    body: {
      refundId: string,
      amount: { type: 'number', description: 'in the main unit of the order’s currency' },
      at: { oneOf: [time, { type: 'string', format: 'date-time' }] },
      site: string,
    },
    required: ['refundId', 'amount'],
  },
  {
    method: 'get',
    path: '/rules',
    scope: 'rules:read',
    ok: 200,
    summary:
      'Every rule of a site in its newest state, and what holds for all invitations: { rules, settings }. Query: site.',
  },
  {
    method: 'put',
    path: '/rules',
    scope: 'rules:write',
    ok: 200,
    summary: 'These rules and no others, in one step: a wrong one is named by index and path, and nothing is written.',
    body: { site: string, rules: { type: 'array', maxItems: 200, items: rule }, settings: { type: 'object' } },
    required: ['rules'],
  },
  {
    method: 'get',
    path: '/rules/{id}',
    scope: 'rules:read',
    ok: 200,
    summary: 'One rule; its revision is the ETag. Query: site.',
  },
  {
    method: 'put',
    path: '/rules/{id}',
    scope: 'rules:write',
    ok: 200,
    summary:
      'Writes one rule; the body is the rule. With If-Match (its revision) never over somebody else’s change. Query: site.',
    body: { id: string, version: { type: 'integer' }, when: rule, offer: rule },
    required: ['id', 'version', 'when', 'offer'],
  },
  {
    method: 'delete',
    path: '/rules/{id}',
    scope: 'rules:write',
    ok: 204,
    summary: 'Removes one rule; its history stays. Query: site.',
  },
  {
    method: 'get',
    path: '/reports/service',
    scope: 'reports:read',
    ok: 200,
    summary: 'Volume, first reply, ratings. Query: since, until (milliseconds since 1970).',
  },
  {
    method: 'get',
    path: '/reports/uplift',
    scope: 'reports:read',
    ok: 200,
    summary:
      'What inviting visitors changed, and what cannot be concluded yet: { verdict, why, experiments, report }. Query: site, experiment.',
  },
  {
    method: 'get',
    path: '/reports/uplift/{id}/rows',
    scope: 'reports:read',
    ok: 200,
    summary: 'The raw rows of an experiment as CSV, to compute the report again with another program. Query: site.',
  },
];

const problem = {
  description: 'A refusal',
  content: {
    'application/problem+json': {
      schema: {
        type: 'object',
        properties: { type: string, title: string, status: { type: 'integer' }, code: string, detail: string },
      },
    },
  },
};

function describe(operation: Operation) {
  const parameters = operation.path.includes('{id}')
    ? [{ name: 'id', in: 'path', required: true, schema: string }]
    : [];
  const content = {
    'application/json': { schema: { type: 'object', properties: operation.body, required: operation.required } },
  };
  return {
    summary: operation.summary,
    description: `Needs an API key with the scope ${operation.scope}.`,
    parameters,
    ...(operation.body && { requestBody: { required: Boolean(operation.required), content } }),
    responses: { [operation.ok]: { description: 'Done' }, default: problem },
  };
}

const paths: Record<string, Record<string, unknown>> = {};
for (const operation of operations)
  paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };

/** Served at /api/v1/openapi.json. */
export const openapi = {
  openapi: '3.1.0',
  info: { title: 'Theke', version: '1', description: 'The REST API of a Theke server. POST honours Idempotency-Key.' },
  servers: [{ url: '/api/v1' }],
  security: [{ key: [] }],
  components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
  paths,
};
