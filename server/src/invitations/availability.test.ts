import { expect, it } from 'vitest';
import { untouched } from '../rules/settings.ts';
import { expectedWaitMs, isClosed } from './availability.ts';

const at = (iso: string) => Date.parse(iso);
const everyDay = (from: string, to: string) => ({
  weekly: Object.fromEntries(
    ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].map((day) => [day, [[from, to] as const]]),
  ),
});

it('[IN205] hours of the site and of the rule follow the clock on the wall in both nights the clocks change', () => {
  const hours = everyDay('09:00', '18:00');
  const site = (timeZone: string) => ({ ...untouched('demo'), timeZone, hours });
  for (const [zone, opensAt] of [
    // The last morning before, and the first after the change of 2026: spring and autumn.
    ['Europe/Berlin', ['2026-03-28T08:00:00Z', '2026-03-29T07:00:00Z', '2026-10-24T07:00:00Z', '2026-10-25T08:00:00Z']],
    [
      'America/New_York',
      ['2026-03-07T14:00:00Z', '2026-03-08T13:00:00Z', '2026-10-31T13:00:00Z', '2026-11-01T14:00:00Z'],
    ],
  ] as const)
    for (const iso of opensAt) {
      expect([iso, isClosed(at(iso) - 1, site(zone), undefined, undefined)]).toEqual([iso, true]);
      expect([iso, isClosed(at(iso), site(zone), undefined, undefined)]).toEqual([iso, false]);
      const rule = { timeZone: zone, open: hours };
      expect([iso, isClosed(at(iso) - 1, untouched('demo'), rule, undefined)]).toEqual([iso, true]);
      expect([iso, isClosed(at(iso), untouched('demo'), rule, undefined)]).toEqual([iso, false]);
    }
});

it('[IN205] a night shift lasts six, seven or eight hours of real time, as the wall says', () => {
  const night = { timeZone: 'shop', open: everyDay('22:00', '05:00') };
  const openHours = (fromIso: string, timeZone: string) => {
    let open = 0;
    for (let minute = 0; minute < 24 * 60; minute++)
      if (!isClosed(at(fromIso) + minute * 60_000, { timeZone, hours: null }, night, undefined)) open += 1;
    return open / 60;
  };
  expect(openHours('2026-03-28T11:00:00Z', 'Europe/Berlin')).toBe(6);
  expect(openHours('2026-10-24T10:00:00Z', 'Europe/Berlin')).toBe(8);
  expect(openHours('2026-06-01T10:00:00Z', 'Europe/Berlin')).toBe(7);
  expect(openHours('2026-03-07T17:00:00Z', 'America/New_York')).toBe(6);
  expect(openHours('2026-10-31T16:00:00Z', 'America/New_York')).toBe(8);
});

it('[IN205] whose wall: the shop’s, the visitor’s, or a named one; a zone nobody knows is closed', () => {
  const open = everyDay('09:00', '10:00');
  const noon = at('2026-06-01T07:30:00Z');
  const closed = (timeZone: string, zone?: string) => isClosed(noon, untouched('demo'), { timeZone, open }, zone);
  expect(closed('shop')).toBe(false);
  expect(closed('America/New_York')).toBe(true);
  expect(closed('visitor', 'Europe/Paris')).toBe(false);
  expect(closed('visitor', 'America/New_York')).toBe(true);
  expect(closed('visitor')).toBe(false);
  expect(closed('Mars/Olympus')).toBe(true);
});

it('[IN206] nobody waits while a place is left; beyond that the waiting share the places', () => {
  expect(expectedWaitMs({ places: 2, waiting: 0, meanMs: 600_000 })).toBe(0);
  expect(expectedWaitMs({ places: 2, waiting: 1, meanMs: 600_000 })).toBe(0);
  expect(expectedWaitMs({ places: 2, waiting: 3, meanMs: 600_000 })).toBe(900_000);
  expect(expectedWaitMs({ places: 1, waiting: 5, meanMs: 0 })).toBe(0);
  expect(expectedWaitMs({ places: 0, waiting: 0, meanMs: 0 })).toBe(Number.POSITIVE_INFINITY);
});
