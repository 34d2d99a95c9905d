/** What is wrong with settings before they are sent, at the place of the first fault. */
export interface SettingsFault {
  path: string;
  why: 'count' | 'length' | 'zone' | 'share' | 'currency' | 'clock';
}

const isCount = (value: unknown, max: number) =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) <= max;
// The server takes no longer time.
const longestMs = 366 * 86_400_000;

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
  if (!isCount(all.perVisitor?.withinMs, longestMs)) return { path: 'perVisitor.withinMs', why: 'length' };
  if (!isCount(all.maxWaitMs, longestMs)) return { path: 'maxWaitMs', why: 'length' };
  if (!isZone(all.timeZone)) return { path: 'timeZone', why: 'zone' };
  const share = all.programme?.share;
  if (typeof share !== 'number' || !(share >= 0 && share <= 0.9)) return { path: 'programme.share', why: 'share' };
  if (!isCount(all.programme?.windowMs, longestMs)) return { path: 'programme.windowMs', why: 'length' };
  if (!/^[A-Z]{3}$/u.test(String(all.currency))) return { path: 'currency', why: 'currency' };
  for (const part of ['weekly', 'days'] as const)
    for (const [day, spans] of Object.entries(all.hours?.[part] ?? {}))
      for (const [no, span] of (spans as string[][]).entries())
        for (const [end, time] of span.entries())
          if (!/^([01]\d|2[0-4]):[0-5]\d$/u.test(time))
            return { path: `hours.${part}.${day}[${no}][${end}]`, why: 'clock' };
  return null;
}
