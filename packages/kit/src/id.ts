// Crockford's base 32: no I, L, O, U, so that an id read aloud survives.
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/**
 * Makes an id like `msg_1k2m…`: ten characters of time (sortable), then 80 random bits.
 * Ids are never secrets; whoever knows one gains nothing.
 */
export function createId(prefix: string, nowMs: number = Date.now()): string {
  let time = '';
  for (let left = nowMs, i = 0; i < 10; i++, left = Math.floor(left / 32)) time = alphabet[left % 32] + time;
  let noise = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) noise += alphabet[byte & 31];
  return `${prefix}_${time}${noise}`;
}

/** A secret of `bytes` random bytes (default 16 = 128 bit) as base64url, for tokens in links and storage. */
export function createSecret(bytes = 16): string {
  const raw = crypto.getRandomValues(new Uint8Array(bytes));
  return btoa(String.fromCharCode(...raw))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
