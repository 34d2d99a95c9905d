/** The launcher's few words; the rest comes with the chat. */
export const launcherWords = {
  en: ['Open chat', 'unread'],
  de: ['Chat öffnen', 'ungelesen'],
} as const;

/** The first of these that we speak; English otherwise. */
export const pickLocale = (...wanted: (string | null | undefined)[]): 'en' | 'de' =>
  // What is not there is tested as the word it is written with, which is neither.
  /^de/i.test(wanted.find((one) => /^(de|en)/i.test(one as string)) as string) ? 'de' : 'en';
