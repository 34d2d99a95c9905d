import { lookup as systemLookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import { isPublicAddress } from './addresses.ts';

/** Why a request was not made or not finished. `network` may pass by itself; the others will not. */
export type EgressRefusal = 'scheme' | 'place' | 'address' | 'redirects' | 'timeout' | 'tooLarge' | 'network';

export type EgressAnswer =
  | { ok: true; status: number; headers: IncomingMessage['headers']; body: Buffer; url: URL }
  | { ok: false; why: EgressRefusal };

export interface EgressWish {
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  body?: string | Buffer;
  maxBytes: number;
  /** For the whole way, redirects included. */
  timeoutMs: number;
  maxRedirects: number;
  /** Asked at each hop: not at all, public addresses only, or any address (somebody configured this very place). */
  mayVisit(url: URL): 'no' | 'public' | 'any';
}

export interface Egress {
  request(url: string, wish: EgressWish): Promise<EgressAnswer>;
}

type Lookup = (host: string) => Promise<{ address: string; family: number }[]>;

const everyAddress: Lookup = (host) => systemLookup(host, { all: true });

/**
 * The one way out to addresses we did not choose ourselves. The name is resolved once, all its addresses are judged,
 * and the connection goes to exactly the judged one: a name that changes its answer gains nothing.
 * Sends no cookies and keeps no connection.
 */
export function createEgress(powers: { lookup?: Lookup } = {}): Egress {
  const lookup = powers.lookup ?? everyAddress;

  async function hop(url: URL, wish: EgressWish, signal: AbortSignal): Promise<EgressAnswer> {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') return { ok: false, why: 'scheme' };
    if (url.username || url.password) return { ok: false, why: 'place' };
    const verdict = wish.mayVisit(url);
    if (verdict === 'no') return { ok: false, why: 'place' };
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const family = isIP(host);
    const found = family ? [{ address: host, family }] : await lookup(host).catch(() => []);
    const pinned = found[0];
    if (!pinned) return { ok: false, why: 'network' };
    // All must be public: a name with one private address among others is a trap or a mistake.
    if (verdict === 'public' && !found.every((one) => isPublicAddress(one.address)))
      return { ok: false, why: 'address' };
    return exchange(url, wish, pinned, signal);
  }

  return {
    async request(address, wish) {
      const signal = AbortSignal.timeout(wish.timeoutMs);
      let url: URL | null = readUrl(address);
      for (let redirects = 0; url; redirects++) {
        const answer = await hop(url, wish, signal);
        if (!answer.ok || !isRedirect(answer.status) || !answer.headers.location) return answer;
        if (redirects >= wish.maxRedirects) return { ok: false, why: 'redirects' };
        url = readUrl(answer.headers.location, url);
      }
      return { ok: false, why: 'place' };
    },
  };
}

const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status);

function readUrl(address: string, base?: URL): URL | null {
  try {
    return new URL(address, base);
  } catch {
    return null;
  }
}

function exchange(
  url: URL,
  wish: EgressWish,
  pinned: { address: string; family: number },
  signal: AbortSignal,
): Promise<EgressAnswer> {
  return new Promise((resolve) => {
    const failed = (error: unknown) =>
      resolve({ ok: false, why: signal.aborted ? 'timeout' : error === tooLarge ? 'tooLarge' : 'network' });
    const open = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = open(
      url,
      {
        method: wish.method ?? 'GET',
        headers: { 'accept-encoding': 'identity', ...wish.headers },
        agent: false,
        signal,
        // Node asks for one address or for all, depending on its version and on the kind of socket.
        lookup: (_host, options, done) =>
          options.all
            ? done(null, [{ address: pinned.address, family: pinned.family }])
            : done(null, pinned.address, pinned.family),
      },
      (response) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        response.on('error', failed);
        response.on('data', (part: Buffer) => {
          bytes += part.length;
          if (bytes > wish.maxBytes) response.destroy(tooLarge);
          else parts.push(part);
        });
        response.on('end', () =>
          resolve({
            ok: true,
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: Buffer.concat(parts),
            url,
          }),
        );
      },
    );
    request.on('error', failed);
    request.end(wish.body);
  });
}

const tooLarge = new Error('larger than allowed');
