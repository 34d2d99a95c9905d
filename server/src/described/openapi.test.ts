import { Router } from 'express';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Watched, watchAnswers } from '../testing/answers.ts';
import { faultsOf, lookUp } from '../testing/jsonSchema.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { describeRoutes } from './mounted.ts';
import { schemaOf } from './schemaOf.ts';
import { useEveryAddress } from './testing/everyAddress.ts';

let test: TestServer;
let watched: Watched;
beforeAll(async () => {
  test = await startTestServer();
  watched = await watchAnswers(test);
});
afterAll(() => test.close());

const operations = () =>
  Object.entries(watched.document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );

describe('what every answer is', () => {
  it('[AC100] every answer that is described was really given by a server, and looked as described', async () => {
    await useEveryAddress(test);
    expect(watched.faults).toEqual([]);
    const described = operations().flatMap(({ path, method, operation }) =>
      Object.entries(operation.responses)
        .filter(([status, { content }]) => Number(status) < 300 && content?.['application/json'])
        .map(([status]) => `${method.toUpperCase()} ${path} ${status}`),
    );
    expect(described.filter((name) => !watched.seen.has(name))).toEqual([]);
  }, 30_000);

  it('[AC101] an answer that is not as described is found: a field more, a field less, another status, another kind', () => {
    const { document } = watched;
    const schema = lookUp(document as never, '#/components/schemas/ServiceReport');
    const good = { since: 1, until: 2, conversations: 0, answered: 0, waiting: 0, ended: 0 };
    const whole = { ...good, firstReplyMs: { median: null, p90: 3 }, rating: { count: 0, mean: null } };
    const faults = (value: unknown) => faultsOf(value, schema, document as never);
    expect(faults(whole)).toEqual([]);
    expect(faults({ ...whole, more: 1 })).toHaveLength(1);
    expect(faults(good)).toHaveLength(1);
    expect(faults({ ...whole, ended: 1.5 })).toHaveLength(1);
    expect(faults({ ...whole, rating: { count: -1, mean: 'x' } })).toHaveLength(2);
    expect(faultsOf(1, { multipleOf: 2 }, {})).toHaveLength(1);
  });
});

describe('the document', () => {
  it('[SE283] is written and packed once: small on the wire, and nothing for whoever has it', async () => {
    const ask = (headers: Record<string, string>) => fetch(`${test.url}/api/v1/openapi.json`, { headers });
    const found = await ask({ 'accept-encoding': 'gzip' });
    expect(found.headers.get('content-type')).toMatch(/^application\/json/);
    expect(Number(found.headers.get('content-length'))).toBeLessThan(20_000);
    expect(await found.json()).toMatchObject({ openapi: '3.1.0' });
    const again = await ask({ 'if-none-match': found.headers.get('etag') ?? '' });
    expect([again.status, await again.text()]).toEqual([304, '']);
  });

  it('[UP126] each field of an order and of a refund is described, with unit and zero of time, and each reason of a report', () => {
    type Node = {
      description?: string;
      properties?: Record<string, Node>;
      enum?: string[];
      anyOf?: Node[];
      items?: Node;
    };
    const bodyOf = (path: string): Node => {
      const found = operations().find((one) => one.path === path && one.method === 'post');
      const schema = (
        found!.operation as never as { requestBody: { content: Record<string, { schema: { $ref?: string } }> } }
      ).requestBody.content['application/json']!.schema;
      return (schema.$ref ? lookUp(watched.document as never, schema.$ref) : schema) as Node;
    };
    for (const path of ['/orders', '/orders/{orderId}/refunds', '/orders/told']) {
      const fields = Object.entries(bodyOf(path).properties ?? {});
      expect(fields.length).toBeGreaterThan(3);
      for (const [name, { description }] of fields)
        expect([path, name, description ?? '']).toEqual([path, name, expect.stringMatching(/^.+\.$/)]);
    }
    const { amount, at, visitorId } = bodyOf('/orders').properties!;
    expect([amount!.description, at!.description]).toEqual([
      expect.stringContaining('main unit'),
      expect.stringContaining('Milliseconds since 1970'),
    ]);
    expect(visitorId!.description).toContain("Theke('state')");
    const report = lookUp(watched.document as never, '#/components/schemas/UpliftReport') as Node;
    const reason = report.properties!.reasons!.items!;
    expect(reason.enum).toHaveLength(11);
    for (const one of reason.enum!) expect(reason.description).toContain(`${one}: `);
  });

  it('[SE47] it describes every address that is there, and no other', () => {
    type Layer = { route?: { path: string; methods: Record<string, boolean> }; handle?: { stack?: Layer[] } };
    const walk = (layers: Layer[]): string[] =>
      layers.flatMap(({ route, handle }) => [
        ...Object.keys(route?.methods ?? {}).map((method) => `${method} ${route!.path.replace(/:(\w+)/g, '{$1}')}`),
        ...walk(handle?.stack ?? []),
      ]);
    const own = /^get \/(livez|readyz|metrics)?$|^options /;
    const there = walk((test.server.app as unknown as { router: { stack: Layer[] } }).router.stack);
    expect(there.length).toBeGreaterThan(30);
    expect(
      operations()
        .map(({ method, path }) => `${method} ${path}`)
        .sort(),
    ).toEqual(there.filter((name) => !own.test(name)).sort());
  });

  it('[AC102] a route without a description, a description without a route, and one that is there twice do not start', () => {
    const described = { route: 'GET /here', who: 'anybody', summary: 'x', answers: {} } as const;
    const start = (mounted: string[], all: (typeof described)[]) => () => {
      const router = Router();
      for (const path of mounted) router.get(path, () => {});
      describeRoutes(router, all, 'session');
    };
    expect(start(['/here'], [described])).not.toThrow();
    expect(start(['/here', '/hidden/:id'], [described])).toThrow('GET /hidden/:id is not described');
    expect(start([], [described])).toThrow('GET /here is described and not there');
    expect(start(['/here'], [described, described])).toThrow('GET /here is described twice');
  });

  it('[AC103] it is OpenAPI 3.1 as far as its form goes: every reference leads somewhere, every id is there once, every part of a path is a parameter', () => {
    const { document } = watched;
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    const ids = operations().map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { path, operation } of operations()) {
      const parameters = operation.parameters as { name: string; in: string; schema: object; required?: boolean }[];
      const inPath = parameters.filter((one) => one.in === 'path');
      expect([path, inPath.map(({ name }) => name)]).toEqual([
        path,
        [...path.matchAll(/\{(\w+)\}/g)].map((one) => one[1]),
      ]);
      expect(inPath.every(({ required }) => required)).toBe(true);
      expect(new Set(parameters.map((one) => `${one.in} ${one.name}`)).size).toBe(parameters.length);
      expect(Object.keys(operation.responses).some((status) => Number(status) < 400)).toBe(true);
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(status).toMatch(/^[2345]\d\d$/);
        expect((response as { description?: string }).description).toBeTruthy();
      }
      for (const one of operation.security as Record<string, string[]>[])
        for (const name of Object.keys(one)) expect(document.components.securitySchemes).toHaveProperty(name);
    }
    const refs = JSON.stringify(document).match(/(?<="\$ref":")[^"]+/g) ?? [];
    expect(refs.length).toBeGreaterThan(20);
    for (const ref of refs) expect(lookUp(document as never, ref)).toBeTruthy();
  });

  it('[AC104] parameters, headers, request bodies and the codes of refusals are said for each route', () => {
    const { paths } = watched.document;
    const names = (path: string, method: string, where: string) =>
      (paths[path]![method]!.parameters as { name: string; in: string }[])
        .filter((one) => one.in === where)
        .map(({ name }) => name);
    expect(names('/conversations', 'get', 'query')).toEqual(['status', 'limit', 'cursor']);
    expect(names('/orders', 'post', 'header')).toEqual(['Idempotency-Key']);
    expect(names('/rules/live', 'get', 'header')).toEqual(['If-None-Match']);
    expect(names('/rules/{id}', 'put', 'header')).toEqual(['If-Match']);
    const codes = (path: string, method: string, status: number) =>
      JSON.stringify(paths[path]![method]!.responses[status]!.content!['application/problem+json']);
    expect(codes('/conversations/{id}/messages', 'post', 409)).toContain('["conflict","gone"]');
    expect(codes('/rules', 'put', 413)).toContain('["tooLarge"]');
    const { requestBody } = paths['/orders']!.post as { requestBody?: { required: boolean; content: object } };
    expect(requestBody).toMatchObject({
      required: true,
      content: { 'application/json': { schema: { required: ['orderId', 'amount', 'currency'] } } },
    });
  });

  it('[AC105] what a schema takes in is said in JSON Schema, and what cannot be said stops the start', () => {
    const said = (schema: v.GenericSchema) => schemaOf(schema, new Map());
    expect(said(v.pipe(v.string(), v.trim(), v.minLength(1), v.regex(/^a/)))).toEqual({
      type: 'string',
      minLength: 1,
      pattern: '^a',
    });
    expect(said(v.pipe(v.array(v.number()), v.maxLength(3)))).toMatchObject({ type: 'array', maxItems: 3 });
    expect(said(v.strictObject({ a: v.optional(v.nullable(v.string()), null), b: v.picklist(['x']) }))).toEqual({
      type: 'object',
      properties: { a: { type: ['string', 'null'], default: null }, b: { enum: ['x'] } },
      required: ['b'],
      additionalProperties: false,
    });
    expect(() => said(v.date())).toThrow('date');
    expect(() => said(v.pipe(v.string(), v.isbn() as never))).toThrow('isbn');
  });
});
