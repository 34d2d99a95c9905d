import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignArm, bucket } from './arm.ts';
import { fnv1a32 } from './hash.ts';
import { sampleRatio } from './sampleRatio.ts';

const ids = (count: number) => Array.from({ length: count }, (_, i) => `visitor-${i}`);

describe('who is in which arm', () => {
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['ab', 0x4d2505ca],
    ['foobar', 0xbf9cf968],
  ])("[UP1] hashes %j as in the reference values of the hash's authors", (text, hash) => {
    expect(fnv1a32(text)).toBe(hash);
  });

  // GrowthBook SDK test cases (MIT), hash version 2: seed, value, expected.
  it.each([
    ['seed', 'a', 0.0505],
    ['seed', 'b', 0.2696],
    ['foo', 'ab', 0.2575],
    ['foo', 'def', 0.2019],
    ['89123klj', '8952klfjas09ujkasdf', 0.124],
    ['90850943850283058242805', '123', 0.7516],
    ['()**(%$##$%#$#', '___)((*":&', 0.0128],
  ])('[UP1] puts salt %j, visitor %j at %d', (salt, visitorId, place) => {
    expect(bucket(visitorId, salt)).toBe(place);
  });

  it('[UP1] hashes the UTF-8 bytes of any text, so that servers in other languages agree', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('ä', '€', '😀', '\ud800x', 'Müller-Lüdenscheidt')),
        (text) => {
          let hash = 0x811c9dc5n;
          for (const byte of new TextEncoder().encode(text)) hash = ((hash ^ BigInt(byte)) * 0x01000193n) & 0xffffffffn;
          expect(fnv1a32(text)).toBe(Number(hash));
        },
      ),
    );
  });

  it('[UP2] spreads visitors evenly for every salt', () => {
    for (let seed = 0; seed < 20; seed += 1) {
      const counts = Array<number>(20).fill(0);
      for (const id of ids(10_000)) counts[Math.floor(bucket(id, `rule:${seed}`) * 20)]! += 1;
      expect(sampleRatio(counts, Array(20).fill(1))!.p).toBeGreaterThan(0.001);
    }
  });

  it('[UP2] makes the arms of two experiments independent', () => {
    const visitors = ids(40_000);
    for (let seed = 0; seed < 10; seed += 1) {
      const both = visitors.filter((id) => bucket(id, `a${seed}`) < 0.5 && bucket(id, `b${seed}`) < 0.5).length;
      expect(Math.abs(both / visitors.length - 0.25)).toBeLessThan(0.008);
    }
  });

  it('[UP3] holds out the share that was asked for, always the same visitors, and more of them when the share grows', () => {
    const arm = (id: string, holdoutShare: number) => assignArm(id, { salt: 's', holdoutShare }).arm;
    const visitors = ids(20_000);
    const held = visitors.filter((id) => arm(id, 0.2) === 'holdout');
    expect(sampleRatio([held.length, visitors.length - held.length], [0.2, 0.8])!.alarm).toBe(false);
    expect(held.every((id) => arm(id, 0.2) === 'holdout' && arm(id, 0.3) === 'holdout')).toBe(true);
    expect(visitors.some((id) => arm(id, 0) === 'holdout')).toBe(false);
    expect(visitors.some((id) => arm(id, 1) === 'invite')).toBe(false);
    expect(assignArm('b', { salt: 'seed', holdoutShare: 0.2 })).toEqual({ arm: 'invite', bucket: 0.2696 });
  });
});
