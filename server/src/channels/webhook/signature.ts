import { createHmac, timingSafeEqual } from 'node:crypto';

// Standard Webhooks: `webhook-signature: v1,<base64 HMAC-SHA256(secret, "id.timestamp.body")>`, several separated by blanks.
// https://github.com/standard-webhooks/standard-webhooks

/** A delivery older or newer than this is not believed. */
export const toleranceMs = 5 * 60_000;

const prefix = 'whsec_';

/** The key inside `whsec_…`; null when there is none or it is too short to be a secret. */
export function readSecret(secret: string | undefined): Buffer | null {
  const key = Buffer.from((secret ?? '').startsWith(prefix) ? secret!.slice(prefix.length) : '', 'base64');
  return key.length >= 16 ? key : null;
}

/** The signature header of one delivery. */
export function signWebhook(key: Buffer, id: string, timestamp: string, body: Uint8Array): string {
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return `v1,${signature}`;
}

/** Whether one of the given signatures is right. Other versions than v1 are passed over. */
export function isSigned(key: Buffer, id: string, timestamp: string, body: Uint8Array, header: string): boolean {
  const right = Buffer.from(signWebhook(key, id, timestamp, body));
  let found = false;
  for (const one of header.split(' ').slice(0, 10)) {
    const given = Buffer.from(one);
    if (given.length === right.length && timingSafeEqual(given, right)) found = true;
  }
  return found;
}
