import type { RefusalCode } from '@theke/protocol';
import type { Response } from 'express';

/** Refusal codes over HTTP. */
export const statusOf: Record<RefusalCode, number> = {
  malformed: 400,
  tooLarge: 413,
  tooOften: 429,
  signedOut: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  taken: 409,
  notGranted: 403,
  gone: 410,
  nobody: 409,
  unknownSite: 404,
  foreignOrigin: 403,
  tooOld: 400,
  notOffered: 404,
  unavailable: 503,
  offline: 503,
  timeout: 504,
};

const titles: Partial<Record<RefusalCode, string>> = {
  malformed: 'The request does not fit what this address expects',
  tooLarge: 'The request is too large',
  tooOften: 'Too many requests',
  signedOut: 'Not signed in',
  forbidden: 'Not allowed',
  notFound: 'Not found',
  conflict: 'Conflict with what is there',
  gone: 'It was there and has ended',
  foreignOrigin: 'Not allowed from this origin',
  unavailable: 'Temporarily unavailable; nothing was kept',
};

/** Answers as application/problem+json with one of our stable codes. */
export function problem(res: Response, status: number, code: RefusalCode, detail?: string): void {
  res
    .status(status)
    .type('application/problem+json')
    .send(
      JSON.stringify({ type: 'about:blank', title: titles[code] ?? code, status, code, ...(detail ? { detail } : {}) }),
    );
}
