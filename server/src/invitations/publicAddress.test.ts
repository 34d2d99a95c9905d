import { expect, it } from 'vitest';
import { networkOf } from '../handoff/guard.ts';
import { isPublic } from './publicAddress.ts';

const tells = (ip: string) => isPublic(networkOf(ip));

it.each([
  ...['', 'unknown', '127.0.0.1', '0.0.0.0', '10.0.0.1', '10.255.255.255', '172.16.0.1', '172.31.255.255'],
  ...['192.168.1.1', '169.254.1.1', '100.64.0.1', '100.127.255.255', '::ffff:10.1.2.3', '::ffff:192.168.0.9'],
  ...['::1', '::', 'fe80::1%eth0', 'fd12:3456::1', 'fc00::1', '64:ff9b::808:808', '::ffff:a00:1'],
])('[IN310] the address "%s" says nothing about who somebody is', (ip) => {
  expect(tells(ip)).toBe(false);
});

it.each([
  ...['8.8.8.8', '192.0.2.1', '172.15.0.1', '172.32.0.1', '100.63.255.255', '100.128.0.1', '11.0.0.1', '169.253.0.1'],
  ...['192.167.0.1', '::ffff:8.8.8.8', '2001:db8::1', '2a00:1450:4001::1', 'fec0::1', '1::1'],
])('[IN310] the address "%s" does', (ip) => {
  expect(tells(ip)).toBe(true);
});
