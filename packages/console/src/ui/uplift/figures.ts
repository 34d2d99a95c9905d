import type { ReportInterval } from '@theke/protocol';
import { localeTag } from '../../format/locale.ts';
import { money } from '../../format/money.ts';

/** Figures of the report in the agent's language. Minus is a minus, not a hyphen; open ends are null. */
export interface Figures {
  count(value: number): string;
  /** With a sign; rounded to a whole one. */
  signedCount(value: number): string;
  /** A share of 1 with its sign, such as `+14.2%`. */
  lift(value: number, digits: number): string;
  /** A share of 1 that somebody set or planned, without a sign. */
  share(value: number): string;
  /** A difference of two shares in percentage points, without the word. */
  points(value: number, digits: number): string;
  /** `p = 0.013`, or `p < 0.001`. */
  p(value: number): string;
  /** The same down to where computers end: `p = 2·10⁻⁵`; told by its natural logarithm. */
  tinyP(lnP: number): string;
  money(cents: number): string;
  minutes(value: number): string;
  /** `YYYY-MM-DD` as a short date. */
  day(day: string): string;
  date(at: number): string;
  dateTime(at: number): string;
}

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const trueMinus = (text: string) => text.replace(/-/gu, '−');

/** Makes {@link Figures}. */
export function createFigures(language: string, currency: string): Figures {
  const tag = localeTag(language);
  const format = (options: Intl.NumberFormatOptions) => {
    const made = new Intl.NumberFormat(tag, options);
    return (value: number) => trueMinus(made.format(value));
  };
  const fixed = (digits: number) => ({ minimumFractionDigits: digits, maximumFractionDigits: digits });
  const count = format({ maximumFractionDigits: 0 });
  const shortDay = new Intl.DateTimeFormat(tag, { day: 'numeric', month: 'short', timeZone: 'UTC' });
  return {
    count,
    signedCount: format({ maximumFractionDigits: 0, signDisplay: 'exceptZero' }),
    lift: (value, digits) => format({ style: 'percent', signDisplay: 'exceptZero', ...fixed(digits) })(value),
    share: format({ style: 'percent', maximumFractionDigits: 1 }),
    points: (value, digits) => format({ signDisplay: 'exceptZero', ...fixed(digits) })(value * 100),
    p: (value) =>
      value < 0.001 ? `p < ${format(fixed(3))(0.001)}` : `p = ${format(fixed(value < 0.1 ? 3 : 2))(value)}`,
    tinyP(lnP) {
      const log10 = Math.min(0, lnP) / Math.LN10;
      if (log10 >= -3) return `p = ${format(fixed(log10 < -1 ? 3 : 2))(10 ** log10)}`;
      // Rounded before it is split: 9.7·10⁻⁶ is 10⁻⁵, not 10·10⁻⁶.
      let exponent = Math.floor(log10);
      let digit = Math.round(10 ** (log10 - exponent));
      if (digit === 10) [digit, exponent] = [1, exponent + 1];
      const raised = [...String(-exponent)].map((one) => superscripts[Number(one)]).join('');
      return `p = ${digit}·10⁻${raised}`;
    },
    money: (cents) => money(Math.round(cents), currency, language),
    minutes: format({ maximumFractionDigits: 0 }),
    day: (day) => shortDay.format(Date.parse(`${day}T00:00:00Z`)),
    date: (at) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium' }).format(at),
    dateTime: (at) => new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' }).format(at),
  };
}

/** An end of an interval, or null where it is open: on the wire such an end is missing. */
export const endOf = (value: number | null | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** Whether a difference of two shares says anything: both ends are known, and it covers no more than 100 percentage points. */
export function isTelling({ low, high }: ReportInterval): boolean {
  const [from, to] = [endOf(low), endOf(high)];
  return from !== null && to !== null && to - from <= 1;
}

/** A forecast, no sharper than it is known: three figures from 10 000 on, two below. */
export function roughly(value: number): number {
  const figures = value < 10_000 ? 2 : 3;
  return value >= 1 ? Number(value.toPrecision(figures)) : value;
}

const maxDigits = 3;

/**
 * Decimal places of a percentage: as many as the interval's half width has two figures for, no more; one more where an
 * end that is not zero would read as zero, because that end is what the verdict stands on.
 */
export function digitsFor({ estimate, low, high }: ReportInterval): number {
  const ends = [endOf(low), endOf(high)].filter((end) => end !== null);
  const reach = Math.max(0, ...ends.map((end) => Math.abs(end - estimate))) * 100;
  let digits = reach > 0 ? Math.min(maxDigits, Math.max(0, 1 - Math.floor(Math.log10(reach)))) : 1;
  const readsAsZero = (value: number) => value !== 0 && Math.abs(value) * 100 < 0.5 * 10 ** -digits;
  while (digits < maxDigits && ends.some(readsAsZero)) digits += 1;
  return digits;
}

/**
 * How many buyers there are because of the invitation: those of the invited arm less those it would have had at the rate of
 * the other: buyers · r/(1 + r), r the relative uplift. It rises with r, so the ends of r give its ends and it never says other
 * than the verdict. Source: attributable fraction among the exposed, Greenland, Robins, Am J Epidemiol 128 (1988) 1185–1197.
 */
export function additionalBuyers(relative: ReportInterval, buyers: number): ReportInterval {
  const at = (r: number) => (r > -1 ? (buyers * r) / (1 + r) : Number.NEGATIVE_INFINITY);
  const [low, high] = [endOf(relative.low), endOf(relative.high)];
  return {
    estimate: at(relative.estimate),
    low: low === null ? Number.NEGATIVE_INFINITY : at(low),
    // Without an upper end all of them may be due to it.
    high: high === null ? buyers : at(high),
  };
}
