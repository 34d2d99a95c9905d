/** Path of a page for a narrow list: `/cart`; the whole text when it is no address. */
export function pagePath(url: string): string {
  try {
    const { pathname } = new URL(url);
    return pathname || '/';
  } catch {
    return url;
  }
}

/** A page's name: its title, or else its path. */
export const pageName = (page: { url: string; title?: string }): string => page.title?.trim() || pagePath(page.url);

/** Only these may become a link: what a customer writes must never run. */
export function safeLink(text: string): string | null {
  try {
    const url = new URL(text);
    return ['https:', 'http:', 'mailto:', 'tel:'].includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

/** Splits a message into words and links. Trailing punctuation belongs to the sentence. */
export function textPieces(text: string): { text: string; href?: string }[] {
  const pieces: { text: string; href?: string }[] = [];
  let from = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"]+/gu)) {
    const raw = match[0].replace(/[.,;:!?)\]}'»“”]+$/u, '');
    const href = safeLink(raw);
    if (!href) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: raw, href });
    from = match.index + raw.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

export type OfferedPage = { ok: true; url: string } | { ok: false; why: 'bad' | 'foreign' };

/** Whether a page may be offered: whole address, and of the site the visitor is on when that is known. */
export function readOfferedPage(text: string, origin: string | null): OfferedPage {
  let url: URL;
  try {
    url = new URL(text.trim(), origin ?? undefined);
  } catch {
    return { ok: false, why: 'bad' };
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { ok: false, why: 'bad' };
  if (origin && url.origin !== origin) return { ok: false, why: 'foreign' };
  return { ok: true, url: url.href };
}

/** Origin of an address, or null. */
export function originOf(url: string | undefined): string | null {
  try {
    return url ? new URL(url).origin : null;
  } catch {
    return null;
  }
}
