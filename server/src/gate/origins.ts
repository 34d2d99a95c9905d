import type { IncomingHttpHeaders } from 'node:http';
import type { Config } from '../config.ts';
import { networkOf } from '../handoff/guard.ts';

/** Whether an origin is our own: the configured address, or – with none configured – the host the browser itself asked for. */
export function isOwnOrigin(origin: string, headers: IncomingHttpHeaders, config: Pick<Config, 'publicUrl'>): boolean {
  if (config.publicUrl) return origin === new URL(config.publicUrl).origin;
  // A page of a foreign site cannot make the browser send another Host than the one it connects to.
  return headers.host !== undefined && (origin === `http://${headers.host}` || origin === `https://${headers.host}`);
}

/**
 * The origin a handshake comes from; null when a program sent none.
 * Browsers leave it out of same-origin GET requests (polling), but then say so in another header scripts cannot set.
 */
export function originOf(headers: IncomingHttpHeaders): string | null {
  if (headers.origin !== undefined) return headers.origin;
  if (headers['sec-fetch-site'] === 'same-origin' && headers.host) return `http://${headers.host}`;
  return null;
}

/** The network of who asks, behind so many proxies of ours: one IPv6 subscriber is one, whatever of their 2⁶⁴ addresses they use. Anything further left in the header is the asker's own invention. */
export function addressOf(headers: IncomingHttpHeaders, direct: string, proxies: number): string {
  if (proxies === 0) return networkOf(direct);
  const named = String(headers['x-forwarded-for'] ?? '').split(',');
  return networkOf(named.at(-proxies)?.trim() || direct);
}
