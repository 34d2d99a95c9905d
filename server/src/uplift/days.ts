export const dayMs = 86_400_000;
const hourMs = 3_600_000;

// Making one costs about as much as a thousand uses.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format;
}

/** The date on the wall of a place, YYYY-MM-DD. */
export const dayOf = (atMs: number, timeZone: string): string => formatFor(timeZone).format(atMs);

/** The day after; a calendar is the same everywhere. */
export const dayAfter = (day: string): string => new Date(Date.parse(day) + dayMs).toISOString().slice(0, 10);

/** The first instant of a date in a place; right on days that have 23 or 25 hours, and where midnight is skipped. */
export function startOfDay(day: string, timeZone: string): number {
  // Clocks differ from UTC by 14 hours at most and by whole minutes; the date changes exactly once in between.
  let low = Date.parse(day) - 15 * hourMs;
  let high = Date.parse(day) + 15 * hourMs;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (dayOf(middle, timeZone) < day) low = middle;
    else high = middle;
  }
  return high;
}
