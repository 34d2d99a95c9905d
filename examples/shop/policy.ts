import { randomBytes } from 'node:crypto';

/** One for each response: only scripts that carry it run. */
export const createNonce = (): string => randomBytes(16).toString('base64');

/**
 * What a page of the shop may do. Theke needs four words in it: the nonce on its tag, its address for pictures,
 * and its address for the line, once as https and once as wss. No inline styles, no eval.
 */
export function shopPolicy(nonce: string, thekeUrl: string): Record<string, string> {
  const socket = thekeUrl.replace(/^http/, 'ws');
  const policy = [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'self'`,
    `img-src 'self' data: ${thekeUrl}`,
    `font-src 'self'`,
    `media-src 'self' blob:`,
    `connect-src ${thekeUrl} ${socket}`,
    `frame-src 'self'`,
    `frame-ancestors 'none'`,
    `form-action 'self'`,
    `base-uri 'none'`,
  ].join('; ');
  return { ...shared, 'content-security-policy': policy };
}

const shared = {
  'cache-control': 'no-cache',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
};

/** The payment service's frame: no script at all, and only the shop may hold it. */
export const paymentPolicy: Record<string, string> = {
  ...shared,
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'",
};
