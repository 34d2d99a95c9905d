import { localeTag } from './locale.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
// Nobody counts the seconds of what has only just been.
const justNowMs = 5 * secondMs;

const two = (value: number) => String(value).padStart(2, '0');

/** A running clock such as `0:42`, `12:05` or `1:04:10`: for waiting and calls, where each second counts. */
export function runningTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / secondMs));
  const hours = Math.floor(seconds / 3_600);
  const minutes = Math.floor((seconds % 3_600) / 60);
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

/** A length as people say it: `20 s`, `2 min`, `1 h 5 min`, `3 d`. The units read alike in English and German. */
export function spokenLength(ms: number): string {
  const known = Math.max(0, ms);
  if (known < minuteMs) return `${Math.floor(known / secondMs)} s`;
  if (known < hourMs) return `${Math.floor(known / minuteMs)} min`;
  if (known < dayMs) {
    const minutes = Math.floor((known % hourMs) / minuteMs);
    return `${Math.floor(known / hourMs)} h${minutes ? ` ${minutes} min` : ''}`;
  }
  return `${Math.floor(known / dayMs)} d`;
}

/** A length in its two largest units, nothing left out that matters: `41 s`, `8 min 20 s`, `1 h 5 min`, `2 d 3 h`. Part seconds count as whole ones. */
export function exactLength(ms: number): string {
  const whole = Math.max(0, Math.ceil(ms / secondMs)) * secondMs;
  const parts = [
    [Math.floor(whole / dayMs), 'd'],
    [Math.floor((whole % dayMs) / hourMs), 'h'],
    [Math.floor((whole % hourMs) / minuteMs), 'min'],
    [(whole % minuteMs) / secondMs, 's'],
  ] as const;
  const first = parts.findIndex(([count]) => count > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
}

/** How long ago, as a whole phrase of the language: `now`, `2 days ago`, `vor 2 Tagen`. */
export function agoWords(ms: number, language: string): string {
  const known = Math.max(0, ms);
  if (known < justNowMs)
    return new Intl.RelativeTimeFormat(localeTag(language), { numeric: 'auto' }).format(0, 'second');
  const [count, unit] =
    known < minuteMs
      ? ([known / secondMs, 'second'] as const)
      : known < hourMs
        ? ([known / minuteMs, 'minute'] as const)
        : known < dayMs
          ? ([known / hourMs, 'hour'] as const)
          : ([known / dayMs, 'day'] as const);
  return new Intl.RelativeTimeFormat(localeTag(language)).format(-Math.floor(count), unit);
}

/** `14:05`, in the language's own way. */
export const clockTime = (at: number, language: string): string =>
  new Intl.DateTimeFormat(localeTag(language), { hour: '2-digit', minute: '2-digit' }).format(at);

/** Date and time in full: what a pointer resting on a time shows. */
export const fullTime = (at: number, language: string): string =>
  new Intl.DateTimeFormat(localeTag(language), { dateStyle: 'long', timeStyle: 'medium' }).format(at);

/** Which calendar day an instant falls on, here: equal keys mean the same day. */
export function dayKey(at: number): string {
  const day = new Date(at);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

/** The mark between two days of a thread. */
export function dayMark(
  at: number,
  nowMs: number,
  language: string,
  words: { today: string; yesterday: string },
): string {
  if (dayKey(at) === dayKey(nowMs)) return words.today;
  if (dayKey(at) === dayKey(nowMs - dayMs)) return words.yesterday;
  const sameYear = new Date(at).getFullYear() === new Date(nowMs).getFullYear();
  const year = sameYear ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(localeTag(language), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...year,
  }).format(at);
}
