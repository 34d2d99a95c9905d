import { scrubSecrets } from './scrub.ts';

const minToken = 16;
// Longer numbers are somebody's: an order, a customer, a phone.
const maxSlugDigits = 6;
// "256gb" and "15pro" are words of a shop; longer mixtures are ids.
const maxSlugMix = 5;

function isSlugWord(word: string): boolean {
  if (/^\d*$/.test(word)) return word.length <= maxSlugDigits;
  if (/^(\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+)$/u.test(word)) return true;
  return word.length <= maxSlugMix && /^[\p{L}\d]+$/u.test(word);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function plainSegment(raw: string): string {
  // Some servers keep their session here: /cart;jsessionid=…
  const segment = raw.split(';', 1)[0]!;
  const word = decoded(segment);
  if (word.includes('@') || scrubSecrets(word).found) return '…';
  if (word.length < minToken) return segment;
  return word.split(/[-_.,+ ]/).every(isSlugWord) ? segment : '…';
}

/** Origin and path alone: no query, fragment or user name, ids and tokens in the path as '…'. Anything but http(s) is ''. */
export function plainUrl(url: string, base?: string): string {
  let parsed: URL;
  try {
    parsed = new URL(url, base);
  } catch {
    return '';
  }
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return '';
  return parsed.origin + parsed.pathname.split('/').map(plainSegment).join('/');
}
