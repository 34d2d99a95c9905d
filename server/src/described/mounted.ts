import type { Router } from 'express';
import * as v from 'valibot';
import { type Packed, packBytes, sendPacked } from '../packed.ts';
import type { Described } from './described.ts';
import { documentOf } from './document.ts';

/** Every method and address of a router, as {@link Described} writes them. Preflights belong to what they ask for. */
export function mountedRoutes(router: Router): string[] {
  return router.stack.flatMap(({ route }) => {
    if (!route) return [];
    const { methods } = route as unknown as { methods: Record<string, boolean> };
    return Object.keys(methods)
      .filter((method) => methods[method] && method !== 'options')
      .map((method) => `${method.toUpperCase()} ${route.path}`);
  });
}

const itself: Described = {
  route: 'GET /openapi.json',
  who: 'anybody',
  summary: 'This description.',
  answers: { 200: { say: 'OpenAPI 3.1.', body: v.record(v.string(), v.unknown()) } },
};

/**
 * Adds `/openapi.json`, made of the descriptions of all routes that are there. Throws when a route has no description, a description no
 * route, or something is there twice: a mistake of ours, told at the start.
 */
export function describeRoutes(router: Router, routes: readonly Described[], cookie: string): void {
  const described = [...routes, itself];
  const plain = Buffer.from(JSON.stringify(documentOf(described, cookie)));
  // A hundred kilobytes for anybody who asks: written and packed once.
  let packed: Promise<Packed> | undefined;
  router.get('/openapi.json', async (req, res) => {
    packed ??= packBytes(plain, true);
    sendPacked(req, res.type('json'), await packed);
  });
  const mounted = mountedRoutes(router);
  const names = described.map(({ route }) => route as string);
  const wrong = [
    ...mounted.filter((route) => !names.includes(route)).map((route) => `${route} is not described`),
    ...names.filter((route) => !mounted.includes(route)).map((route) => `${route} is described and not there`),
    ...names.filter((route, i) => names.indexOf(route) < i).map((route) => `${route} is described twice`),
  ];
  if (wrong.length > 0) throw new Error(`REST: ${wrong.join('; ')}`);
}
