import type { Request, Response } from 'express';
import * as v from 'valibot';
import { weigh } from '../gate/weigh.ts';
import type { Powers } from '../powers.ts';

/** The key that let a request through; `siteId` null: every site. */
export interface KeyScope {
  keyId: string;
  siteId: string | null;
}

export const keyOf = (res: Response): KeyScope => res.locals.key as KeyScope;

/** Whether a key may touch things of this site. Things of other sites do not exist for it. */
export const maySite = (res: Response, siteId: string): boolean => {
  const { siteId: own } = keyOf(res);
  return own === null || own === siteId;
};

/** A parsed body, or an answered 400 that names the field. */
export function readBody<S extends v.GenericSchema>(
  powers: Pick<Powers, 'problem'>,
  schema: S,
  req: Request,
  res: Response,
): v.InferOutput<S> | null {
  if (weigh(req.body, 1_000_000) === 'poisoned') {
    powers.problem(res, 400, 'malformed', 'body: a forbidden key or character');
    return null;
  }
  const result = v.safeParse(schema, req.body);
  if (result.success) return result.output;
  const issue = result.issues[0];
  powers.problem(res, 400, 'malformed', `${v.getDotPath(issue) ?? 'body'}: ${issue.message}`);
  return null;
}

/** `limit` between 1 and `max`, and the opaque `cursor` (a time and an id) of the page before. */
export function readPage(req: Request, max = 100): { limit: number; after: { at: number; id: string } | null } {
  const wanted = Number(req.query.limit ?? 25);
  const limit = Number.isInteger(wanted) ? Math.min(Math.max(wanted, 1), max) : 25;
  const cursor = typeof req.query.cursor === 'string' ? Buffer.from(req.query.cursor, 'base64url').toString() : '';
  const found = cursor.match(/^(\d{1,16}):([\w-]{1,64})$/);
  return { limit, after: found ? { at: Number(found[1]), id: found[2]! } : null };
}

export const cursorOf = (at: number, id: string): string => Buffer.from(`${at}:${id}`).toString('base64url');

/** Express 5 passes what an async handler throws on; a wrong id is not worth more than one word. */
export const param = (req: Request, name: string): string => String(req.params[name] ?? '');
