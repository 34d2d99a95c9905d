import type { Visit } from '@theke/protocol';
import { describe, expect, it } from 'vitest';
import { radarVisit } from '../testing/radarScene.ts';
import { type Departures, lingerMs, nextDepartures, nextRemovalAt, shownVisits } from './departures.ts';

const nowMs = 1_000_000;
const map = (...visits: Visit[]) => new Map(visits.map((one) => [one.visitorId, one]));
const of = (id: string, more: Partial<Visit> = {}) => radarVisit(1, nowMs, { visitorId: id, ...more });
const none: Departures = new Map();

describe('visitors who leave', () => {
  it('[AC128] are shown for ten seconds more, from when it was seen, and then no longer', () => {
    const [a, b] = [of('a'), of('b')];
    const left = nextDepartures(none, map(a, b), map(a), nowMs);
    expect([...left]).toEqual([['b', { visit: b, leftAt: nowMs }]]);
    expect([...shownVisits(map(a), left, nowMs + lingerMs - 1).keys()]).toEqual(['a', 'b']);
    expect([...shownVisits(map(a), left, nowMs + lingerMs).keys()]).toEqual(['a']);
    expect(nextRemovalAt(left, nowMs)).toBe(nowMs + lingerMs);
    expect(nextRemovalAt(left, nowMs + lingerMs)).toBe(Number.POSITIVE_INFINITY);
  });

  it('[AC128] so are those whose conversation goes on; news of them afterwards change nothing', () => {
    const [here, away] = [of('a', { conversationId: 'c' }), of('a', { conversationId: 'c', online: false })];
    let left = nextDepartures(none, map(here), map(away), nowMs);
    left = nextDepartures(left, map(away), map({ ...away, name: 'Ada' }), nowMs + 5_000);
    expect(left.get('a')?.leftAt).toBe(nowMs);
    expect(shownVisits(map(away), left, nowMs + 9_000).size).toBe(1);
    expect(shownVisits(map(away), left, nowMs + 11_000).size).toBe(0);
  });

  it('[AC128] whoever comes back is there again; whoever was away when first seen has never been', () => {
    const a = of('a');
    const left = nextDepartures(none, map(a), map(), nowMs);
    const back = nextDepartures(left, map(), map(a), nowMs + 3_000);
    expect(back.size).toBe(0);
    expect(shownVisits(map(a), back, nowMs + 3_000).size).toBe(1);
    const never = map(of('z', { online: false }));
    expect(nextDepartures(none, map(), never, nowMs).size).toBe(0);
    expect(shownVisits(never, none, nowMs).size).toBe(0);
    expect(nextDepartures(left, never, never, nowMs)).toBe(left);
  });

  it('[AC128] a list that is never let go of does not gather a day’s visitors', () => {
    let left = none;
    for (let no = 0; no < 100; no++) left = nextDepartures(left, map(of(`v${no}`)), map(), nowMs + no * 60_000);
    expect(left.size).toBeLessThan(35);
  });
});
