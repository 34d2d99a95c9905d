import type { Page } from '@theke/protocol';

/** A word of a path that is somebody's rather than the shop's: an address, a long number, a token. */
const isPrivate = (word: string) =>
  /@|%40|\d{7}/.test(word) || (word.length > 15 && /\d/.test(word) && !word.includes('-'));

/** The page as it may leave the browser: origin and path, no query, no fragment, and no ids in the path. */
export function leavingPage(page: Page): Page {
  const { origin, pathname } = new URL(page.url, 'https://nowhere.invalid');
  const path = pathname.split('/').map((word) => (isPrivate(word) ? '…' : word));
  return { ...page, url: origin + path.join('/') };
}
