/**
 * Whether an address belongs to the shop whose page this is: the same origin, or a part of its domain. `www.` counts as the
 * domain itself; nothing above it does, for nobody knows who else is there.
 */
export function isSameSite(url: URL, here: Location | URL): boolean {
  if (url.origin === here.origin) return url.protocol !== 'about:';
  const domain = here.hostname.replace(/^www\./, '');
  const named = /[a-z]/i.test(domain) && domain.includes('.');
  return (
    named &&
    url.protocol === here.protocol &&
    url.port === here.port &&
    (url.hostname === domain || url.hostname.endsWith(`.${domain}`))
  );
}

/** The address if it may be shown as part of this shop, else nothing. */
export function siteAddress(address: string, here: Location | URL): string | undefined {
  try {
    const url = new URL(address, here.href);
    return /^https?:$/.test(url.protocol) && isSameSite(url, here) ? url.href : undefined;
  } catch {
    return undefined;
  }
}
