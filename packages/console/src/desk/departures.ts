import type { Visit } from '@theke/protocol';

/** Visitors who have left: as they were last, and when that was seen, in the server's time. */
export type Departures = ReadonlyMap<string, { visit: Visit; leftAt: number }>;

// Long enough to see who it was, short enough that the list says who is here.
export const lingerMs = 10_000;

/**
 * Who has left since the list was looked at last. `before`: the visits of then. Whoever comes back is no departure; whoever was away
 * when first seen has left before our time and is none either.
 */
export function nextDepartures(
  departures: Departures,
  before: ReadonlyMap<string, Visit>,
  visits: ReadonlyMap<string, Visit>,
  nowMs: number,
): Departures {
  if (before === visits) return departures;
  const next = new Map(departures);
  for (const [id, visit] of before)
    if (visit.online && !visits.get(id)?.online) next.set(id, { visit: visits.get(id) ?? visit, leftAt: nowMs });
  for (const id of departures.keys()) if (visits.get(id)?.online) next.delete(id);
  // Nobody looks at them any more; a busy shop would gather thousands in a day.
  for (const [id, { leftAt }] of next) if (nowMs - leftAt > forgetMs) next.delete(id);
  return next;
}

// A list that is held longer than this lets go of who left.
const forgetMs = 30 * 60_000;

/** Everybody who belongs into the list now: who is on the site, and for a moment who has just left. */
export function shownVisits(
  visits: ReadonlyMap<string, Visit>,
  departures: Departures,
  nowMs: number,
): ReadonlyMap<string, Visit> {
  const shown = new Map([...visits].filter(([, visit]) => visit.online));
  for (const [id, { visit, leftAt }] of departures) if (nowMs - leftAt < lingerMs) shown.set(id, visit);
  return shown;
}

/** When the next one stops lingering; infinite when nobody does. */
export function nextRemovalAt(departures: Departures, nowMs: number): number {
  const ends = [...departures.values()].map((one) => one.leftAt + lingerMs).filter((at) => at > nowMs);
  return Math.min(Number.POSITIVE_INFINITY, ...ends);
}
