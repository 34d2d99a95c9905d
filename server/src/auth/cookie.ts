import type { Config } from '../config.ts';

const plainName = 'theke_session';
/** Browsers keep a cookie of this name only from https, for this host and the whole path: no neighbour can set it. */
const guardedName = '__Host-theke_session';

/** The cookie's name: where the server is reached by https, one that no neighbour can set. */
export const cookieName = (config: Pick<Config, 'publicUrl'>): string => (isSecure(config) ? guardedName : plainName);

const isSecure = (config: Pick<Config, 'publicUrl'>) => config.publicUrl?.startsWith('https:') === true;

/** The header that keeps a session's secret in the browser, out of reach of scripts and of other sites. */
export function sessionCookie(config: Pick<Config, 'publicUrl'>, secret: string | null): string {
  const life = secret === null ? '; Max-Age=0' : '';
  return `${cookieName(config)}=${secret ?? ''}; Path=/; HttpOnly; SameSite=Strict${isSecure(config) ? '; Secure' : ''}${life}`;
}

/** The secret in a Cookie header. */
export function readSessionCookie(config: Pick<Config, 'publicUrl'>, header: string | undefined): string | undefined {
  const wanted = `${cookieName(config)}=`;
  return header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(wanted))
    ?.slice(wanted.length);
}
