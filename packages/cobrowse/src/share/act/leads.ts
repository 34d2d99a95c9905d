import type { TargetFacts } from '@theke/protocol';
import { saysInCode } from '@theke/rules';

type Leads = TargetFacts['leads'];

// Does nothing; many shops write their buttons so.
const inert = /^javascript:\s*(void\s*\(?\s*(0|'0'|"0"|null)?\s*\)?)?\s*;*\s*$/i;
const files = /\.(zip|exe|dmg|msi|apk|pkg|deb|rpm|jar|iso|bat|scr|7z|rar|gz)$/i;

/** Where an address leads from `base`; `isSite` tells which hosts are the same site. */
export function leadsTo(address: string, base: string, isSite: (url: URL) => boolean): Leads {
  // Browsers leave these out, wherever they stand.
  const written = address.replace(/[\t\n\r]/g, '').trim();
  if (inert.test(written)) return 'nowhere';
  let url: URL;
  try {
    url = new URL(written, base);
  } catch {
    return 'nowhere';
  }
  if (url.protocol === 'javascript:') return 'script';
  if (url.protocol === 'blob:' || url.protocol === 'data:') return 'download';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'elsewhere';
  if (url.username !== '' || url.password !== '' || !isSite(url)) return 'elsewhere';
  if (files.test(url.pathname)) return 'download';
  const here = new URL(base);
  return url.origin === here.origin && url.pathname === here.pathname && url.search === here.search ? 'here' : 'site';
}

/** What an address of the site itself says it does. */
export function addressSays(address: string, base: string): TargetFacts['says'] {
  try {
    const { pathname, search } = new URL(address, base);
    return saysInCode(`${pathname}${search}`);
  } catch {
    return [];
  }
}
