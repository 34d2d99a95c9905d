import type { Config } from '../config.ts';

const plainName = 'theke_session';
/** Browsers keep a cookie of this name only from https, for this host and the whole path: no neighbour can set it. */
const guardedName = '__Host-theke_session';

const isSecure = (config: Pick<Config, 'publicUrl'>) => config.publicUrl?.startsWith('https:') === true;

/** The header that keeps a session's secret in the browser, out of reach of scripts and of other sites. */
export function sessionCookie(config: Pick<Config, 'publicUrl'>, secret: string | null): string {
  const name = isSecure(config) ? guardedName : plainName;
  const life = secret === null ? '; Max-Age=0' : '';
  return `${name}=${secret ?? ''}; Path=/; HttpOnly; SameSite=Strict${isSecure(config) ? '; Secure' : ''}${life}`;
}

/** The secret in a Cookie header. */
export function readSessionCookie(config: Pick<Config, 'publicUrl'>, header: string | undefined): string | undefined {
  const wanted = `${isSecure(config) ? guardedName : plainName}=`;
  return header
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(wanted))
    ?.slice(wanted.length);
}
