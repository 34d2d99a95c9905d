import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;
export const keyBytes = 32;

/**
 * AES-256-GCM: iv, tag, sealed bytes, in this order. `about` is what the bytes belong to; opened under another name they are
 * refused, so that nobody can swap parts in the database.
 */
export function seal(key: Uint8Array, about: string, bytes: Uint8Array): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]);
}

/** Throws when key, name or bytes are not the ones they were sealed with. */
export function unseal(key: Uint8Array, about: string, sealed: Uint8Array): Buffer {
  const all = Buffer.from(sealed);
  const decipher = createDecipheriv('aes-256-gcm', key, all.subarray(0, ivBytes));
  decipher.setAAD(Buffer.from(about));
  decipher.setAuthTag(all.subarray(ivBytes, ivBytes + tagBytes));
  return Buffer.concat([decipher.update(all.subarray(ivBytes + tagBytes)), decipher.final()]);
}
