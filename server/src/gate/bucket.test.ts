import { fakeClock } from '@theke/kit';
import { expect, it } from 'vitest';
import { createBuckets } from './bucket.ts';
import { addressOf, isOwnOrigin, originOf } from './origins.ts';
import { createStrikes } from './strikes.ts';

it('[SE8] each key has its own bucket', () => {
  const clock = fakeClock();
  const buckets = createBuckets({ perSecond: 1, burst: 2 }, clock.elapsed);
  expect([buckets.take('a'), buckets.take('a'), buckets.take('a'), buckets.take('b')]).toEqual([0, 0, 1000, 0]);
  clock.advance(60_000);
  expect(buckets.take('a')).toBe(0);
});

it('[SE282] of too many keys the one not used for longest is forgotten: names that somebody makes up cost bounded memory', () => {
  const buckets = createBuckets({ perSecond: 1 / 3_600, burst: 1 }, () => 0);
  expect([buckets.take('used'), buckets.take('idle')]).toEqual([0, 0]);
  for (let n = 0; n < 30_000; n++) {
    buckets.take(`made up ${n}`);
    if (n % 1_000 === 0) expect(buckets.take('used')).toBeGreaterThan(0);
  }
  expect([buckets.take('used') > 0, buckets.take('idle')]).toEqual([true, 0]);
});

it('[SE262] a clock that is set back shuts nobody out for as long as it was set back by', () => {
  let nowMs = 1_000_000;
  const buckets = createBuckets({ perSecond: 1, burst: 2 }, () => nowMs);
  expect(buckets.take('a')).toBe(0);
  nowMs -= 86_400;
  expect([buckets.take('a'), buckets.take('a')]).toEqual([0, 1000]);
  nowMs += 1_000;
  expect(buckets.take('a')).toBe(0);
});

it('[SE9] three floods within a minute, and the sender stays away for a minute', () => {
  const clock = fakeClock();
  const strikes = createStrikes(clock.elapsed);
  expect(strikes.strike('v')).toBe(false);
  expect(strikes.strike('v')).toBe(false); // the same second
  clock.advance(1_000);
  expect(strikes.strike('v')).toBe(false);
  clock.advance(1_000);
  expect(strikes.strike('v')).toBe(true);
  expect(strikes.awayMs('v')).toBe(60_000);
  expect(strikes.awayMs('w')).toBe(0);
  clock.advance(60_001);
  expect(strikes.awayMs('v')).toBe(0);
  expect(strikes.strike('v')).toBe(false);
});

it('[SE11] our own origin is the configured one, or the host that was asked for', () => {
  const headers = { host: 'chat.test:4800' };
  expect(isOwnOrigin('http://chat.test:4800', headers, {})).toBe(true);
  expect(isOwnOrigin('http://evil.test', headers, {})).toBe(false);
  expect(isOwnOrigin('null', headers, {})).toBe(false);
  expect(isOwnOrigin('http://chat.test:4800', headers, { publicUrl: 'https://chat.shop.test' })).toBe(false);
  expect(isOwnOrigin('https://chat.shop.test', headers, { publicUrl: 'https://chat.shop.test/theke' })).toBe(true);
});

it('[SE11] only a browser that says so itself may leave the origin out', () => {
  expect(originOf({ host: 'a.test' })).toBeNull();
  expect(originOf({ host: 'a.test', 'sec-fetch-site': 'same-origin' })).toBe('http://a.test');
  expect(originOf({ host: 'a.test', 'sec-fetch-site': 'cross-site' })).toBeNull();
});

it('[SE12] an address in a header is believed only from as many proxies as there are', () => {
  const headers = { 'x-forwarded-for': '6.6.6.6, 1.2.3.4, 10.0.0.1' };
  expect(addressOf(headers, '9.9.9.9', 0)).toBe('9.9.9.9');
  expect(addressOf(headers, '9.9.9.9', 1)).toBe('10.0.0.1');
  expect(addressOf(headers, '9.9.9.9', 2)).toBe('1.2.3.4');
  expect(addressOf({}, '9.9.9.9', 1)).toBe('9.9.9.9');
});

it('[SE12] one IPv6 subscriber is one, whichever of their addresses they come from', () => {
  expect(addressOf({}, '2001:db8:1:2::1', 0)).toBe(addressOf({}, '2001:db8:1:2:ffff::9', 0));
  expect(addressOf({}, '2001:db8:1:2::1', 0)).not.toBe(addressOf({}, '2001:db8:1:3::1', 0));
  expect(addressOf({ 'x-forwarded-for': '2001:db8:1:2::7' }, '::1', 1)).toBe(addressOf({}, '2001:db8:1:2::1', 0));
});
