import type { RefusalCode } from '@theke/protocol';
import type { GenericSchema } from 'valibot';
import type { scopes } from '../auth/keys.ts';

/**
 * Who may ask: a program whose key has this scope; an agent who is signed in; a page of the shop (a browser tells its origin, which has
 * to be the site's); a provider that signs what it sends; anybody.
 */
export type Who = { key: (typeof scopes)[number] } | 'agent' | 'page' | 'provider' | 'anybody';

/** One of the answers that are no refusals. */
export interface DescribedAnswer {
  say: string;
  body?: GenericSchema;
  /** Default `application/json` where there is a body. */
  type?: string;
  /** Name → what it says. */
  headers?: Readonly<Record<string, string>>;
}

/**
 * One route in words and schemas, kept beside the route. The OpenAPI document is made of these, and a route without one is not mounted.
 * What follows from `who`, `body` and `once` (401, 403, 400, 413, repeated keys) is added by itself.
 */
export interface Described {
  /** As it is mounted, below /api/v1: `POST /conversations/:id/close`. */
  route: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`;
  who: Who;
  summary: string;
  /** Parts of the address. One that is not named here is the id of what stands before it. */
  path?: Readonly<Record<string, string>>;
  query?: Readonly<Record<string, GenericSchema>>;
  headers?: Readonly<Record<string, GenericSchema>>;
  body?: { schema: GenericSchema; optional?: true; type?: string };
  /** Honours `Idempotency-Key`. */
  once?: true;
  answers: Readonly<Record<number, DescribedAnswer>>;
  /** Refusals beyond those that follow by themselves. */
  problems?: Readonly<Record<number, readonly RefusalCode[]>>;
}
