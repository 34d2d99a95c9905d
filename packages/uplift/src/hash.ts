/**
 * 32-bit FNV-1a of the text's UTF-8 bytes, so that every language computes the same for every id.
 *
 * Source: Fowler, Noll, Vo; IETF draft-eastlake-fnv, offset basis 2166136261, prime 16777619. Encodes by itself, because for short
 * ids making an encoder's array costs ten times the hash. A lone surrogate becomes U+FFFD, as everywhere.
 */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  const take = (byte: number) => {
    hash = Math.imul(hash ^ byte, 0x01000193);
  };
  for (let i = 0; i < text.length; i += 1) {
    const point = text.codePointAt(i)!;
    if (point > 0xffff) i += 1;
    const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
    if (code < 0x80) {
      take(code);
    } else if (code < 0x800) {
      take(0xc0 | (code >> 6));
      take(0x80 | (code & 63));
    } else if (code < 0x10000) {
      take(0xe0 | (code >> 12));
      take(0x80 | ((code >> 6) & 63));
      take(0x80 | (code & 63));
    } else {
      take(0xf0 | (code >> 18));
      take(0x80 | ((code >> 12) & 63));
      take(0x80 | ((code >> 6) & 63));
      take(0x80 | (code & 63));
    }
  }
  return hash >>> 0;
}
