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
  day: 'd',
  days: 'd',
  tag: 'd',
  tage: 'd',
};

/** A length as people write it: `1.5 min`, in the largest unit that needs no more than one decimal. German has its comma. */
export function lengthText(ms: number, language: string): string {
  if (!Number.isFinite(ms)) return '';
  if (ms === 0) return '0 s';
  const unit = (Object.keys(units) as Unit[]).find(
    (one) => ms >= units[one] && Number.isInteger((ms / units[one]) * 10),
  );
  const count = ms / units[unit ?? 'ms'];
  return `${new Intl.NumberFormat(localeTag(language), { maximumFractionDigits: 1, useGrouping: false }).format(count)} ${unit ?? 'ms'}`;
}

/** Milliseconds of `90 s`, `1.5 min`, `1,5min`, `2 h`, `7 d`; a bare figure counts seconds. Null for what is none. */
export function readLength(text: string): number | null {
  const [, count, unit] = /^(\d+(?:[.,]\d+)?)\s*(\p{L}*)\.?$/u.exec(text.trim().toLowerCase()) ?? [];
  if (count === undefined) return null;
  const known = unit ? named[unit] : 's';
  if (!known || (unit && !Object.hasOwn(named, unit))) return null;
  return Math.round(Number(count.replace(',', '.')) * units[known]);
}
