/** Local times 'HH:MM'. `to` may be '24:00', or earlier than `from`: then it lasts until that time on the next day. */
export type Span = readonly [from: string, to: string];

export type Weekday = 'mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun';

/** When somebody is there. A date named in `days` ('2025-12-24') replaces its weekday; an empty list is closed. */
export interface BusinessHours {
  weekly: Partial<Record<Weekday, readonly Span[]>>;
  days?: Readonly<Record<string, readonly Span[]>>;
}

const weekdays: readonly Weekday[] = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const dayMs = 86_400_000;

// Making one costs about as much as a thousand uses.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const digits = '2-digit';
  const made = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: digits,
    day: digits,
    hour: digits,
    minute: digits,
  });
  formats.set(timeZone, made);
  return made;
}

/** Date and minute of the day on the walls of a place. */
function wallTime(atMs: number, timeZone: string): { date: string; minute: number } {
  const parts = new Map(
    formatFor(timeZone)
      .formatToParts(atMs)
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}`,
    minute: Number(parts.get('hour')) * 60 + Number(parts.get('minute')),
  };
}

const minuteOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** A calendar date is the same everywhere, so counting days in UTC is safe. */
const dateBefore = (date: string): string => new Date(Date.parse(date) - dayMs).toISOString().slice(0, 10);

function spansOf(hours: BusinessHours, date: string): readonly Span[] {
  const special = hours.days?.[date];
  return special ?? hours.weekly[weekdays[new Date(date).getUTCDay()]!] ?? [];
}

/**
 * Whether a place is open at an instant. Reads the clock on its wall: an hour that comes twice in autumn is open twice, one that
 * is skipped in spring is not there. `from` belongs to the span, `to` does not. Throws RangeError for an unknown time zone.
 */
export function isOpen(hours: BusinessHours, atMs: number, timeZone: string): boolean {
  const { date, minute } = wallTime(atMs, timeZone);
  const today = spansOf(hours, date).some(([from, to]) => {
    const [start, end] = [minuteOf(from), minuteOf(to)];
    return minute >= start && (minute < end || end <= start);
  });
  const sinceYesterday = spansOf(hours, dateBefore(date)).some(([from, to]) => {
    const [start, end] = [minuteOf(from), minuteOf(to)];
    return end <= start && minute < end;
  });
  return today || sinceYesterday;
}
