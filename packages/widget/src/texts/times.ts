import type { Texts } from './en.ts';

/** Where the visitor speaks the page's language, their own region's way of writing times: 16:05 in London, not 4:05 PM. */
const regionOf = (lang: string): string =>
  navigator.language?.match(`^${lang}(-[A-Z]{2})?`)?.[0] ?? (lang === 'en' ? 'en-GB' : lang);

/** Time of day, as the visitor writes it. */
export const timeOf = (at: number, lang: string): string =>
  new Intl.DateTimeFormat(regionOf(lang), { timeStyle: 'short' }).format(at);

/** `1:05`, for lengths of calls. */
export const lengthOf = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`;

/** The mark above the first line of a day. */
export function dayOf(at: number, nowMs: number, texts: Texts): string {
  const midnight = (ms: number) => new Date(ms).setHours(0, 0, 0, 0);
  // Rounded: a day with a change of clocks has 23 or 25 hours.
  const days = Math.round((midnight(nowMs) - midnight(at)) / 86_400_000);
  if (days === 0) return texts.today;
  if (days === 1) return texts.yesterday;
  return new Intl.DateTimeFormat(regionOf(texts.lang), { weekday: 'long', day: 'numeric', month: 'long' }).format(at);
}
