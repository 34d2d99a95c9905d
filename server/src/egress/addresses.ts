import { BlockList, isIP } from 'node:net';

const reserved = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // shared by carriers
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local, and the metadata address of clouds
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3], // multicast, reserved, broadcast
] as const)
  reserved.addSubnet(network, bits, 'ipv4');

const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

const reserved6 = new BlockList();
for (const [network, bits] of [
  ['2001::', 23], // Teredo, ORCHID and their like: tunnels to anywhere
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4 wraps any IPv4 address
  ['3fff::', 20],
] as const)
  reserved6.addSubnet(network, bits, 'ipv6');

/**
 * True for an address that belongs to the public internet. Everything else – loopback, private, link-local,
 * mapped, tunnelled, or not an address at all – is false: in doubt we do not connect.
 */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !reserved.check(address, 'ipv4');
    case 6:
      return global6.check(address, 'ipv6') && !reserved6.check(address, 'ipv6');
    default:
      return false;
  }
}
