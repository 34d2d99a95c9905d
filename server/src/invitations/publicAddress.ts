import { BlockList, isIP } from 'node:net';
import type { Log } from '@theke/kit';

// Apart: a list of both kinds takes every IPv4 address for one of ::/64.
const own = { ipv4: new BlockList(), ipv6: new BlockList() };
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  own.ipv4.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  // Loopback, "no address", and IPv4 addresses written as IPv6: `networkOf` leaves the first 64 bits, which are zeros.
  ['::', 64],
  // IPv4 addresses behind a translator: all of them look like one network.
  ['64:ff9b::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  own.ipv6.addSubnet(net, bits, 'ipv6');

/**
 * Whether a network, as `networkOf` names it, says anything about who somebody is. Loopback, private, link-local and
 * carrier-grade addresses do not: most likely they are a proxy's that the server was not told of, and everybody's.
 */
export function isPublic(network: string): boolean {
  if (isIP(network) === 4) return !own.ipv4.check(network, 'ipv4');
  // Four groups of IPv6 are left; a group more makes them an address again.
  const address = `${network}::`;
  return isIP(address) === 6 && !own.ipv6.check(address, 'ipv6');
}

/** Whether the address of a request that was (or was not) said to be forwarded hides who asks. */
export type IsHidden = (forwarded: boolean) => boolean;

/**
 * Perhaps a proxy we were not told of stands between: the address is its own, and everybody's. The log says so once, and what to do;
 * without a proxy it is a header that a visitor has made up.
 */
export function createIsHidden({ config, log }: { config: { proxies: number }; log: Pick<Log, 'warn'> }): IsHidden {
  let told = false;
  return (forwarded) => {
    if (config.proxies > 0 || !forwarded) return false;
    if (!told)
      log.warn(
        "a visitor's request says it was passed on; if there is a proxy in front, set THEKE_PROXIES; if there is none, leave it",
      );
    told = true;
    return true;
  };
}
