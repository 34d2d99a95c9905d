import { createHash, timingSafeEqual } from 'node:crypto';

/** Secrets of 128 random bits are kept as this; passwords are not (they are argon2id). */
export const digestOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Compares two digests without telling by the time where they differ. */
export function sameDigest(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
