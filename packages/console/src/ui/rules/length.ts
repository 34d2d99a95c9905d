import { localeTag } from '../../format/locale.ts';

const units = { d: 86_400_000, h: 3_600_000, min: 60_000, s: 1_000, ms: 1 } as const;
type Unit = keyof typeof units;

const named: Record<string, Unit> = {
  ms: 'ms',
  s: 's',
  sec: 's',
  sek: 's',
  m: 'min',
  min: 'min',
  h: 'h',
  std: 'h',
  d: 'd',
  t: 'd',
  second: 's',
  seconds: 's',
  sekunde: 's',
  sekunden: 's',
  minute: 'min',
  minutes: 'min',
  minuten: 'min',
  hour: 'h',
  hours: 'h',
  stunde: 'h',
  stunden: 'h',
  day: 'd',
  days: 'd',
  tag: 'd',
  tage: 'd',
  tagen: 'd',
};

/**
 * A length as people write it: `1.5 min`, `8 min 20 s`, `1 d 1 h`. One figure where a half or, below a minute, a tenth will do; several
 * units otherwise. Comes back through {@link readLength} as it was. German has its comma.
 */
export function lengthText(ms: number, language: string): string {
  if (!Number.isFinite(ms)) return '';
  if (ms === 0) return '0 s';
  const figure = (count: number, unit: Unit) =>
    `${new Intl.NumberFormat(localeTag(language), { maximumFractionDigits: 3, useGrouping: false }).format(count)} ${unit}`;
  const largest = (Object.keys(units) as Unit[]).find((one) => ms >= units[one]) ?? 'ms';
  const steps = largest === 's' ? 10 : 2;
  const count = ms / units[largest];
  if (largest === 'ms' || Number.isInteger(count * steps)) return figure(count, largest);
  const parts: string[] = [];
  let left = ms;
  for (const unit of Object.keys(units) as Unit[]) {
    // What is shorter than a second stays a part of one.
    const isLast = unit === 's';
    const whole = isLast ? left / units[unit] : Math.floor(left / units[unit]);
    if (whole > 0) parts.push(figure(whole, unit));
    left -= Math.floor(whole * units[unit]);
    if (isLast) break;
  }
  return parts.join(' ');
}

const one = /^(\d+(?:[.,]\d+)?)\s*(\p{L}*)\.?\s*/u;

/** Whether a place of a rule or of settings is a length: all of these end so. */
export const isLengthAt = (path: string): boolean => /(?:^|\.)(?:ms|\w+Ms)$/u.test(path);

/** Milliseconds of `90 s`, `1.5 min`, `1,5min`, `8 min 20 s`, `7 d`, `20 Sekunden`; a bare figure counts seconds. Null for what is none. */
export function readLength(text: string): number | null {
  let left = text.trim().toLowerCase();
  let ms = 0;
  let above = Number.POSITIVE_INFINITY;
  do {
    const [said, count, unit = ''] = one.exec(left) ?? [];
    if (said === undefined || count === undefined) return null;
    if (unit && !Object.hasOwn(named, unit)) return null;
    const unitMs = units[unit ? (named[unit] ?? 's') : 's'];
    // Only from large to small, each with its unit: `5 5 min` is a slip, not ten minutes.
    const isPart = said.length < left.length || above < Number.POSITIVE_INFINITY;
    if (unitMs >= above || (isPart && !unit)) return null;
    above = unitMs;
    ms += Number(count.replace(',', '.')) * unitMs;
    left = left.slice(said.length);
  } while (left);
  return Math.round(ms);
}
