import { secretSpans } from './scrub.ts';

// Longer numbers are somebody's: an order, a customer, a phone.
const maxSlugDigits = 6;
// "256gb" and "15pro" are words of a shop; longer mixtures are ids.
const maxSlugMix = 5;

// What follows these in a path is a person.
const people = /^(u|users?|members?|profiles?|profil|kunden?|customers?|benutzer)$/i;

function isSlugWord(word: string): boolean {
  if (/^\d*$/.test(word)) return word.length <= maxSlugDigits;
  if (/^(\p{Lu}?[\p{Ll}\p{Lo}\p{M}]+|\p{Lu}+)$/u.test(word)) return true;
  // "jquery3", "size42": a word with a number.
  if (/^(\p{Ll}+\d{1,3}|\d{1,3}\p{Ll}+)$/u.test(word)) return word.length <= 16;
  return word.length <= maxSlugMix && /^[\p{L}\d]+$/u.test(word);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function plainSegment(raw: string, at: number, all: string[]): string {
  // Some servers keep their session here: /cart;jsessionid=…
  const segment = raw.split(';', 1)[0]!;
  const word = decoded(segment);
  if (word.includes('@') || (segment && people.test(all[at - 1] ?? ''))) return '…';
  // Names in the wild: "Foto (2)", "a~b", "größe:xl". None of them keeps a part that is an id from being one.
  return !secretSpans(word).length && word.split(/[^\p{L}\p{M}\d]+/u).every(isSlugWord) ? segment : '…';
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
