/**
 * What must outlive a page load. Plain JSON, bounded. The caller keeps it (as long as consent allows) and hands it to the next engine;
 * at the start of a new visit it hands over `nextVisit(memory)`.
 */
export interface Memory {
  /** Invitations shown in this visit, by rule. */
  shown: Record<string, number>;
  /** Shadow rules that would have invited in this visit. */
  noted?: Record<string, number>;
  /** Nothing is offered before this instant. */
  quietUntilMs: number;
  /** When each signal was given, oldest first; a signal with its place stands as `name@place`, too. */
  signals: Record<string, readonly number[]>;
  /** How far sequences have come: for each the beginnings of its parts, and the span of the whole. Null: not begun. */
  runs?: Record<string, readonly (number | null)[]>;
  /** Time in sight in this visit. */
  siteMs?: number;
  /** When a conversation was last open, and when something was last ordered. */
  chatMs?: number;
  orderMs?: number;
  /** Until when the rules below a funnel's level are silent. */
  locks?: Record<string, number>;
}

/** At most so many signals, places and sequences are remembered, the newest. */
export const maxNames = 200;
/** At most so many times of one signal. */
export const maxTimes = 100;

/** What of a memory holds for the next visit: the cool-downs, not the counts. */
export const nextVisit = ({ quietUntilMs, chatMs, orderMs, locks }: Memory): Memory => ({
  shown: {},
  quietUntilMs,
  signals: {},
  chatMs,
  orderMs,
  locks,
});

/** So long ago that nothing comes of it. */
const long = Number.NEGATIVE_INFINITY;

const isNumber = (value: unknown): boolean => Number.isFinite(value);

/** What fits of an object's values, the newest; of anything else nothing: what it has inside does not fit. */
const record = <T>(found: unknown, fits: (value: unknown) => boolean): Record<string, T> =>
  Object.fromEntries(
    Object.entries((found ?? {}) as Record<string, T>)
      .filter(([, value]) => fits(value))
      .slice(-maxNames),
  );

/**
 * Takes from what was kept the parts that are what they should be: storage belongs to the whole page. What happened after `nowMs`, by a
 * clock that was set back, happened now.
 */
export function readMemory(kept: Memory | undefined, nowMs: number): Required<Memory> {
  const past = (atMs: number) => Math.min(atMs, nowMs);
  const list = (value: unknown, also?: null) =>
    Array.isArray(value) && value.length <= maxTimes && value.every((one) => one === also || isNumber(one));
  const read = {
    quietUntilMs: 0,
    siteMs: 0,
    chatMs: long,
    orderMs: long,
    ...record<number>(kept, isNumber),
    shown: record<number>(kept?.shown, isNumber),
    noted: record<number>(kept?.noted, isNumber),
    signals: record<number[]>(kept?.signals, list),
    runs: record<(number | null)[]>(kept?.runs, (value) => list(value, null)),
    locks: record<number>(kept?.locks, isNumber),
  };
  read.chatMs = past(read.chatMs);
  read.orderMs = past(read.orderMs);
  for (const key in read.signals) read.signals[key] = read.signals[key]!.map(past);
  return read;
}
