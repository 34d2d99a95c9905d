import { createHmac } from 'node:crypto';
import type { IceServer } from '@theke/protocol';
import type { Side } from '../powers.ts';

/** A TURN credential lives this long. Running relays are not cut by its end; every join gets a fresh one. */
export const credentialMs = 10 * 60_000;

/**
 * STUN and TURN servers for one side of one call. The user name is `<expiry>:<callId>-<side>`: coturn counts quotas by
 * what follows the colon, so each call has its own. Without configuration the list is empty: same network only.
 */
export function iceServersFor(
  settings: { iceUrls: readonly string[]; turnSecret?: string },
  call: { callId: string; side: Side; nowMs: number },
): IceServer[] {
  const stun = settings.iceUrls.filter((url) => /^stuns?:/.test(url));
  const turn = settings.iceUrls.filter((url) => /^turns?:/.test(url));
  const servers: IceServer[] = stun.length > 0 ? [{ urls: stun }] : [];
  if (turn.length > 0 && settings.turnSecret) {
    const username = `${Math.floor((call.nowMs + credentialMs) / 1000)}:${call.callId}-${call.side}`;
    const credential = createHmac('sha1', settings.turnSecret).update(username).digest('base64');
    servers.push({ urls: turn, username, credential });
  }
  return servers;
}
