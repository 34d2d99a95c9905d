import type { Egress } from '../../egress/index.ts';
import { createByteCache } from './cache.ts';
import { rewriteCss } from './css.ts';

/** Why the agent's view does not get a file. `place`: not an address of the shop. */
export type AssetRefusal = 'place' | 'kind' | 'failed';
export type AssetAnswer =
  /** `refers`: what a style sheet leads on to. */
  | { ok: true; contentType: string; body: Buffer; bytes: number; refers: readonly string[] }
  | { ok: false; why: AssetRefusal };

const maxBytes = 5 * 1024 * 1024;
const timeoutMs = 5_000;
/** A shop may change a picture; until then ten views of one page are one fetch. */
const freshMs = 60_000;
const cacheBytes = 32 * 1024 * 1024;
/** A style sheet that leads to more fonts and pictures than this is not looked into to the end. */
const maxRefers = 2_000;
const kinds = /^(image\/[\w.+-]+|font\/[\w.+-]+|application\/font-woff2?|application\/vnd\.ms-fontobject|text\/css)$/;

/**
 * Fetches pictures, fonts and style sheets of the shop for the agent's view: only from the site's own origins, without
 * cookies, never from a private address unless exactly that origin is configured for the site.
 */
export function createAssets(powers: { egress: Egress; now(): number }) {
  type Kept = { bytes: number; at: number; answer: AssetAnswer & { ok: true } };
  const cache = createByteCache<Kept>(cacheBytes);

  async function fetchAsset(address: string, origins: readonly string[]): Promise<AssetAnswer> {
    const answer = await powers.egress.request(address, {
      maxBytes,
      timeoutMs,
      maxRedirects: 3,
      headers: { accept: 'image/*,font/*,text/css' },
      // Configuring an origin is what makes even a private one allowed; nothing else is visited at all.
      mayVisit: (url) => (origins.includes(url.origin) ? 'any' : 'no'),
    });
    if (!answer.ok) return { ok: false, why: answer.why === 'place' || answer.why === 'scheme' ? 'place' : 'failed' };
    if (answer.status !== 200) return { ok: false, why: 'failed' };
    const contentType = (answer.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
    const encoding = answer.headers['content-encoding'] ?? 'identity';
    if (!kinds.test(contentType) || encoding !== 'identity') return { ok: false, why: 'kind' };
    if (contentType !== 'text/css')
      return { ok: true, contentType, body: answer.body, bytes: answer.body.length, refers: [] };
    const { body, refers } = rewritten(answer.body, answer.url, origins);
    return { ok: true, contentType, body, bytes: body.length + refers.join('').length, refers };
  }

  return {
    /** `origins` are those of the share's site; the address may be anything. */
    async read(siteId: string, address: string, origins: readonly string[]): Promise<AssetAnswer> {
      if (!URL.canParse(address) || !origins.includes(new URL(address).origin)) return { ok: false, why: 'place' };
      const key = `${siteId} ${address}`;
      const kept = cache.read(key);
      if (kept && kept.at + freshMs > powers.now()) return kept.answer;
      const answer = await fetchAsset(address, origins);
      if (answer.ok) cache.write(key, { bytes: answer.bytes, at: powers.now(), answer });
      return answer;
    },
  };
}

/** Addresses in a style sheet lead back to this very path (the query alone changes); everything foreign is dropped. */
function rewritten(body: Buffer, base: URL, origins: readonly string[]): { body: Buffer; refers: string[] } {
  const refers = new Set<string>();
  const css = rewriteCss(body.toString('utf8'), (address) => {
    if (address.startsWith('#') || /^data:(image|font)\//i.test(address)) return address;
    if (!URL.canParse(address, base.href)) return null;
    const url = new URL(address, base);
    if (!origins.includes(url.origin)) return null;
    if (refers.size < maxRefers) refers.add(url.href);
    return `?u=${encodeURIComponent(url.href)}`;
  });
  return { body: Buffer.from(css, 'utf8'), refers: [...refers] };
}

export type Assets = ReturnType<typeof createAssets>;
