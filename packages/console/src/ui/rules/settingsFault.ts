/** What is wrong with settings before they are sent, at the place of the first fault. */
export interface SettingsFault {
  path: string;
  why: 'count' | 'length' | 'some' | 'window' | 'zone' | 'share' | 'currency' | 'clock';
}

const isCount = (value: unknown, max: number, min = 0) =>
  Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
// The server takes no longer time.
const longestMs = 366 * 86_400_000;
// Orders count so long at least; in less hardly anybody's would.
const shortestWindowMs = 3_600_000;

/** A time of day as hours are written: up to 23:59, and 24:00 for the end of a day. */
export const isClock = (time: string): boolean => /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/u.test(time);

function isZone(zone: unknown): boolean {
  try {
    return typeof zone === 'string' && zone !== '' && Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
  } catch {
    return false;
  }
}

/** The first thing the server would refuse; null when it would take them. */
export function settingsFault(value: unknown): SettingsFault | null {
  const all = value as Record<string, unknown> & {
    perVisitor?: { n?: unknown; withinMs?: unknown };
    programme?: { share?: unknown; windowMs?: unknown };
    hours?: { weekly?: object; days?: object } | null;
  };
  if (!isCount(all.perVisit, 100)) return { path: 'perVisit', why: 'count' };
  if (!isCount(all.gapMs, longestMs)) return { path: 'gapMs', why: 'length' };
  if (!isCount(all.perVisitor?.n, 1_000)) return { path: 'perVisitor.n', why: 'count' };
  // So many within no time would be no limit.
  if (!isCount(all.perVisitor?.withinMs, longestMs, 1)) return { path: 'perVisitor.withinMs', why: 'some' };
  if (!isCount(all.maxWaitMs, longestMs)) return { path: 'maxWaitMs', why: 'length' };
  if (!isZone(all.timeZone)) return { path: 'timeZone', why: 'zone' };
  const share = all.programme?.share;
  if (typeof share !== 'number' || !(share >= 0 && share <= 0.9)) return { path: 'programme.share', why: 'share' };
  if (!isCount(all.programme?.windowMs, longestMs, shortestWindowMs))
    return { path: 'programme.windowMs', why: 'window' };
  if (!/^[A-Z]{3}$/u.test(String(all.currency))) return { path: 'currency', why: 'currency' };
  for (const part of ['weekly', 'days'] as const)
    for (const [day, spans] of Object.entries(all.hours?.[part] ?? {}))
      for (const [no, span] of (spans as string[][]).entries())
        for (const [end, time] of span.entries())
          if (!isClock(time)) return { path: `hours.${part}.${day}[${no}][${end}]`, why: 'clock' };
  return null;
}
