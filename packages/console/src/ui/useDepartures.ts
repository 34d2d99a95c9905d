import type { Visit } from '@theke/protocol';
import { useRef } from 'preact/hooks';
import { type Departures, nextDepartures, nextRemovalAt, shownVisits } from '../desk/departures.ts';
import { useView } from './use.ts';
import { useRunning } from './useRunning.ts';

interface Shown {
  /** Who belongs into the list. */
  shown: ReadonlyMap<string, Visit>;
  /** One visitor as last known, also who has gone from the list already. */
  visitOf: (visitorId: string) => Visit | undefined;
  /** When somebody was seen to leave; null while they are here. */
  leftAt: (visitorId: string) => number | null;
}

/** The visitors with those who have just left. Draws again when one of these goes, and not with every second. */
export function useDepartures(): Shown {
  const { desk } = useView();
  const { visits } = desk.state.value;
  const nowMs = desk.nowMs.peek();
  const known = useRef<{ visits: ReadonlyMap<string, Visit>; departures: Departures }>({
    visits,
    departures: new Map(),
  });
  const departures = nextDepartures(known.current.departures, known.current.visits, visits, nowMs);
  known.current = { visits, departures };
  const nextAt = nextRemovalAt(departures, nowMs);
  const isDue = useRunning(() => desk.nowMs.value >= nextAt, [desk, nextAt]);
  void isDue.value;
  return {
    shown: shownVisits(visits, departures, nowMs),
    visitOf: (id) => visits.get(id) ?? departures.get(id)?.visit,
    leftAt: (id) => departures.get(id)?.leftAt ?? null,
  };
}
