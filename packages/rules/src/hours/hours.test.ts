import { describe, expect, it } from 'vitest';
import { type BusinessHours, isOpen } from './hours.ts';

const berlin = 'Europe/Berlin';
const newYork = 'America/New_York';
const at = (iso: string) => Date.parse(iso);
const office: BusinessHours = {
  weekly: {
    mon: [
      ['09:00', '12:00'],
      ['13:00', '18:00'],
    ],
    sat: [['22:00', '02:00']],
    sun: [],
  },
  days: { '2025-12-24': [['09:00', '12:00']], '2025-12-29': [] },
};

describe('business hours', () => {
  it.each([
    ['2025-11-17T07:59:59Z', false],
    ['2025-11-17T08:00:00Z', true],
    ['2025-11-17T10:59:59Z', true],
    ['2025-11-17T11:00:00Z', false],
    ['2025-11-17T12:00:00Z', true],
    ['2025-11-17T17:00:00Z', false],
    ['2025-11-18T10:00:00Z', false],
  ])('[IN30] on a Monday in Berlin: %s → %s', (iso, open) => {
    expect(isOpen(office, at(iso), berlin)).toBe(open);
  });

  it('[IN30] let a night last into the next day, and a named day replace its weekday', () => {
    expect(isOpen(office, at('2025-11-15T20:59:00Z'), berlin)).toBe(false);
    expect(isOpen(office, at('2025-11-15T21:00:00Z'), berlin)).toBe(true);
    expect(isOpen(office, at('2025-11-16T00:59:00Z'), berlin)).toBe(true);
    expect(isOpen(office, at('2025-11-16T01:00:00Z'), berlin)).toBe(false);
    expect(isOpen(office, at('2025-12-24T08:30:00Z'), berlin)).toBe(true);
    expect(isOpen(office, at('2025-12-29T08:30:00Z'), berlin)).toBe(false);
    expect(isOpen({ weekly: { wed: [['00:00', '24:00']] } }, at('2025-12-31T22:59:59Z'), berlin)).toBe(true);
    expect(isOpen({ weekly: { wed: [['00:00', '24:00']] } }, at('2025-12-31T23:00:00Z'), berlin)).toBe(false);
  });

  it('[IN31] open at the same time on the wall before and after the clocks change', () => {
    const nine: BusinessHours = { weekly: { mon: [['09:00', '10:00']], sun: [['09:00', '10:00']] } };
    for (const [zone, opening] of [
      [berlin, ['2025-03-24T08:00:00Z', '2025-03-30T07:00:00Z', '2025-10-20T07:00:00Z', '2025-10-26T08:00:00Z']],
      [newYork, ['2025-03-03T14:00:00Z', '2025-03-09T13:00:00Z', '2025-10-27T13:00:00Z', '2025-11-02T14:00:00Z']],
    ] as const) {
      for (const iso of opening) {
        expect([iso, isOpen(nine, at(iso), zone)]).toEqual([iso, true]);
        expect([iso, isOpen(nine, at(iso) - 1, zone)]).toEqual([iso, false]);
        expect([iso, isOpen(nine, at(iso) + 3_600_000, zone)]).toEqual([iso, false]);
      }
    }
  });

  /** Minutes open from one local midnight to the next, counted one by one. */
  function openMinutes(hours: BusinessHours, fromIso: string, minutes: number, zone: string): number {
    let open = 0;
    for (let m = 0; m < minutes; m += 1) if (isOpen(hours, at(fromIso) + m * 60_000, zone)) open += 1;
    return open;
  }

  it('[IN31] are open twice in the hour that comes twice, and not in the hour that is skipped', () => {
    const two: BusinessHours = { weekly: { sun: [['02:00', '03:00']] } };
    expect(openMinutes(two, '2025-10-25T22:00:00Z', 25 * 60, berlin)).toBe(120);
    expect(openMinutes(two, '2025-03-29T23:00:00Z', 23 * 60, berlin)).toBe(0);
    const one: BusinessHours = { weekly: { sun: [['01:00', '02:00']] } };
    expect(openMinutes(one, '2025-11-02T04:00:00Z', 25 * 60, newYork)).toBe(120);
    const night: BusinessHours = { weekly: { sat: [['22:00', '04:00']] } };
    expect(openMinutes(night, '2025-03-29T12:00:00Z', 24 * 60, berlin)).toBe(5 * 60);
    expect(openMinutes(night, '2025-10-25T12:00:00Z', 24 * 60, berlin)).toBe(7 * 60);
  });
});
