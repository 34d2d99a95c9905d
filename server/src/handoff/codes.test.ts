import { expect, it } from 'vitest';
import { checkDigit, createCode, createDigits, readCode, readDigits, shownCode, shownDigits } from './codes.ts';
import { createGuard, networkOf } from './guard.ts';
import { createTries } from './tries.ts';

it('[HO1] a code is eight of twenty consonants, read whatever the case and the gaps', () => {
  const seen = new Set<string>();
  for (let n = 0; n < 2_000; n++) for (const letter of createCode()) seen.add(letter);
  expect([...seen].sort().join('')).toBe('BCDFGHJKLMNPQRSTVWXZ');
  expect(shownCode('WXYZBCDF')).toBe('WXYZ-BCDF');
  expect(readCode(' wxwz-bc df ')).toBe('WXWZBCDF');
  for (const wrong of ['', 'WXWZBCD', 'WXWZBCDFG', 'WXWZBCD1', 'WXWZBCDA', '12345678'])
    expect([wrong, readCode(wrong)]).toEqual([wrong, null]);
});

it('[HO2] digits carry a check digit that finds every wrong digit and every swap of neighbours', () => {
  expect(checkDigit('572')).toBe(4);
  for (let n = 0; n < 300; n++) {
    const digits = createDigits();
    expect(digits).toMatch(/^\d{10}$/);
    expect(readDigits(shownDigits(digits))).toBe(digits);
    for (let at = 0; at < 10; at++) {
      for (let other = 0; other < 10; other++)
        if (String(other) !== digits[at])
          expect(readDigits(digits.slice(0, at) + other + digits.slice(at + 1))).toBeNull();
      const [one, two] = [digits[at]!, digits[at + 1]];
      if (two && one !== two) expect(readDigits(digits.slice(0, at) + two + one + digits.slice(at + 2))).toBeNull();
    }
  }
});

it('[HO3] five wrong codes of one visitor pause it for fifteen minutes, other visitors go on', () => {
  const guard = createGuard();
  const proof = { kind: 'code' as const, value: 'X' };
  const who = (visitorId: string, ip = `10.0.0.${visitorId}`) => ({ siteId: 'demo', visitorId, ip });
  for (let n = 0; n < 5; n++) expect(guard.enter(proof, who('1'), n).ok).toBe(true);
  const paused = guard.enter(proof, who('1'), 10);
  expect(paused.ok).toBe(false);
  expect(guard.enter(proof, who('2'), 10).ok).toBe(true);
  expect(guard.enter(proof, who('1'), 15 * 60_000 + 5).ok).toBe(true);
});

it('[HO3] an address may be wrong twenty times an hour, a whole /64 counts as one, right ones do not count', () => {
  const guard = createGuard();
  const proof = { kind: 'code' as const, value: 'X' };
  let passed = 0;
  for (let n = 0; n < 100; n++)
    if (guard.enter(proof, { siteId: 'demo', visitorId: `v${n}`, ip: `2001:db8:1:2::${n}` }, n).ok) passed++;
  expect(passed).toBe(20);
  expect(networkOf('2001:db8:1:2:a:b:c:d')).toBe(networkOf('2001:db8:1:2::1'));
  expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'));
  expect(networkOf('::ffff:1.2.3.4')).toBe('1.2.3.4');
  const other = createGuard();
  for (let n = 0; n < 100; n++) {
    const entered = other.enter(proof, { siteId: 'demo', ip: '1.2.3.4' }, n);
    expect(entered.ok).toBe(true);
    if (entered.ok) entered.right();
  }
});

it('[HO4] a crowd that guesses stops codes of that site for a while, digits far sooner, links never', () => {
  const guard = createGuard();
  const from = (n: number, siteId = 'demo') => ({ siteId, visitorId: `v${n}`, ip: `10.${n >> 8}.${n & 255}.1` });
  const passes = (kind: 'code' | 'digits' | 'token', count: number) => {
    let passed = 0;
    for (let n = 0; n < count; n++) if (guard.enter({ kind, value: 'X' }, from(n), n).ok) passed++;
    return passed;
  };
  expect(passes('code', 400)).toBe(100);
  expect(passes('digits', 400)).toBe(5);
  expect(passes('token', 400)).toBe(400);
  expect(guard.enter({ kind: 'code', value: 'X' }, from(1_000, 'other'), 0).ok).toBe(true);
  expect(guard.enter({ kind: 'code', value: 'X' }, from(1_001), 16 * 60_000).ok).toBe(true);
});

it('[HO3] tries count within their time only', () => {
  const tries = createTries({ limit: 2, windowMs: 100, pauseMs: 1_000 });
  tries.add('a', 0);
  tries.add('a', 150);
  expect(tries.waitMs('a', 150)).toBe(0);
  tries.add('a', 200);
  expect(tries.waitMs('a', 200)).toBe(1_000);
  expect(tries.waitMs('a', 1_200)).toBe(0);
});
